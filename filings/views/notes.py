"""Footnotes and remarks."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from compliance.access import actor_of, requires
from filings.forms.notes import FootnoteChangeForm, FootnoteForm
from filings.forms.report import RemarksForm
from filings.models import Filing, Footnote
from filings.services.assemble import number_footnotes
from filings.services.draft import filing_save
from filings.services.editing import EditConflict, must_be_editable
from filings.services.review import examine
from filings.services.rows import FootnotesFull, footnote_remove, footnote_save, plan_footnote_add
from filings.views.page import (
    Conflict,
    conflict_between,
    load_filing,
    must,
    step_page,
    tells_refusals,
    with_current_version,
)


@require_http_methods(["GET", "POST"])
@requires("filings.view", Filing)
@tells_refusals("filing")
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """The footnotes by number with the cells they hang on; the remarks; a new footnote."""
    filing = load_filing(pk)
    posted = request.POST if request.method == "POST" else None
    if posted is not None:
        must(request, "filings.prepare", load_filing(pk))
    adding = FootnoteForm(posted if posted is not None and "add" in posted else None)
    remarks = RemarksForm(posted if posted is not None and "save" in posted else None, instance=filing)
    conflict: Conflict | None = None
    if adding.is_bound and adding.is_valid():
        try:
            footnote_save(actor=actor_of(request), filing_id=pk, text=adding.cleaned_data["text"])
        except FootnotesFull as full:
            adding.add_error("text", str(full))
        else:
            messages.success(request, "The footnote is there. Mark it on a cell in Table I or II.")
            return redirect("filing-notes", pk)
    if remarks.is_bound and remarks.is_valid():
        try:
            filing_save(
                actor=actor_of(request),
                filing_id=pk,
                values=remarks.values,
                version=remarks.cleaned_data["version"],
            )
        except EditConflict as clash:
            conflict = conflict_between(remarks, clash)
            remarks = with_current_version(remarks, clash)
        else:
            messages.success(request, "The remarks are saved.")
            return redirect("filing-notes", pk)
    status = 409 if conflict else 422 if posted is not None else 200
    return _page(request, pk, {"adding": adding, "remarks": remarks, "conflict": conflict}, status)


@require_http_methods(["GET", "POST"])
@requires("filings.prepare", Filing)
@tells_refusals("filing")
def edit(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """One footnote's text."""
    note = _note(pk, one)
    must_be_editable(note.filing)
    form = FootnoteChangeForm(request.POST or None, initial={"text": note.text, "version": note.version})
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            footnote_save(
                actor=actor_of(request),
                filing_id=pk,
                text=form.cleaned_data["text"],
                footnote_id=note.pk,
                version=form.cleaned_data["version"],
            )
        except EditConflict as clash:
            conflict = conflict_between(form, clash)
            form = with_current_version(form, clash)
        else:
            return redirect("filing-notes", pk)
    context = {
        "adding": FootnoteForm(auto_id="new_%s"),
        "remarks": RemarksForm(instance=load_filing(pk), auto_id="remarks_%s"),
        "editing": note.pk,
        "form": form,
        "conflict": conflict,
    }
    return _page(request, pk, context, 409 if conflict else 422 if form.is_bound else 200)


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing-notes")
def remove(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """Take a footnote and its marks off."""
    footnote_remove(actor=actor_of(request), footnote=_note(pk, one))
    return redirect("filing-notes", pk)


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing-notes")
def plan_note(request: HttpRequest, pk: int) -> HttpResponse:
    """The footnote that a ticked plan box needs."""
    if plan_footnote_add(actor=actor_of(request), filing_id=pk) is None:
        messages.error(
            request,
            "Enter the plan's adoption date under “The report”, and tick on each line that traded under the plan.",
        )
    else:
        messages.success(request, "The footnote on the plan is added to the code of every line under it.")
    return redirect("filing-notes", pk)


def _page(request: HttpRequest, pk: int, context: dict[str, Any], status: int) -> HttpResponse:
    filing = load_filing(pk)
    rows = list(filing.rows.prefetch_related("marks"))
    numbered = number_footnotes(rows, filing.footnotes.all())
    lines = {row.pk: row for row in rows}
    in_table = {"I": 0, "II": 0}
    names = {}
    for row in rows:
        in_table[row.table] += 1
        names[row.pk] = f"Table {row.table}, line {in_table[row.table]}"
    listed = [
        {
            "note": note,
            "number": number,
            "places": [
                f"{names[mark.row_id]}, {mark.get_cell_display().lower()}"
                for row in lines.values()
                for mark in row.marks.all()
                if mark.footnote_id == note.pk
            ],
        }
        for number, note in enumerate(numbered, start=1)
    ]
    return step_page(
        request, examine(filing), "notes", "filings/notes.html", {"listed": listed} | context, status=status
    )


def _note(pk: int, one: int) -> Footnote:
    return get_object_or_404(Footnote, pk=one, filing=pk)
