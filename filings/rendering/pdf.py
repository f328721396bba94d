"""The ownership form as PDF/A-3a: tagged, with the EDGAR XML inside, and the same bytes on every run.

WeasyPrint draws it, as it is: what is special here goes through its options, its ``finisher`` hook and the
method of ``HTML`` that names the basic style sheet. Neither the clock nor the machine enters the file: its
dates are the report's, its identifier is made from its content.
"""

import datetime as dt
import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NoReturn

import pydyf
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetchingError

from filings.ownership import canonical
from filings.ownership.report import OwnershipReport, Submission
from filings.rendering.html import document_day, render_html

FORM_STYLESHEET = "filings/form4.css"

# Pango and Fontconfig, which WeasyPrint calls, corrupt their memory when two threads use one font map.
_weasyprint_lock = Lock()

# An attachment must have a date; this one stands where the report has neither a signature nor a period.
_NO_DAY = dt.date(1970, 1, 1)


def render_pdf(submission: Submission, *, xml: bytes | None = None, draft: bool = False) -> bytes:
    """The PDF of a report and its exhibits, produced as PDF/A-3a.

    ``xml`` is attached as ``form4.xml`` (by the form's own number), as the data that the pages show. ``draft``
    puts the mark DRAFT on every page. Equal arguments give equal bytes.
    """
    sheets = ["print.css", "draft.css"] if draft else ["print.css"]
    return draw(
        render_html(submission, draft=draft),
        sheets=[_form_stylesheet(), *(own_stylesheet(name) for name in sheets)],
        attachments=[] if xml is None else [_attachment(submission.report, xml)],
        identifier=_identifier(submission, xml, draft=draft),
    )


def draw(
    page: str, *, sheets: Sequence[CSS], identifier: bytes, attachments: Sequence[Attachment] = ()
) -> bytes:
    """A whole HTML document as PDF/A-3a. It gets no looks but those of ``sheets`` and fetches nothing.

    ``identifier`` are 32 bytes that stand for the content. Equal arguments give equal bytes.
    """
    with _weasyprint_lock, _uncollected():
        content: bytes = _FormPage(string=page, url_fetcher=_nothing_outside()).write_pdf(
            finisher=_finish,
            font_config=_fonts(),
            stylesheets=list(sheets),
            attachments=list(attachments),
            pdf_variant="pdf/a-3a",
            pdf_identifier=identifier,
        )
    return content


def attach(content: bytes, *, name: str, description: str, at: dt.datetime) -> Attachment:
    """A file that is to lie in a PDF, as the data that its pages show."""
    return Attachment(
        string=content,
        url_fetcher=_nothing_outside(),
        name=name,
        description=description,
        relationship="Data",
        created=at,
        modified=at,
    )


def _identifier(submission: Submission, xml: bytes | None, *, draft: bool) -> bytes:
    parts = (canonical.encode(submission), xml or b"", b"draft" if draft else b"")
    digests = b"".join(hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(digests).hexdigest()[:32].encode()


def _attachment(report: OwnershipReport, xml: bytes) -> Attachment:
    return attach(
        xml,
        name=f"form{report.document_type.form}.xml",
        description="The report as EDGAR ownership XML",
        at=dt.datetime.combine(document_day(report) or _NO_DAY, dt.time(), dt.UTC),
    )


class _NothingOutside(URLFetcher):
    """The form needs no file but its own, so nothing is ever fetched."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:  # noqa: ARG002 -- as it is called
        raise URLFetchingError(f"The form may not fetch {url}")


class _FormPage(HTML):
    """The form's page, on the few basic rules that its elements need."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002 -- the form has no fields
        return [own_stylesheet("elements.css")]


class _Serialised(pydyf.Object):
    """An object of a finished PDF as bytes.

    A PDF with an identifier is serialised twice: for its digest, and to be written. Deflating every stream
    twice was a tenth of all the time.
    """

    def __init__(self, finished: pydyf.Object) -> None:
        super().__init__()
        self.number = finished.number
        self.generation = finished.generation
        self._data = finished.data
        self._compressible = finished.compressible

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


def _finish(document: Document, pdf: pydyf.PDF) -> None:  # noqa: ARG001 -- WeasyPrint passes it
    """Names each attachment once in the catalogue, where WeasyPrint 70 names it twice, and serialises."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    pdf.objects = [part if part.free == "f" else _Serialised(part) for part in pdf.objects]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector off a document that is being made: whatever it goes through is still needed.

    It was a tenth of the time of a long one. What is left over goes with the next run after it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def _fonts() -> FontConfiguration:
    """One for the process: each one made keeps a quarter of a megabyte for ever."""
    return FontConfiguration()


@cache
def _nothing_outside() -> _NothingOutside:
    return _NothingOutside()


@cache
def own_stylesheet(name: str) -> CSS:
    """A style sheet that lies beside this module."""
    return _stylesheet(Path(__file__).with_name(name))


@cache
def _form_stylesheet() -> CSS:
    """The sheet that the website links; raises ``FileNotFoundError`` where the static files are missing."""
    found = finders.find(FORM_STYLESHEET)
    if found is None:
        raise FileNotFoundError(f"The static file {FORM_STYLESHEET} is missing.")
    return _stylesheet(Path(found))


def _stylesheet(path: Path) -> CSS:
    return CSS(string=path.read_text(encoding="utf-8"), url_fetcher=_nothing_outside(), font_config=_fonts())
