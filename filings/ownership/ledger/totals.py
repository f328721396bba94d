"""The arithmetic under columns 5 and 9: what is owned after each line.

Several lines of one class and one kind of ownership carry a running tally (SEC staff FAQ on electronic
reporting, question 1; Form 4, General Instruction 4(a)(i)): each line's total is the total before it, plus
what the line acquires or less what it disposes of.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from filings.ownership.ledger.entries import change_of
from filings.ownership.ledger.keys import BalanceKey, footnote_texts, key_of
from filings.ownership.report import OwnershipReport, Row

Totals = tuple[tuple[Decimal | None, ...], tuple[Decimal | None, ...]]


def running_totals(report: OwnershipReport, opening: Mapping[BalanceKey, Decimal]) -> Totals:
    """What columns 5 and 9 should say after each line of Table I and of Table II.

    Each is reckoned from the total stated before it on the form, so that one slip shows once; the first of its
    kind from ``opening``, the balances from before the report. ``None`` where neither is known.
    """
    texts = footnote_texts(report)
    balances = dict(opening)

    def totals(rows: Iterable[Row]) -> Iterable[Decimal | None]:
        for row in rows:
            key = key_of(row, texts)
            change, before = change_of(row), balances.get(key)
            after = None if before is None or change is None else before + change
            stated = row.owned_after.value
            if stated is not None:
                balances[key] = stated
            elif after is not None:
                balances[key] = after
            else:
                balances.pop(key, None)
            yield after

    return tuple(totals(report.non_derivative)), tuple(totals(report.derivative))
