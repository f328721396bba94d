"""The form as a whole: its kind, its period, its boxes, and that there is something to report."""

import datetime as dt
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import MAX_SIGNATURES
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.report import Cell, DocumentType
from filings.ownership.wording import counted, day

_SPECIFICATION = "EDGAR Ownership XML specification 5.5"
# The Securities Exchange Act, under which every form is filed, is of 1934.
_FIRST_YEAR = 1934
_LAST_YEAR = 2199


@check(
    "EDGAR-012",
    Family.EDGAR,
    Severity.ERROR,
    "Trading symbol is missing",
    f"{_SPECIFICATION}, section 3.3",
    "Box 2",
    fix="Enter the symbol, or NONE.",
)
def trading_symbol_missing(form: Form) -> Iterator[Problem]:
    if not form.report.issuer.trading_symbol.strip():
        yield Problem(
            Place(Part.ISSUER, None, "trading_symbol"),
            "Box 2 needs the trading symbol. Write NONE where there is none.",
        )


@check(
    "EDGAR-013",
    Family.EDGAR,
    Severity.ERROR,
    "Period of report is missing or to come",
    f"{_SPECIFICATION}, sections 3.3 and 5",
    "Box 3",
    fix="Enter the date of the earliest transaction.",
)
def period_of_report(form: Form) -> Iterator[Problem]:
    place = Place(Part.REPORT, None, "period_of_report")
    period = form.report.period_of_report
    if period is None:
        yield Problem(place, "Box 3 needs the date of the earliest transaction.")
    elif period > form.filed_on:
        yield Problem(
            place,
            f"Box 3 says {day(period)}, which is after the form's own date {day(form.filed_on)}. Correct it.",
            {"stated": f"{period}", "filed": f"{form.filed_on}"},
        )


@check(
    "EDGAR-014",
    Family.EDGAR,
    Severity.ERROR,
    "Date that cannot be",
    f"{_SPECIFICATION}, section 3.2",
    "Boxes 3 and 4",
    "Table I, columns 2 and 2A",
    "Table II, columns 3, 3A and 6",
    "Signature",
    fix="Correct the year.",
)
def impossible_date(form: Form) -> Iterator[Problem]:
    for place, box, date in _dates(form):
        if date is not None and not _FIRST_YEAR <= date.year <= _LAST_YEAR:
            yield Problem(
                place, f"{box} says {date.isoformat()}. Check the year.", {"stated": date.isoformat()}
            )


def _dates(form: Form) -> Iterator[tuple[Place, str, dt.date | None]]:
    report = form.report
    yield Place(Part.REPORT, None, "period_of_report"), "Box 3", report.period_of_report
    yield (
        Place(Part.REPORT, None, "date_of_original_submission"),
        "Box 4",
        report.date_of_original_submission,
    )
    for line in form.lines:
        for field, cell in line.cells:
            if isinstance(cell, Cell) and isinstance(cell.value, dt.date):
                yield line.place(field), line.column(field), cell.value
    for index, mark in enumerate(report.signatures):
        yield Place(Part.SIGNATURES, index, "date"), "The date of the signature", mark.date


@check(
    "F4-056",
    Family.EDGAR,
    Severity.ERROR,
    "Date of the original form",
    f"{_SPECIFICATION}, section 3.3; Form 4, box 4",
    "Box 4",
    fix="Give the date of the original on an amendment, and only there.",
)
def date_of_original(form: Form) -> Iterator[Problem]:
    place = Place(Part.REPORT, None, "date_of_original_submission")
    original, amends = form.report.date_of_original_submission, form.report.document_type.is_amendment
    if amends and original is None:
        yield Problem(place, "Box 4 needs the day on which the original form was filed.")
    elif original is not None and not amends:
        yield Problem(place, "Box 4 gives the date of an original form. Clear it, or make this an amendment.")
    elif original is not None and original > form.filed_on:
        yield Problem(
            place,
            f"Box 4 says that the original was filed on {day(original)}, after this form. Correct it.",
            {"stated": f"{original}", "filed": f"{form.filed_on}"},
        )


@check(
    "F4-069",
    Family.EDGAR,
    Severity.ERROR,
    "Nothing to report",
    f"{_SPECIFICATION}, section 4.3",
    "Exit box",
    "Table I",
    "Table II",
    fix="Report a transaction, or tick the exit box.",
)
def no_lines(form: Form) -> Iterator[Problem]:
    if form.report.document_type.form != "3" and not form.lines and not form.report.not_subject_to_section16:
        yield Problem(
            Place(Part.REPORT, None, "not_subject_to_section16"),
            "The form reports nothing. Report at least one transaction, or tick the exit box.",
        )


@check(
    "EDGAR-015",
    Family.EDGAR,
    Severity.WARNING,
    "Holdings and no transaction",
    f"{_SPECIFICATION}, sections 4.3.3 and 4.3.4",
    "Exit box",
    "Table I",
    "Table II",
    why="The specification suspends such a form, and EDGAR has taken some.",
    fix="Add the transaction, or tick the exit box.",
)
def holdings_only(form: Form) -> Iterator[Problem]:
    """The specification suspends such a form; EDGAR has taken some, and takes Form 5 with holdings alone."""
    report = form.report
    if (
        report.document_type.form == "4"
        and form.lines
        and not form.transactions
        and not report.not_subject_to_section16
    ):
        yield Problem(
            Place(Part.REPORT, None, "not_subject_to_section16"),
            "The form lists holdings and no transaction, which EDGAR may suspend. Add the transaction.",
        )


@check(
    "EDGAR-016",
    Family.EDGAR,
    Severity.ERROR,
    "Rule 10b5-1(c) box is undecided",
    f"{_SPECIFICATION}, section 3.3; Form 4, General Instruction 10",
    "Rule 10b5-1(c) box",
    fix="Tick the box, or clear it.",
)
def plan_box_undecided(form: Form) -> Iterator[Problem]:
    place = Place(Part.REPORT, None, "aff10b5_one")
    if form.has_plan_box and form.report.aff10b5_one is None:
        yield Problem(place, "Say in the Rule 10b5-1(c) box whether a transaction was under a trading plan.")
    elif form.report.document_type.form == "3" and form.report.aff10b5_one is not None:
        yield Problem(place, "Form 3 has no Rule 10b5-1(c) box. EDGAR drops it.", severity=Severity.WARNING)


@check(
    "EDGAR-017",
    Family.EDGAR,
    Severity.ERROR,
    "Exit box on Form 3",
    f"{_SPECIFICATION}, section 3.3",
    "Exit box",
    fix="Clear the exit box.",
)
def exit_box_on_form_3(form: Form) -> Iterator[Problem]:
    document = form.report.document_type
    if document in {DocumentType.FORM_3, DocumentType.FORM_3A} and form.report.not_subject_to_section16:
        yield Problem(
            Place(Part.REPORT, None, "not_subject_to_section16"), "Form 3 has no exit box. Clear it."
        )


@check(
    "EDGAR-018",
    Family.EDGAR,
    Severity.ERROR,
    "Signature is missing",
    f"{_SPECIFICATION}, section 3.3",
    "Signature",
    fix="Type each signer's name and date, ten signatures at most.",
)
def signature_missing(form: Form) -> Iterator[Problem]:
    """A form without any signature is a draft that waits for one, which is nothing to mend."""
    signatures = form.report.signatures
    if len(signatures) > MAX_SIGNATURES:
        yield Problem(
            Place(Part.SIGNATURES),
            f"The form has {counted(len(signatures), 'signature')}; EDGAR takes {MAX_SIGNATURES}.",
            {"signatures": str(len(signatures)), "limit": str(MAX_SIGNATURES)},
        )
    for index, mark in enumerate(signatures):
        if not mark.name.strip():
            yield Problem(Place(Part.SIGNATURES, index, "name"), "The signature is blank. Type the name.")
        if mark.date is None:
            yield Problem(Place(Part.SIGNATURES, index, "date"), "The signature needs its date.")
