"""The arithmetic under columns 5 and 9: what is owned after each line.

Several lines of one class and one kind of ownership carry a running tally (SEC staff FAQ on electronic
reporting, question 1; Form 4, General Instruction 4(a)(i)): each line's total is the total before it, plus
what the line acquires or less what it disposes of.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from filings.ownership.codes import Table
from filings.ownership.deadlines import RowReference
from filings.ownership.ledger.entries import change_of
from filings.ownership.ledger.keys import BalanceKey, footnote_texts, is_granted, key_of
from filings.ownership.report import TRANSACTIONS, OwnershipReport, Row

Totals = tuple[tuple[Decimal | None, ...], tuple[Decimal | None, ...]]


class Balance(Struct, frozen=True):
    """What was owned before a report: the whole of a key, or one award or one holder of it.

    ``on`` is the day of the last report or adjustment that it rests on.
    """

    amount: Decimal
    award: str = ""
    on: dt.date | None = None


Opening = Mapping[BalanceKey, tuple[Balance, ...]]


class Reckoning(Struct, frozen=True):
    """What the total of one line should be; ``None`` where that is not known.

    ``balance`` is the one from before the report where the line is the first to go on from it; ``is_recorded`` says
    that the ledger knows the key at all.
    """

    key: BalanceKey
    expected: Decimal | None
    balance: Balance | None
    is_recorded: bool


def running_totals(
    report: OwnershipReport, opening: Opening, awards: Mapping[RowReference, str] = {}
) -> Totals:
    """What columns 5 and 9 should say after each line of Table I and of Table II.

    Each is reckoned from the total stated before it on the form, so that one slip shows once; the first of its
    kind from ``opening``, the balances from before the report. Where a key has several, a line goes on with the one
    of its award (``awards``), else with the one that its total follows from. ``None`` where none is known.
    """
    reckoned = [one.expected for one in reckonings(report, opening, awards)]
    first = len(report.non_derivative)
    return tuple(reckoned[:first]), tuple(reckoned[first:])


def reckonings(
    report: OwnershipReport, opening: Opening, awards: Mapping[RowReference, str] = {}
) -> Iterator[Reckoning]:
    """As ``running_totals``, line by line, with what each rests on."""
    texts = footnote_texts(report)
    tallies: dict[BalanceKey, _Tally] = {}
    for table, rows in ((Table.I, report.non_derivative), (Table.II, report.derivative)):
        for index, row in enumerate(rows):
            key = key_of(row, texts)
            tally = tallies.get(key)
            if tally is None:
                tally = tallies[key] = _Tally(key, opening.get(key, ()))
            yield tally.reckon(row, awards.get((table, index), ""))


class _Running:
    """One running total on the form."""

    def __init__(self, amount: Decimal | None, award: str, balance: Balance | None) -> None:
        self.amount = amount
        self.award = award
        self.balance = balance


class _Tally:
    """The running totals of one key, as far as the lines have come."""

    def __init__(self, key: BalanceKey, balances: tuple[Balance, ...]) -> None:
        self._key = key
        self._recorded = bool(balances)
        self._running = [_Running(one.amount, one.award, one) for one in balances]

    def reckon(self, row: Row, award: str) -> Reckoning:
        change, stated = change_of(row), row.owned_after.value
        running = self._goes_on_with(row, change, award)
        if running is None:
            running = _Running(None, award, None)
            self._running.append(running)
        before, balance = running.amount, running.balance
        after = None if before is None or change is None else before + change
        running.amount, running.balance = after if stated is None else stated, None
        running.award = running.award or award
        return Reckoning(self._key, after, balance, self._recorded)

    def _goes_on_with(self, row: Row, change: Decimal | None, award: str) -> _Running | None:
        open_ = self._running
        if award:
            named = next((one for one in open_ if one.award == award), None)
            if named is None and _is_grant(row):
                named = _Running(Decimal(0), award, None)
                open_.append(named)
            if named is not None:
                return named
            open_ = [one for one in open_ if not one.award]
        stated = row.owned_after.value
        if is_granted(self._key) and stated is not None and self._is_another_award(row, stated, open_):
            return None
        if len(open_) < 2:
            return open_[0] if open_ else None
        if stated is not None and change is not None:
            return next((one for one in reversed(open_) if one.amount == stated - change), None)
        if is_granted(self._key) and _is_grant(row):
            fresh = _Running(Decimal(0), award, None)
            self._running.append(fresh)
            return fresh
        enough = [one for one in open_ if one.amount and change is not None and one.amount + change >= 0]
        return enough[0] if len(enough) == 1 else None

    @staticmethod
    def _is_another_award(row: Row, stated: Decimal, open_: list[_Running]) -> bool:
        """A grant that states itself alone, and a holding beside lines that came to another number."""
        if _is_grant(row):
            return stated == change_of(row)
        begun = [one for one in open_ if one.balance is None]
        return (
            not isinstance(row, TRANSACTIONS) and bool(begun) and all(one.amount != stated for one in open_)
        )


def _is_grant(row: Row) -> bool:
    return isinstance(row, TRANSACTIONS) and row.coding is not None and row.coding.code == "A"
