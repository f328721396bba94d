"""Exercises and conversions: what is given up and what is received are both on the form, and agree."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from filings.ownership.checks.form import Form, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import ACQUIRED, DISPOSED, MAX_ROWS_PER_TABLE, Table
from filings.ownership.findings import Family, Severity
from filings.ownership.report import DerivativeTransaction, Measure
from filings.ownership.wording import amount, dollars, listed

_EXERCISES = frozenset("MXO")
_CENT = Decimal("0.01")
_BOTH_SIDES = "Rule 16a-4(b)"


def _sides(
    form: Form, codes: frozenset[str]
) -> Iterator[tuple[str, Sequence[TransactionLine], Sequence[TransactionLine]]]:
    """The exercises of each code and day: the lines of Table I, and those of Table II."""
    groups: dict[tuple[str, object], tuple[list[TransactionLine], list[TransactionLine]]]
    groups = defaultdict(lambda: ([], []))
    for line in form.transactions:
        if line.code in codes and line.date is not None:
            groups[line.code, line.date][line.table is Table.II].append(line)
    for (code, _), (received, given) in groups.items():
        yield code, received, given


@check(
    "F4-005",
    Family.LAW,
    Severity.ERROR,
    "Exercise with one side only",
    _BOTH_SIDES,
    "Table I",
    "Table II",
    verified=False,
    why="An exercise gives one security for another and the form shows both; amendments and full tables pass.",
    fix="Add to Table II what was given up, or to Table I what was received.",
)
def exercise_in_both_tables(form: Form) -> Iterator[Problem]:
    """What is received may also be reported under another code or in the same table, as when one derivative
    security becomes another; an amendment repeats only what it corrects, and a full table goes on elsewhere."""
    full = MAX_ROWS_PER_TABLE in {len(form.report.non_derivative), len(form.report.derivative)}
    if form.report.document_type.is_amendment or full:
        return
    for code, received, given in _sides(form, _EXERCISES):
        one_side = received or given
        if received and given:
            continue
        first = one_side[0]
        answered = any(
            line.date == first.date
            and line not in one_side
            and (line.table is not first.table or line.direction != first.direction)
            for line in form.transactions
            if line.code in {code, "J", "C", "A", "D"}
        )
        if {line.direction for line in one_side} == {ACQUIRED, DISPOSED} or answered:
            continue
        other = (
            "Table II the derivative security given up"
            if first.table is Table.I
            else "Table I the shares received"
        )
        yield Problem(
            first.place("code"),
            f"Code {code} is in Table {first.table} only. Add to {other}.",
            {"date": f"{first.date}"},
        )


@check(
    "F4-006",
    Family.LAW,
    Severity.WARNING,
    "Conversion with one side only",
    _BOTH_SIDES,
    "Table I",
    "Table II",
    verified=False,
    why="What was received may stand under code J or carry another day.",
    fix="Add the line of what was converted, or of what was received.",
)
def conversion_has_both_sides(form: Form) -> Iterator[Problem]:
    """What is received may be under code J, and the two sides may carry different days."""
    if form.report.document_type.is_amendment:
        return
    lines = [line for line in form.transactions if line.code == "C"]
    if not lines:
        return
    ways = {line.direction for line in form.transactions if line.code in {"C", "J"}}
    if {ACQUIRED, DISPOSED} - ways:
        missing = "received" if DISPOSED in ways else "converted"
        yield Problem(
            lines[0].place("code"),
            f"Code C needs two lines: what was converted and what was received. Add what was {missing}.",
        )


@check(
    "F4-007",
    Family.LAW,
    Severity.ERROR,
    "Shares received do not match the exercise",
    f"{_BOTH_SIDES}; Form 4, General Instruction 4(c)",
    "Table I, column 4",
    "Table II, columns 5 and 7",
    verified=False,
    why="An error where the ratio is on record; without it a warning, because awards pay out more or less than "
    "their units.",
    fix="Correct the amount, or explain the difference in a footnote.",
)
def shares_match_the_exercise(form: Form) -> Iterator[Problem]:
    """Awards of units may pay out more or less than their number and bring dividend units, so without a fixed
    ratio on record only securities with an exercise price in dollars are compared, as a warning."""
    for _, received, given in _sides(form, _EXERCISES):
        shares = [line.row.amount.value for line in received if line.direction == ACQUIRED]
        brought = [_shares_brought(form, line) for line in given if line.direction == DISPOSED]
        if not shares or not brought:
            continue
        known = [one for one in brought if one is not None]
        if None in shares or len(known) < len(brought):
            continue
        total, expected = sum(filter(None, shares), Decimal(0)), sum(known, Decimal(0))
        if total != expected:
            fixed = all(line.index in form.facts.shares_per_unit for line in given)
            yield Problem(
                next(line for line in received if line.direction == ACQUIRED).place("amount"),
                f"Column 4 of Table I brings {amount(total)} shares; the exercise in Table II is for "
                f"{amount(expected)}. Make them agree, or explain the difference in a footnote.",
                {"received": amount(total), "exercised": amount(expected)},
                severity=None if fixed else Severity.WARNING,
            )


def _shares_brought(form: Form, line: TransactionLine) -> Decimal | None:
    """How many shares a line of Table II brings, where that can be told."""
    row = line.row
    if not isinstance(row, DerivativeTransaction):
        return None
    ratio = form.facts.shares_per_unit.get(line.index)
    if ratio is not None:
        return None if row.amount.value is None else row.amount.value * ratio
    if not row.exercise_price.value or row.underlying.amount.measure is Measure.VALUE:
        return None
    return row.underlying.amount.value


@check(
    "F4-008",
    Family.LAW,
    Severity.WARNING,
    "Price of the exercise",
    "Form 4, General Instruction 5",
    "Table I, column 4",
    "Table II, column 2",
    verified=False,
    why="The price may have been paid in another way, which a footnote tells.",
    fix="Enter the exercise price in Table I, or explain the price in a footnote.",
)
def exercise_price_paid(form: Form) -> Iterator[Problem]:
    for _, received, given in _sides(form, _EXERCISES):
        rows = [line.row for line in given if isinstance(line.row, DerivativeTransaction)]
        prices = {row.exercise_price.value or Decimal(0) for row in rows if row.exercise_price}
        if not prices or any(
            row.exercise_price.footnotes and row.exercise_price.value is None for row in rows
        ):
            prices.add(Decimal(0))
        for line in received:
            paid = line.row.price
            if paid.value is None or paid.footnotes or line.direction != ACQUIRED or not rows:
                continue
            if not any(abs(paid.value - price) < _CENT for price in prices):
                written = listed([dollars(price) for price in sorted(prices)], "or")
                yield Problem(
                    line.place("price"),
                    f"Column 4 says {dollars(paid.value)} for the exercise; the exercise price in Table II is "
                    f"{written}. Use that, or explain the price in a footnote.",
                    {"stated": dollars(paid.value), "exercise price": written},
                )
