"""Business days as EDGAR keeps them, and the clock that gives a filing its date."""

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
CLOSE = dt.time(22, 0)

_DAY = dt.timedelta(days=1)


class CalendarUnknown(Exception):
    """No deadline can be told because the EDGAR calendar of a year is not known."""

    def __init__(self, year: int) -> None:
        super().__init__(f"The EDGAR calendar of {year} is not known.")
        self.year = year


class NoSuchTime(Exception):
    """A time that the clocks of New York skip when summer time begins; the text says so."""


class BusinessCalendar(Protocol):
    """The days on which EDGAR takes filings and the exchange trades."""

    def closing(self, day: dt.date) -> str | None:
        """Why EDGAR is closed on a day (``"Saturday"``, ``"Thanksgiving Day"``); ``None`` on a business day.

        Raises ``CalendarUnknown`` for a year outside the calendar.
        """

    def market_closing(self, day: dt.date) -> str | None:
        """Why the New York Stock Exchange is closed on a day (``"Good Friday"``); ``None`` when it trades.

        Outside the years of the calendar only weekends are told.
        """

    def confirmed(self, year: int) -> bool:
        """Whether the SEC has published the year's calendar; otherwise its holidays are computed from law."""


def later(day: dt.date, days: int = 1) -> dt.date:
    """Some days after a day; a slip like 31 December 9999 leaves every calendar (``CalendarUnknown``)."""
    try:
        return day + _DAY * days
    except OverflowError:
        raise CalendarUnknown(dt.MAXYEAR + 1) from None


def next_business_day(day: dt.date, calendar: BusinessCalendar) -> dt.date:
    """The first business day after a day."""
    return add_business_days(day, 1, calendar)


def add_business_days(day: dt.date, number: int, calendar: BusinessCalendar) -> dt.date:
    """The ``number``-th business day after a day, which need not be a business day itself."""
    while number:
        day = later(day)
        number -= calendar.closing(day) is None
    return day


def business_days_late(due_on: dt.date, filed_on: dt.date, calendar: BusinessCalendar) -> int:
    """How many business days after its due date a form was filed; 0 when it was in time."""
    days = (due_on + _DAY * number for number in range(1, (filed_on - due_on).days + 1))
    return sum(calendar.closing(day) is None for day in days)


def filing_date(accepted_at: dt.datetime, calendar: BusinessCalendar) -> dt.date:
    """The filing date of a Form 3, 4 or 5 that EDGAR accepted at an instant (which carries a zone).

    What comes by 10 p.m. Eastern time on a business day has that day's date, anything else the next business
    day's (Regulation S-T 12(c) and 13(a)(4)).
    """
    if accepted_at.tzinfo is None:
        raise ValueError("An instant carries its zone.")
    eastern = accepted_at.astimezone(EASTERN)
    day = eastern.date()
    if eastern.time() <= CLOSE and calendar.closing(day) is None:
        return day
    return next_business_day(day, calendar)


def eastern_instant(day: dt.date, time: dt.time) -> dt.datetime:
    """The instant at which the clocks of New York show a time; of the two in the hour that comes twice, the first.

    Raises ``NoSuchTime`` for the hour that is skipped when summer time begins.
    """
    instant = dt.datetime.combine(day, time, EASTERN)
    if instant.astimezone(dt.UTC).astimezone(EASTERN).replace(tzinfo=None) != instant.replace(tzinfo=None):
        raise NoSuchTime(
            f"There was no {time:%H:%M} in New York on {day:%m/%d/%Y}: the clocks were put forward. Check the time."
        )
    return instant


def posting_day(filed_on: dt.date, calendar: BusinessCalendar) -> dt.date:
    """By the end of which day an issuer with a website posts a report there (Rule 16a-3(k))."""
    return next_business_day(filed_on, calendar)


def is_inauguration_day(day: dt.date) -> bool:
    """Whether a President takes office: 20 January after an election, a legal holiday in Washington alone.

    EDGAR has been open and the day counts, but the staff may let what is due on it come a day later.
    """
    return (day.month, day.day) == (1, 20) and day.year % 4 == 1
