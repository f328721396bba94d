"""What was owned before a report, as the reports that were signed here or imported tell it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Min

from filings.models import Filing, Snapshot
from filings.ownership.codes import ACQUIRED, CODES, DISPOSED, INDIRECT, Table
from filings.ownership.deadlines import CLOSE, EASTERN
from filings.ownership.ledger import BalanceKey, balance_key
from filings.ownership.report import TRANSACTIONS, OwnershipReport, Row, Transaction

# Enough to reach back over a busy year; the older the report, the less its totals say of today.
REPORTS_LOOKED_AT = 24


def opening_balances(filing: Filing) -> Mapping[BalanceKey, Decimal]:
    """The total of every class and kind of ownership of these owners at this issuer, before the report's trades.

    The reports that were signed here or imported are read in the order of their box 3, so that neither a late
    report of an older trade nor an amendment puts back a balance that has moved on since, nor starts from one
    of a later day.
    """
    amended = _amended_by(filing)
    first = amended[-1] if amended else filing
    begins = _begins(filing)
    family = [filing.pk, *(one.pk for one in amended)]
    snapshots = (
        Snapshot.objects.exclude(kind=Snapshot.Kind.PREVIEW)
        .filter(
            filing__issuer=filing.issuer_id,
            filing__filing_owners__owner__in=filing.filing_owners.values("owner"),
        )
        .exclude(filing__in=family)
        .exclude(filing__amends__in=family)
    )
    if begins is not None:
        snapshots = snapshots.exclude(filing__period_of_report__gt=begins)
    reports = []
    for snapshot in (
        snapshots.select_related("filing")
        .order_by(F("filing__period_of_report").desc(nulls_last=True), "-pk")
        .distinct()[:REPORTS_LOOKED_AT]
    ):
        report, went = snapshot.submission.report, _went(snapshot.filing)
        day = report.period_of_report
        # Of one day's reports, those that went to EDGAR first come first.
        if day is None or day != begins or first.is_editable or went <= _went(first):
            reports.append((day or dt.date.min, went, snapshot.pk, report))
    balances: dict[BalanceKey, Decimal] = {}
    for *_, report in sorted(reports, key=lambda one: one[:3]):
        for row in report.rows():
            if row.owned_after.value is not None:
                balances[balance_key(row, report)] = row.owned_after.value
    return balances


def _begins(filing: Filing) -> dt.date | None:
    """The first day that a report speaks of, as its lines stand now."""
    if filing.is_imported:
        return filing.period_of_report
    return filing.rows.aggregate(day=Min("date"))["day"] or filing.period_without_rows


def _went(filing: Filing) -> dt.datetime:
    """When a report was on its way to EDGAR, as near as the desk knows."""
    if known := filing.signed_at or filing.accepted_at:
        return known
    day = filing.filed_on or filing.period_of_report
    return dt.datetime.combine(day, CLOSE, EASTERN) if day else filing.created_at


def _amended_by(filing: Filing) -> list[Filing]:
    """What an amendment amends: the filing before it and so on, the original last."""
    chain = []
    while filing.amends is not None:
        filing = filing.amends
        chain.append(filing)
    return chain


@dataclass(frozen=True)
class Tally:
    """One running total as arithmetic: what was there, what each line adds or takes, what is there after."""

    title: str
    held: str
    before: Decimal
    movements: tuple[tuple[str, Decimal], ...]
    after: Decimal


def tallies(report: OwnershipReport, opening: Mapping[BalanceKey, Decimal], table: Table) -> list[Tally]:
    """The tallies of one table, in the order of their first lines; those that nothing is known of are left out.

    Where the desk has no earlier total, the first total on the form is believed.
    """
    rows = report.non_derivative if table == Table.I else report.derivative
    by_key: dict[BalanceKey, list[Row]] = {}
    for row in rows:
        by_key.setdefault(balance_key(row, report), []).append(row)
    found = []
    for key, lines in by_key.items():
        movements = tuple(
            (
                CODES[code].short if (code := line.coding.code if line.coding else "") in CODES else code,
                change,
            )
            for line in lines
            if isinstance(line, TRANSACTIONS) and (change := _signed(line)) is not None
        )
        first = lines[0].owned_after.value
        change_of_first = (_signed(lines[0]) if isinstance(lines[0], TRANSACTIONS) else None) or Decimal(0)
        before = opening.get(key, None if first is None else first - change_of_first)
        if before is not None and movements:
            held = (lines[0].nature.value or "indirect") if key.ownership == INDIRECT else "direct"
            after = before + sum(change for _, change in movements)
            found.append(Tally(lines[0].title.value or "", held, before, movements, after))
    return found


def _signed(row: Transaction) -> Decimal | None:
    if row.amount.value is None:
        return None
    return {ACQUIRED: row.amount.value, DISPOSED: -row.amount.value}.get(row.acquired_disposed.value or "")
