"""From what EDGAR holds to the report: any Form 3, 4 or 5 and its amendments since 2003, and later ones.

A source may be a bare ``ownershipDocument``, an ``edgarSubmission`` with its documents in base64, or the full
text of a submission as EDGAR publishes it. Nothing is dropped without a word: what the report has no room for
is listed with its path. Nothing is fetched, no entity is resolved, and every size has a limit.
"""

import re

from filings.ownership.reader.document import read_document
from filings.ownership.reader.reading import Reading, Refused, Unplaced
from filings.ownership.reader.submission import read_edgar_submission, read_published_submission
from filings.ownership.reader.tree import MAX_DOCUMENT, parse

__all__ = ["Reading", "Refused", "Unplaced", "read"]

MAX_SOURCE = 25 * 2**20

_PUBLISHED = re.compile(rb"(?:-----BEGIN PRIVACY-ENHANCED|<(?:SEC-DOCUMENT|SEC-HEADER|SUBMISSION|DOCUMENT)>)")

# What people give by mistake, by its first bytes.
_OTHER_KINDS = (
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"PK\x03\x04|PK\x05\x06"), "a ZIP or an Office file"),
    (re.compile(rb"\x1f\x8b"), "compressed"),
    (re.compile(rb"\xd0\xcf\x11\xe0|\{\\rtf"), "a word processor's file"),
    (re.compile(rb"\xff\xd8\xff|GIF8|\x89PNG"), "a picture"),
    (
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        "a web page",
    ),
)


def read(source: bytes) -> Reading:
    """The report in a file from EDGAR or for EDGAR, with what stood beside it.

    White space around a text is not part of it. An empty element reads as one that is not there, so reading,
    writing (``as_published``) and reading again give the same report.

    Raises ``Refused``, with one sentence for the user, when the file is something else, damaged or unsafe.
    """
    if len(source) > MAX_SOURCE:
        raise Refused(f"The file is larger than {MAX_SOURCE // 2**20} MB, more than any ownership filing.")
    source = source.strip()
    if not source:
        raise Refused("The file is empty.")
    for beginning, kind in _OTHER_KINDS:
        if beginning.match(source[:4096]):
            raise Refused(f"The file is {kind}, not an ownership document as XML or as EDGAR's text.")
    if _PUBLISHED.match(source.removeprefix(b"\xef\xbb\xbf")):
        return read_published_submission(source)
    root = parse(source)
    if root.tag == "edgarSubmission":
        return read_edgar_submission(root)
    if len(source) > MAX_DOCUMENT:
        raise Refused("The document is larger than any ownership document that EDGAR takes.")
    report, unplaced = read_document(root)
    return Reading(report=report, unplaced=unplaced, document=source)
