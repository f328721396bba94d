"""Timeliness: the due date, the deemed date of a plan trade, and what the calendar cannot tell.

A late report must still be filed, so being late is never an error.
"""

import datetime as dt
from collections.abc import Iterator

from filings.ownership.checks.form import Form, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.deadlines import (
    BUSINESS_DAYS_TO_DEEMED,
    CLOSE,
    EASTERN,
    CalendarUnknown,
    Deadline,
    add_business_days,
    business_days_late,
)
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.wording import counted, day, weekday

_PERIOD = Place(Part.REPORT, None, "period_of_report")
_DEEMED_COLUMNS = ("Table I, column 2A", "Table II, column 3A")
_EVENING = dt.time(18, 0)


def _deadline(form: Form) -> Deadline | None:
    return form.deadline if isinstance(form.deadline, Deadline) else None


@check("F4-017", Family.LAW, Severity.WARNING, "Late", "Rule 16a-3(a), (f) and (g)(1)", "Box 3")
def late(form: Form) -> Iterator[Problem]:
    deadline = _deadline(form)
    if deadline is None or form.filed_on <= deadline.due_on:
        return
    filed = form.facts.filed_on is not None or form.published
    over = _overdue(deadline, form)
    message = (
        f"The form was due on {weekday(deadline.due_on)} and was filed on {weekday(form.filed_on)}, {over}."
        if filed
        else f"The form was due on {weekday(deadline.due_on)} and is {over}. File it now; it counts as late."
    )
    days = ", ".join(f"{one.day:%a} {one.day:%b} {one.day.day}" for one in deadline.count if one.counts)
    yield Problem(
        _PERIOD,
        message,
        {
            "executed": f"{deadline.executed_on}",
            **({"counted": days} if form.report.document_type.form == "4" else {}),
            "due": f"{deadline.due_on}",
            "form": f"{form.filed_on}",
        },
    )


def _overdue(deadline: Deadline, form: Form) -> str:
    try:
        days = business_days_late(deadline.due_on, form.filed_on, form.facts.calendar)
    except CalendarUnknown:
        return "past it"
    return f"{counted(days, 'business day')} past it" if days else "past it by a day when EDGAR was closed"


@check("F4-018", Family.LAW, Severity.WARNING, "Due tonight", "Regulation S-T 13(a)(4)", "Box 3")
def due_tonight(form: Form) -> Iterator[Problem]:
    deadline, now = _deadline(form), form.facts.now
    if deadline is None or now is None or form.facts.filed_on is not None:
        return
    now = now.astimezone(EASTERN)
    if deadline.due_on != now.date() or now.time() < _EVENING:
        return
    if now.time() <= CLOSE:
        left = deadline.due_at - now
        hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
        message = (
            f"The form is due today: {hours} h {minutes:02} min are left. EDGAR must have all of it by 10 p.m. "
            "Eastern time."
        )
    else:
        message = (
            "It is past 10 p.m. Eastern time: EDGAR will date the form the next business day. File it now."
        )
    yield Problem(_PERIOD, message, {"now": f"{now:%H:%M}", "due": f"{deadline.due_on}"})


def _deemed(form: Form) -> Iterator[tuple[TransactionLine, dt.date]]:
    for line in form.transactions:
        cell = line.row.deemed_execution
        if cell is not None and cell.value is not None:
            yield line, cell.value


@check(
    "F4-019",
    Family.LAW,
    Severity.WARNING,
    "Deemed date without a plan",
    "Rule 16a-3(g)(2) and (3)",
    *_DEEMED_COLUMNS,
    verified=False,
)
def deemed_without_a_plan(form: Form) -> Iterator[Problem]:
    if form.report.aff10b5_one or form.mentions_plan:
        return
    for line, _ in _deemed(form):
        execution = form.facts.executions.get(line.reference)
        if line.code != "I" and not (execution and execution.under_plan):
            yield Problem(
                line.place("deemed_execution"),
                f"{line.column('deemed_execution')} is for trades under a plan and discretionary plan "
                "transactions (code I). Clear it, or say which plan it was.",
            )


@check(
    "F4-020",
    Family.LAW,
    Severity.ERROR,
    "Deemed date outside its limits",
    "Rule 16a-3(g)(4)",
    *_DEEMED_COLUMNS,
    verified=False,
)
def deemed_outside_its_limits(form: Form) -> Iterator[Problem]:
    for line, deemed in _deemed(form):
        if line.date is None:
            continue
        try:
            latest = add_business_days(line.date, BUSINESS_DAYS_TO_DEEMED, form.facts.calendar)
        except CalendarUnknown:
            continue
        if not line.date <= deemed <= latest:
            yield Problem(
                line.place("deemed_execution"),
                f"{line.column('deemed_execution')} says {day(deemed)}; for a trade of {day(line.date)} it "
                f"lies between that day and {day(latest)}. Correct it.",
                {"trade": f"{line.date}", "deemed": f"{deemed}", "latest": f"{latest}"},
            )


@check(
    "F4-021",
    Family.LAW,
    Severity.WARNING,
    "Notice of the plan trade is not recorded",
    "Rule 16a-3(g)(2)",
    *_DEEMED_COLUMNS,
    verified=False,
)
def notice_not_recorded(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        execution = form.executions.get(line.reference)
        if execution is not None and execution.under_plan and execution.notified_on is None:
            yield Problem(
                line.place("deemed_execution"),
                "Record when the broker told the insider of the trade. Until then the due date is the latest "
                "there can be.",
            )


@check(
    "F4-022",
    Family.LAW,
    Severity.WARNING,
    "Deemed date though the insider chose the day",
    "Rule 16a-3(g)(2)",
    *_DEEMED_COLUMNS,
    verified=False,
)
def deemed_though_chosen(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        execution = form.executions.get(line.reference)
        if line.reference in form.facts.insider_chose_date and execution is not None and execution.under_plan:
            yield Problem(
                line.place("deemed_execution"),
                f"The insider chose the day of this trade, so it counts from {line.column('date').lower()}. "
                f"Clear {line.column('deemed_execution').lower()}.",
            )


@check("F4-061", Family.LAW, Severity.WARNING, "Calendar of the year is not known", "Rule 0-3(a)", "Box 3")
def calendar_unknown(form: Form) -> Iterator[Problem]:
    if isinstance(form.deadline, CalendarUnknown):
        yield Problem(
            _PERIOD,
            f"EDGAR's calendar of {form.deadline.year} is not known here, so there is no due date. Count two "
            "business days by the SEC's calendar.",
            {"year": str(form.deadline.year)},
        )


@check(
    "F4-062",
    Family.LAW,
    Severity.WARNING,
    "EDGAR may close on other days",
    "Regulation S-T 12(c); EDGAR calendar",
    "Box 3",
)
def special_closing_possible(form: Form) -> Iterator[Problem]:
    deadline = _deadline(form)
    if deadline is None or form.facts.filed_on or form.published or deadline.due_on < form.filed_on:
        return
    due = deadline.due_on
    if not form.facts.calendar.confirmed(due.year):
        message = f"The SEC has not yet published EDGAR's calendar of {due.year}"
    elif due.month == 12 and due.day >= 22:
        message = "EDGAR has closed at short notice around Christmas"
    else:
        return
    yield Problem(
        _PERIOD, f"{message}. Check the SEC's calendar before relying on {day(due)}.", {"due": f"{due}"}
    )
