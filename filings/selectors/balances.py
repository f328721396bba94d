"""What was owned before a report, and its running totals as arithmetic."""

from dataclasses import dataclass
from decimal import Decimal

from filings.models import Filing
from filings.ownership.codes import CODES, INDIRECT, Table
from filings.ownership.ledger import BalanceKey, Opening, balance_key, change_of
from filings.ownership.report import TRANSACTIONS, OwnershipReport, Row
from filings.selectors.ledger import before


def opening_balances(filing: Filing) -> Opening:
    """What the owners of a report owned before its trades, of every class and kind of ownership.

    What is before it is a matter of box 3, so that neither a late report of an older trade nor an amendment puts back
    a balance that has moved on since, nor starts from one of a later day. A report that has gone goes on from what
    stood on record when it went.
    """
    return before(filing).opening


@dataclass(frozen=True)
class Tally:
    """One running total as arithmetic: what was there, what each line adds or takes, what is there after."""

    title: str
    held: str
    before: Decimal
    movements: tuple[tuple[str, Decimal], ...]
    after: Decimal


def tallies(report: OwnershipReport, opening: Opening, table: Table) -> list[Tally]:
    """The tallies of one table, in the order of their first lines; those that nothing is known of are left out.

    Where the desk has no earlier total, or several awards of one key, the first total on the form is believed.
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
            if isinstance(line, TRANSACTIONS) and (change := change_of(line)) is not None
        )
        first = lines[0].owned_after.value
        balances = opening.get(key, ())
        start = None if first is None else first - (change_of(lines[0]) or Decimal(0))
        before = balances[0].amount if len(balances) == 1 else start
        if before is not None and movements:
            held = (lines[0].nature.value or "indirect") if key.ownership == INDIRECT else "direct"
            after = before + sum(change for _, change in movements)
            found.append(Tally(lines[0].title.value or "", held, before, movements, after))
    return found
