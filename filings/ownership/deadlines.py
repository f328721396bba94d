"""When a report is due, with the count day by day.

A Form 4 is due before the end of the second business day after the day of execution (15 USC 78p(a)(2)(C),
Rule 16a-3(g)(1)). A trade under a plan or a discretionary transaction whose date the insider did not choose
counts from a deemed date instead: the day of notice, at most the third business day after the trade (Rule
16a-3(g)(2) to (4)). Forms 3 and 5 count calendar days and move to the next business day (Rule 0-3(a)). Forms
3, 4 and 5 keep the day's date until 10 p.m. Eastern time (Regulation S-T 13(a)(4)).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

from filings.ownership.codes import Table
from filings.ownership.report import TRANSACTIONS, DocumentType, OwnershipReport, Transaction

EASTERN = ZoneInfo("America/New_York")
CLOSE = dt.time(22, 0)

BUSINESS_DAYS_FOR_FORM_4 = 2
BUSINESS_DAYS_TO_DEEMED = 3
CALENDAR_DAYS_FOR_FORM_3 = 10
CALENDAR_DAYS_FOR_FORM_5 = 45

FORM_4_CITATION = "Rule 16a-3(g)(1)"
DEEMED_CITATION = "Rule 16a-3(g)(1), counted from the deemed date of Rule 16a-3(g)(2) to (4)"
FORM_3_CITATION = "15 USC 78p(a)(2); Rule 16a-3(a)"
FORM_5_CITATION = "Rule 16a-3(f)"
MOVED_CITATION = "Rule 0-3(a)"

_DAY = dt.timedelta(days=1)
_WEEKEND = frozenset({"Saturday", "Sunday"})

RowReference = tuple[Table, int]


class CalendarUnknown(Exception):
    """No deadline can be told because the EDGAR calendar of a year is not known."""

    def __init__(self, year: int) -> None:
        super().__init__(f"The EDGAR calendar of {year} is not known.")
        self.year = year


class BusinessCalendar(Protocol):
    """The days on which EDGAR takes filings."""

    def closing(self, day: dt.date) -> str | None:
        """Why EDGAR is closed on a day (``"Saturday"``, ``"Thanksgiving Day"``); ``None`` on a business day.

        Raises ``CalendarUnknown`` for a year outside the calendar.
        """

    def confirmed(self, year: int) -> bool:
        """Whether the SEC has published the year's calendar; otherwise its holidays are computed from law."""


class Execution(Struct, frozen=True):
    """What a deadline needs to know of one trade.

    ``under_plan`` says that the deemed date is available: a Rule 10b5-1(c) trade or a discretionary
    transaction (code I) whose date the insider did not choose. ``notified_on`` is the day on which the broker
    or the plan's administrator told the insider.
    """

    traded_on: dt.date
    under_plan: bool = False
    notified_on: dt.date | None = None


class CountedDay(Struct, frozen=True):
    """One day of a count. ``number`` is its place in the count; ``why`` says why a day is left out."""

    day: dt.date
    counts: bool
    number: int | None = None
    why: str = ""


class Deadline(Struct, frozen=True, kw_only=True):
    """A due date and the way to it.

    ``executed_on`` is the day from which ``count`` starts: the deemed date, or ``traded_on`` itself.
    ``due_at`` is 10 p.m. Eastern time on ``due_on``. A deadline is provisional while the notice of a plan
    trade is not recorded, or when it rests on a year whose calendar the SEC has not yet published.
    """

    traded_on: dt.date
    executed_on: dt.date
    due_on: dt.date
    due_at: dt.datetime
    count: tuple[CountedDay, ...]
    provisional: bool
    citation: str


def next_business_day(day: dt.date, calendar: BusinessCalendar) -> dt.date:
    """The first business day after a day."""
    return add_business_days(day, 1, calendar)


def add_business_days(day: dt.date, number: int, calendar: BusinessCalendar) -> dt.date:
    """The ``number``-th business day after a day, which need not be a business day itself."""
    while number:
        day = _later(day)
        number -= calendar.closing(day) is None
    return day


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
    executed_on = deemed_execution(execution, calendar)
    count = tuple(_business_count(executed_on, BUSINESS_DAYS_FOR_FORM_4, calendar))
    return _deadline(
        execution.traded_on,
        executed_on,
        count,
        calendar,
        citation=DEEMED_CITATION if execution.under_plan else FORM_4_CITATION,
        awaits_notice=execution.under_plan and execution.notified_on is None,
    )


def form3_deadline(event_on: dt.date, calendar: BusinessCalendar, *, same_day: bool = False) -> Deadline:
    """When a Form 3 is due: ten calendar days after the person became an insider.

    ``same_day`` is for those who are insiders when the issuer's class is first registered under Section 12:
    their form is due on the day the registration takes effect.
    """
    days = 0 if same_day else CALENDAR_DAYS_FOR_FORM_3
    return _calendar_deadline(event_on, days, calendar, FORM_3_CITATION)


def form5_deadline(fiscal_year_end: dt.date, calendar: BusinessCalendar) -> Deadline:
    """When a Form 5 is due: 45 calendar days after the issuer's fiscal year ends."""
    return _calendar_deadline(fiscal_year_end, CALENDAR_DAYS_FOR_FORM_5, calendar, FORM_5_CITATION)


def report_deadline(
    report: OwnershipReport,
    calendar: BusinessCalendar,
    executions: Mapping[RowReference, Execution] = {},
) -> Deadline | None:
    """When a report is due: the earliest due date of its lines, or that of its period for Forms 3 and 5.

    ``executions`` says by table and line what is known of a trade beyond the form. A deemed date on a line
    counts as the day of notice. Lines that are reported early (form type 5) set no date. ``None`` where no
    line does, and for an amendment: its lines were due with the form that it corrects.
    """
    document = report.document_type
    if document.is_amendment:
        return None
    if document is not DocumentType.FORM_4:
        if report.period_of_report is None:
            return None
        form = form3_deadline if document is DocumentType.FORM_3 else form5_deadline
        return form(report.period_of_report, calendar)
    due = (
        form4_deadline(execution, calendar) for execution in report_executions(report, executions).values()
    )
    return min(due, key=lambda deadline: deadline.due_on, default=None)


def report_executions(
    report: OwnershipReport, executions: Mapping[RowReference, Execution] = {}
) -> dict[RowReference, Execution]:
    """Every line that is due on Form 4, with what is known of its execution."""
    found = {}
    for table, rows in ((Table.I, report.non_derivative), (Table.II, report.derivative)):
        for index, row in enumerate(rows):
            if isinstance(row, TRANSACTIONS) and row.date.value and not _is_early(row):
                deemed = row.deemed_execution and row.deemed_execution.value
                found[table, index] = (
                    Execution(row.date.value, under_plan=True, notified_on=deemed)
                    if deemed
                    else executions.get((table, index), Execution(row.date.value))
                )
    return found


def business_days_late(due_on: dt.date, filed_on: dt.date, calendar: BusinessCalendar) -> int:
    """How many business days after its due date a form was filed; 0 when it was in time."""
    days = (due_on + _DAY * number for number in range(1, (filed_on - due_on).days + 1))
    return sum(calendar.closing(day) is None for day in days)


def filing_date(accepted_at: dt.datetime, calendar: BusinessCalendar) -> dt.date:
    """The filing date of a Form 3, 4 or 5 that EDGAR accepted at an instant (which carries a zone)."""
    eastern = accepted_at.astimezone(EASTERN)
    day = eastern.date()
    if eastern.time() <= CLOSE and calendar.closing(day) is None:
        return day
    return next_business_day(day, calendar)


def _is_early(row: Transaction) -> bool:
    return row.coding is not None and row.coding.form_type == "5"


def _business_count(start: dt.date, number: int, calendar: BusinessCalendar) -> Iterator[CountedDay]:
    day, counted = start, 0
    while counted < number:
        day = _later(day)
        reason = calendar.closing(day)
        if reason is None:
            counted += 1
            yield CountedDay(day, True, counted)
        else:
            yield CountedDay(day, False, why=_why(reason))


def _calendar_count(start: dt.date, number: int, calendar: BusinessCalendar) -> Iterator[CountedDay]:
    for counted in range(1, number):
        yield CountedDay(_later(start, counted), True, counted)
    day, counted = _later(start, number), number
    while (reason := calendar.closing(day)) is not None:
        yield CountedDay(day, bool(counted), counted or None, _why(reason))
        day, counted = _later(day), 0
    yield CountedDay(day, bool(counted), counted or None, "" if counted else "the next business day")


def _later(day: dt.date, days: int = 1) -> dt.date:
    """Some days after a day; a slip like 31 December 9999 leaves every calendar."""
    try:
        return day + _DAY * days
    except OverflowError:
        raise CalendarUnknown(dt.MAXYEAR + 1) from None


def _why(reason: str) -> str:
    return reason if reason in _WEEKEND else f"{reason}, EDGAR closed"


def _calendar_deadline(event_on: dt.date, days: int, calendar: BusinessCalendar, citation: str) -> Deadline:
    count = tuple(_calendar_count(event_on, days, calendar))
    moved = count[-1].day != event_on + _DAY * days
    return _deadline(
        event_on, event_on, count, calendar, citation=f"{citation}; {MOVED_CITATION}" if moved else citation
    )


def _deadline(
    traded_on: dt.date,
    executed_on: dt.date,
    count: tuple[CountedDay, ...],
    calendar: BusinessCalendar,
    *,
    citation: str,
    awaits_notice: bool = False,
) -> Deadline:
    due_on = count[-1].day
    return Deadline(
        traded_on=traded_on,
        executed_on=executed_on,
        due_on=due_on,
        due_at=dt.datetime.combine(due_on, CLOSE, EASTERN),
        count=count,
        provisional=awaits_notice or not calendar.confirmed(due_on.year),
        citation=citation,
    )
