"""How a case is asked: a report, a document or a submission, examined when the test runs."""

from collections.abc import Callable
from typing import Any

from filings.ownership.checks import Facts, run
from filings.ownership.examination import examine_source
from filings.ownership.package import Envelope, write_envelope
from filings.ownership.report import OwnershipReport
from tests.filings.ownership.checks.cases import CALENDAR, TUESDAY

Asked = Callable[[], set[str]]
Cases = dict[str, tuple[Asked, Asked]]


def says(report: OwnershipReport, **facts: Any) -> Asked:
    """The ids that fire on a report, on Tuesday 24 November 2026 unless the facts say otherwise."""
    known = Facts(**{"today": TUESDAY, "calendar": CALENDAR, **facts})
    return lambda: {one.check for one in run(report, known)}


def reads(source: str) -> Asked:
    """The ids that fire on an ownership document as it came."""
    return lambda: _examined(source.encode())


def sends(envelope: Envelope) -> Asked:
    """The ids that fire on a whole submission."""
    return lambda: _examined(write_envelope(envelope))


def _examined(source: bytes) -> set[str]:
    examined = examine_source(source, today=TUESDAY, calendar=CALENDAR)
    return {one.check for one in examined.findings}
