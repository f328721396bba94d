"""What every cell of a line must hold for EDGAR to take it."""

from collections.abc import Iterator
from decimal import Decimal

from filings.ownership.checks.form import Form, Line, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import (
    ACQUIRED,
    AMOUNT_DECIMALS,
    DIRECT,
    DISPOSED,
    INDIRECT,
    MAX_AMOUNT,
    MAX_ROWS_PER_TABLE,
    Table,
)
from filings.ownership.findings import Family, Place, Severity
from filings.ownership.report import (
    TRANSACTIONS,
    Cell,
    DerivativeHolding,
    DerivativeTransaction,
    Measure,
    Quantity,
)
from filings.ownership.wording import amount, counted

_SPECIFICATION = "EDGAR Ownership XML specification 5.5"
_WORDS = {
    "title": "the title of the security",
    "exercise_price": "the conversion or exercise price",
    "date": "the transaction date",
    "amount": "the amount",
    "price": "the price",
    "acquired_disposed": "(A) or (D)",
    "exercisable": "the date exercisable",
    "expiration": "the expiration date",
    "underlying_title": "the title of the underlying security",
    "underlying_amount": "the amount of the underlying security",
    "owned_after": "the amount owned after it",
    "ownership": "(D) or (I)",
}
# A footnote may stand in for these; the rest need a value whatever footnotes they carry.
_FOOTNOTE_SUFFICES = frozenset({"price", "exercise_price", "exercisable", "expiration", "underlying_amount"})


@check(
    "F4-014",
    Family.EDGAR,
    Severity.ERROR,
    "Cell is blank",
    f"{_SPECIFICATION}, section 3.3; SEC staff FAQ on electronic reporting, question 2",
    "Table I, columns 1, 2, 4, 5 and 6",
    "Table II, columns 1, 2, 3, 5, 6, 7, 8, 9 and 10",
    fix="Fill the cell, or attach a footnote where that is enough.",
)
def blank_cell(form: Form) -> Iterator[Problem]:
    no_total = form.report.document_type.form == "3"
    for line in form.lines:
        for field, cell in line.cells:
            if field not in _WORDS or (cell.value if isinstance(cell, (Cell, Quantity)) else "") not in {
                None,
                "",
            }:
                continue
            if field == "owned_after" and no_total and isinstance(line.row, DerivativeHolding):
                continue
            if field not in _FOOTNOTE_SUFFICES:
                only = " A footnote alone is not enough." if cell.footnotes else ""
                yield Problem(line.place(field), f"{line.column(field)} needs {_WORDS[field]}.{only}")
            elif not cell.footnotes:
                yield Problem(
                    line.place(field),
                    f"{line.column(field)} is blank. Enter {_WORDS[field]}"
                    f"{', 0 where there is none,' if field == 'price' else ''} or attach a footnote.",
                )


@check(
    "F4-013",
    Family.EDGAR,
    Severity.ERROR,
    "Number outside EDGAR's range",
    f"{_SPECIFICATION}, section 3.2",
    "Table I, columns 4 and 5",
    "Table II, columns 2, 5, 7, 8 and 9",
    fix="Enter a number from 0 to 999,999,999,999.9999 with four decimals at most.",
)
def number_out_of_range(form: Form) -> Iterator[Problem]:
    for line in form.lines:
        for field, cell in line.cells:
            value = cell.value if isinstance(cell, (Cell, Quantity)) else None
            if not isinstance(value, Decimal):
                continue
            if not value.is_finite():
                fault = "is not a number"
            elif value < 0:
                fault = f"is {amount(value)}; EDGAR takes no number below 0"
            elif value > MAX_AMOUNT:
                fault = f"is {amount(value)}; EDGAR takes {amount(MAX_AMOUNT)} at most"
            elif value != round(value, AMOUNT_DECIMALS):
                fault = f"is {amount(value)}; EDGAR takes {AMOUNT_DECIMALS} decimals"
            else:
                continue
            yield Problem(
                line.place(field), f"{line.column(field)} {fault}. Correct it.", {"stated": str(value)}
            )


@check(
    "F4-071",
    Family.LAW,
    Severity.WARNING,
    "Transaction of nothing",
    "Form 4, General Instruction 4(a)(ii)",
    "Table I, column 4",
    "Table II, column 5",
    verified=False,
    why="A line may tell, with a footnote, that nothing changed hands.",
    fix="Enter the amount, or take the line out.",
)
def amount_of_zero(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        if line.row.amount.value == 0 and not line.row.amount.footnotes:
            yield Problem(
                line.place("amount"),
                f"{line.column('amount')} says 0. Enter the amount, or take the line out.",
                {"stated": "0"},
            )


@check(
    "F4-072",
    Family.LAW,
    Severity.WARNING,
    "The same transaction twice",
    "Form 4, General Instruction 4(a)(ii)",
    "Table I",
    "Table II",
    verified=False,
    why="Two trades may be alike in every cell.",
    fix="Take one of the lines out, unless there were two.",
)
def repeated_line(form: Form) -> Iterator[Problem]:
    """Indirect lines may well be alike: two children's accounts, two trusts."""
    seen: dict[object, Line] = {}
    for line in form.transactions:
        first = seen.setdefault(line.row, line)
        if first is not line and line.row.ownership.value != INDIRECT:
            yield Problem(
                line.place(),
                f"Table {line.table}, line {line.index + 1} repeats line {first.index + 1} in every cell. "
                "Take one out unless there were two.",
            )


@check(
    "EDGAR-003",
    Family.EDGAR,
    Severity.ERROR,
    "Choice that the form does not have",
    f"{_SPECIFICATION}, section 3.6",
    "Table I, columns 4 and 6",
    "Table II, columns 5 and 10",
    fix="Choose one of the form's two choices.",
)
def unknown_choice(form: Form) -> Iterator[Problem]:
    for line in form.lines:
        choices = [("ownership", line.row.ownership.value, DIRECT, INDIRECT)]
        if isinstance(line, TransactionLine):
            choices.append(("acquired_disposed", line.row.acquired_disposed.value, ACQUIRED, DISPOSED))
        for field, value, one, other in choices:
            if value and value not in {one, other}:
                yield Problem(
                    line.place(field),
                    f"{line.column(field)} says “{value}”. Choose ({one}) or ({other}).",
                )


@check(
    "F4-030",
    Family.EDGAR,
    Severity.ERROR,
    "Nature of ownership does not go with (D) or (I)",
    f"{_SPECIFICATION}, section 3.3; Form 4, General Instruction 4(b)",
    "Table I, columns 6 and 7",
    "Table II, columns 10 and 11",
    fix="Say how indirect securities are held, and leave the nature of direct ones empty.",
)
def nature_of_ownership(form: Form) -> Iterator[Problem]:
    for line in form.lines:
        ownership, nature = line.row.ownership.value, line.row.nature.value
        if ownership == INDIRECT and not nature:
            yield Problem(
                line.place("nature"),
                f"{line.column('nature')} must say how the securities are held, such as “By spouse”.",
            )
        elif ownership == DIRECT and nature:
            yield Problem(
                line.place("nature"),
                f"{line.column('nature')} must be empty because {line.column('ownership').lower()} says (D). "
                "Clear it, or choose (I).",
            )


@check(
    "EDGAR-004",
    Family.EDGAR,
    Severity.ERROR,
    "Value where the form counts shares",
    f"{_SPECIFICATION}, section 3.3",
    "Table I, column 4",
    fix="Enter the number of securities.",
)
def value_in_table_one(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        if line.table is Table.I and line.row.amount.measure is Measure.VALUE:
            yield Problem(
                line.place("amount"), "Column 4 states a value. Table I takes a number of securities there."
            )


@check(
    "F4-074",
    Family.LAW,
    Severity.WARNING,
    "Expires before it can be exercised",
    "Form 4, Table II, column 6",
    "Table II, column 6",
    why="EDGAR takes the dates as they are, and the form does not tell which of them is wrong.",
    fix="Correct one of the two dates.",
)
def expires_before_exercisable(form: Form) -> Iterator[Problem]:
    for line in form.lines:
        row = line.row
        if isinstance(row, (DerivativeTransaction, DerivativeHolding)):
            exercisable, expiration = row.exercisable.value, row.expiration.value
            if exercisable and expiration and expiration < exercisable:
                yield Problem(
                    line.place("expiration"),
                    f"Column 6 says exercisable from {exercisable:%m/%d/%Y} and expired on "
                    f"{expiration:%m/%d/%Y}. Check both dates.",
                    {"exercisable": f"{exercisable}", "expiration": f"{expiration}"},
                )


@check(
    "F4-048",
    Family.EDGAR,
    Severity.ERROR,
    "Too many lines",
    f"{_SPECIFICATION}, section 4.3",
    "Table I",
    "Table II",
    fix="Split the report into linked forms.",
)
def too_many_lines(form: Form) -> Iterator[Problem]:
    tables = ((Table.I, form.report.non_derivative), (Table.II, form.report.derivative))
    for table, rows in tables:
        if len(rows) > MAX_ROWS_PER_TABLE:
            first_over = Line(table, MAX_ROWS_PER_TABLE, rows[MAX_ROWS_PER_TABLE], form.texts)
            yield Problem(
                Place(first_over.place().part),
                f"Table {table} has {counted(len(rows), 'line')}; EDGAR takes {MAX_ROWS_PER_TABLE}. "
                "Split it into more than one form.",
                {"lines": str(len(rows)), "limit": str(MAX_ROWS_PER_TABLE)},
            )


@check(
    "EDGAR-005",
    Family.EDGAR,
    Severity.ERROR,
    "Line that this form does not have",
    f"{_SPECIFICATION}, section 4.3",
    "Table I",
    "Table II",
    fix="Report the transaction on Form 4, or clear what a holding cannot have.",
)
def line_of_another_form(form: Form) -> Iterator[Problem]:
    number = form.report.document_type.form
    for line in form.lines:
        if number == "3" and isinstance(line.row, TRANSACTIONS):
            yield Problem(line.place(), "Form 3 reports holdings only. Report the transaction on Form 4.")
        elif number == "4" and not isinstance(line.row, TRANSACTIONS) and line.row.coding is not None:
            yield Problem(
                line.place("code"), f"{line.column('code')} must be empty on a holding of Form {number}."
            )
