"""Two lines of two forms beside each other, column by column as the forms print them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from filings.ownership.codes import Table
from filings.ownership.deadlines import RowReference
from filings.ownership.report import OwnershipReport, Row
from filings.rendering.columns import Column, grids
from filings.rendering.shown import Shown

_NUMBER = re.compile(r"\((\w+)\)")


@dataclass(frozen=True)
class Compared:
    """One column of the forms: its caption and what each line shows in it. ``is_total`` is what runs on."""

    caption: str
    cells: tuple[Shown | None, ...]
    is_total: bool


@dataclass(frozen=True)
class TwoLines:
    """Lines beside each other; ``notes`` are for each line the footnotes on it, as number and text."""

    rows: tuple[Compared, ...]
    notes: tuple[tuple[tuple[str, str], ...], ...]


Line = tuple[OwnershipReport, RowReference]


def beside(lines: Sequence[Line | None]) -> TwoLines:
    """Some lines column by column; what is blank in all of them is left out. ``None`` stands for no line."""
    printed = [_cells(*line) if line else {} for line in lines]
    names = list(dict.fromkeys(name for cells in printed for name in cells))
    rows = []
    for name in names:
        found = [cells.get(name) for cells in printed]
        if any(one and (one[1].text or one[1].marks or one[1].pieces) for one in found):
            caption = next(one[0] for one in reversed(found) if one)
            rows.append(Compared(caption, tuple(one[1] if one else None for one in found), name == "after"))
    notes = (
        _notes(line[0], cells.values()) if line else () for line, cells in zip(lines, printed, strict=True)
    )
    return TwoLines(tuple(rows), tuple(notes))


def _row(report: OwnershipReport, line: RowReference) -> Row | None:
    table, index = line
    rows: Sequence[Row] = report.non_derivative if table is Table.I else report.derivative
    return rows[index] if index < len(rows) else None


def _cells(report: OwnershipReport, line: RowReference) -> dict[str, tuple[str, Shown]]:
    """By the name of its column a line's cells, each with its caption."""
    grid, row = grids(report.document_type)[0 if line[0] is Table.I else 1], _row(report, line)
    if row is None:
        return {}
    found = {}
    for column in grid.columns:
        for leaf in column.parts or (column,):
            cell = leaf.show(row) if leaf.show else None
            if cell is not None:
                found[leaf.name] = (_caption(column, leaf), cell)
    return found


def _caption(column: Column, leaf: Column) -> str:
    return column.caption if leaf is column else f"{column.caption}: {leaf.caption}"


def _notes(report: OwnershipReport, cells: Iterable[tuple[str, Shown]]) -> tuple[tuple[str, str], ...]:
    texts = {note.id: note.text for note in report.footnotes}
    numbers = dict.fromkeys(number for _, cell in cells for number in _NUMBER.findall(cell.marks))
    return tuple((number, text) for number in numbers if (text := texts.get(f"F{number}")))
