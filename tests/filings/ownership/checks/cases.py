"""Short ways to say a case: lines, reports, and what one check finds in them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec

from compliance.calendar import EdgarCalendar
from filings.ownership.checks import Facts, run
from filings.ownership.findings import Finding
from filings.ownership.report import (
    Cell,
    Coding,
    DerivativeHolding,
    DerivativeTransaction,
    DocumentType,
    Footnote,
    NonDerivativeHolding,
    NonDerivativeTransaction,
    OwnershipReport,
    Quantity,
    Relationship,
    Signature,
    Underlying,
)
from tests.reports import FRIDAY, HARBORWELL, MONDAY, RAMASWAMY, TUESDAY

__all__ = ["FRIDAY", "MONDAY", "TUESDAY"]

CALENDAR = EdgarCalendar()


def shares(number: Any, *footnotes: str) -> Quantity:
    return Quantity(None if number is None else Decimal(str(number)), footnotes)


def price(value: Any, *footnotes: str) -> Cell[Decimal]:
    return Cell(None if value is None else Decimal(str(value)), footnotes)


def stock(code: str, number: Any, at: Any, way: str, after: Any, **changes: Any) -> NonDerivativeTransaction:
    """A line of Table I: directly held common stock traded on Friday 20 November 2026."""
    row = NonDerivativeTransaction(
        title=Cell("Common Stock"),
        date=Cell(FRIDAY),
        coding=Coding("4", code, False),
        amount=shares(number),
        price=price(at),
        acquired_disposed=Cell(way),
        owned_after=shares(after),
        ownership=Cell("D"),
    )
    return msgspec.structs.replace(row, **changes)


def option(
    code: str, number: Any, strike: Any, way: str, after: Any, **changes: Any
) -> DerivativeTransaction:
    """A line of Table II: a directly held option, one share each, traded on Friday 20 November 2026."""
    row = DerivativeTransaction(
        title=Cell("Stock Option (Right to Buy)"),
        exercise_price=price(strike),
        date=Cell(FRIDAY),
        coding=Coding("4", code, False),
        amount=shares(number),
        price=price(0),
        acquired_disposed=Cell(way),
        exercisable=Cell(dt.date(2024, 2, 15)),
        expiration=Cell(dt.date(2030, 2, 15)),
        underlying=Underlying(Cell("Common Stock"), shares(number)),
        owned_after=shares(after),
        ownership=Cell("D"),
    )
    return msgspec.structs.replace(row, **changes)


def units(code: str, number: Any, way: str, after: Any, **changes: Any) -> DerivativeTransaction:
    """A line of Table II: restricted stock units, whose price and dates are in footnote 1."""
    blank = Cell(None, ("F1",))
    row = option(code, number, None, way, after, title=Cell("Restricted Stock Units"))
    terms = {"exercise_price": blank, "exercisable": blank, "expiration": blank, **changes}
    return msgspec.structs.replace(row, **terms)


def held(number: Any, how: str = "D", nature: str | None = None, *footnotes: str) -> NonDerivativeHolding:
    """A line of Table I that reports a holding."""
    return NonDerivativeHolding(
        title=Cell("Common Stock"),
        owned_after=shares(number),
        ownership=Cell(how),
        nature=Cell(nature, footnotes),
    )


def options_held(number: Any, **changes: Any) -> DerivativeHolding:
    """A line of Table II that reports options held."""
    row = DerivativeHolding(
        title=Cell("Stock Option (Right to Buy)"),
        exercise_price=price("21.5"),
        exercisable=Cell(dt.date(2024, 2, 15)),
        expiration=Cell(dt.date(2030, 2, 15)),
        underlying=Underlying(Cell("Common Stock"), shares(number)),
        owned_after=shares(number),
        ownership=Cell("D"),
    )
    return msgspec.structs.replace(row, **changes)


def form4(*rows: Any, notes: tuple[str, ...] = (), **changes: Any) -> OwnershipReport:
    """A Form 4 of Mr. Ramaswamy with some lines and footnotes, signed by himself on Tuesday 24 November."""
    second = (DerivativeTransaction, DerivativeHolding)
    report = OwnershipReport(
        document_type=DocumentType.FORM_4,
        period_of_report=FRIDAY,
        issuer=HARBORWELL,
        owners=(RAMASWAMY,),
        not_subject_to_section16=False,
        aff10b5_one=False,
        non_derivative=tuple(row for row in rows if not isinstance(row, second)),
        derivative=tuple(row for row in rows if isinstance(row, second)),
        footnotes=tuple(Footnote(f"F{number}", text) for number, text in enumerate(notes, start=1)),
        signatures=(Signature("/s/ Anil K. Ramaswamy", TUESDAY),),
    )
    return msgspec.structs.replace(report, **changes)


def owned_by(**relation: Any) -> dict[str, Any]:
    """Changes to a report: its one owner stands in another relation to the issuer."""
    return {"owners": (msgspec.structs.replace(RAMASWAMY, relationship=Relationship(**relation)),)}


def found(check: str, report: OwnershipReport, **facts: Any) -> list[Finding]:
    """What one check says of a report, on Tuesday 24 November 2026 unless told otherwise."""
    known = Facts(**{"today": TUESDAY, "calendar": CALENDAR, **facts})
    return [finding for finding in run(report, known) if finding.check == check]


def only(check: str, report: OwnershipReport, **facts: Any) -> Finding:
    """The one finding of a check."""
    (finding,) = found(check, report, **facts)
    return finding
