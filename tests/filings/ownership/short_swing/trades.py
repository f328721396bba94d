"""Short ways to say who bought and sold what, and when."""

import datetime as dt
from decimal import Decimal
from typing import Any

from filings.ownership.codes import Table
from filings.ownership.report import Cell, OwnershipReport
from filings.ownership.short_swing import (
    Context,
    Leg,
    Price,
    Reported,
    ShortSwing,
    Side,
    Source,
    Trade,
    read_report,
    reckon,
)
from tests.filings.ownership.checks.cases import form4, stock
from tests.reports import RAMASWAMY

CIK = RAMASWAMY.cik


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def leg(
    side: Side, on: dt.date, shares: Any, price: Any, *, report: str = "r", index: int = 0, **changes: Any
) -> Leg:
    """A purchase or sale of common stock in the market."""
    at = None if price is None else Price(Decimal(str(price)))
    trade = Trade(
        source=Source(report, Table.I, index),
        day=on,
        code="P" if side is Side.PURCHASE else "S",
        direction="A" if side is Side.PURCHASE else "D",
        title="Common Stock",
        security="common",
        amount=Decimal(str(shares)),
        shares=Decimal(str(shares)),
        price=at and at.amount,
    )
    values = {"trade": trade, "day": on, "side": side, "shares": trade.shares, "price": at, "market": at}
    return Leg(**values | changes)


def bought(on: str, shares: Any, price: Any, **changes: Any) -> Leg:
    return leg(Side.PURCHASE, day(on), shares, price, **changes)


def sold(on: str, shares: Any, price: Any, **changes: Any) -> Leg:
    return leg(Side.SALE, day(on), shares, price, **changes)


def purchase(on: str, shares: Any, price: Any, **changes: Any) -> Any:
    """A line of Table I, code P."""
    return stock("P", shares, price, "A", 1_000, date=Cell(day(on)), **changes)


def sale(on: str, shares: Any, price: Any, **changes: Any) -> Any:
    """A line of Table I, code S."""
    return stock("S", shares, price, "D", 1_000, date=Cell(day(on)), **changes)


def reported(
    report: OwnershipReport,
    name: str = "r",
    *,
    filed: str = "2026-11-24",
    context: Context | None = None,
    **named: Any,
) -> Reported:
    """What a report of Mr. Ramaswamy says, filed on a day."""
    return read_report(report, cik=CIK, reference=name, filed_on=day(filed), context=context, **named)


def reckoned(
    *rows: Any, notes: tuple[str, ...] = (), changes: dict[str, Any] | None = None, **how: Any
) -> ShortSwing:
    """Everything that Section 16(b) makes of the lines of one report."""
    context = how.pop("context", None)
    return reckon([reported(form4(*rows, notes=notes, **changes or {}), context=context)], **how)
