"""The XML that a PDF of this desk carries inside, without a PDF library: only what our own renderer writes."""

import re
import zlib

MAX_ATTACHED = 8 * 2**20

_EMBEDDED = b"/Type /EmbeddedFile"
# The description of the embedded file is one short line of the PDF.
_LONGEST_LINE = 1_000
_LENGTH = re.compile(rb"/Length ([0-9]{1,9})\b")
_STREAM = re.compile(rb">>\r?\nstream\r?\n")


def attached_xml(pdf: bytes) -> bytes | None:
    """The one file embedded in the PDF; ``None`` when there is none, more than one, or it cannot be read."""
    if pdf.count(_EMBEDDED) != 1:
        return None
    at = pdf.find(_EMBEDDED)
    length = _LENGTH.search(pdf, at, at + _LONGEST_LINE)
    begins = _STREAM.search(pdf, at, at + _LONGEST_LINE)
    if length is None or begins is None:
        return None
    stream = pdf[begins.end() : begins.end() + int(length[1])]
    if b"/FlateDecode" not in pdf[at : begins.start()]:
        return stream
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(stream, MAX_ATTACHED)
    except zlib.error:
        return None
    return content if inflater.eof else None
