"""A report with more lines or owners than EDGAR takes, as several linked reports.

EDGAR takes 30 lines in a table and 10 reporting owners (EDGAR Ownership XML specification 5.5, section 4.3). Lines
keep their order and their stated totals, so that the totals of each part run on from the part before; all parts
share the period of the whole. Owners beyond the tenth report the same lines again on a form of their own.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct, structs

from filings.ownership.codes import (
    MAX_FOOTNOTE_TEXT,
    MAX_OWNERS,
    MAX_REMARKS,
    MAX_ROWS_PER_TABLE,
    MAX_SIGNATURES,
)
from filings.ownership.report import (
    TRANSACTIONS,
    DocumentType,
    Footnote,
    Owner,
    OwnershipReport,
    Row,
    Signature,
    Underlying,
)
from filings.ownership.wording import counted, listed

# The codes whose lines stand in both tables, one side each.
_PAIRED = frozenset("MXOC")
_MENTIONED = re.compile(
    r"\b((?:foot)?notes?\s+)(\(?\d{1,2}\)?(?:(?:\s*,\s*|\s*&\s*|\s+(?:and|or|to|through)\s+)\(?\d{1,2}\)?)*)",
    re.IGNORECASE,
)
_AnyCell = TypeVar("_AnyCell", bound=Struct)


class Part(Struct, frozen=True):
    """Which owners and which lines of the whole one part takes: half-open ranges from 0."""

    owners: tuple[int, int]
    non_derivative: tuple[int, int]
    derivative: tuple[int, int]


def split(report: OwnershipReport) -> tuple[OwnershipReport, ...]:
    """The parts to file instead of a report that is too large; the report itself where it is not.

    Both sides of an exercise or a conversion stay in one part where the lines allow it, and no part of a Form 4
    holds holdings alone where another cut avoids that. Each part has the footnotes that it uses, numbered anew,
    and says in its remarks which part it is; remarks that leave no room for that stay as they are.
    """
    parts = plan(report)
    if len(parts) == 1:
        return (report,)
    where = _parts_of_footnotes(report, parts)
    return tuple(
        _taken(report, part, number, len(parts), where) for number, part in enumerate(parts, start=1)
    )


def proposal(report: OwnershipReport) -> tuple[str, ...]:
    """What would be done with a report that is too large, a sentence each; nothing where it is not."""
    parts = plan(report)
    if len(parts) == 1:
        return ()
    return (
        f"{_reason(report)} File it as {len(parts)} linked forms of the same period.",
        *(f"Part {number}: {_contents(report, part)}." for number, part in enumerate(parts, start=1)),
    )


def plan(report: OwnershipReport) -> tuple[Part, ...]:
    """How a report is cut: every owner in one group, every line in one part of each group."""
    owners = [
        (start, min(start + MAX_OWNERS, len(report.owners)))
        for start in range(0, max(len(report.owners), 1), MAX_OWNERS)
    ]
    cuts = list(pairwise(_cuts(report)))
    return tuple(
        Part(group, (first[0], last[0]), (first[1], last[1])) for group in owners for first, last in cuts
    )


def _cuts(report: OwnershipReport) -> Iterator[tuple[int, int]]:
    """Where the tables are cut, as numbers of lines of Table I and Table II before the cut."""
    whole = len(report.non_derivative), len(report.derivative)
    left = max(1, *(-(-lines // MAX_ROWS_PER_TABLE) for lines in whole))
    pairs = tuple(_pairs(report))
    trades = _trades_before(report.non_derivative), _trades_before(report.derivative)
    needs_trades = report.document_type.form == "4"
    cut = 0, 0
    yield cut
    for after in reversed(range(left)):
        begun = cut

        def cost(at: tuple[int, int], begun: tuple[int, int] = begun, after: int = after) -> tuple[int, ...]:
            here = trades[0][at[0]] + trades[1][at[1]] - trades[0][begun[0]] - trades[1][begun[1]]
            beyond = trades[0][-1] + trades[1][-1] - trades[0][at[0]] - trades[1][at[1]]
            without_trades = int(needs_trades) * ((here == 0) + max(0, after - beyond))
            broken = sum((one < at[0]) != (other < at[1]) for one, other in pairs)
            return without_trades, broken, -(at[0] + at[1])

        reach = [
            range(max(done, lines - after * MAX_ROWS_PER_TABLE), min(done + MAX_ROWS_PER_TABLE, lines) + 1)
            for done, lines in zip(cut, whole, strict=True)
        ]
        cut = min(((first, second) for first in reach[0] for second in reach[1]), key=cost)
        yield cut


def _trades_before(rows: Sequence[Row]) -> list[int]:
    """For each position in a table how many transactions stand before it."""
    counts = [0]
    for row in rows:
        counts.append(counts[-1] + isinstance(row, TRANSACTIONS))
    return counts


def _pairs(report: OwnershipReport) -> Iterator[tuple[int, int]]:
    """The lines of Table I and Table II that belong together: line by line where there are as many of a code on
    a day, else each with all."""
    sides: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((report.non_derivative, report.derivative)):
        for index, row in enumerate(rows):
            if isinstance(row, TRANSACTIONS) and row.coding is not None and row.coding.code in _PAIRED:
                sides[row.date.value, row.coding.code][side].append(index)
    for first, second in sides.values():
        if len(first) == len(second):
            yield from zip(first, second, strict=True)
        else:
            yield from ((one, other) for one in first for other in second)


def _taken(
    report: OwnershipReport, part: Part, number: int, of: int, where: Mapping[str, int]
) -> OwnershipReport:
    rows = report.non_derivative[slice(*part.non_derivative)], report.derivative[slice(*part.derivative)]
    used = set(_references(row for table in rows for row in table))
    # A footnote that hangs nowhere is a fault to be mended, not one to be hidden.
    notes = [note for note in report.footnotes if where.get(note.id, 1) == number or note.id in used]
    strangers = sorted(used - {note.id for note in notes})
    numbers = {old: f"F{new}" for new, old in enumerate([*(note.id for note in notes), *strangers], start=1)}

    def said(text: str, limit: int) -> str:
        changed = _renumbered(text, numbers, where)
        return changed if len(changed) <= limit else text

    remarks = said(report.remarks, MAX_REMARKS)
    return structs.replace(
        report,
        owners=report.owners[slice(*part.owners)],
        non_derivative=tuple(_marked(row, numbers) for row in rows[0]),
        derivative=tuple(_marked(row, numbers) for row in rows[1]),
        footnotes=tuple(Footnote(numbers[note.id], said(note.text, MAX_FOOTNOTE_TEXT)) for note in notes),
        remarks=_with_note(
            remarks, f"This is part {number} of {of} of one report. {_reason(report)}", number, of
        ),
        signatures=_signatures(report, part),
    )


def _parts_of_footnotes(report: OwnershipReport, parts: Sequence[Part]) -> dict[str, int]:
    """The first part that each footnote is on, for those that hang on a line."""
    where: dict[str, int] = {}
    for number, part in enumerate(parts, start=1):
        rows = (
            *report.non_derivative[slice(*part.non_derivative)],
            *report.derivative[slice(*part.derivative)],
        )
        for note in _references(rows):
            where.setdefault(note, number)
    return where


def _with_note(remarks: str, note: str, number: int, of: int) -> str:
    for head in (note, f"Part {number} of {of}."):
        noted = f"{head}\n{remarks}".strip()
        if len(noted) <= MAX_REMARKS:
            return noted
    return remarks


def _signatures(report: OwnershipReport, part: Part) -> tuple[Signature, ...]:
    """Those of the part's owners: by position where each owner has one, else by the names in them, else all."""
    signatures, (first, last) = report.signatures, part.owners
    if len(report.owners) <= MAX_OWNERS:
        return signatures
    if len(signatures) == len(report.owners):
        return signatures[first:last]
    named = tuple(
        mark for mark in signatures if any(_names(mark, owner) for owner in report.owners[first:last])
    )
    return named if named and len(signatures) > MAX_SIGNATURES else signatures


def _names(mark: Signature, owner: Owner) -> bool:
    name = owner.name.casefold().partition(" ")[0].strip(",.")
    return bool(name) and name in mark.name.casefold()


def _references(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        for field in row.__struct_fields__:
            cell = getattr(row, field)
            cells = (cell.title, cell.amount) if isinstance(cell, Underlying) else (cell,)
            yield from (note for one in cells if one is not None for note in one.footnotes)


def _marked(row: Row, numbers: Mapping[str, str]) -> Row:
    """A line with the new numbers of its footnotes."""
    cells = {field: getattr(row, field) for field in row.__struct_fields__}
    return structs.replace(
        row, **{field: _renamed(cell, numbers) for field, cell in cells.items() if cell is not None}
    )


def _renamed(cell: _AnyCell, numbers: Mapping[str, str]) -> _AnyCell:
    if isinstance(cell, Underlying):
        return structs.replace(
            cell, title=_renamed(cell.title, numbers), amount=_renamed(cell.amount, numbers)
        )
    return structs.replace(cell, footnotes=tuple(numbers[note] for note in getattr(cell, "footnotes", ())))


def _renumbered(text: str, numbers: Mapping[str, str], where: Mapping[str, int]) -> str:
    """A text in which “footnote 12” still leads to the same footnote."""

    def again(found: re.Match[str]) -> str:
        old = f"F{int(found[0])}"
        if old in numbers:
            return numbers[old].removeprefix("F")
        return f"{found[0]} of part {where[old]}" if old in where else found[0]

    return _MENTIONED.sub(lambda found: found[1] + re.sub(r"\d{1,2}", again, found[2]), text)


def _reason(report: OwnershipReport) -> str:
    tables = (("I", len(report.non_derivative)), ("II", len(report.derivative)))
    reasons = [
        f"Table {name} has {counted(lines, 'line')} and EDGAR takes {MAX_ROWS_PER_TABLE}"
        for name, lines in tables
        if lines > MAX_ROWS_PER_TABLE
    ]
    if len(report.owners) > MAX_OWNERS:
        reasons.append(f"{counted(len(report.owners), 'owner')} report and EDGAR takes {MAX_OWNERS}")
    return f"{listed(reasons)}."


def _contents(report: OwnershipReport, part: Part) -> str:
    tables = (("I", part.non_derivative), ("II", part.derivative))
    words = [
        f"line{'' if last - first == 1 else 's'} {_range(first, last)} of Table {name}"
        for name, (first, last) in tables
        if last > first
    ]
    contents = listed(words) or "no lines"
    if len(report.owners) > MAX_OWNERS:
        first, last = part.owners
        contents = f"owner{'' if last - first == 1 else 's'} {_range(first, last)} with {contents}"
    rows = (*report.non_derivative[slice(*part.non_derivative)], *report.derivative[slice(*part.derivative)])
    if report.document_type in {DocumentType.FORM_4, DocumentType.FORM_4A} and not any(
        isinstance(row, TRANSACTIONS) for row in rows
    ):
        contents += ", holdings alone, which EDGAR may suspend"
    return contents


def _range(first: int, last: int) -> str:
    return f"{first + 1}" if last - first == 1 else f"{first + 1} to {last}"
