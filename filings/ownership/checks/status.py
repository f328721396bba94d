"""Insiders who left: the exit box, and trades that may need no report."""

from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import ACQUIRED, DISPOSED
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.short_swing.window import six_months_after
from filings.ownership.wording import day

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
    why="The desk's record of the position may be behind.",
    fix="Tick or clear the box, or give the position its last day.",
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
    why="The desk may not know every trade of the six months.",
    fix="Take the line out, unless an opposite trade makes it reportable.",
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
