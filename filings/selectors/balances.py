"""What was owned before a report, as the desk's own signed reports tell it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from filings.models import Filing, Snapshot
from filings.ownership.codes import ACQUIRED, CODES, DISPOSED, INDIRECT, Table
from filings.ownership.ledger import BalanceKey, balance_key
from filings.ownership.report import TRANSACTIONS, OwnershipReport, Row, Transaction

# Enough to reach back over a busy year; the older the report, the less its totals say of today.
REPORTS_LOOKED_AT = 24


def opening_balances(filing: Filing) -> Mapping[BalanceKey, Decimal]:
    """The last signed total of every class and kind of ownership of these owners at this issuer."""
    owners = [one.owner_id for one in filing.filing_owners.all()]
    earlier = (
        Snapshot.objects.filter(
            kind=Snapshot.Kind.SIGNED,
            filing__issuer=filing.issuer_id,
            filing__filing_owners__owner__in=owners,
        )
        .exclude(filing=filing.pk)
        .order_by("-filing__signed_at")
        .distinct()[:REPORTS_LOOKED_AT]
    )
    balances: dict[BalanceKey, Decimal] = {}
    for snapshot in reversed(earlier):
        report = snapshot.submission.report
        for row in report.rows():
            if row.owned_after.value is not None:
                balances[balance_key(row, report)] = row.owned_after.value
    return balances


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
