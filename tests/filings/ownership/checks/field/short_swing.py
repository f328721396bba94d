"""Trades that Section 16(b) matches, or just does not."""

import datetime as dt
from typing import Any

from filings.ownership.report import Cell
from filings.ownership.short_swing import read_report
from filings.ownership.short_swing.record import Record
from tests.filings.ownership.checks.cases import form4, stock
from tests.filings.ownership.checks.field.asking import Cases, says
from tests.reports import RAMASWAMY

SALE = form4(stock("S", 300, "38.41", "D", 700))


def bought_before(on: dt.date, at: str) -> dict[str, Any]:
    """The facts of an owner who reported a purchase of 300 shares."""
    report = form4(stock("P", 300, at, "A", 1_000, date=Cell(on)), period_of_report=on)
    known = read_report(report, cik=RAMASWAMY.cik, reference="before", filed_on=on)
    return {"trade_records": {RAMASWAMY.cik: Record(reports=(known,))}}


CASES: Cases = {
    "F4-059": (
        says(SALE, **bought_before(dt.date(2026, 8, 3), "30.10")),
        says(SALE, **bought_before(dt.date(2026, 8, 3), "38.41")),
    ),
    "F4-060": (
        says(SALE, **bought_before(dt.date(2026, 5, 20), "30.10")),
        says(SALE, **bought_before(dt.date(2026, 5, 19), "30.10")),
    ),
}
