"""One byte sequence for one value: what a signature and a rendering refer to."""

import hashlib

import msgspec

from filings.ownership.report import Submission

_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")
_decoder = msgspec.json.Decoder(Submission, strict=True)


def encode(submission: Submission) -> bytes:
    """The canonical JSON of a submission: keys sorted, no spaces, amounts as strings, days as ISO 8601."""
    return _encoder.encode(submission)


def decode(content: bytes | str) -> Submission:
    """The submission of its canonical JSON.

    Raises ``msgspec.DecodeError`` when the content is not one.
    """
    return _decoder.decode(content)


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
