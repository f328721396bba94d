"""The report in plain words, for the person who reviews or signs it.

One sentence a transaction, as the form shows them; an exercise that stands in both tables is one sentence, and
lines that differ only in amount and price are summed. Only what the form says is said.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from msgspec import Struct

from filings.ownership.codes import ACQUIRED, DIRECT, DISPOSED, Table
from filings.ownership.report import (
    TRANSACTIONS,
    Coding,
    DerivativeHolding,
    DerivativeTransaction,
    Holding,
    Measure,
    OwnershipReport,
    Quantity,
    Row,
    Transaction,
)
from filings.ownership.wording import amount, counted, day, dollars, listed, noun, short_title, weekday

# What a line of each code says happened, when it acquires and when it disposes.
_HAPPENED: dict[str, tuple[str, str]] = {
    "P": ("bought", "bought"),
    "S": ("sold", "sold"),
    "A": ("granted", "granted"),
    "D": ("returned to the issuer", "returned to the issuer"),
    "F": ("withheld for tax", "withheld for tax"),
    "I": ("acquired in a discretionary plan transaction", "disposed of in a discretionary plan transaction"),
    "M": ("acquired by exercise or vesting", "exercised or vested"),
    "C": ("acquired by conversion", "converted"),
    "E": ("closed as a short position that expired", "closed as a short position that expired"),
    "H": ("cancelled or expired for value", "cancelled or expired for value"),
    "O": ("acquired by an exercise out of the money", "given up in an exercise out of the money"),
    "X": ("acquired by an exercise in the money", "given up in an exercise in the money"),
    "G": ("received as a gift", "given as a gift"),
    "L": ("bought as a small acquisition", "bought as a small acquisition"),
    "W": ("received by will or inheritance", "passed on by will or inheritance"),
    "Z": ("withdrawn from a voting trust", "deposited in a voting trust"),
    "J": ("acquired in another way", "disposed of in another way"),
    "U": ("tendered in a change of control", "tendered in a change of control"),
}
_PAIRED = frozenset("MXOC")


class _Line(Struct, frozen=True):
    """A transaction, its table, and the title by which to speak of the security."""

    table: Table
    row: Transaction
    title: str

    @property
    def code(self) -> str:
        return self.row.coding.code if self.row.coding else ""

    @property
    def acquires(self) -> bool:
        return self.row.acquired_disposed.value == ACQUIRED


class _Exercise(Struct, frozen=True):
    """What was given up and what was received for it, on one day under one code."""

    given: tuple[_Line, ...]
    received: tuple[_Line, ...]


def describe(report: OwnershipReport) -> tuple[str, ...]:
    """What the report says, sentence by sentence."""
    shares = _is_one_stock(report)
    lines = [
        _Line(table, row, "share" if shares and table is Table.I else row.title.value or "")
        for table, rows in ((Table.I, report.non_derivative), (Table.II, report.derivative))
        for row in rows
        if isinstance(row, TRANSACTIONS)
    ]
    exercises = list(_exercises(lines))
    part_of = {
        id(line): number
        for number, exercise in enumerate(exercises)
        for line in (*exercise.given, *exercise.received)
    }
    sentences: list[str] = []
    told: set[int] = set()
    for number, members in groupby(lines, key=lambda line: part_of.get(id(line))):
        if number is None:
            sentences += (_run(list(run), lines) for _, run in groupby(members, key=_likeness))
        elif number not in told:
            sentences.append(_exercise(exercises[number]))
            told.add(number)
    return (
        *_opening(report),
        *sentences,
        *(_holding(row) for row in report.rows() if not isinstance(row, TRANSACTIONS)),
        *_closing(report),
    )


def _is_one_stock(report: OwnershipReport) -> bool:
    """Whether Table I is about one class of stock, whose shares need no name."""
    titles = {(row.title.value or "").casefold() for row in report.non_derivative}
    return len(titles) == 1 and "stock" in titles.pop()


def _opening(report: OwnershipReport) -> Iterator[str]:
    if report.document_type.is_amendment:
        original = report.date_of_original_submission
        filed = f" filed on {weekday(original)}" if original else ""
        yield f"This form amends the Form {report.document_type.form}{filed}."
    if len(report.owners) > 1:
        names = listed([owner.name or f"CIK {owner.cik}" for owner in report.owners])
        yield _sentence(f"{counted(len(report.owners), 'owner')} report together: {names}")


def _closing(report: OwnershipReport) -> Iterator[str]:
    if report.document_type.form == "3" and not (report.non_derivative or report.derivative):
        yield "No securities are owned."
    if report.not_subject_to_section16:
        yield "The exit box is ticked: the person is no longer subject to Section 16."
    if report.aff10b5_one:
        yield "The Rule 10b5-1(c) box is ticked: a transaction was made under a trading plan."


def _exercises(lines: Sequence[_Line]) -> Iterator[_Exercise]:
    """The exercises and conversions of which both sides are on the form."""
    sides: dict[tuple[str, object], tuple[list[_Line], list[_Line]]] = {}
    for line in lines:
        if line.code in _PAIRED and line.row.acquired_disposed.value in {ACQUIRED, DISPOSED}:
            given, received = sides.setdefault((line.code, line.row.date.value), ([], []))
            (received if line.acquires else given).append(line)
    for given, received in sides.values():
        for line in tuple(given):
            matches = [other for other in received if other.row.amount.value in _brings(line)]
            if matches:
                match = max(matches, key=lambda other: _is_price_of(other, line))
                _take(given, line)
                _take(received, match)
                yield _Exercise((line,), (match,))
        if given and received and len({line.row.title.value for line in (*given, *received)}) == 2:
            yield _Exercise(tuple(given), tuple(received))


def _is_price_of(received: _Line, given: _Line) -> bool:
    """Whether what was received was paid for with the exercise price."""
    row = given.row
    strike = row.exercise_price.value if isinstance(row, DerivativeTransaction) else None
    return (received.row.price.value or None) == (strike or None)


def _take(lines: list[_Line], line: _Line) -> None:
    """Take the very line out of a list that may hold its twin."""
    lines[:] = [other for other in lines if other is not line]


def _brings(line: _Line) -> set[Decimal | None]:
    """The amounts by which what a line brings may be known."""
    row = line.row
    if isinstance(row, DerivativeTransaction) and row.underlying.amount.value is not None:
        return {row.underlying.amount.value}
    return {row.amount.value} - {None}


def _exercise(exercise: _Exercise) -> str:
    first = exercise.given[0]
    given, received = _sum(exercise.given), _sum(exercise.received)
    tables = ", both tables" if exercise.received[0].table is not first.table else ""
    when = _when(first.row)
    got = _counted(received, exercise.received[0].row.title.value)
    if first.code == "C":
        told = f"{_was(given)} converted into {got}{when}"
    elif price := _exercise_price(exercise.given):
        told = f"{_was(given)} exercised at {price}{when} for {got}"
    elif "unit" in (first.row.title.value or "").lower():
        told = f"vested{when} and became {got}"
    else:
        told = f"{_was(given)} exercised{when} for {got}"
    return _sentence(
        f"{_counted(given, first.row.title.value)} {told} (code {first.code}{tables})",
        listed([*_then_held(exercise.received), *_remaining(exercise.given)]),
    )


def _then_held(received: Sequence[_Line]) -> Iterator[str]:
    after = received[-1].row.owned_after
    if len(received) == 1 and after.value:
        yield f"{_counted(after, received[-1].title)} {_are(after)} then held {_how(received[-1].row)}"


def _remaining(given: Sequence[_Line]) -> Iterator[str]:
    after = given[-1].row.owned_after
    if len(given) == 1 and after.value is not None:
        if after.value:
            yield f"{_counted(after, given[-1].title)} {'remains' if _is_one(after) else 'remain'}"
        else:
            yield f"no {noun(given[-1].title, one=False).removeprefix('of ')} remain"


def _exercise_price(lines: Sequence[_Line]) -> str:
    prices = {
        line.row.exercise_price.value for line in lines if isinstance(line.row, DerivativeTransaction)
    } - {None, Decimal(0)}
    return _span([price for price in prices if price is not None])


def _likeness(line: _Line) -> tuple[object, ...]:
    """What lines that may be summed have in common: everything but amount, price and total."""
    row = line.row
    terms = (
        (row.exercise_price, row.exercisable, row.expiration, row.underlying.title)
        if isinstance(row, DerivativeTransaction)
        else ()
    )
    return (
        line.table, row.title.value, row.date.value, _plain(row.coding), row.acquired_disposed.value,
        row.amount.measure, row.ownership.value, row.nature, row.deemed_execution, *terms,
    )  # fmt: skip


def _plain(coding: Coding | None) -> tuple[object, ...]:
    return () if coding is None else (coding.form_type, coding.code, bool(coding.equity_swap))


def _run(lines: Sequence[_Line], all_lines: Sequence[_Line]) -> str:
    first, last = lines[0].row, lines[-1].row
    code, total = lines[0].code, _sum(lines)
    if code in _HAPPENED:
        happened = _HAPPENED[code][not lines[0].acquires]
        if code == "F" and _pays_exercise_price(first, all_lines):
            happened = "withheld for tax or the exercise price"
    else:
        happened = "acquired" if lines[0].acquires else "disposed of"
    swap = " in an equity swap" if first.coding and first.coding.equity_swap else ""
    early = ", reported early" if first.coding and first.coding.form_type == "5" else ""
    deemed = first.deemed_execution and first.deemed_execution.value
    counted_from = f", deemed executed on {day(deemed)}" if deemed else ""
    notes = _notes([note for line in lines if line.row.coding for note in line.row.coding.footnotes])
    told = (
        f"{_counted(total, lines[0].title)} {_was(total)} {happened}{swap}{_price(lines)}{_when(first)}"
        f"{counted_from}{_terms(first)} ({f'code {code}' if code else 'no code'}{early}"
        f"{f'; {notes}' if notes else ''})"
    )
    return _sentence(told, _held_after(last, "it" if len(lines) == 1 else "them"))


def _pays_exercise_price(withheld: Transaction, lines: Sequence[_Line]) -> bool:
    """Whether an exercise at a price on the same day may be what shares were withheld for."""
    return any(
        line.row.date.value == withheld.date.value
        and line.code == "M"
        and isinstance(line.row, DerivativeTransaction)
        and bool(line.row.exercise_price.value)
        for line in lines
    )


def _terms(row: Transaction) -> str:
    """The terms of a derivative security that is acquired."""
    if not isinstance(row, DerivativeTransaction) or row.acquired_disposed.value != ACQUIRED:
        return ""
    price, expiration = row.exercise_price.value, row.expiration.value
    terms = [f"an exercise price of {dollars(price)}"] if price else []
    if expiration:
        terms.append(f"expiring on {day(expiration)}" if not terms else f"an expiration on {day(expiration)}")
    return f" with {listed(terms)}" if price else f", {terms[0]}" if terms else ""


def _price(lines: Sequence[_Line]) -> str:
    cells = [line.row.price for line in lines]
    prices = [cell.value for cell in cells if cell.value is not None]
    notes = _notes([note for cell in cells for note in cell.footnotes])
    if not prices:
        return f" (price: {notes})" if notes else ""
    if not any(prices) and lines[0].code not in {"P", "S", "L", "U", "H"}:
        return f" ({notes})" if notes else ""
    return f" at {_span(prices)}{f' ({notes})' if notes else ''}"


def _span(prices: Sequence[Decimal]) -> str:
    """``$38.41``, or ``$38.42 to $39.05``."""
    if not prices:
        return ""
    low, high = min(prices), max(prices)
    return dollars(low) if low == high else f"{dollars(low)} to {dollars(high)}"


def _notes(ids: Sequence[str]) -> str:
    numbers = [note.removeprefix("F") for note in dict.fromkeys(ids)]
    if not numbers:
        return ""
    return f"see footnote{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def _when(row: Transaction) -> str:
    return f" on {weekday(row.date.value)}" if row.date.value else " on a day that is not given"


def _sum(lines: Sequence[_Line]) -> Quantity:
    amounts = [line.row.amount.value for line in lines if line.row.amount.value is not None]
    total = sum(amounts, Decimal(0)) if len(amounts) == len(lines) else None
    return Quantity(total, measure=lines[0].row.amount.measure)


def _counted(quantity: Quantity, title: str | None) -> str:
    """``4,918 shares of Common Stock``, ``$250,000 of Notes``, ``An amount not given of Common Stock``."""
    if quantity.value is None:
        return f"an amount that is not given of {title or 'securities'}"
    if quantity.measure is Measure.VALUE:
        return f"{dollars(quantity.value)} of {short_title(title or '') or 'securities'}"
    return f"{amount(quantity.value)} {noun(title or '', one=quantity.value == 1)}"


def _is_one(quantity: Quantity) -> bool:
    return quantity.value is None or quantity.value == 1 or quantity.measure is Measure.VALUE


def _was(quantity: Quantity) -> str:
    return "was" if _is_one(quantity) else "were"


def _are(quantity: Quantity) -> str:
    return "is" if _is_one(quantity) else "are"


def _held_after(row: Row, what: str) -> str:
    """``252,582 are held directly after it``; empty where the line does not say."""
    after = row.owned_after
    if after.value is None:
        return ""
    if not after.value:
        return f"none is held {_how(row)} after {what}"
    number = dollars(after.value) if after.measure is Measure.VALUE else amount(after.value)
    return f"{number} {_are(after)} held {_how(row)} after {what}"


def _how(row: Row) -> str:
    if row.ownership.value == DIRECT:
        return "directly"
    nature, notes = row.nature.value or "", _notes(row.nature.footnotes)
    how = "; ".join(part for part in (nature, notes) if part)
    return f"indirectly ({how})" if how else "indirectly"


def _holding(row: Holding) -> str:
    after = row.owned_after
    if after.value is not None:
        return _sentence(f"{_counted(after, row.title.value)} {_are(after)} held {_how(row)}")
    if isinstance(row, DerivativeHolding) and row.underlying.amount.value is not None:
        underlying = _counted(row.underlying.amount, row.underlying.title.value)
        return _sentence(
            f"{row.title.value or 'A derivative security'} over {underlying} is held {_how(row)}"
        )
    return _sentence(f"{row.title.value or 'A security'} is held {_how(row)}, in an amount that is not given")


def _sentence(told: str, held: str = "") -> str:
    text = f"{told}; {held}" if held else told
    return f"{text[0].upper()}{text[1:].removesuffix('.')}."
