"""From a signed report to the submission: the primary document, its exhibits, and the outer document around them."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import structs

from filings.ownership.findings import Place
from filings.ownership.package.envelope import LIVE, NO_CONTACT, TEST, Contact, EdgarDocument, Envelope
from filings.ownership.package.objections import MAX_NAME, WARNINGS, addressed, objections
from filings.ownership.package.plain import Replacement, plain_ascii, wrapped
from filings.ownership.report import Exhibit, OwnershipReport, Submission
from filings.ownership.schema import SchemaError, validate
from filings.ownership.writer import write

GRAPHIC = "GRAPHIC"


class Unsendable(ValueError):
    """EDGAR would suspend the submission. The text says the first reason, ``reasons`` all of them.

    ``place`` is on the form where the fault is in the report.
    """

    def __init__(self, reasons: Sequence[str], place: Place) -> None:
        super().__init__(reasons[0])
        self.reasons = tuple(reasons)
        self.place = place


def primary_name(report: OwnershipReport) -> str:
    """``form4.xml``, ``form4a.xml``: what the primary document is called."""
    return f"form{report.document_type.lower().replace('/', '')}.xml"


def exhibit_name(kind: str, taken: Sequence[str], extension: str = ".txt") -> str:
    """A free name for an exhibit by EDGAR's rules: ``ex24.txt`` for ``EX-24``, ``ex24-1.txt`` for ``EX-24.1``."""
    head, _, suffix = kind.lower().partition(".")
    stem = re.sub(r"[^a-z0-9]", "", head) or "exhibit"
    if not stem[0].isalpha():
        stem = f"ex{stem}"
    suffix = re.sub(r"[^a-z0-9]", "", suffix)
    stem = f"{stem}-{suffix}" if suffix else stem
    stem = stem[: MAX_NAME - len(extension) - len("_999")]
    name, number = f"{stem}{extension}", 2
    while name in taken:
        name, number = f"{stem}_{number}{extension}", number + 1
    return name


def written_exhibit(exhibit: Exhibit) -> tuple[bytes, tuple[Replacement, ...]]:
    """An exhibit as a ``.txt`` document, and what of it had to be written in plain characters."""
    text, replacements = plain_ascii(exhibit.text)
    return wrapped(text).encode("ascii"), replacements


def envelope_for(
    submission: Submission,
    *,
    live: bool = False,
    contact: Contact = NO_CONTACT,
    cccs: Mapping[str, str] | None = None,
    given: Sequence[EdgarDocument] = (),
) -> Envelope:
    """The submission as EDGAR takes it, as a test unless it is to be ``live``.

    Exhibits of the report go as plain text. ``given`` are documents to go as they are, in ``.htm``, ``.jpg`` or
    ``.gif``; a picture that none of them shows gets a page that does. ``cccs`` maps an owner's CIK to the CCC;
    without it the envelope holds no secret.

    Raises ``Unsendable`` when EDGAR would suspend it, and ``Unwritable``.
    """
    report = submission.report
    primary = EdgarDocument(
        name=primary_name(report), type=report.document_type, content=write(report, cccs=cccs)
    )
    _refuse(validate(primary.content))
    documents = [primary]
    for exhibit in submission.exhibits:
        documents.append(
            EdgarDocument(
                name=exhibit_name(exhibit.type, [one.name for one in documents]),
                type=exhibit.type,
                description=plain_ascii(exhibit.description)[0],
                content=written_exhibit(exhibit)[0],
            )
        )
    documents += _with_pages(given, [one.name for one in documents])
    envelope = Envelope(
        submission_type=report.document_type,
        test_or_live=LIVE if live else TEST,
        contact=contact,
        documents=tuple(documents),
    )
    against = [one for one in objections(envelope) if one.kind not in WARNINGS]
    if against:
        raise Unsendable([one.message for one in against], against[0].place)
    return envelope


def _refuse(faults: Sequence[SchemaError]) -> None:
    if faults:
        raise Unsendable([f"Line {fault.line}: {fault.message}" for fault in faults], faults[0].place)


def _with_pages(given: Sequence[EdgarDocument], taken: Sequence[str]) -> Iterator[EdgarDocument]:
    """EDGAR takes a picture only as a graphic that a page shows."""
    shown = set().union(*(addressed(one.content) for one in given if one.extension == ".htm"))
    names = [*taken, *(one.name for one in given)]
    for one in given:
        if one.extension not in {".jpg", ".gif"}:
            yield one
            continue
        yield structs.replace(one, type=GRAPHIC)
        if one.name in shown:
            continue
        title = html.escape(plain_ascii(one.description or "Exhibit")[0])
        kind = "EX-99" if one.type == GRAPHIC else one.type
        page = f'<html><head><title>{title}</title></head><body><img src="{one.name}" alt="{title}"></body></html>\n'
        names.append(exhibit_name(kind, names, ".htm"))
        yield EdgarDocument(
            name=names[-1], type=kind, description=one.description, content=page.encode("ascii", "replace")
        )
