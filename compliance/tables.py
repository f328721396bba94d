"""One declaration of a table's columns, for the page, the CSV and the workbook."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator

R = TypeVar("R")
Value = str | dt.date | Decimal | int | None

ROWS_A_PAGE = 100


class Kind(StrEnum):
    """What a column holds. ``CODE`` is text that no line may break, ``NUMBER`` counts something, ``DOLLARS`` is an
    exact amount of money."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    NUMBER = "number"
    DOLLARS = "dollars"


@dataclass(frozen=True, kw_only=True)
class Column(Generic[R]):
    """One column: its title, what it holds of a row, and how wide a workbook makes it, in characters.

    On the page a cell may lead to an address (``url``), stand in a chip of a tone (``tone``), or be told in a
    template of its own (``template``, with the ``row``) that shows the same value. With ``under`` it stands as a
    small line below the cell before it, behind the word ``lead``, and only where it holds something.
    """

    title: str
    value: Callable[[R], Value]
    kind: Kind = Kind.TEXT
    width: int = 14
    url: Callable[[R], str] | None = None
    tone: Callable[[R], str] | None = None
    template: str = ""
    under: bool = False
    lead: str = ""


@dataclass(frozen=True)
class Cell:
    """One value on the page, with what the page makes of it and what stands below it."""

    column: Column[Any]
    value: Value
    url: str
    tone: str
    below: list["Cell"] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        """Whether it has a place of its own: an empty one gives way to what stands below it."""
        return self.value not in {None, ""} or not self.below


@dataclass(frozen=True)
class Line(Generic[R]):
    """One row on the page and its cells."""

    row: R
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Table(Generic[R]):
    """Rows under their columns. ``slug`` names the table in addresses and files, ``empty`` says what would be here.

    ``page`` is the part that the page shows; the files hold all of it. ``actions`` is the template of what can
    be done with a row.
    """

    slug: str
    title: str
    columns: Sequence[Column[R]]
    rows: Sequence[R]
    empty: str
    about: str = ""
    actions: str = ""
    page: Page[R] | None = None

    @property
    def header(self) -> list[str]:
        """The titles of the columns."""
        return [column.title for column in self.columns]

    def values(self) -> Iterator[list[Value]]:
        """Every row's values in the order of the columns."""
        for row in self.rows:
            yield [column.value(row) for column in self.columns]

    @property
    def shown(self) -> list[Column[R]]:
        """The columns that the page has of their own."""
        return [column for column in self.columns if not column.under]

    def lines(self) -> Iterator[Line[R]]:
        """The rows that the page shows."""
        for row in self.page if self.page is not None else self.rows:
            cells: list[Cell] = []
            for column in self.columns:
                url, tone = (ask(row) if ask else "" for ask in (column.url, column.tone))
                cell = Cell(column, column.value(row), url, tone)
                if not column.under:
                    cells.append(cell)
                elif cell.value not in {None, ""}:
                    cells[-1].below.append(cell)
            yield Line(row, tuple(cells))


def page_of_rows(rows: Sequence[R], number: str | None) -> Page[R]:
    """The part of long tables that one page shows; the nearest one where there is no such page."""
    return Paginator(rows, ROWS_A_PAGE).get_page(number)
