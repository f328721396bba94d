"""The due clock as people read it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from filings.models import Filing
from filings.ownership.checks import Facts
from filings.ownership.deadlines import (
    CLOSE,
    EASTERN,
    BusinessCalendar,
    CalendarUnknown,
    Deadline,
    PlanAlternative,
    RowReference,
    Step,
    business_days_late,
    deferred_deadline,
    eastern_instant,
    filing_date,
    places,
    plan_for_late_lines,
    posting_day,
    report_deadline,
    report_deadlines,
    report_executions,
    steps,
)
from filings.ownership.report import DocumentType, OwnershipReport
from filings.ownership.wording import counted, short_day

_DAY = dt.timedelta(days=1)


class Tone(StrEnum):
    """How loud the clock is; the name of its colour in the style sheet."""

    LATE = "late"
    SOON = "soon"
    CALM = "calm"
    OK = "ok"


@dataclass(frozen=True)
class Clock:
    """The words on the clock, and how loud they are."""

    text: str
    tone: Tone


@dataclass(frozen=True)
class DueAccount:
    """A due date told in full: what it is, what came of it, and every day that was counted.

    ``waits`` says that nothing on the form is due on Form 4, so that the date is that of Form 5. ``others``
    are the later dates of lines that are due by themselves after it. ``plan`` is what a plan would have made of
    a late form of which no plan is on record.
    """

    deadline: Deadline
    verdict: str
    steps: tuple[Step, ...]
    waits: bool = False
    others: tuple[tuple[dt.date, str], ...] = ()
    plan: PlanAlternative | None = None


def read_clock(
    filing: Filing, calendar: BusinessCalendar, now: dt.datetime, told: DueAccount | None = None
) -> Clock:
    """The clock of a filing at an instant. It reads the due date that is kept on the filing.

    A filed report is measured by its filing date, another one by the date it would get if it were sent now.
    ``told`` is the due date in full, where a page has it: it knows what may wait for Form 5.
    """
    if told is not None and told.waits and filing.due_on is None:
        return Clock("May wait for Form 5", Tone.CALM)
    if filing.is_amendment:
        return Clock("Amendment, no due date", Tone.CALM)
    due = filing.due_on
    if filing.is_imported and (due is None or filing.filed_on is None):
        return Clock("No due date told" if due is None else "Filing date unknown", Tone.CALM)
    if due is None:
        return Clock("No due date yet", Tone.CALM)
    try:
        filed = filing.filed_on or filing_date(now, calendar)
        late = business_days_late(due, filed, calendar)
    except CalendarUnknown as unknown:
        return Clock(str(unknown), Tone.SOON)
    if filing.filed_on:
        return (
            Clock(f"Filed {counted(late, 'business day')} late", Tone.LATE)
            if late
            else Clock("Filed in time", Tone.OK)
        )
    if late:
        return Clock(f"{counted(late, 'business day')} late", Tone.LATE)
    today = now.astimezone(EASTERN).date()
    provisional = ", at the latest" if filing.due_is_provisional else ""
    if due == today:
        left = eastern_instant(due, CLOSE).astimezone(dt.UTC) - now.astimezone(dt.UTC)
        return Clock(f"Due today 10:00 p.m. ET · {_hours(left)}{provisional}", Tone.SOON)
    if due - today == _DAY:
        return Clock(f"Due tomorrow, {due:%a} {due.day} {due:%b}{provisional}", Tone.SOON)
    return Clock(f"Due {due:%a} {due.day} {due:%b}, {(due - today).days} days{provisional}", Tone.CALM)


def tell_due(filing: Filing, report: OwnershipReport, facts: Facts) -> DueAccount | None:
    """The due date of a filing in full; ``None`` where it has none, and where the calendar cannot tell.

    It is counted from what the filing says now, so that it may be another one than the lists still show.
    """
    calendar = facts.calendar
    try:
        deadline = report_deadline(report, calendar, facts.executions)
        waits = deadline is None
        deadline = deadline or deferred_deadline(report, filing.issuer.fiscal_year_end, calendar)
        if deadline is None:
            return None
        return DueAccount(
            deadline=deadline,
            verdict=_verdict(deadline, filing, report, calendar),
            steps=steps(deadline),
            waits=waits,
            others=_others(report_deadlines(report, calendar, facts.executions), deadline),
            plan=_plan(filing, report, facts),
        )
    except CalendarUnknown:
        return None


def say_due(filing: Filing, told: DueAccount | None, calendar: BusinessCalendar, now: dt.datetime) -> str:
    """When a report that is not filed yet is due, in sentences for its owner; blank where no day is known."""
    if told is None or filing.is_amendment:
        return ""
    deadline, day = told.deadline, short_day(told.deadline.due_on)
    if told.waits:
        return f"Nothing on it is due on Form 4: it may wait for Form 5, due {day}."
    try:
        late = business_days_late(deadline.due_on, filing_date(now, calendar), calendar)
    except CalendarUnknown:
        late = 0
    said = (
        f"It was due on {day} and is {_late(late)}."
        if late
        else f"It is due on {day}, 10:00 p.m. Eastern time"
    )
    if late:
        return said
    if deadline.awaits_notice:
        return f"{said}, at the latest: an earlier notice of the broker makes it due sooner."
    if not deadline.calendar_confirmed:
        return (
            f"{said}. Provisional: the SEC has not yet published EDGAR's calendar of {deadline.due_on.year}."
        )
    return f"{said}."


def post_by(filing: Filing, calendar: BusinessCalendar) -> dt.date | None:
    """By the end of which day a report that was filed from here belongs on the issuer's website, if it keeps one."""
    if filing.filed_on is None or filing.is_imported or not filing.issuer.has_website:
        return None
    try:
        return posting_day(filing.filed_on, calendar)
    except CalendarUnknown:
        return None


def _plan(filing: Filing, report: OwnershipReport, facts: Facts) -> PlanAlternative | None:
    if filing.filed_on is None or report.document_type is not DocumentType.FORM_4 or facts.insider_chose_date:
        return None
    executions = report_executions(report, facts.executions)
    return plan_for_late_lines(executions.values(), filing.filed_on, facts.calendar)


def _verdict(deadline: Deadline, filing: Filing, report: OwnershipReport, calendar: BusinessCalendar) -> str:
    """``Due Fri 17 Jul 2020, filed Tue 21 Jul 2020, 2 business days late``: by the filing date, as EDGAR gave it.

    A past document without one is at least as late as its signature.
    """
    due = f"Due {short_day(deadline.due_on)}"
    if filing.filed_on:
        late = business_days_late(deadline.due_on, filing.filed_on, calendar)
        return f"{due}, filed {short_day(filing.filed_on)}, {_late(late) if late else 'in time'}"
    signed = max((mark.date for mark in report.signatures if mark.date), default=None)
    if filing.is_imported and signed:
        late = business_days_late(deadline.due_on, signed, calendar)
        return f"{due}, signed {short_day(signed)}" + (f", at least {_late(late)}" if late else "")
    return f"{due}, 10:00 p.m. Eastern time"


def _late(days: int) -> str:
    return f"{counted(days, 'business day')} late"


def _others(due: Mapping[RowReference, Deadline], deadline: Deadline) -> tuple[tuple[dt.date, str], ...]:
    """The lines that would be due later by themselves, by their dates."""
    lines: dict[dt.date, list[RowReference]] = defaultdict(list)
    for line, one in due.items():
        if one.due_on > deadline.due_on:
            lines[one.due_on].append(line)
    return tuple((day, places(lines[day])) for day in sorted(lines))


def _hours(left: dt.timedelta) -> str:
    minutes = max(0, int(left.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
