"""Footnotes: every one has a text and hangs somewhere, and every mark leads to one."""

import re
from collections import Counter
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import MAX_FOOTNOTE_TEXT, MAX_FOOTNOTES, Table
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.wording import counted

_ID = re.compile(r"F[1-9][0-9]?")
_CITATION = "EDGAR Ownership XML specification 5.5, sections 3.3 and 5"


@check(
    "F4-058",
    Family.EDGAR,
    Severity.ERROR,
    "Footnote without its text or its place",
    _CITATION,
    "Explanation of Responses",
    "Table I",
    "Table II",
    fix="Give every footnote its text and its mark on a cell, and every mark its footnote.",
)
def footnote_and_reference(form: Form) -> Iterator[Problem]:
    used: set[str] = set()
    for line in form.lines:
        for field, cell in line.cells:
            for mark in dict.fromkeys(cell.footnotes):
                used.add(mark)
                if mark not in form.texts:
                    yield Problem(
                        line.place(field),
                        f"{line.column(field)} refers to footnote {mark.removeprefix('F')}, which does not "
                        "exist. Write it, or take the mark away.",
                    )
    times = Counter(note.id for note in form.report.footnotes)
    seen: set[str] = set()
    for index, note in enumerate(form.report.footnotes):
        place = Place(Part.FOOTNOTES, index, "text")
        if note.id not in used:
            yield Problem(
                place, f"Footnote {note.number} hangs on no cell. Put its mark in a table, or delete it."
            )
        if times[note.id] > 1 and note.id in seen:
            yield Problem(
                Place(Part.FOOTNOTES, index, "id"),
                f"There are {times[note.id]} footnotes with the number {note.number}. Number them anew.",
            )
        seen.add(note.id)
        if not note.text.strip():
            yield Problem(place, f"Footnote {note.number} is empty. Write it, or delete it.")
        elif len(note.text) > MAX_FOOTNOTE_TEXT:
            yield Problem(
                place,
                f"Footnote {note.number} has {counted(len(note.text), 'character')}; EDGAR takes "
                f"{MAX_FOOTNOTE_TEXT:,}. Shorten it, or split it in two.",
                {"characters": f"{len(note.text):,}", "limit": f"{MAX_FOOTNOTE_TEXT:,}"},
            )


@check(
    "EDGAR-006",
    Family.EDGAR,
    Severity.ERROR,
    "The same footnote twice in one cell",
    _CITATION,
    "Table I",
    "Table II",
    fix="Leave the footnote's mark once on the cell.",
)
def footnote_twice_in_a_cell(form: Form) -> Iterator[Problem]:
    for line in form.lines:
        for field, cell in line.cells:
            if len(cell.footnotes) < 2:
                continue
            for mark, times in Counter(cell.footnotes).items():
                if times > 1:
                    yield Problem(
                        line.place(field),
                        f"{line.column(field)} refers to footnote {mark.removeprefix('F')} more than once. "
                        "Once is enough.",
                    )


@check(
    "EDGAR-007",
    Family.EDGAR,
    Severity.ERROR,
    "Footnote number that EDGAR does not take",
    _CITATION,
    "Explanation of Responses",
    fix="Number the footnotes F1 to F98.",
)
def footnote_number(form: Form) -> Iterator[Problem]:
    for index, note in enumerate(form.report.footnotes):
        place = Place(Part.FOOTNOTES, index, "id")
        if not _ID.fullmatch(note.id):
            yield Problem(place, f"“{note.id}” is not a footnote's number. Use F1 to F{MAX_FOOTNOTES}.")
        elif int(note.number) > MAX_FOOTNOTES:
            yield Problem(
                place,
                f"Footnote {note.number} may be one too many for EDGAR. Keep to {MAX_FOOTNOTES}.",
                severity=Severity.WARNING,
            )


@check(
    "EDGAR-008",
    Family.EDGAR,
    Severity.ERROR,
    "Footnote where EDGAR takes none",
    "EDGAR Ownership XML specification 5.5, section 3.3",
    "Table I, column 3",
    "Table II, columns 4 and 5",
    fix="Hang the footnote on a cell that takes one.",
)
def footnote_on_direction(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        if line.table is Table.II and line.row.acquired_disposed.footnotes:
            yield Problem(
                line.place("acquired_disposed"),
                "Column 5 takes no footnote beside (A) or (D) in Table II. Hang it on the amount.",
            )
        if form.report.document_type.form == "5" and line.row.timeliness and line.row.timeliness.footnotes:
            yield Problem(
                line.place("timeliness"),
                f"{line.column('timeliness')} takes no footnote beside the mark L on Form 5. Hang it on the code.",
            )
