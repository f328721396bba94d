"""What the tests let processes of a desk do with documents and seals."""

import datetime as dt
from typing import Any

from django.utils import timezone

from filings.models import AuthenticationPdf, DeskCertificate, Filing
from filings.services.evidence.bundle import verify_evidence
from filings.services.evidence.collect import evidence_take
from filings.services.evidence.pdfs import pdf_make
from tests.filings.harborwell import NOW, draft, fresh, line, open_desk, reviewed, sale, sign_as, under_powers


def sign_some(number: int) -> list[int]:
    """Sign so many reports of Harborwell's desk on its Monday; the keys of the PDFs that are asked for."""
    timezone.now = lambda: NOW.astimezone(dt.UTC)
    desk = open_desk()
    for one in range(number):
        filing = draft(desk)
        line(desk, filing, sale(title=f"Class {one} Stock"))
        sign_as(desk.dana, reviewed(desk, under_powers(desk, filing)))
    return list(AuthenticationPdf.objects.order_by("pk").values_list("pk", flat=True))


def seal_all(pdfs: list[int]) -> int:
    """Make every one of these PDFs that is still free; how many this process made."""
    return sum(pdf_make(one) for one in pdfs)


def evidence() -> dict[str, Any]:
    """How many certificates there are, and what is said of the evidence of every filing."""
    actor = Filing.objects.first().created_by
    taken = [evidence_take(actor=actor, filing=fresh(one)) for one in Filing.objects.all()]
    desk = DeskCertificate.objects.get(purpose="authority").fingerprint
    return {
        "certificates": DeskCertificate.objects.count(),
        "agree": [verify_evidence(one, desk=desk).agrees for one in taken],
    }
