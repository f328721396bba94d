"""Files that may hold a secret and wait on a disk: encrypted as they come in, and read in any order.

A file is cut into chunks and each is a Fernet token of its own. Tokens of whole chunks have one length, so the
one that holds a given byte is found without reading the others.
"""

import io
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from compliance.secrets import decrypted, encrypted, renewed

_CHUNK = 2**16
_BEGINNING = b"gAAAAA"
_NEW = ".resealed"
# Fernet: version, time and vector; whole blocks of 16 bytes, one more at least; a code of 32. Then base64.
_TOKEN = -(-(25 + 16 * (_CHUNK // 16 + 1) + 32) // 3) * 4


class Sealing:
    """Writes a new file that only its owner may read, and only with the desk's keys; ``close`` ends it."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._path = path
        self._rest = b""

    def write(self, content: bytes) -> None:
        self._rest += content
        whole = len(self._rest) // _CHUNK * _CHUNK
        self._append(self._rest[:whole])
        self._rest = self._rest[whole:]

    def close(self) -> None:
        self._append(self._rest)
        self._rest = b""

    def _append(self, content: bytes) -> None:
        with self._path.open("ab") as file:
            for begin in range(0, len(content), _CHUNK):
                file.write(encrypted(content[begin : begin + _CHUNK]))


def open_sealed(path: Path) -> BinaryIO:
    """A sealed file as its plain bytes. Reading raises ``Undecryptable`` when no configured key fits."""
    return io.BufferedReader(_Sealed(path))


def sealed_files(folder: Path) -> Iterator[Path]:
    """Every sealed file under a folder; nothing else that the desk keeps begins as a token does."""
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError, IsADirectoryError), path.open("rb") as file:
            if file.read(len(_BEGINNING)) == _BEGINNING and path.suffix != _NEW:
                yield path


def needs_resealing(path: Path) -> bool:
    """Whether any part of a sealed file needs another key than the newest. Raises ``Undecryptable``."""
    with path.open("rb") as file:
        return any(renewed(token) is not None for token in iter(lambda: file.read(_TOKEN), b""))


def reseal(path: Path) -> bool:
    """Put a sealed file under the newest key; ``False`` when it is there already or was taken away meanwhile.

    It is replaced in one step, so that whoever reads it reads the one or the other, and a program that is
    killed leaves the old one. Raises ``Undecryptable``.
    """
    if not needs_resealing(path):
        return False
    new = path.with_name(path.name + _NEW)
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    try:
        with path.open("rb") as old, new.open("wb") as file:
            for token in iter(lambda: old.read(_TOKEN), b""):
                file.write(renewed(token) or token)
            file.flush()
            os.fsync(file.fileno())
        if not path.exists():
            return False
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return True


class _Sealed(io.RawIOBase):
    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._position = 0
        self._chunk: tuple[int, bytes] = -1, b""
        last = (path.stat().st_size - 1) // _TOKEN
        self._size = max(0, last) * _CHUNK + len(self._plain(max(0, last)))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if begin + offset < 0:
            raise OSError("There is nothing before the beginning of a file.")
        self._position = begin + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # wider than needed
        number, offset = divmod(self._position, _CHUNK)
        content = self._plain(number)[offset : offset + len(buffer)]
        buffer[: len(content)] = content
        self._position += len(content)
        return len(content)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _plain(self, number: int) -> bytes:
        if self._chunk[0] != number:
            self._file.seek(number * _TOKEN)
            token = self._file.read(_TOKEN)
            self._chunk = number, decrypted(token) if token else b""
        return self._chunk[1]
