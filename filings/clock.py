"""The due clock as people read it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from filings.models import Filing
from filings.ownership.deadlines import (
    CLOSE,
    EASTERN,
    BusinessCalendar,
    CalendarUnknown,
    business_days_late,
    filing_date,
)

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


def read_clock(filing: Filing, calendar: BusinessCalendar, now: dt.datetime) -> Clock:
    """The clock of a filing at an instant. It reads the due date that is kept on the filing.

    A filed report is measured by its filing date, another one by the date it would get if it were sent now.
    """
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
            Clock(f"Filed {_business_days(late)} late", Tone.LATE)
            if late
            else Clock("Filed in time", Tone.OK)
        )
    if late:
        return Clock(f"{_business_days(late)} late", Tone.LATE)
    eastern = now.astimezone(EASTERN)
    provisional = ", at the latest" if filing.due_is_provisional else ""
    if due == eastern.date():
        left = dt.datetime.combine(due, CLOSE, EASTERN) - eastern
        return Clock(f"Due today 10:00 p.m. ET · {_hours(left)}{provisional}", Tone.SOON)
    if due - eastern.date() == _DAY:
        return Clock(f"Due tomorrow, {due:%a} {due.day} {due:%b}{provisional}", Tone.SOON)
    days = (due - eastern.date()).days
    return Clock(f"Due {due:%a} {due.day} {due:%b}, {days} days{provisional}", Tone.CALM)


def _business_days(number: int) -> str:
    return f"{number} business day{'' if number == 1 else 's'}"


def _hours(left: dt.timedelta) -> str:
    minutes = max(0, int(left.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
