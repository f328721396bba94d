"""A report at hand beside what is on record of its owners' other trades."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, structs

from filings.ownership.codes import Table
from filings.ownership.deadlines import RowReference
from filings.ownership.report import OwnershipReport
from filings.ownership.short_swing.reading import Context, read_report
from filings.ownership.short_swing.reckoning import FOREIGN, ShortSwing, legs_of, reckon
from filings.ownership.short_swing.standing import Tenure
from filings.ownership.short_swing.values import Exclusion, Reported, Standing

THIS = "this report"
"""The name of the report at hand in the sources of its legs."""


class Record(Struct, frozen=True, kw_only=True):
    """What is on record of one owner at one issuer, beside a report at hand.

    ``original`` names the report of the record that the one at hand amends, ``set`` the parts of the one that it
    is a part of.
    """

    reports: tuple[Reported, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    original: str = ""
    set: str = ""


class Examined(Struct, frozen=True):
    """What Section 16(b) makes of a report's trades, for the owners for whom it makes the same."""

    owners: tuple[str, ...]
    found: ShortSwing


def examine_trades(
    report: OwnershipReport,
    records: Mapping[str, Record],
    *,
    filed_on: dt.date | None = None,
    approvals: Mapping[RowReference, str] | None = None,
    shares_per_unit: Mapping[int, Decimal] | None = None,
    foreign_private_issuer: bool = False,
) -> tuple[Examined, ...]:
    """What Section 16(b) makes of a report's trades beside the records of its owners, by CIK.

    Owners who report together mostly have the same trades behind them, which are reckoned once. Of a report whose
    lines are all exempt only the reasons are given.
    """
    if foreign_private_issuer:
        return (Examined(tuple(owner.name for owner in report.owners), ShortSwing(off=FOREIGN)),)
    context = Context(
        approvals=approvals or {},
        shares_per_unit={(Table.II, index): ratio for index, ratio in (shares_per_unit or {}).items()},
    )
    found: dict[object, Examined] = {}
    for owner in report.owners:
        record = records.get(owner.cik) or records.get(owner.cik.lstrip("0"), _NOTHING)
        own = read_report(
            report,
            cik=owner.cik,
            reference=THIS,
            filed_on=filed_on,
            original=record.original,
            set=record.set,
            context=context,
        )
        key = own, record.tenures, tuple(other.reference for other in record.reports)
        if key in found:
            found[key] = structs.replace(found[key], owners=(*found[key].owners, owner.name))
        else:
            found[key] = Examined((owner.name,), _beside(own, record))
    return tuple(found.values())


def _beside(own: Reported, record: Record) -> ShortSwing:
    exempt = tuple(line for line in own.lines if isinstance(line, Exclusion))
    if len(exempt) == len(own.lines):
        return ShortSwing(exclusions=exempt)
    return reckon((*record.reports, own), tenures=record.tenures, involving=THIS)


def trades_as_insider(record: Record) -> tuple[tuple[dt.date, str], ...]:
    """The day of every trade on record that is not exempt and was made as an insider, with A or D (Rule 16a-2(b))."""
    legs, _ = legs_of(record.reports, record.tenures)
    return tuple((leg.day, leg.trade.direction) for leg in legs if leg.standing is Standing.INSIDER)


_NOTHING = Record()
