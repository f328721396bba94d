"""Writing one file for each source, below the folder that was named, never over what is not ours to replace."""

import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path, PurePath

from filings.command_line.sources import Source, sources
from filings.command_line.terminal import DONE, SOME_REFUSED, Terminal
from filings.ownership.reader import Reading, Refused, read

_Make = Callable[[Reading], tuple[bytes, list[str]]]


def add_arguments(parser: ArgumentParser) -> None:
    """The paths, and the folder to write into."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder, or - for the standard input"
    )
    parser.add_argument(
        "--out", required=True, metavar="DIR", help="the folder to write into; made if missing"
    )


def write_each(paths: list[str], out: str, ending: str, make: _Make, terminal: Terminal) -> int:
    """Read every source and write what ``make`` makes of it under the source's own name with another ending.

    What came from a folder keeps its path below it. ``make`` returns the bytes and notes for the person, or
    raises ``Refused``, upon which nothing is written for that source. Returns 2 when one was refused, else 0.
    """
    taken: dict[Path, str] = {}
    given = sources(paths)
    refused = 0
    for done, source in enumerate(given, start=1):
        try:
            reading = read(source.content())
            target = _target(source, Path(out), ending, taken)
            content, notes = make(reading)
            _write(target, content)
        except Refused as reason:
            terminal.note(f"{source.name}: refused. {reason}")
            refused += 1
        else:
            for note in notes:
                terminal.note(f"{source.name}: {note}")
            terminal.line(str(target))
        terminal.progress(done, len(given))
    terminal.finish()
    return SOME_REFUSED if refused else DONE


def _target(source: Source, out: Path, ending: str, taken: dict[Path, str]) -> Path:
    below = PurePath(f"stdin{ending}") if source.is_standard_input else source.below.with_suffix(ending)
    target = out / below
    first = taken.setdefault(target, source.name)
    if first != source.name:
        raise Refused(f"{target} is already written from {first}. Give the folders one by one.")
    if target.exists() and not source.is_standard_input and target.samefile(source.name):
        raise Refused("It would be written over. Name another folder with --out.")
    return target


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as unfinished:
            try:
                unfinished.write(content)
                unfinished.close()
                Path(unfinished.name).chmod(0o644)
                Path(unfinished.name).replace(target)
            finally:
                Path(unfinished.name).unlink(missing_ok=True)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror or error}.") from error
