"""Changing the lines of Table I and Table II and the footnotes on their cells."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max

from compliance.audit.log import record
from compliance.models import User
from filings.models import Filing, Footnote, FootnoteMark, TableRow
from filings.ownership import codes
from filings.ownership.codes import CODES, Table
from filings.ownership.deadlines import RowReference
from filings.ownership.ledger import Opening, running_totals
from filings.selectors.balances import opening_balances
from filings.services.assemble import assemble
from filings.services.editing import editing, set_values, take_version

# EDGAR takes thirty lines a table in one filing; a draft may hold more, to be split into linked filings.
MAX_DRAFT_ROWS = 300


class TableFull(Exception):
    """The table holds as many lines as a draft may."""


class FootnotesFull(Exception):
    """EDGAR takes a limited number of footnotes."""


Marks = Mapping[str, Collection[Footnote]]


def row_save(
    *,
    actor: User,
    filing_id: int,
    table: Table,
    values: Mapping[str, Any],
    marks: Marks,
    new_notes: Mapping[str, str],
    row_id: int | None = None,
    version: int = 1,
) -> TableRow:
    """Add a line (``row_id`` unset) or save one, with its footnote marks; a blank total is worked out.

    ``marks`` holds for each cell the draft's footnotes that hang on it, ``new_notes`` the text of a new one.
    Raises ``TableFull``, ``FootnotesFull`` or ``EditConflict``.
    """
    with editing(filing_id, actor=actor) as filing:
        if row_id is None:
            row = TableRow(filing=filing, table=table, position=_next_position(filing, table))
            _must_have_room(filing, table)
        else:
            row = filing.rows.get(pk=row_id, table=table)
            take_version(row, version)
        before = None if row_id is None else row.pk
        changes = set_values(row, values)
        row.save()
        notes = _set_marks(filing, row, marks, new_notes)
        if row.owned_after is None:
            propose_total(row)
        what = f"Table {row.table}, line {line_number(row)}"
        if before is None:
            record(actor=actor, verb=f"added {what}", subject=filing, changes=changes)
        elif changes or notes:
            record(actor=actor, verb=f"changed {what}", subject=filing, changes=changes)
    return row


def row_copy(*, actor: User, row: TableRow) -> TableRow:
    """Put a copy of a line, marks included, right below it. Raises ``TableFull`` or ``TableRow.DoesNotExist``."""
    with editing(row.filing_id, actor=actor) as filing:
        _must_have_room(filing, Table(row.table))
        original = filing.rows.get(pk=row.pk)
        marks = list(original.marks.all())
        copy = filing.rows.get(pk=row.pk)
        copy.pk, copy.version = None, 1
        copy.owned_after = None
        copy.save()
        for mark in marks:
            FootnoteMark.objects.create(row=copy, footnote_id=mark.footnote_id, cell=mark.cell)
        order = [one for one in _rows(filing, row.table) if one.pk != copy.pk]
        order.insert(next(i for i, one in enumerate(order) if one.pk == row.pk) + 1, copy)
        _number(order)
        propose_total(copy)
        record(actor=actor, verb=f"copied Table {row.table}, line {line_number(original)}", subject=filing)
    return copy


def row_move(*, actor: User, row: TableRow, steps: int) -> None:
    """Move a line up (negative) or down by some places; the ends of the table stop it.

    Raises ``TableRow.DoesNotExist`` when somebody has removed it.
    """
    with editing(row.filing_id, actor=actor) as filing:
        order = _rows(filing, row.table)
        place = order.index(filing.rows.get(pk=row.pk))
        target = max(0, min(len(order) - 1, place + steps))
        order.insert(target, order.pop(place))
        _number(order)
        if target != place:
            record(
                actor=actor,
                verb=f"moved Table {row.table}, line {place + 1} to line {target + 1}",
                subject=filing,
            )


def row_remove(*, actor: User, row: TableRow) -> None:
    """Take a line off the table. Footnotes that hung on it alone stay in the draft, unused.

    Raises ``TableRow.DoesNotExist`` when somebody has removed it.
    """
    with editing(row.filing_id, actor=actor) as filing:
        number = line_number(filing.rows.get(pk=row.pk))
        filing.rows.filter(pk=row.pk).delete()
        _number(_rows(filing, row.table))
        record(actor=actor, verb=f"removed Table {row.table}, line {number}", subject=filing)


def totals_recalculate(*, actor: User, filing_id: int, table: Table) -> int:
    """Write the running total into every line of a table where it is known; how many lines it changed."""
    with editing(filing_id, actor=actor) as filing:
        changed, opening = 0, opening_balances(filing)
        # A line's total is the ground of the next one's, so they are written from the top down.
        for row in _rows(filing, table):
            expected = expected_total(filing, row, opening)
            if expected is not None and expected != row.owned_after and expected >= 0:
                row.owned_after = expected
                row.version += 1
                row.save()
                changed += 1
        if changed:
            record(actor=actor, verb=f"recalculated {changed} totals of Table {table}", subject=filing)
    return changed


def expected_total(filing: Filing, row: TableRow, opening: Opening | None = None) -> Decimal | None:
    """What column 5 or 9 of a line should say, from the last balance and the lines above it."""
    rows = list(filing.rows.prefetch_related("marks"))
    report = assemble(filing, rows=rows).report
    opening = opening_balances(filing) if opening is None else opening
    totals = running_totals(report, opening, _awards(rows))
    in_table = totals[0] if row.table == Table.I else totals[1]
    return in_table[line_number(row) - 1]


def total_with(
    filing: Filing, table: Table, values: Mapping[str, Any], row_id: int | None
) -> tuple[Decimal | None, Decimal | None]:
    """What column 5 or 9 of a line would say with these values, before it is saved; and the total before it.

    ``row_id`` names the line that is being edited; without it the line comes last. ``None`` where unknown.
    """
    rows = list(filing.rows.prefetch_related("marks"))
    row = next((one for one in rows if one.pk == row_id), None)
    if row is None:
        row = TableRow(filing=filing, table=table)
        rows.append(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.owned_after = None
    report = assemble(filing, rows=rows).report
    in_table = [one for one in rows if one.table == table]
    index = in_table.index(row)
    totals = running_totals(report, opening_balances(filing), _awards(rows))
    after = (totals[0] if table == Table.I else totals[1])[index]
    change = row.amount if row.acquired_disposed == codes.ACQUIRED else -(row.amount or Decimal(0))
    return after, None if after is None else after - (change or Decimal(0))


def _awards(rows: Sequence[TableRow]) -> dict[RowReference, str]:
    """The awards that lines name, by table and zero-based line."""
    return {
        (table, line): row.award
        for table in Table
        for line, row in enumerate(one for one in rows if one.table == table)
        if row.award
    }


def propose_total(row: TableRow) -> None:
    """Fill a blank column 5 or 9 with the running total where it is known and not negative."""
    expected = expected_total(row.filing, row)
    if expected is not None and 0 <= expected <= codes.MAX_AMOUNT:
        row.owned_after = expected
        row.save(update_fields=["owned_after"])


def direction_of(code: str, given: str) -> str:
    """Column 4 (A)/(D): what the code decides, else what the preparer gave."""
    rule = CODES.get(code)
    return rule.direction if rule and rule.direction else given


def line_number(row: TableRow) -> int:
    """The line's one-based place in its table."""
    return next(index for index, one in enumerate(_rows(row.filing, row.table), start=1) if one.pk == row.pk)


def footnote_save(
    *, actor: User, filing_id: int, text: str, footnote_id: int | None = None, version: int = 1
) -> Footnote:
    """Add a footnote (``footnote_id`` unset) or save its text. Raises ``EditConflict`` or ``FootnotesFull``."""
    with editing(filing_id, actor=actor) as filing:
        if footnote_id is None:
            note = _new_footnote(filing, text)
            record(actor=actor, verb="added a footnote", subject=filing, changes={"text": ["", text]})
        else:
            note = filing.footnotes.get(pk=footnote_id)
            take_version(note, version)
            changes = set_values(note, {"text": text})
            note.save()
            if changes:
                record(actor=actor, verb="changed a footnote", subject=filing, changes=changes)
    return note


def footnote_remove(*, actor: User, footnote: Footnote) -> None:
    """Take a footnote off the draft, and its marks off every cell."""
    with editing(footnote.filing_id, actor=actor) as filing:
        filing.footnotes.filter(pk=footnote.pk).delete()
        record(actor=actor, verb="removed a footnote", subject=filing, changes={"text": [footnote.text, ""]})


def plan_footnote_add(*, actor: User, filing_id: int) -> Footnote | None:
    """Add the footnote that a ticked Rule 10b5-1(c) box needs, on the code of every line under the plan.

    Form 4, General Instruction 10 wants the plan's adoption date in the explanations. Asked again, it marks
    the lines that were ticked since. ``None`` when the date is not given or no line is marked as traded under
    the plan.
    """
    with editing(filing_id, actor=actor) as filing:
        lines = [row for row in filing.rows.all() if row.is_transaction and row.under_plan]
        adopted = filing.plan_adopted_on
        if adopted is None or not lines:
            return None
        text = (
            "This transaction was effected pursuant to a Rule 10b5-1 trading plan adopted by the reporting "
            f"person on {adopted:%B} {adopted.day}, {adopted.year}."
        )
        note = filing.footnotes.filter(text=text).first() or _new_footnote(filing, text)
        marked = [
            created
            for row in lines
            for _, created in [note.marks.get_or_create(row=row, cell=FootnoteMark.Cell.CODING)]
        ]
        if any(marked):
            record(actor=actor, verb="added the footnote on the trading plan", subject=filing)
    return note


def _rows(filing: Filing, table: str) -> list[TableRow]:
    return list(filing.rows.filter(table=table).order_by("position", "id"))


def _number(rows: list[TableRow]) -> None:
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def _next_position(filing: Filing, table: str) -> int:
    return (filing.rows.filter(table=table).aggregate(last=Max("position"))["last"] or 0) + 1


def _must_have_room(filing: Filing, table: Table) -> None:
    if filing.rows.filter(table=table).count() >= MAX_DRAFT_ROWS:
        raise TableFull(
            f"Table {table} has {MAX_DRAFT_ROWS} lines, and a draft takes no more. Start another Form 4 for the rest."
        )


def _new_footnote(filing: Filing, text: str) -> Footnote:
    if filing.footnotes.count() >= codes.MAX_FOOTNOTES:
        raise FootnotesFull(
            f"The form has {codes.MAX_FOOTNOTES} footnotes, and EDGAR takes no more. Put the text into an "
            "existing footnote or into the remarks."
        )
    return Footnote.objects.create(filing=filing, text=text)


def _set_marks(filing: Filing, row: TableRow, marks: Marks, new_notes: Mapping[str, str]) -> bool:
    wanted = {
        (cell, note.pk) for cell, notes in marks.items() for note in notes if note.filing_id == filing.pk
    }
    for cell, text in new_notes.items():
        wanted.add((cell, _new_footnote(filing, text).pk))
    present = {(mark.cell, mark.footnote_id): mark for mark in row.marks.all()}
    for key in present.keys() - wanted:
        present[key].delete()
    FootnoteMark.objects.bulk_create(
        FootnoteMark(row=row, cell=cell, footnote_id=note) for cell, note in sorted(wanted - present.keys())
    )
    return present.keys() != wanted
