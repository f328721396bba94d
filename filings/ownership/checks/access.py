"""Whether the filer will still have access to EDGAR when the form is due."""

import datetime as dt
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.deadlines import Deadline
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.wording import day

_SOON = ((0, "today"), (1, "by tomorrow"), (7, "within a week"), (14, "within two weeks"))
"""Within how many days the end is told of, and how. Each of these is another finding, to be looked at anew."""


@check(
    "F4-065",
    Family.LAW,
    Severity.WARNING,
    "EDGAR access ends",
    "EDGAR Next, Release 33-11313",
    "Box 1",
    why="The desk only knows the day that somebody entered; EDGAR itself refuses the form of a filer without access.",
    fix="Have the filer's account confirmed on EDGAR and enter the new day on the owner's page.",
)
def access_ends(form: Form) -> Iterator[Problem]:
    if form.facts.filed_on is not None or form.published:
        return
    due = form.deadline.due_on if isinstance(form.deadline, Deadline) else None
    for index, owner in enumerate(form.report.owners):
        until = form.facts.access_until.get(owner.cik)
        if until is not None and (told := _told(until, form.facts.today, due)):
            yield Problem(
                Place(Part.OWNERS, index, "edgar_access_until"),
                f"The EDGAR access of {owner.name or f'CIK {owner.cik}'} {told}",
                {"access until": f"{until}", **({"due": f"{due}"} if due else {})},
            )


def _told(until: dt.date, today: dt.date, due: dt.date | None) -> str:
    """What is to be said of the last day of access; empty while it is far off."""
    left = (until - today).days
    if left < 0:
        return (
            f"ended on {day(until)}: EDGAR takes no form of this filer. Restore it first, which can take more "
            "than a week."
        )
    if due is not None and until < due:
        return f"ends on {day(until)}, before the form is due on {day(due)}. Have it confirmed first."
    for days, when in _SOON:
        if left <= days:
            return f"ends {when}, on {day(until)}. Have it confirmed in time."
    return ""
