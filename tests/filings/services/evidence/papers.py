"""Papers and filings for the tests of evidence."""

from typing import Any

from django.core.files.base import ContentFile

from compliance.models import User
from filings.models import AuthenticationDocument, AuthenticationPdf, Filing
from filings.services.evidence.documents import OnPaper, printed_sha256
from filings.services.evidence.pdfs import pdf_make
from filings.services.evidence.shown import report_show
from filings.services.review import examine
from filings.services.sign import filing_sign, signatures_to_give
from tests.filings.harborwell import NOW, Desk, draft, fresh, line, reviewed, sale, under_powers

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture of a signed paper"


def scan(content: bytes = PNG) -> "ContentFile[bytes]":
    return ContentFile(content, "paper.png")


def to_sign(desk: Desk, *, under_power: bool = True, **changes: Any) -> Filing:
    """A sale by Anil that is reviewed and waits: for Dana under his power, or for himself."""
    filing = draft(desk)
    line(desk, filing, sale(**changes))
    return reviewed(desk, under_powers(desk, filing) if under_power else filing)


def sign_on_paper(signer: User, filing: Filing, *, content: bytes = PNG) -> None:
    """Print the document of the first signature that is the person's to give, sign it by hand and add it."""
    examination = examine(fresh(filing))
    report_show(actor=signer, filing=filing, sha256=examination.sha256)
    one = signatures_to_give(examination, signer, on=NOW.date())[0]
    filing_sign(
        actor=signer,
        filing_id=filing.pk,
        sha256=examination.sha256,
        manner=OnPaper(scan=scan(content), printed=printed_sha256(one)),
    )


def document_of(filing: Filing) -> AuthenticationDocument:
    """The one authentication document behind a filing's one signature."""
    document = filing.signatures.get().document
    assert document is not None
    return document


def made(filing: Filing) -> list[AuthenticationPdf]:
    """The sealed PDFs of a filing's documents, made as a worker does."""
    pdfs = AuthenticationPdf.objects.filter(document__filing=filing)
    for one in pdfs:
        assert pdf_make(one.pk)
    return list(pdfs.all())
