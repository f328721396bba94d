"""Where a subcommand writes: results, notes beside them, and progress where a person looks on."""

import io
import sys
from typing import TextIO

# What a subcommand ends with.
DONE, FOUND_ERRORS, SOME_REFUSED = 0, 1, 2

_CLEAR_LINE = "\r\x1b[K"


class Terminal:
    """Results go to ``out`` and notes to ``err``; progress shows only where both are a terminal."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        for stream in (self.out, self.err):
            if isinstance(stream, io.TextIOWrapper):
                # The name of a file may be in no encoding at all.
                stream.reconfigure(errors="backslashreplace")
        self._shows_progress = self.out.isatty() and self.err.isatty()
        self._progress = ""

    def line(self, text: str) -> None:
        """One line of the result."""
        self._write(self.out, text)

    def note(self, text: str) -> None:
        """One line for the person, which is no part of the result."""
        self._write(self.err, text)

    def progress(self, done: int, total: int) -> None:
        """How far the work is; the same line is written over until ``finish``."""
        if self._shows_progress and total > 1:
            self._progress = f"{done:,} of {total:,} files"
            self.err.write(f"{_CLEAR_LINE}{self._progress}")
            self.err.flush()

    def finish(self) -> None:
        """Take the line of progress away."""
        if self._progress:
            self._progress = ""
            self.err.write(_CLEAR_LINE)
            self.err.flush()

    def _write(self, stream: TextIO, text: str) -> None:
        shown = self._progress
        self.finish()
        stream.write(f"{text}\n")
        if shown:
            self._progress = shown
            self.err.write(shown)
            self.err.flush()
