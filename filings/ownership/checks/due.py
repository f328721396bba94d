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
    is_inauguration_day,
    places,
    plan_for_late_lines,
    posting_day,
    report_deadlines,
)
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.report import DocumentType
from filings.ownership.wording import counted, day, weekday

_PERIOD = Place(Part.REPORT, None, "period_of_report")
_DEEMED_COLUMNS = ("Table I, column 2A", "Table II, column 3A")
_EVENING = dt.time(18, 0)
# What is done under trading plans, or (I) by the election of a plan's participant.
_PLANNED_CODES = frozenset("PSGI")
# So long a report stays on the issuer's website (Rule 16a-3(k)).
_POSTED_FOR = dt.timedelta(days=366)
_COUNT_BY_HAND = {
    "3": "ten days on",
    "4": "two business days on",
    "5": "45 days on",
}


def _deadline(form: Form) -> Deadline | None:
    return form.deadline if isinstance(form.deadline, Deadline) else None


@check(
    "F4-017",
    Family.LAW,
    Severity.WARNING,
    "Late",
    "Rule 16a-3(a), (f) and (g)(1)",
    "Box 3",
    why="A late form must still be filed, so that nothing holds it up.",
    fix="File it now. For a trade under a plan, record the plan and the day of the broker's notice.",
)
def late(form: Form) -> Iterator[Problem]:
    deadline = _deadline(form)
    if deadline is None or form.filed_on <= deadline.due_on:
        return
    over = _overdue(deadline, form)
    was_due = f"The form was due on {weekday(deadline.due_on)} and"
    if form.facts.filed_on is not None:
        message = f"{was_due} was filed on {weekday(form.filed_on)}, {over}."
    elif form.published:
        message = (
            f"{was_due} was signed on {weekday(form.filed_on)}, at least {over}; the document does not tell its "
            "filing date."
        )
    else:
        message = f"{was_due} is {over}. File it now; it counts as late."
    days = ", ".join(f"{one.day:%a} {one.day:%b} {one.day.day}" for one in deadline.count if one.counts)
    yield Problem(
        _PERIOD,
        f"{message}{_in_time_by_themselves(form)}{_in_time_under_a_plan(form)}",
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


def _in_time_by_themselves(form: Form) -> str:
    """Which later trades are not late, though the form is: a form is as late as its first one."""
    due = report_deadlines(form.report, form.facts.calendar, form.facts.executions)
    in_time = [line for line, deadline in due.items() if deadline.due_on >= form.filed_on]
    if not in_time:
        return ""
    one = len(in_time) == 1
    return f" {places(in_time)} {'is' if one else 'are'} not late by {'itself' if one else 'themselves'}."


def _in_time_under_a_plan(form: Form) -> str:
    """What would make late trades timely that nobody has said anything of: ask before you call them late."""
    if form.report.document_type is not DocumentType.FORM_4:
        return ""
    due = report_deadlines(form.report, form.facts.calendar, form.facts.executions)
    codes = {line.reference: line.code for line in form.transactions}
    late = [line for line, deadline in due.items() if deadline.due_on < form.filed_on]
    if any(codes[line] not in _PLANNED_CODES or line in form.facts.insider_chose_date for line in late):
        return ""
    plan = plan_for_late_lines((form.executions[line] for line in late), form.filed_on, form.facts.calendar)
    if plan is None:
        return ""
    return (
        " No plan is on record: under a Rule 10b5-1 plan, and with the broker's notice on or after "
        f"{day(plan.notified_from)}, it would be in time."
    )


@check(
    "F4-018",
    Family.LAW,
    Severity.WARNING,
    "Due tonight",
    "Regulation S-T 13(a)(4)",
    "Box 3",
    why="There is still time, or a late form to be filed all the same.",
    fix="Have it signed and send it; EDGAR must have all of it by 10 p.m. Eastern time.",
)
def due_tonight(form: Form) -> Iterator[Problem]:
    deadline, now = _deadline(form), form.facts.now
    if deadline is None or now is None or form.facts.filed_on is not None:
        return
    now = now.astimezone(EASTERN)
    if deadline.due_on != now.date() or now.time() < _EVENING:
        return
    if now.time() <= CLOSE:
        left = deadline.due_at.astimezone(dt.UTC) - now.astimezone(dt.UTC)
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
    why="Trustees' purchases and other plans carry a deemed date too.",
    fix="Clear the deemed date, or say under which plan the trade was made.",
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
    why="The rule sets both limits, and the calendar counts them.",
    fix="Correct the deemed date.",
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
    why="Until the notice is on record the latest due date is assumed, which may be too late.",
    fix="Record when the broker told the insider of the trade.",
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
    why="Whether the insider chose the day is a matter of the plan's words.",
    fix="Clear the deemed date, so that the count starts on the trade date.",
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


@check(
    "F4-061",
    Family.LAW,
    Severity.WARNING,
    "Calendar of the year is not known",
    "Rule 0-3(a)",
    "Box 3",
    why="A form must not become late because the desk's calendar ended.",
    fix="Correct the date if it is a slip; otherwise count by the SEC's own calendar.",
)
def calendar_unknown(form: Form) -> Iterator[Problem]:
    if isinstance(form.deadline, CalendarUnknown):
        days = _COUNT_BY_HAND[form.report.document_type.form]
        yield Problem(
            _PERIOD,
            f"EDGAR's calendar of {form.deadline.year} is not known here, so there is no due date. If the dates are "
            f"right, count {days} by the SEC's calendar.",
            {"year": str(form.deadline.year)},
        )


@check(
    "F4-062",
    Family.LAW,
    Severity.WARNING,
    "EDGAR may close on other days",
    "Regulation S-T 12(c); EDGAR calendar",
    "Box 3",
    why="The closing is only possible, and the form can be filed before.",
    fix="Look at the SEC's calendar, or file a day earlier.",
)
def special_closing_possible(form: Form) -> Iterator[Problem]:
    deadline = _deadline(form)
    if deadline is None:
        return
    due = deadline.due_on
    late = due < form.filed_on
    over = late or form.facts.filed_on is not None or form.published
    if is_inauguration_day(due) and (late or not over):
        yield Problem(
            _PERIOD,
            f"The due date is Inauguration Day, {weekday(due)}. EDGAR is open and the day counts, but the staff may "
            "let what is due on it come a day later: see the SEC's notice of that year.",
            {"due": f"{due}"},
            severity=Severity.INFO,
        )
    if over:
        return
    if not deadline.calendar_confirmed:
        message = f"The SEC has not yet published EDGAR's calendar of {due.year}"
    elif due.month == 12 and due.day >= 22:
        message = "EDGAR has closed at short notice around Christmas"
    else:
        return
    yield Problem(
        _PERIOD, f"{message}. Check the SEC's calendar before relying on {day(due)}.", {"due": f"{due}"}
    )


@check(
    "F4-066",
    Family.LAW,
    Severity.INFO,
    "Not yet on the issuer's website",
    "Rule 16a-3(k)",
    "Box 2",
    why="The rule asks it of the issuer after the filing; nothing on the form changes.",
    fix="Post the report on the issuer's website and record the day on the filing's page.",
)
def not_posted(form: Form) -> Iterator[Problem]:
    """Of a report filed from here by an issuer that keeps a website, as long as it must be found there."""
    facts, filed_on = form.facts, form.facts.filed_on
    if not facts.keeps_website or facts.posted_on is not None or filed_on is None or form.published:
        return
    if facts.today - filed_on > _POSTED_FOR:
        return
    try:
        by = posting_day(filed_on, facts.calendar)
    except CalendarUnknown:
        return
    message = (
        f"Post the report on the issuer's website by the end of {weekday(by)}"
        if facts.today <= by
        else f"The report had to be on the issuer's website by the end of {weekday(by)}: post it today"
    )
    yield Problem(
        Place(Part.ISSUER),
        f"{message}, and record the day on the filing's page.",
        {"filed": f"{filed_on}", "by": f"{by}"},
    )
