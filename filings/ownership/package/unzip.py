"""A ZIP from somebody else, taken apart in memory and within bounds."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

MAX_ZIP = 64 * 2**20
MAX_FILES = 1_000

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ENCRYPTED = 0x1
_KINDS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class NotSafe(ValueError):
    """The ZIP is damaged, or not one that may be opened. One sentence says why."""


def unzipped(content: bytes, *, largest: int = MAX_ZIP) -> dict[str, bytes]:
    """The files of a ZIP without folders, by name. ``largest`` is in bytes; unzipped it may be twice as large.

    Raises ``NotSafe`` for what is no ZIP, damaged, encrypted, too large when unzipped, has more than
    ``MAX_FILES`` files, one name twice, or a name that is a path.
    """
    if len(content) > largest:
        raise NotSafe(f"The ZIP is larger than {largest // 2**20} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            for fault in _faults(entries, 2 * largest):
                raise NotSafe(fault)
            return {entry.filename: package.read(entry) for entry in entries}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OverflowError,
        ValueError,
    ) as error:
        if isinstance(error, NotSafe):
            raise
        raise NotSafe("The file is no ZIP, or a damaged one.") from error


def _faults(entries: list[zipfile.ZipInfo], largest: int) -> Iterator[str]:
    if len(entries) > MAX_FILES:
        yield f"The ZIP holds more than {MAX_FILES:,} files."
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if not _NAME.fullmatch(name):
            yield f"The ZIP holds a file that is called {name[:80]!r}; a package has plain names only."
        if name in seen:
            yield f"The ZIP holds {name} twice."
        seen.add(name)
        if entry.flag_bits & _ENCRYPTED:
            yield f"{name} in the ZIP is encrypted."
        if entry.compress_type not in _KINDS:
            yield f"{name} in the ZIP is compressed in an unusual way."
    if sum(entry.file_size for entry in entries) > largest:
        yield f"Unzipped, the files would be larger than {largest // 2**20} MB."
