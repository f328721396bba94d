"""Whole submissions: as a filer sends them (``edgarSubmission``) and as EDGAR publishes them (SGML)."""

import base64
import binascii
import datetime as dt
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from lxml import etree
from msgspec import Struct, structs

from filings.ownership.reader.document import read_document
from filings.ownership.reader.plain_text import plain_text
from filings.ownership.reader.reading import Reading, Refused, Unplaced
from filings.ownership.reader.tree import MAX_DOCUMENT, Account, listed, parse
from filings.ownership.report import DocumentType, Exhibit

EDGAR_TIME = ZoneInfo("America/New_York")
MAX_DOCUMENTS = 611

_FORMS = frozenset(DocumentType)
_TEXTS = (".txt", ".htm", ".html")
_ACCESSION = re.compile(r"(?:ACCESSION NUMBER:|<ACCESSION-NUMBER>)\s*([0-9]{10}-[0-9]{2}-[0-9]{6})\s")
_FILED = re.compile(r"(?:FILED AS OF DATE:|<FILING-DATE>)\s*([0-9]{8})\s")
_ACCEPTED = re.compile(r"<ACCEPTANCE-DATETIME>\s*([0-9]{14})\s")


class _Part(Struct, frozen=True):
    """One document of a submission, with the path that names it when it has no place."""

    path: str
    type: str
    name: str
    description: str
    content: bytes


def read_edgar_submission(root: etree._Element) -> Reading:
    """A submission as it is sent: the report and exhibits out of their base64 blocks.

    What only steers the sending (test or live, contacts) is told as unplaced.
    """
    account = Account(root)
    parts = []
    account.inside(root)
    for element in root.iterchildren("edgarDocument"):
        children = account.inside(element)
        name, kind = account.text(children.get("documentName")), account.text(children.get("documentType"))
        block = account.text(children.get("documentMimeBlock"))
        try:
            content = base64.b64decode("".join(block.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refused(f"The document {name or kind} of the submission is not in base64.") from error
        description = account.text(children.get("documentDescription"))
        parts.append(_Part(root.getroottree().getpath(element), kind, name, description, content))
    return structs.replace(_reading(parts, listed(account)), enclosed=True)


def read_published_submission(source: bytes) -> Reading:
    """A submission as EDGAR publishes it: the header's facts, the report and the exhibits."""
    head, *blocks = re.split(rb"^<DOCUMENT>", source, flags=re.MULTILINE)
    if len(blocks) > MAX_DOCUMENTS:
        raise Refused(f"The submission holds more than {MAX_DOCUMENTS} documents.")
    reading = _reading([_published_part(number, block) for number, block in enumerate(blocks, 1)], ())
    header = _decoded(head)
    accession, filed, accepted = (rule.search(header) for rule in (_ACCESSION, _FILED, _ACCEPTED))
    return Reading(
        report=reading.report,
        unplaced=reading.unplaced,
        exhibits=reading.exhibits,
        document=reading.document,
        accession_number=accession[1] if accession else "",
        filing_date=_instant(filed[1] + "000000").date() if filed else None,
        accepted=_instant(accepted[1]) if accepted else None,
        header=header.strip(),
    )


def _instant(digits: str) -> dt.datetime:
    try:
        return dt.datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=EDGAR_TIME)
    except ValueError as error:
        raise Refused("The header of the submission has a date or a time that does not exist.") from error


def _published_part(number: int, block: bytes) -> _Part:
    head, opened, body = block.partition(b"<TEXT>")
    if not opened:
        raise Refused(f"Document {number} of the submission has no text.")
    content = body.rpartition(b"</TEXT>")[0] or body
    if content.lstrip()[:5] == b"<XML>":
        content = content.partition(b"<XML>")[2].rpartition(b"</XML>")[0] or content
    found = re.findall(r"^<(TYPE|FILENAME|DESCRIPTION)>(.*)$", _decoded(head), re.MULTILINE)
    tags = {tag: text.strip() for tag, text in found}
    path = f"/DOCUMENT[{number}]"
    return _Part(path, tags.get("TYPE", ""), tags.get("FILENAME", ""), tags.get("DESCRIPTION", ""), content)


def _reading(parts: list[_Part], unplaced: tuple[Unplaced, ...]) -> Reading:
    primary = next((part for part in parts if part.type in _FORMS), None)
    if primary is None:
        raise Refused("The submission holds no Form 3, 4 or 5.")
    content = primary.content.strip()
    if len(content) > MAX_DOCUMENT:
        raise Refused("The ownership document in the submission is larger than any that EDGAR takes.")
    report, strangers = read_document(parse(content))
    others = [part for part in parts if part is not primary]
    lost = (Unplaced(part.path, f"{part.type} {part.name}") for part in others if not _is_text(part))
    return Reading(
        report=report,
        unplaced=(*strangers, *unplaced, *lost),
        exhibits=tuple(_exhibits(others)),
        document=content,
    )


def _is_text(part: _Part) -> bool:
    return (
        part.type not in _FORMS and part.name.lower().endswith(_TEXTS) and len(part.content) <= MAX_DOCUMENT
    )


def _exhibits(parts: list[_Part]) -> Iterator[Exhibit]:
    for part in parts:
        if _is_text(part):
            text = plain_text(_decoded(part.content))
            yield Exhibit(type=part.type, description=part.description, text=text)


def _decoded(content: bytes) -> str:
    """EDGAR asks for ASCII; what comes in spite of that is UTF-8 or else a Western single-byte text."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
