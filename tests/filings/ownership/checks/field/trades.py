"""What a trade is: its code, its dates, its price, its plan, and the other side of it."""

import datetime as dt
from decimal import Decimal

from filings.ownership.codes import Table
from filings.ownership.deadlines import EASTERN, Execution
from filings.ownership.report import Cell, Coding, DocumentType, Signature
from filings.ownership.small_acquisitions import Acquisition
from tests.filings.ownership.checks.cases import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    form4,
    option,
    owned_by,
    price,
    stock,
    units,
)
from tests.filings.ownership.checks.field.asking import Cases, says

_FIRST = (Table.I, 0)
_SALE = stock("S", 100, 9, "D", 900)
_RIGHT = says(form4(_SALE))
_EXERCISED = stock("M", 500, 21.5, "A", 900), option("M", 500, 21.5, "D", 0)
_PLAN = "Under a Rule 10b5-1 plan adopted on {}."
_RANGE = "The price is a weighted average price, of sales from $38.42 to {}, inclusive."
_UNDERTAKING = " The reporting person undertakes to give full information on request."
_PLANNED = Execution(FRIDAY, under_plan=True)


def _on(day: str, code: str = "S", **changes):
    return stock(code, 100, 9, "D", 900, date=Cell(dt.date.fromisoformat(day)), **changes)


def _deemed(day: str, **changes):
    return _on("2026-11-20", deemed_execution=Cell(dt.date.fromisoformat(day)), **changes)


def _averaged(note: str, at: str = "38.75", code: str = "S"):
    return says(form4(stock(code, 500, 0, "D", 900, price=price(at, "F1")), notes=(note + _UNDERTAKING,)))


def _under(note: str, *, box: bool = True):
    row = stock("S", 500, 0, "D", 900, price=price("38.75", "F1"))
    return says(form4(row, notes=(note,), aff10b5_one=box))


def _coded(code: str, note: str):
    return says(
        form4(stock(code, 492, "38.41", "D", 13_258, coding=Coding("4", code, False, ("F1",))), notes=(note,))
    )


_TWO_SALES = _SALE, stock("S", 50, 9, "D", 850)

CASES: Cases = {
    "F4-001": (says(form4(stock("K", 1, 9, "A", 1))), says(form4(stock("P", 1, 9, "A", 1)))),
    "F4-002": (says(form4(stock("P", 100, 9, "D", 900))), says(form4(stock("P", 100, 9, "A", 900)))),
    "F4-003": (says(form4(stock("S", 100, 9, "A", 900))), _RIGHT),
    "F4-004": (says(form4(stock("H", 10, 1, "D", 0))), says(form4(option("H", 10, 40, "D", 0)))),
    "F4-005": (says(form4(_EXERCISED[1])), says(form4(*_EXERCISED))),
    "F4-006": (
        says(form4(stock("C", 500, 0, "D", 0, title=Cell("Class B Common Stock")))),
        says(form4(stock("C", 500, 0, "D", 0, title=Cell("Class B")), stock("C", 500, 0, "A", 500))),
    ),
    "F4-007": (
        says(form4(stock("M", 450, 0, "A", 900), units("M", 500, "D", 0)), shares_per_unit={0: Decimal(1)}),
        says(form4(stock("M", 750, 0, "A", 900), units("M", 500, "D", 0)), shares_per_unit={0: Decimal("1.5")}),
    ),
    "F4-008": (says(form4(stock("M", 500, 38.41, "A", 900), _EXERCISED[1])), says(form4(*_EXERCISED))),
    "F4-009": (
        says(form4(stock("J", 10, 0, "D", 0))),
        _coded("J", "Distribution to the partners of the fund for no consideration."),
    ),
    "F4-010": (
        says(form4(option("P", 10, 40, "A", 10, coding=Coding("4", "P", True)))),
        says(form4(option("P", 10, 40, "A", 10, coding=Coding("4", "P", True, ("F1",))), notes=("Until May.",))),
    ),
    "F4-011": (says(form4(stock("S", 100, 0, "D", 900))), _RIGHT),
    "F4-012": (says(form4(stock("G", 100, 38.41, "D", 900))), says(form4(stock("G", 100, 0, "D", 900)))),
    "F4-015": (says(form4(_on("2026-12-04"))), says(form4(_on("2026-11-24")))),
    "F4-016": (says(form4(_on("2026-11-19"))), _RIGHT),
    "F4-017": (says(form4(_on("2026-11-18"))), says(form4(_on("2026-11-20")))),
    "F4-018": (
        says(form4(_SALE), now=dt.datetime(2026, 11, 24, 19, tzinfo=EASTERN)),
        says(form4(_SALE), now=dt.datetime(2026, 11, 24, 17, tzinfo=EASTERN)),
    ),
    "F4-019": (says(form4(_deemed("2026-11-23"))), says(form4(_deemed("2026-11-23", code="I")))),
    "F4-020": (says(form4(_deemed("2026-11-27"))), says(form4(_deemed("2026-11-25")))),
    "F4-021": (
        says(form4(_SALE), executions={_FIRST: _PLANNED}),
        says(form4(_SALE), executions={_FIRST: Execution(FRIDAY, True, MONDAY)}),
    ),
    "F4-022": (
        says(form4(_deemed("2026-11-23")), insider_chose_date=frozenset({_FIRST})),
        says(form4(_deemed("2026-11-23"))),
    ),
    "F4-023": (_under("Sold under a Rule 10b5-1 plan."), _under(_PLAN.format("May 5, 2026"))),
    "F4-024": (_under(_PLAN.format("November 1, 2022")), _under(_PLAN.format("May 5, 2026"))),
    "F4-025": (
        _under(_PLAN.format("May 5, 2026"), box=False),
        _under(_PLAN.format("November 1, 2022"), box=False),
    ),
    "F4-026": (_under(_PLAN.format("September 1, 2026")), _under(_PLAN.format("August 22, 2026"))),
    "F4-032": (
        _averaged("The price is a weighted average price."),
        _averaged(_RANGE.format("$39.05")),
    ),
    "F4-033": (_averaged(_RANGE.format("$39.43")), _averaged(_RANGE.format("$39.42"))),
    "F4-034": (
        _averaged(_RANGE.format("$39.05"), at="40"),
        _averaged(_RANGE.format("$39.05")),
    ),
    "F4-035": (
        says(form4(stock("F", 492, "38.41", "D", 13_258)), sold_in_market=frozenset({_FIRST})),
        says(form4(stock("S", 492, "38.41", "D", 13_258)), sold_in_market=frozenset({_FIRST})),
    ),
    "F4-036": (
        says(form4(stock("F", 1, 9, "D", 1), **owned_by(ten_percent_owner=True))),
        says(form4(stock("F", 1, 9, "D", 1), **owned_by(ten_percent_owner=True, director=True))),
    ),
    "F4-037": (
        says(form4(stock("A", 100, 0, "A", 900)), prepared_here=True),
        says(form4(stock("A", 100, 0, "A", 900)), prepared_here=True, approvals={_FIRST: "board"}),
    ),
    "F4-038": (
        says(form4(stock("L", 500, 21, "A", 900))),
        says(
            form4(stock("L", 400, 21, "A", 900)),
            earlier_small_acquisitions=(
                Acquisition(security="common stock", on=dt.date(2026, 3, 2), value=Decimal(5_000)),
            ),
        ),
    ),
    "F4-039": (
        says(form4(stock("G", 100, 0, "D", 900, coding=Coding("5", "G", False)))),
        says(form4(stock("G", 100, 0, "A", 900, coding=Coding("5", "G", False)))),
    ),
    "F4-040": (
        says(form4(stock("S", 1, 9, "D", 1, coding=Coding("5", "S", False)))),
        says(form4(stock("J", 1, 9, "D", 1, coding=Coding("5", "J", False)))),
    ),
    "F4-061": (
        says(form4(_on("2027-12-30"), signatures=()), today=dt.date(2027, 12, 30)),
        says(form4(_on("2027-12-20"), signatures=()), today=dt.date(2027, 12, 20)),
    ),
    "F4-062": (
        says(form4(_on("2026-12-18"), signatures=()), today=dt.date(2026, 12, 18)),
        says(form4(_on("2026-12-16"), signatures=()), today=dt.date(2026, 12, 16)),
    ),
    "F4-066": (
        says(form4(_SALE), filed_on=TUESDAY, keeps_website=True),
        says(form4(_SALE), filed_on=TUESDAY, keeps_website=True, posted_on=TUESDAY),
    ),
    "F4-067": (says(form4(_on("2026-04-03"))), says(form4(_on("2026-10-12")))),
    "F4-075": (
        says(form4(_SALE, signatures=(Signature("/s/ Anil K. Ramaswamy", dt.date(2027, 11, 24)),))),
        _RIGHT,
    ),
    "F4-080": (
        says(form4(_SALE, document_type=DocumentType.FORM_4A, date_of_original_submission=dt.date(2026, 11, 19))),
        says(form4(_SALE, document_type=DocumentType.FORM_4A, date_of_original_submission=MONDAY)),
    ),
    "F4-085": (
        says(form4(*_TWO_SALES, aff10b5_one=True), executions={_FIRST: _PLANNED}),
        says(
            form4(stock("S", 100, 0, "D", 900, price=price(9, "F1")), _TWO_SALES[1], aff10b5_one=True,
                  notes=(_PLAN.format("May 5, 2026"),)),
            executions={_FIRST: _PLANNED},
        ),
    ),
    "F4-086": (
        _averaged(_RANGE.format("$39.05"), code="F"),
        _averaged(_RANGE.format("$39.05"), code="S"),
    ),
    "F4-087": (
        says(form4(_SALE), executions={_FIRST: _PLANNED}, plan_adopted_on=dt.date(2026, 11, 23)),
        says(form4(_SALE), executions={_FIRST: _PLANNED}, plan_adopted_on=dt.date(2026, 5, 4)),
    ),
}  # fmt: skip
