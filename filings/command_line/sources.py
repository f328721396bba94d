"""The files that a subcommand is given: paths, folders walked to the bottom, and the standard input."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from stat import S_ISREG

from filings.ownership.reader import MAX_SOURCE, Refused

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Source:
    """One file: how people named it, and its path below the folder that they gave, for what is written of it."""

    name: str
    below: PurePath

    @property
    def is_standard_input(self) -> bool:
        return self.name == STANDARD_INPUT

    def content(self, most: int = MAX_SOURCE) -> bytes:
        """The bytes of the file, never more than ``most`` and one of them.

        Raises ``Refused`` when it is larger, is no file, or cannot be read.
        """
        try:
            if self.is_standard_input:
                content = sys.stdin.buffer.read(most + 1)
            else:
                # Without O_NONBLOCK a named pipe would wait for somebody to write into it.
                with open(self.name, "rb", opener=_without_waiting) as file:
                    if not S_ISREG(os.fstat(file.fileno()).st_mode):
                        raise Refused("This is no file.")
                    content = file.read(most + 1)
        except OSError as error:
            raise Refused(f"It cannot be read: {error.strerror or error}.") from error
        if len(content) > most:
            raise Refused(f"The file is larger than {most // 2**20} MB, more than any ownership filing.")
        return content


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def sources(paths: Iterable[str], *, endings: tuple[str, ...] = ("",)) -> list[Source]:
    """Every file that the paths name, folders in the order of their names.

    From a folder come the files with one of ``endings``, hidden ones and linked folders excepted; what is named
    itself comes whatever it is, and is refused when it is read.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for source in (
            _below(path, endings) if Path(path).is_dir() else [Source(path, PurePath(Path(path).name))]
        ):
            found.setdefault(source.name, source)
    return list(found.values())


def _below(folder: str, endings: tuple[str, ...]) -> Iterator[Source]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(endings):
                path = Path(parent, name)
                yield Source(str(path), path.relative_to(folder))
