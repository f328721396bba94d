"""Whether the person reports at all: insiders who left, and insiders of foreign private issuers."""

import datetime as dt
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import ACQUIRED, DISPOSED
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.short_swing.window import six_months_after
from filings.ownership.wording import day

FOREIGN_INSIDERS_ACT = dt.date(2026, 3, 18)
"""From this day directors and officers of foreign private issuers report (Release 34-104903)."""

_EXIT_BOX = Place(Part.REPORT, None, "not_subject_to_section16")
_OPPOSITE = {ACQUIRED: DISPOSED, DISPOSED: ACQUIRED}


@check(
    "F4-042",
    Family.LAW,
    Severity.WARNING,
    "Exit box against the person's status",
    "Form 4, General Instruction 1(b)",
    "Exit box",
    verified=False,
)
def exit_box_against_status(form: Form) -> Iterator[Problem]:
    known = form.facts.left_on
    left = [known[owner.cik] for owner in form.report.owners if owner.cik in known]
    if not left or len(left) < len(form.report.owners):
        return
    if form.report.not_subject_to_section16 and None in left:
        yield Problem(
            _EXIT_BOX,
            "The exit box is ticked though the person is still an insider. Clear it, or end the role.",
        )
    elif not form.report.not_subject_to_section16:
        gone = [one for one in left if one is not None]
        if len(gone) == len(left) and max(gone) <= form.filed_on:
            yield Problem(
                _EXIT_BOX,
                f"The person ceased to be an insider on {day(max(gone))}. Tick the exit box.",
                {"left": f"{max(gone)}"},
            )


@check(
    "F4-043",
    Family.LAW,
    Severity.WARNING,
    "Trade after leaving that may need no report",
    "Rule 16a-2(b)",
    "Table I, column 2",
    "Table II, column 3",
)
def trade_after_leaving(form: Form) -> Iterator[Problem]:
    if len(form.report.owners) != 1:
        return
    cik = form.report.owners[0].cik
    left, trades = form.facts.left_on.get(cik), form.facts.trades_as_insider.get(cik)
    if left is None or trades is None:
        return
    for line in form.transactions:
        if line.date is None or line.date <= left or line.direction not in _OPPOSITE:
            continue
        opposite = _OPPOSITE[line.direction]
        if not any(way == opposite and line.date < six_months_after(date) for date, way in trades):
            yield Problem(
                line.place("date"),
                f"The person left on {day(left)} and made no opposite trade in the six months before "
                f"{day(line.date)}. Check that this trade must be reported.",
                {"left": f"{left}", "trade": f"{line.date}"},
            )


@check(
    "F4-044",
    Family.LAW,
    Severity.ERROR,
    "10% owner of a foreign private issuer",
    "Rule 16a-2; Release 34-104903",
    "Box 5",
)
def large_holder_of_a_foreign_issuer(form: Form) -> Iterator[Problem]:
    if not form.facts.foreign_private_issuer:
        return
    for index, owner in enumerate(form.report.owners):
        relation = owner.relationship
        if relation.ten_percent_owner and not (relation.director or relation.officer or relation.other):
            yield Problem(
                Place(Part.OWNERS, index, "ten_percent_owner"),
                "Box 5 says 10% owner only, and such owners of a foreign private issuer do not report. Correct "
                "box 5, or do not file.",
            )


@check(
    "F4-046",
    Family.LAW,
    Severity.WARNING,
    "Trade before foreign insiders had to report",
    "Holding Foreign Insiders Accountable Act; Release 34-104903",
    "Table I, column 2",
    "Table II, column 3",
)
def trade_before_the_act(form: Form) -> Iterator[Problem]:
    if not form.facts.foreign_private_issuer:
        return
    for line in form.transactions:
        if line.date is not None and line.date < FOREIGN_INSIDERS_ACT:
            yield Problem(
                line.place("date"),
                f"{line.column('date')} says {day(line.date)}; insiders of foreign private issuers report "
                f"trades from {day(FOREIGN_INSIDERS_ACT)} on. Check that this one belongs here.",
                {"trade": f"{line.date}", "first day": f"{FOREIGN_INSIDERS_ACT}"},
            )
