"""The columns of Tables I and II on each of the three forms: the heading, and what a line shows in it.

A holding has no transaction, so its transaction columns are blank: a column asks the line for a field and
shows nothing where the line has none.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.safestring import mark_safe
from msgspec import Struct

from filings.ownership.codes import ACQUIRED, DISPOSED
from filings.ownership.report import DocumentType, Row
from filings.rendering import shown
from filings.rendering.shown import BLANK, Shown

# In a narrow column the line is broken behind the second slash, which browsers do not do by themselves.
MONTH_DAY_YEAR = mark_safe('(Month/Day/<span class="f4-whole">Year)</span>')

Show = Callable[[Any], Shown | None]


class Column(Struct, frozen=True):
    """A column, or a heading over several of them (``parts``).

    ``name`` is the class that gives the width, ``align`` the class for its cells. ``show`` returns ``None``
    where the cell before covers this column too.
    """

    caption: str
    note: str = ""
    name: str = ""
    show: Show | None = None
    align: str = ""
    parts: tuple["Column", ...] = ()

    @property
    def columns(self) -> int:
        return len(self.parts) or 1


class Grid(Struct, frozen=True):
    """A table as the form prints it. ``example`` is the line under the title of Table II."""

    title: str
    name: str
    columns: tuple[Column, ...]
    example: str = ""

    @property
    def has_parts(self) -> bool:
        return any(column.parts for column in self.columns)

    @property
    def leaves(self) -> tuple[Column, ...]:
        """The columns that hold cells, from left to right."""
        return tuple(leaf for column in self.columns for leaf in column.parts or (column,))

    @property
    def parts(self) -> tuple[Column, ...]:
        """The second line of headings."""
        return tuple(part for column in self.columns for part in column.parts)

    def cells(self, row: Row) -> list[tuple[str, Shown]]:
        """A line's cells, each with the class that aligns it; one across two columns stands in their middle."""
        shown_cells = ((leaf.align, leaf.show(row)) for leaf in self.leaves if leaf.show)
        return [
            (_CENTRE if cell.span > 1 else align, cell) for align, cell in shown_cells if cell is not None
        ]

    def lines(self, rows: Iterable[Row]) -> list[list[tuple[str, Shown]]]:
        """Every line's cells; one blank line where the table has none, so that it prints as a table."""
        return [self.cells(row) for row in rows] or [[(leaf.align, BLANK) for leaf in self.leaves]]


def grids(document_type: DocumentType) -> tuple[Grid, Grid]:
    """Tables I and II of a form."""
    return _GRIDS[document_type.form]


def _field(name: str, cell: Callable[[Any], Shown]) -> Show:
    return lambda row: cell(getattr(row, name, None))


def _text(name: str) -> Show:
    return _field(name, shown.text_cell)


def _day(name: str) -> Show:
    return _field(name, shown.day_cell)


def _price(name: str) -> Show:
    return _field(name, shown.price_cell)


def _quantity(name: str) -> Show:
    return _field(name, shown.quantity_cell)


def _code(row: Row) -> Shown:
    coding = row.coding
    return Shown(shown.coding_text(coding), shown.marks(coding.footnotes)) if coding else BLANK


def _voluntary(row: Row) -> Shown:
    """The mark V of a line on Form 4 that was not due before Form 5."""
    early = row.coding is not None and row.coding.form_type == "5"
    timeliness = getattr(row, "timeliness", None)
    return Shown("V" if early else "", shown.marks(timeliness.footnotes) if timeliness else "")


def _annual_code(row: Row) -> Shown:
    """The code on Form 5 with what was not reported in time beside it (Form 5, General Instruction 8).

    ``3`` stands for a holding that Form 3 left out, ``4`` for a transaction that was due on Form 4, ``5`` for
    one that was due on an earlier Form 5.
    """
    coding = row.coding
    if coding is None:
        return BLANK
    timeliness = getattr(row, "timeliness", None)
    late = timeliness is not None and timeliness.value == "L"
    missed = coding.form_type if coding.form_type in ("3", "4") or late else ""
    notes = coding.footnotes + (timeliness.footnotes if timeliness else ())
    return Shown(shown.coding_text(coding) + missed, shown.marks(notes))


def _acquired(row: Any) -> Shown:
    """The amount in (A); across (A) and (D) as long as the line does not say which it is."""
    direction = getattr(row, "acquired_disposed", None)
    if direction is None:
        return BLANK
    if direction.value == DISPOSED:
        return BLANK
    return _amount_with_direction(row, span=1 if direction.value == ACQUIRED else 2)


def _disposed(row: Any) -> Shown | None:
    direction = getattr(row, "acquired_disposed", None)
    if direction is None or direction.value == ACQUIRED:
        return BLANK
    return _amount_with_direction(row) if direction.value == DISPOSED else None


def _amount_with_direction(row: Any, span: int = 1) -> Shown:
    """The amount, with the footnotes of (A) or (D), which has no cell of its own in Table II."""
    notes = row.amount.footnotes + row.acquired_disposed.footnotes
    return shown.amount(shown.quantity_cell(row.amount).text, notes, span)


def _underlying_title(row: Any) -> Shown:
    return shown.text_cell(row.underlying.title)


def _underlying_amount(row: Any) -> Shown:
    return shown.quantity_cell(row.underlying.amount)


_CENTRE, _RIGHT = "f4-c", "f4-r"


def _ownership(caption: str, instruction: str) -> Column:
    return Column(caption, instruction, "own", _text("ownership"), _CENTRE)


def _nature(caption: str, instruction: str) -> Column:
    return Column(caption, instruction, "nature", _text("nature"))


def _exercise_dates(caption: str) -> Column:
    return Column(
        caption,
        MONTH_DAY_YEAR,
        parts=(
            Column("Date Exercisable", name="exer", show=_day("exercisable"), align=_CENTRE),
            Column("Expiration Date", name="exp", show=_day("expiration"), align=_CENTRE),
        ),
    )


def _underlying(caption: str, instruction: str) -> Column:
    return Column(
        caption,
        instruction,
        parts=(
            Column("Title", name="utitle", show=_underlying_title),
            Column("Amount or Number of Shares", name="uamount", show=_underlying_amount, align=_RIGHT),
        ),
    )


def _transaction_code(number: str, *, annual: bool) -> Column:
    caption = f"{number}. Transaction Code"
    if annual:
        return Column(caption, "(Instr. 8)", "code", _annual_code, _CENTRE)
    return Column(
        caption,
        "(Instr. 8)",
        parts=(
            Column("Code", name="code", show=_code, align=_CENTRE),
            Column("V", name="v", show=_voluntary, align=_CENTRE),
        ),
    )


def _changes(*, annual: bool) -> tuple[Grid, Grid]:
    """Tables I and II of Form 4, and of Form 5, which counts what is owned at the end of the year."""
    when = "at end of Issuer's Fiscal Year" if annual else "Following Reported Transaction(s)"
    suffix = "-annual" if annual else ""
    table_i = Grid(
        "Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned",
        f"f4-t1{suffix}",
        (
            Column("1. Title of Security", "(Instr. 3)", "title", _text("title")),
            Column("2. Transaction Date", MONTH_DAY_YEAR, "date", _day("date"), _CENTRE),
            Column(
                "2A. Deemed Execution Date, if any",
                MONTH_DAY_YEAR,
                "deemed",
                _day("deemed_execution"),
                _CENTRE,
            ),
            _transaction_code("3", annual=annual),
            Column(
                "4. Securities Acquired (A) or Disposed of (D)",
                "(Instr. 3, 4 and 5)",
                parts=(
                    Column("Amount", name="amount", show=_quantity("amount"), align=_RIGHT),
                    Column("(A) or (D)", name="ad", show=_text("acquired_disposed"), align=_CENTRE),
                    Column("Price", name="price", show=_price("price"), align=_RIGHT),
                ),
            ),
            Column(
                f"5. Amount of Securities Beneficially Owned {when}",
                "(Instr. 3 and 4)",
                "after",
                _quantity("owned_after"),
                _RIGHT,
            ),
            _ownership("6. Ownership Form: Direct (D) or Indirect (I)", "(Instr. 4)"),
            _nature("7. Nature of Indirect Beneficial Ownership", "(Instr. 4)"),
        ),
    )
    table_ii = Grid(
        "Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned",
        f"f4-t2{suffix}",
        (
            Column("1. Title of Derivative Security", "(Instr. 3)", "title", _text("title")),
            Column(
                "2. Conversion or Exercise Price of Derivative Security",
                "",
                "exprice",
                _price("exercise_price"),
                _RIGHT,
            ),
            Column("3. Transaction Date", MONTH_DAY_YEAR, "date", _day("date"), _CENTRE),
            Column(
                "3A. Deemed Execution Date, if any",
                MONTH_DAY_YEAR,
                "deemed",
                _day("deemed_execution"),
                _CENTRE,
            ),
            _transaction_code("4", annual=annual),
            Column(
                "5. Number of Derivative Securities Acquired (A) or Disposed of (D)",
                "(Instr. 3, 4 and 5)",
                parts=(
                    Column("(A)", name="a", show=_acquired, align=_RIGHT),
                    Column("(D)", name="d", show=_disposed, align=_RIGHT),
                ),
            ),
            _exercise_dates("6. Date Exercisable and Expiration Date"),
            _underlying("7. Title and Amount of Underlying Securities", "(Instr. 3 and 4)"),
            Column("8. Price of Derivative Security", "(Instr. 5)", "price", _price("price"), _RIGHT),
            Column(
                f"9. Number of Derivative Securities Beneficially Owned {when}",
                "(Instr. 4)",
                "after",
                _quantity("owned_after"),
                _RIGHT,
            ),
            _ownership("10. Ownership Form of Derivative Security: Direct (D) or Indirect (I)", "(Instr. 4)"),
            _nature("11. Nature of Indirect Beneficial Ownership", "(Instr. 4)"),
        ),
        _EXAMPLE,
    )
    return table_i, table_ii


_EXAMPLE = "(e.g., puts, calls, warrants, options, convertible securities)"

_INITIAL = (
    Grid(
        "Table I - Non-Derivative Securities Beneficially Owned",
        "f4-t1-initial",
        (
            Column("1. Title of Security", "(Instr. 4)", "title", _text("title")),
            Column(
                "2. Amount of Securities Beneficially Owned",
                "(Instr. 4)",
                "after",
                _quantity("owned_after"),
                _RIGHT,
            ),
            _ownership("3. Ownership Form: Direct (D) or Indirect (I)", "(Instr. 5)"),
            _nature("4. Nature of Indirect Beneficial Ownership", "(Instr. 5)"),
        ),
    ),
    Grid(
        "Table II - Derivative Securities Beneficially Owned",
        "f4-t2-initial",
        (
            Column("1. Title of Derivative Security", "(Instr. 4)", "title", _text("title")),
            _exercise_dates("2. Date Exercisable and Expiration Date"),
            _underlying("3. Title and Amount of Securities Underlying Derivative Security", "(Instr. 4)"),
            Column(
                "4. Conversion or Exercise Price of Derivative Security",
                "",
                "exprice",
                _price("exercise_price"),
                _RIGHT,
            ),
            _ownership("5. Ownership Form of Derivative Security: Direct (D) or Indirect (I)", "(Instr. 5)"),
            _nature("6. Nature of Indirect Beneficial Ownership", "(Instr. 5)"),
        ),
        _EXAMPLE,
    ),
)

_GRIDS = {"3": _INITIAL, "4": _changes(annual=False), "5": _changes(annual=True)}
