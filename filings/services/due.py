"""Keeping the due dates of open filings true when EDGAR's calendar changes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from compliance.audit.log import record_all
from compliance.calendar import load_calendar
from filings.models import Filing, FilingState, TableRow
from filings.ownership.deadlines import (
    BusinessCalendar,
    CalendarUnknown,
    Deadline,
    earliest,
    may_wait_for_form5,
    report_deadline,
)
from filings.ownership.report import OwnershipReport
from filings.ownership.small_acquisitions import CODE as SMALL_ACQUISITION
from filings.services.assemble import assemble, execution_of
from filings.services.executions import executions_of

# As many as one transaction holds: people want to save in between.
_BATCH = 500

# A due date, and whether it may still move.
_Due = tuple[dt.date | None, bool]


def due_date_set(filing: Filing) -> bool:
    """Write the due date and box 3 on the filing (without saving it); whether the date is another one than before.

    A year that the calendar does not know leaves the date open.
    """
    return due_date_of_report_set(filing, assemble(filing).report)


def due_date_of_report_set(filing: Filing, report: OwnershipReport) -> bool:
    """The same from the report that the draft is now, for whoever has assembled it."""
    before = filing.due_on, filing.due_is_provisional
    filing.period_of_report = report.period_of_report
    filing.due_on, filing.due_is_provisional = _due_of_report(filing, report, load_calendar())
    return (filing.due_on, filing.due_is_provisional) != before


def due_dates_refresh(changed: dt.date | None = None) -> int:
    """Count open filings again, for lists and clocks; how many due dates moved.

    ``changed`` is the day that was closed or opened: only a count that runs over it can end elsewhere. Without
    it every open filing is counted.
    """
    touched = Filing.objects.exclude(state=FilingState.FILED)
    if changed is not None:
        touched = touched.filter(period_of_report__lt=changed).filter(
            Q(due_on__gte=changed) | Q(due_on__isnull=True)
        )
    pks = list(touched.order_by("pk").values_list("pk", flat=True))
    return sum(_refresh(pks[first : first + _BATCH]) for first in range(0, len(pks), _BATCH))


@transaction.atomic
def _refresh(pks: Sequence[int]) -> int:
    filings = list(
        Filing.objects.select_for_update().filter(pk__in=pks).exclude(state=FilingState.FILED).order_by("pk")
    )
    dues = _due_of_each(filings, load_calendar())
    moved: dict[_Due, list[int]] = defaultdict(list)
    told = []
    for filing in filings:
        due = dues[filing.pk]
        if due != (filing.due_on, filing.due_is_provisional):
            moved[due].append(filing.pk)
            told.append((filing, {"due_on": [str(filing.due_on or ""), str(due[0] or "")]}))
    for (due_on, provisional), theirs in moved.items():
        Filing.objects.filter(pk__in=theirs).update(due_on=due_on, due_is_provisional=provisional)
    record_all(
        actor=None, verb="counted the due date again after a change of EDGAR's calendar", subjects=told
    )
    return len(told)


def _due_of_each(filings: Iterable[Filing], calendar: BusinessCalendar) -> dict[int, _Due]:
    """What ``due_date_set`` would write on each filing, from the lines alone where they are enough."""
    filings = list(filings)
    rows: dict[int, list[TableRow]] = defaultdict(list)
    for row in TableRow.objects.filter(
        filing__in=filings, kind=TableRow.Kind.TRANSACTION, date__isnull=False
    ):
        rows[row.filing_id].append(row)
    return {filing.pk: _due_of_rows(filing, rows[filing.pk], calendar) for filing in filings}


def _due_of_rows(filing: Filing, rows: Sequence[TableRow], calendar: BusinessCalendar) -> _Due:
    # Whether an acquisition still is a small one depends on the lines together.
    if filing.form_type != Filing.FormType.FORM_4 or any(row.code == SMALL_ACQUISITION for row in rows):
        return _due_of_report(filing, assemble(filing).report, calendar)
    executions = [
        execution
        for row in rows
        if (execution := execution_of(row)) is not None
        and not may_wait_for_form5(row.code, row.acquired_disposed, execution.traded_on, early=row.is_early)
    ]
    return _due(lambda: earliest(executions, calendar))


def _due_of_report(filing: Filing, report: OwnershipReport, calendar: BusinessCalendar) -> _Due:
    return _due(lambda: report_deadline(report, calendar, executions_of(filing)))


def _due(count: Callable[[], Deadline | None]) -> _Due:
    try:
        deadline = count()
    except CalendarUnknown:
        deadline = None
    return (deadline.due_on, deadline.provisional) if deadline else (None, False)
