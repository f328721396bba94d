"""What the evidence behind a signature costs: ``python -m benchmarks.bench_evidence``.

SQLite on disk, files under a folder that is thrown away, no worker beside it: each step is timed by itself.
"""

import datetime as dt
import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "compliance.settings.test"
_folder = tempfile.TemporaryDirectory(prefix="form4desk-bench-")
os.environ["FORM4DESK_VAR"] = _folder.name
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from filings.models import AuthenticationPdf, Filing  # noqa: E402
from filings.services.evidence.attestations import attestation_end, attestation_file  # noqa: E402
from filings.services.evidence.bundle import verify_evidence  # noqa: E402
from filings.services.evidence.collect import evidence_take  # noqa: E402
from filings.services.evidence.pdfs import pdf_make  # noqa: E402
from tests.filings.harborwell import (  # noqa: E402
    NOW,
    Desk,
    draft,
    fresh,
    line,
    open_desk,
    reviewed,
    sale,
    sign_as,
    under_powers,
)

FILINGS = 20
T = TypeVar("T")


def main() -> None:
    logging.disable()
    timezone.now = lambda: NOW.astimezone(dt.UTC)  # type: ignore[assignment]  # the desk of the tests stands still
    call_command("migrate", verbosity=0)
    desk = open_desk()
    attestation_end(actor=desk.ruth, attestation=desk.dana.attestations.get(), reason="Signed anew.")
    scan = ContentFile(b"\x89PNG\r\n\x1a\n" + bytes(200_000), "paper.png")
    attestation_file(actor=desk.ruth, signer=desk.dana, signed_on=NOW.date(), scan=scan)
    waiting = [to_sign(desk, number) for number in range(FILINGS)]
    print_times("a signature with its document", [timed(sign_as, desk.dana, one)[0] for one in waiting])
    pdfs = [one.pk for one in AuthenticationPdf.objects.all()]
    print_times("its PDF is made and sealed", [timed(pdf_make, one)[0] for one in pdfs])
    taken = [timed(take, desk, one) for one in waiting]
    print_times("the evidence of a filing in a ZIP", [seconds for seconds, _ in taken])
    print_times("the ZIP is verified", [timed(verify_evidence, package)[0] for _, package in taken])


def to_sign(desk: Desk, number: int) -> Filing:
    filing = draft(desk)
    line(desk, filing, sale(title=f"Class {number} Stock", amount=Decimal(100 + number)))
    return reviewed(desk, under_powers(desk, filing))


def take(desk: Desk, filing: Filing) -> bytes:
    return evidence_take(actor=desk.ruth, filing=fresh(filing))


def timed(function: Callable[..., T], *arguments: object) -> tuple[float, T]:
    before = time.perf_counter()
    given = function(*arguments)
    return time.perf_counter() - before, given


def print_times(name: str, seconds: list[float]) -> None:
    """Without the first, which loads what the others find loaded."""
    print(f"{name:<36}{1000 * statistics.median(seconds[1:]):>8.1f} ms   first {1000 * seconds[0]:.0f} ms")


if __name__ == "__main__":
    main()
