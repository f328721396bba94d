"""The documents in what somebody hands in: files, folders to the bottom, and ZIPs, one after the other.

A ZIP is not trusted. Its list is looked at before anything is unpacked: names that lead out of it, encryption,
other packings than Deflate and more than could be history refuse the whole ZIP. What is unpacked is measured
again, because a list may lie. ZIPs in a ZIP are not opened.
"""

import os
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from msgspec import Struct

MAX_DOCUMENT_BYTES = 20 * 2**20
MAX_UNPACKED_BYTES = 2 * 2**30
MAX_ENTRIES = 50_000
# Text that people write is packed to a tenth of its size, EDGAR's to a twentieth; a bomb to a thousandth.
MAX_RATIO = 200
_NO_BOMB_BELOW = 2**20
# Python reads a ZIP's whole list before it says how long it is.
_MAX_LIST_BYTES = 160 * MAX_ENTRIES
_END = struct.Struct("<4s4H2LH")
_LOCATOR_OF_ZIP64 = b"PK\x06\x07", 20
_MAX_COMMENT = 2**16

_KINDS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_ZIP = b"PK\x03\x04"
_OTHER_ROOTS = frozenset("\\:")


Opened = Callable[[], IO[bytes]]
"""Opens a file anew, to read and to seek in it."""


class NotTaken(Exception):
    """A file or a ZIP that is not looked into. One sentence says why."""


class Source(Struct, frozen=True):
    """One document by its name; ``read`` gives its bytes, or raises ``NotTaken``.

    It is for reading in its turn: a ZIP is closed when the document after its last one is asked for.
    """

    name: str
    read: Callable[[], bytes]


def sources_in(paths: Sequence[str]) -> Iterator[Source]:
    """The documents of files, folders and ZIPs named on a command line; ``-`` stands for standard input."""
    for name in paths:
        if name == "-":
            yield Source("-", lambda: _within(sys.stdin.buffer, "Standard input"))
            continue
        path = Path(name)
        if path.is_dir():
            yield from (
                one
                for inside in sorted(path.rglob("*"))
                if inside.is_file() and not is_litter(inside.relative_to(path).as_posix())
                for one in _sources_of_path(inside, str(inside))
            )
        else:
            yield from _sources_of_path(path, name)


def sources_of_file(opened: Opened, name: str) -> Iterator[Source]:
    """The documents of one file: itself, or what a ZIP holds, each named with the way to it."""
    try:
        with opened() as content:
            is_zip = zipfile.is_zipfile(content)
    except OSError as problem:
        yield _refused(name, f"The file cannot be read: {problem.strerror}.")
        return
    if not is_zip:
        yield Source(name, lambda: _read_file(opened))
        return
    try:
        with opened() as content:
            _measure_list(content)
            entries = _entries(zipfile.ZipFile(content))
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as damage:
        yield _refused(name, f"The ZIP is damaged ({damage}). Pack it again.")
        return
    except NotTaken as refusal:
        yield _refused(name, str(refusal))
        return
    with opened() as content:
        package = zipfile.ZipFile(content)
        for entry in entries:
            yield Source(f"{name}/{entry.filename}", _reader(package, entry))


def is_litter(name: str) -> bool:
    """What an operating system leaves in folders and ZIPs: hidden files and macOS's shadows."""
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)


def _sources_of_path(path: Path, name: str) -> Iterator[Source]:
    if path.exists() and not path.is_file():
        # A pipe would wait for somebody to write into it.
        return iter([_refused(name, "This is no file.")])
    return sources_of_file(lambda: path.open("rb"), name)


def _measure_list(content: IO[bytes]) -> None:
    """Look at the size of a ZIP's list alone. Raises ``NotTaken`` when it is longer than a history's."""
    size = content.seek(0, os.SEEK_END)
    content.seek(max(0, size - _END.size - _MAX_COMMENT - _LOCATOR_OF_ZIP64[1]))
    tail = content.read()
    at = tail.rfind(b"PK\x05\x06")
    locator, length = _LOCATOR_OF_ZIP64
    if at < 0 or len(tail) - at < _END.size:
        raise NotTaken("The ZIP has no end. Pack it again.")
    listed = _END.unpack_from(tail, at)[5]
    if listed > _MAX_LIST_BYTES or tail[max(0, at - length) : at].startswith(locator):
        raise NotTaken(f"The ZIP holds more than {MAX_ENTRIES:,} files. Hand it in in parts.")


def _entries(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The documents that a ZIP lists. Raises ``NotTaken`` when it is hostile or no history."""
    entries = [entry for entry in package.infolist() if not entry.is_dir()]
    if len(entries) > MAX_ENTRIES:
        raise NotTaken(f"The ZIP holds more than {MAX_ENTRIES:,} files. Hand it in in parts.")
    if not entries:
        raise NotTaken("The ZIP holds no file.")
    names = set()
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or not _OTHER_ROOTS.isdisjoint(entry.filename):
            raise NotTaken(
                f"The ZIP has a name that leads out of it: {entry.filename[:80]}. It is not opened."
            )
        if entry.flag_bits & _ENCRYPTED:
            raise NotTaken("The ZIP is encrypted. Pack it again without a password.")
        if entry.compress_type not in _KINDS:
            raise NotTaken("The ZIP is packed in another way than Deflate. Pack it again as a plain ZIP.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise NotTaken(f"The ZIP holds a link: {entry.filename[:80]}. Pack the files themselves.")
        if entry.filename in names:
            raise NotTaken(f"The ZIP names a file twice: {entry.filename[:80]}. Pack it again.")
        names.add(entry.filename)
    whole = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if whole > MAX_UNPACKED_BYTES or (whole > _NO_BOMB_BELOW and whole > MAX_RATIO * max(packed, 1)):
        raise NotTaken(
            f"The ZIP says that it unpacks to {whole / 2**20:,.0f} MB, out of {packed / 2**20:,.1f} MB. Hand in "
            "the documents in smaller ZIPs."
        )
    return [entry for entry in entries if not is_litter(entry.filename)]


def _reader(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with package.open(entry) as content:
                source = _within(content, "The file")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as damage:
            raise NotTaken("The file is damaged in the ZIP. Pack it again.") from damage
        if source.startswith(_ZIP):
            raise NotTaken("A ZIP inside of a ZIP is not opened. Unpack it and hand it in by itself.")
        return source

    return read


def _read_file(opened: Opened) -> bytes:
    try:
        with opened() as content:
            source = _within(content, "The file")
    except OSError as problem:
        raise NotTaken(f"The file cannot be read: {problem.strerror}.") from problem
    if source.startswith(_ZIP):
        raise NotTaken("The ZIP is damaged. Pack it again.")
    return source


def _within(content: IO[bytes], what: str) -> bytes:
    """The bytes, if they are not more than a document may have; no more than that is ever held."""
    source = content.read(MAX_DOCUMENT_BYTES + 1)
    if len(source) > MAX_DOCUMENT_BYTES:
        raise NotTaken(
            f"{what} is larger than {MAX_DOCUMENT_BYTES // 2**20} MB, more than any ownership filing."
        )
    return source


def _refused(name: str, reason: str) -> Source:
    def read() -> bytes:
        raise NotTaken(reason)

    return Source(name, read)
