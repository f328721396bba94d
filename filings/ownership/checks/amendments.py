"""Amendments: why, and of what day."""

import re
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.wording import day

_REASON = re.compile(
    r"\bamend|\bcorrect|\berror|\binadvertent|\boriginal|\bpreviously\b|\bomit|\brestat|\berroneous|\bmis",
    re.IGNORECASE,
)


@check(
    "F4-057",
    Family.LAW,
    Severity.WARNING,
    "Amendment without its reason",
    "Form 4, General Instruction 9",
    "Explanation of Responses",
    verified=False,
    why="No rule asks for the words; a reader who has to compare two forms does.",
    fix="Say in a footnote or in the remarks what is corrected and why.",
)
def amendment_explained(form: Form) -> Iterator[Problem]:
    if form.report.document_type.is_amendment and not _REASON.search(form.explanation):
        yield Problem(
            Place(Part.REMARKS, None, "remarks"),
            "Say in a footnote or in the remarks what is corrected and why.",
        )


@check(
    "F4-080",
    Family.LAW,
    Severity.WARNING,
    "Trade made after the form that is amended",
    "Form 4, General Instruction 9; Rule 16a-3(g)(1)",
    "Box 4",
    "Table I, column 2",
    "Table II, column 3",
    verified=False,
    why="An amendment tells what was so when the form was filed; a mistyped date is the other explanation.",
    fix="Report the later trade on a Form 4 of its own, or correct the date.",
)
def amendment_of_its_day(form: Form) -> Iterator[Problem]:
    original = form.report.date_of_original_submission
    if original is None or not form.report.document_type.is_amendment:
        return
    for line in form.transactions:
        if line.date is not None and line.date > original and not line.early:
            yield Problem(
                line.place("date"),
                f"{line.column('date')} says {day(line.date)}, after the form that this one amends was filed on "
                f"{day(original)}. Report a later trade on a Form 4 of its own, or correct the date.",
                {"trade": f"{line.date}", "original": f"{original}"},
            )
