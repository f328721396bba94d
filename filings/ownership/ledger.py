"""The arithmetic under columns 5 and 9: what is owned after each line.

Several lines of one class and one kind of ownership carry a running tally (SEC staff FAQ on electronic
reporting, question 1; Form 4, General Instruction 4(a)(i)): each line's total is the total before it, plus
what the line acquires or less what it disposes of.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from filings.ownership.codes import ACQUIRED, DISPOSED, Table
from filings.ownership.report import (
    TRANSACTIONS,
    Cell,
    DerivativeHolding,
    DerivativeTransaction,
    Measure,
    OwnershipReport,
    Row,
)


class Terms(Struct, frozen=True):
    """What sets one series of a derivative security apart from another of the same title, as text."""

    exercise_price: str
    exercisable: str
    expiration: str
    underlying: str


class BalanceKey(Struct, frozen=True):
    """What one running total is about: a class or series, held directly or in one indirect way.

    Texts are folded, so that spelling in capitals and spacing make no difference. A cell that holds only
    footnotes is known by their texts; the nature of ownership by its own text and its footnotes' together,
    because forms often say "See footnote" for several trusts.
    """

    table: Table
    title: str
    terms: Terms | None
    ownership: str
    nature: str
    measure: Measure = Measure.SHARES


Totals = tuple[tuple[Decimal | None, ...], tuple[Decimal | None, ...]]


def balance_key(row: Row, report: OwnershipReport) -> BalanceKey:
    """The running total to which a line of a report belongs."""
    return _balance_key(row, {note.id: note.text for note in report.footnotes})


def running_totals(report: OwnershipReport, opening: Mapping[BalanceKey, Decimal]) -> Totals:
    """What columns 5 and 9 should say after each line of Table I and of Table II.

    Each is reckoned from the total stated before it on the form, so that one slip shows once; the first of its
    kind from ``opening``, the balances from before the report. ``None`` where neither is known.
    """
    texts = {note.id: note.text for note in report.footnotes}
    balances = dict(opening)

    def totals(rows: Iterable[Row]) -> Iterable[Decimal | None]:
        for row in rows:
            key = _balance_key(row, texts)
            change, before = _change(row), balances.get(key)
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


def _balance_key(row: Row, texts: Mapping[str, str]) -> BalanceKey:
    nature = " ".join((row.nature.value or "", *(texts.get(note, "") for note in row.nature.footnotes)))
    derivative = isinstance(row, (DerivativeTransaction, DerivativeHolding))
    return BalanceKey(
        table=Table.II if derivative else Table.I,
        title=_folded(row.title.value or ""),
        terms=_terms(row, texts) if isinstance(row, (DerivativeTransaction, DerivativeHolding)) else None,
        ownership=row.ownership.value or "",
        nature=_folded(nature),
        measure=row.owned_after.measure,
    )


def _terms(row: DerivativeTransaction | DerivativeHolding, texts: Mapping[str, str]) -> Terms:
    return Terms(
        exercise_price=_term(row.exercise_price, texts),
        exercisable=_term(row.exercisable, texts),
        expiration=_term(row.expiration, texts),
        underlying=_folded(row.underlying.title.value or ""),
    )


def _term(cell: Cell[Decimal] | Cell[dt.date], texts: Mapping[str, str]) -> str:
    if cell.value is not None:
        return str(cell.value.normalize() if isinstance(cell.value, Decimal) else cell.value)
    return _folded(" ".join(texts.get(note, "") for note in cell.footnotes))


def _change(row: Row) -> Decimal | None:
    """What a line adds to its total; ``None`` when the line does not say so in the total's measure."""
    if not isinstance(row, TRANSACTIONS):
        return Decimal(0)
    if row.amount.value is None or row.amount.measure is not row.owned_after.measure:
        return None
    return {ACQUIRED: row.amount.value, DISPOSED: -row.amount.value}.get(row.acquired_disposed.value or "")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
