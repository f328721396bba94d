"""Bytes as somebody reads them who looks for a secret: as they lie there, and all that is packed in them.

Whoever searches a PDF, an archive or a message of a worker as it lies on the disk finds nothing, whatever is in it.
"""

import base64
import binascii
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote, quote_plus

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import StreamObject

_DEEPEST = 4
_LARGEST = 64 * 2**20
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){12,}")
_STREAM = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = b"\x1f\x8b\x08"


def readings(content: bytes, *, depth: int = 0) -> Iterator[bytes]:
    """The bytes themselves, and all that is found in them by unpacking: ZIPs, PDFs, deflated streams, base64, hex."""
    yield content
    if depth < _DEEPEST:
        for inner in _inside(content):
            yield from readings(inner, depth=depth + 1)


def spellings(secret: str) -> set[bytes]:
    """A secret as it may stand in a text: as it is, and as addresses, pages and JSON write it."""
    written = {secret, quote(secret), quote_plus(secret), html.escape(secret), json.dumps(secret)[1:-1]}
    return {one.encode() for one in written} | {secret.encode("utf-16-be"), secret.encode("utf-16-le")}


def holds(content: bytes, secret: str) -> bool:
    """Whether a secret can be read in the bytes or in anything that is packed in them."""
    wanted = spellings(secret)
    return any(one in reading for reading in readings(content) for one in wanted)


def held(content: bytes, secrets: dict[str, str]) -> set[str]:
    """The names of all secrets that can be read in the bytes or in anything that is packed in them."""
    wanted = [(name, spellings(secret)) for name, secret in secrets.items()]
    return {
        name
        for reading in readings(content)
        for name, written in wanted
        if any(one in reading for one in written)
    }


def _inside(content: bytes) -> Iterator[bytes]:
    opened = False
    for inner in _members(content) if content.startswith(b"PK") else _of_pdf(content):
        opened = True
        yield inner
    if not opened:  # nothing, or something that only begins like a container
        yield from _inflated(content)
        yield from _decoded(content)


def _members(content: bytes) -> Iterator[bytes]:
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as opened:
        for one in opened.infolist():
            yield one.filename.encode()
            if one.file_size <= _LARGEST:
                yield opened.read(one)


def _of_pdf(content: bytes) -> Iterator[bytes]:
    """Every stream, the text of the pages as it is read, and the values of all that is no stream."""
    if not content.startswith(b"%PDF-"):
        return
    with suppress(PyPdfError):
        reader = PdfReader(io.BytesIO(content))
        for generation in reader.xref.values():
            for number in generation:
                yield from _of_object(reader, number)
        for number in reader.xref_objStm:
            yield from _of_object(reader, number)
        yield "\n".join(page.extract_text() for page in reader.pages).encode()


def _of_object(reader: PdfReader, number: int) -> Iterator[bytes]:
    with suppress(PyPdfError, NotImplementedError):
        found = reader.get_object(number)
        yield repr(found).encode()
        if isinstance(found, StreamObject):
            yield found.get_data()


def _inflated(content: bytes) -> Iterator[bytes]:
    if content.startswith(_GZIP):
        with suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(content, _LARGEST)
    for begin in _STREAM.finditer(content):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(content[begin.start() :], _LARGEST)


def _decoded(content: bytes) -> Iterator[bytes]:
    for word in _BASE64.findall(content):
        bare = word.rstrip(b"=")
        with suppress(binascii.Error, ValueError):
            yield base64.b64decode(
                bare + b"=" * (-len(bare) % 4), altchars=b"-_" if b"-" in bare or b"_" in bare else None
            )
    for word in _HEX.findall(content):
        yield bytes.fromhex(word.decode())
