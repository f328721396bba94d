"""Table I and Table II: the lines, and the editor that opens in their place."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.access import actor_of, requires
from filings.forms.rows import RowForm
from filings.models import Filing, Footnote, FootnoteMark, TableRow
from filings.ownership.codes import CODES, Table
from filings.ownership.findings import Part
from filings.ownership.report import Row
from filings.selectors.balances import tallies
from filings.services.assemble import number_footnotes
from filings.services.editing import EditConflict, must_be_editable
from filings.services.review import Examination, examine
from filings.services.rows import (
    FootnotesFull,
    TableFull,
    row_copy,
    row_move,
    row_remove,
    row_save,
    total_with,
    totals_recalculate,
)
from filings.views.page import (
    Conflict,
    Difference,
    conflict_between,
    explained,
    load_filing,
    step_page,
    tells_refusals,
    with_current_version,
)

_SLUGS = {Table.I: "table-1", Table.II: "table-2"}
_TABLES = {"1": Table.I, "2": Table.II}
_PARTS = {Table.I: Part.TABLE_I, Table.II: Part.TABLE_II}


@require_safe
@requires("filings.view", Filing)
def table_1(request: HttpRequest, pk: int) -> HttpResponse:
    """Table I, the securities that are not derivatives."""
    return _page(request, load_filing(pk), Table.I)


@require_safe
@requires("filings.view", Filing)
def table_2(request: HttpRequest, pk: int) -> HttpResponse:
    """Table II, the derivative securities."""
    return _page(request, load_filing(pk), Table.II)


@require_http_methods(["GET", "POST"])
@requires("filings.prepare", Filing)
@tells_refusals("filing")
def add(request: HttpRequest, pk: int, table: str, kind: str) -> HttpResponse:
    """A new line at the end of a table."""
    filing = load_filing(pk)
    if kind not in TableRow.Kind.values or table not in _TABLES:
        raise Http404
    return _edit(request, filing, _TABLES[table], kind, None)


@require_http_methods(["GET", "POST"])
@requires("filings.prepare", Filing)
@tells_refusals("filing")
def edit(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """The editor of one line."""
    filing = load_filing(pk)
    row = get_object_or_404(filing.rows.prefetch_related("marks"), pk=one)
    return _edit(request, filing, Table(row.table), row.kind, row)


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing")
def copy(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """A copy of a line below it."""
    row = _row(pk, one)
    made = row_copy(actor=actor_of(request), row=row)
    return redirect("filing-row", pk, made.pk)


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing")
def move(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """One place up or down."""
    row = _row(pk, one)
    row_move(actor=actor_of(request), row=row, steps=-1 if request.POST.get("way") == "up" else 1)
    return _to_table(pk, row.table)


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing")
def remove(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """Take a line off."""
    row = _row(pk, one)
    row_remove(actor=actor_of(request), row=row)
    return _to_table(pk, row.table)


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing")
def totals(request: HttpRequest, pk: int, table: str) -> HttpResponse:
    """Write the running totals into column 5 or 9."""
    if table not in _TABLES:
        raise Http404
    changed = totals_recalculate(actor=actor_of(request), filing_id=pk, table=_TABLES[table])
    messages.success(
        request,
        f"{changed} totals were worked out again." if changed else "Every total that is known was right.",
    )
    return _to_table(pk, _TABLES[table])


@require_POST
@requires("filings.prepare", Filing)
def proposal(request: HttpRequest, pk: int, table: str, kind: str) -> HttpResponse:
    """What the desk would make of a line as it is typed so far: the direction and the total."""
    filing = load_filing(pk)
    if table not in _TABLES or kind not in TableRow.Kind.values:
        raise Http404
    row = next((one for one in filing.rows.all() if str(one.pk) == request.GET.get("row")), None)
    form = RowForm(request.POST, table=_TABLES[table], kind=kind, footnotes=(), row=row)
    form.full_clean()
    typed = {name: value for name, value in form.cleaned_data.items() if name in RowForm.base_fields}
    context: dict[str, Any] = {
        "column": "5" if table == "1" else "9",
        "rule": CODES.get(typed.get("code", "")),
    }
    if typed.get("amount") is not None and typed.get("acquired_disposed"):
        values = {"kind": kind} | {name: value for name, value in typed.items() if name != "version"}
        after, before = total_with(filing, _TABLES[table], values, row.pk if row else None)
        context |= {"after": after, "before": before, "typed": typed}
    return render(request, "filings/_proposal.html", context)


def _row(pk: int, one: int) -> TableRow:
    return get_object_or_404(TableRow, pk=one, filing=pk)


def _to_table(pk: int, table: str) -> HttpResponse:
    return redirect(f"filing-{_SLUGS[Table(table)]}", pk)


def _edit(
    request: HttpRequest, filing: Filing, table: Table, kind: str, row: TableRow | None
) -> HttpResponse:
    must_be_editable(filing)
    footnotes = number_footnotes(list(filing.rows.prefetch_related("marks")), filing.footnotes.all())
    form = RowForm(request.POST or None, table=table, kind=kind, footnotes=footnotes, row=row)
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = row_save(
                actor=actor_of(request),
                filing_id=filing.pk,
                table=table,
                values=form.values,
                marks=form.marks(footnotes),
                new_notes=form.new_notes,
                row_id=row.pk if row else None,
                version=form.cleaned_data["version"],
            )
        except EditConflict as clash:
            conflict = conflict_between(form, clash, *_mark_differences(form, clash, footnotes))
            form = with_current_version(form, clash)
        except (TableFull, FootnotesFull) as full:
            form.add_error(None, str(full))
        else:
            if "and_add" in request.POST:
                return redirect("filing-row-add", filing.pk, "1" if table == Table.I else "2", saved.kind)
            return _to_table(filing.pk, table)
    refused = request.method == "POST"
    return _page(
        request,
        filing,
        table,
        {
            "form": form,
            "editing": row.pk if row else "new",
            "kind": kind,
            "conflict": conflict,
            "known_titles": _known_titles(filing),
        },
        status=409 if conflict else 422 if refused else 200,
    )


def _mark_differences(
    form: RowForm, clash: EditConflict, footnotes: Sequence[Footnote]
) -> Iterator[Difference]:
    """The cells on which somebody else hung other footnotes than this person did, by the notes' numbers."""
    numbers = {note.pk: number for number, note in enumerate(footnotes, start=1)}
    hung: dict[str, set[int]] = {}
    for mark in FootnoteMark.objects.filter(row=clash.current.pk):
        hung.setdefault(mark.cell, set()).add(mark.footnote_id)
    for cell, notes in form.marks(footnotes).items():
        theirs, yours = hung.get(cell, set()), {note.pk for note in notes}
        if theirs != yours:
            yield Difference(
                f"Footnotes: {FootnoteMark.Cell(cell).label.lower()}",
                *(" ".join(sorted(f"({numbers.get(pk, 'new')})" for pk in pks)) for pks in (theirs, yours)),
            )


def _page(
    request: HttpRequest,
    filing: Filing,
    table: Table,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    examination = examine(filing)
    report = examination.submission.report
    lines = _lines(examination, table)
    for line in lines:
        if context and context.get("editing") == line["row"].pk:
            _put_beside_inputs(context["form"], line["findings"])
    return step_page(
        request,
        examination,
        _SLUGS[table],
        "filings/table.html",
        {
            "table": table,
            "table_number": "1" if table == Table.I else "2",
            "lines": lines,
            "tallies": tallies(report, examination.facts.opening, table),
        }
        | (context or {}),
        status=status,
    )


def _lines(examination: Examination, table: Table) -> list[dict[str, Any]]:
    """Each line: its record, its cells as the report has them, and its own findings."""
    report = examination.submission.report
    cells: Sequence[Row] = report.non_derivative if table == Table.I else report.derivative
    rows = [row for row in examination.filing.rows.all() if row.table == table]
    of_table = [one for one in examination.findings if one.place.part is _PARTS[table]]
    return [
        {
            "row": row,
            "cells": cells[index],
            "findings": explained(tuple(one for one in of_table if one.place.index == index), examination),
        }
        for index, row in enumerate(rows)
    ]


def _put_beside_inputs(form: RowForm, findings: list[dict[str, Any]]) -> None:
    """Let each input of the editor show what the checks say of its cell as it was last saved."""
    for name, field in form.fields.items():
        field.findings = [one for one in findings if one["input"] == name]  # type: ignore[attr-defined]


def _known_titles(filing: Filing) -> dict[str, list[str]]:
    """The issuer's classes of securities by table, for the input's list of proposals."""
    classes = filing.issuer.security_classes.all()
    return {
        "I": [one.title for one in classes if not one.is_derivative],
        "II": [one.title for one in classes if one.is_derivative],
    }
