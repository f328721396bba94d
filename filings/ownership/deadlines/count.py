"""The due date of one event, and the way to it."""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice

from msgspec import Struct

from filings.ownership.deadlines.business_days import (
    CLOSE,
    EASTERN,
    BusinessCalendar,
    CalendarUnknown,
    add_business_days,
    is_inauguration_day,
    later,
)

BUSINESS_DAYS_FOR_FORM_4 = 2
BUSINESS_DAYS_TO_DEEMED = 3
CALENDAR_DAYS_FOR_FORM_3 = 10
CALENDAR_DAYS_FOR_FORM_5 = 45

_FORM_4_CITATION = "Rule 16a-3(g)(1)"
_DEEMED_CITATION = "Rule 16a-3(g)(1), counted from the deemed date of Rule 16a-3(g)(2) to (4)"
_LOST_CITATION = "Rule 16a-6(b)"
_FORM_3_CITATION = "15 USC 78p(a)(2); Rule 16a-3(a)"
_FORM_5_CITATION = "Rule 16a-3(f)"
_MOVED_CITATION = "Rule 0-3(a)"

_WEEKEND = frozenset({"Saturday", "Sunday"})


class Basis(StrEnum):
    """What a count starts after."""

    TRADE = "trade"
    DEEMED = "deemed"
    EXEMPTION_LOST = "exemption_lost"
    EVENT = "event"
    REGISTRATION = "registration"
    YEAR_END = "year_end"


class Execution(Struct, frozen=True):
    """What a deadline needs to know of one trade.

    ``under_plan`` says that the deemed date is available: a Rule 10b5-1(c) trade or a discretionary
    transaction (code I) whose date the insider did not choose. ``notified_on`` is the day on which the broker
    or the plan's administrator told the insider. ``exemption_lost_on`` is the day on which a small acquisition
    (code L) failed the conditions that let it wait for Form 5.
    """

    traded_on: dt.date
    under_plan: bool = False
    notified_on: dt.date | None = None
    exemption_lost_on: dt.date | None = None


class CountedDay(Struct, frozen=True):
    """One day of a count. ``number`` is its place in the count; ``why`` says why a day is left out.

    On a day that counts ``why`` tells what a reader may wonder at: the exchange is closed and EDGAR is not.
    """

    day: dt.date
    counts: bool
    number: int | None = None
    why: str = ""


class Deadline(Struct, frozen=True, kw_only=True):
    """A due date and the way to it.

    ``executed_on`` is the day after which ``count`` starts: the deemed date, the day on which an exemption was
    lost, or ``traded_on`` itself. ``deeming`` are the days between the trade and the deemed date. ``due_at`` is
    10 p.m. Eastern time on ``due_on``. ``awaits_notice`` says that the notice of a plan trade is not recorded
    and may bring the date forward; ``calendar_confirmed`` that the SEC has published the year's calendar.
    """

    basis: Basis
    traded_on: dt.date
    executed_on: dt.date
    due_on: dt.date
    due_at: dt.datetime
    count: tuple[CountedDay, ...]
    deeming: tuple[CountedDay, ...] = ()
    notified_on: dt.date | None = None
    awaits_notice: bool = False
    calendar_confirmed: bool = True
    citation: str

    @property
    def provisional(self) -> bool:
        """Whether the date may still move: it waits for a notice, or rests on a calendar that is only computed."""
        return self.awaits_notice or not self.calendar_confirmed


class PlanAlternative(Struct, frozen=True):
    """What a Rule 10b5-1 plan would have made of a trade: the latest due date, and the first notice in time."""

    due_on: dt.date
    notified_from: dt.date


def deemed_execution(execution: Execution, calendar: BusinessCalendar) -> dt.date:
    """The day of execution for the count: deemed where a plan trade allows it, else the trade date.

    Without a recorded notice the outside limit is taken, the third business day after the trade.
    """
    if not execution.under_plan:
        return execution.traded_on
    latest = add_business_days(execution.traded_on, BUSINESS_DAYS_TO_DEEMED, calendar)
    return max(execution.traded_on, min(execution.notified_on or latest, latest))


def form4_deadline(execution: Execution, calendar: BusinessCalendar) -> Deadline:
    """When a trade is due on Form 4.

    Raises ``CalendarUnknown`` when the count runs into a year that the calendar does not know.
    """
    _must_be_known(execution.traded_on, calendar)
    deemed = deemed_execution(execution, calendar)
    lost = execution.exemption_lost_on
    start = max(deemed, lost) if lost else deemed
    count = tuple(_business_days_after(start, BUSINESS_DAYS_FOR_FORM_4, calendar))
    deeming: tuple[CountedDay, ...] = ()
    if lost:
        basis, citation = Basis.EXEMPTION_LOST, _LOST_CITATION
    elif execution.under_plan:
        basis, citation = Basis.DEEMED, _DEEMED_CITATION
        between = (start - execution.traded_on).days
        deeming = tuple(islice(_days_after(execution.traded_on, calendar), between))
    else:
        basis, citation = Basis.TRADE, _FORM_4_CITATION
    return _deadline(
        basis,
        execution.traded_on,
        start,
        count,
        calendar,
        citation=citation,
        deeming=deeming,
        notified_on=execution.notified_on if execution.under_plan else None,
        # Once the exemption is lost later than that, no notice makes it due sooner.
        awaits_notice=execution.under_plan
        and execution.notified_on is None
        and (lost is None or lost < deemed),
    )


def form3_deadline(event_on: dt.date, calendar: BusinessCalendar, *, same_day: bool = False) -> Deadline:
    """When a Form 3 is due: ten calendar days after the person became an insider.

    ``same_day`` is for those who are insiders when the issuer's class is first registered under Section 12:
    their form is due on the day the registration takes effect.
    """
    if same_day:
        return _calendar_deadline(Basis.REGISTRATION, event_on, 0, calendar, _FORM_3_CITATION)
    return _calendar_deadline(Basis.EVENT, event_on, CALENDAR_DAYS_FOR_FORM_3, calendar, _FORM_3_CITATION)


def form5_deadline(fiscal_year_end: dt.date, calendar: BusinessCalendar) -> Deadline:
    """When a Form 5 is due: 45 calendar days after the issuer's fiscal year ends."""
    return _calendar_deadline(
        Basis.YEAR_END, fiscal_year_end, CALENDAR_DAYS_FOR_FORM_5, calendar, _FORM_5_CITATION
    )


def plan_alternative(
    execution: Execution, filed_on: dt.date, calendar: BusinessCalendar
) -> PlanAlternative | None:
    """What would have put a late trade in time, had it been made under a plan; ``None`` where nothing would, and
    where the calendar cannot tell.

    A late report is not called late before somebody has asked: the form does not say when a broker's notice came.
    """
    if execution.under_plan or execution.exemption_lost_on:
        return None
    try:
        latest = form4_deadline(Execution(execution.traded_on, under_plan=True), calendar)
    except CalendarUnknown:
        return None
    if filed_on > latest.due_on:
        return None
    noticed = execution.traded_on
    while form4_deadline(Execution(execution.traded_on, True, noticed), calendar).due_on < filed_on:
        noticed = later(noticed)
    return PlanAlternative(latest.due_on, noticed)


def _must_be_known(day: dt.date, calendar: BusinessCalendar) -> None:
    """Raise ``CalendarUnknown`` for a day outside the calendar, though the count after it may lie within."""
    calendar.closing(day)


def _business_days_after(start: dt.date, number: int, calendar: BusinessCalendar) -> Iterator[CountedDay]:
    for one in _days_after(start, calendar):
        yield one
        if one.number == number:
            return


def _days_after(start: dt.date, calendar: BusinessCalendar) -> Iterator[CountedDay]:
    """Every day after a day, the business days among them numbered, until the calendar ends."""
    day, counted = start, 0
    while True:
        day = later(day)
        reason = calendar.closing(day)
        if reason is None:
            counted += 1
            yield _business_day(day, counted, calendar)
        else:
            yield CountedDay(day, False, why=_why(reason))


def _business_day(day: dt.date, number: int, calendar: BusinessCalendar) -> CountedDay:
    if is_inauguration_day(day):
        return CountedDay(day, True, number, "Inauguration Day: EDGAR is open and the day counts")
    exchange = calendar.market_closing(day)
    return CountedDay(
        day, True, number, f"{exchange}: the exchange is closed, EDGAR is open" if exchange else ""
    )


def _calendar_days_after(start: dt.date, number: int, calendar: BusinessCalendar) -> Iterator[CountedDay]:
    """Some calendar days after a day, and where the last one is closed on to the next business day."""
    for counted in range(1, number):
        yield CountedDay(later(start, counted), True, counted)
    day = later(start, number)
    reason = calendar.closing(day)
    if number:
        yield CountedDay(day, True, number, _why(reason) if reason else "")
    while reason is not None:
        day = later(day)
        reason = calendar.closing(day)
        yield CountedDay(day, False, why=_why(reason) if reason else "the next business day")


def _why(reason: str) -> str:
    return reason if reason in _WEEKEND else f"{reason}, EDGAR closed"


def _calendar_deadline(
    basis: Basis, event_on: dt.date, days: int, calendar: BusinessCalendar, citation: str
) -> Deadline:
    _must_be_known(event_on, calendar)
    count = tuple(_calendar_days_after(event_on, days, calendar))
    moved = bool(count) and not count[-1].counts
    return _deadline(
        basis,
        event_on,
        event_on,
        count,
        calendar,
        citation=f"{citation}; {_MOVED_CITATION}" if moved else citation,
    )


def _deadline(
    basis: Basis,
    traded_on: dt.date,
    executed_on: dt.date,
    count: tuple[CountedDay, ...],
    calendar: BusinessCalendar,
    *,
    citation: str,
    deeming: tuple[CountedDay, ...] = (),
    notified_on: dt.date | None = None,
    awaits_notice: bool = False,
) -> Deadline:
    due_on = count[-1].day if count else executed_on
    return Deadline(
        basis=basis,
        traded_on=traded_on,
        executed_on=executed_on,
        due_on=due_on,
        due_at=dt.datetime.combine(due_on, CLOSE, EASTERN),
        count=count,
        deeming=deeming,
        notified_on=notified_on,
        awaits_notice=awaits_notice,
        calendar_confirmed=calendar.confirmed(due_on.year),
        citation=citation,
    )
