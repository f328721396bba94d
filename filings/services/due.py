"""Keeping the due dates of filings true when EDGAR's calendar changes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from compliance.audit.log import Changes, record_all
from compliance.calendar import load_calendar
from filings.models import Filing, Snapshot, TableRow
from filings.ownership.deadlines import (
    BusinessCalendar,
    CalendarUnknown,
    Deadline,
    Execution,
    RowReference,
    earliest,
    may_wait_for_form5,
    report_deadline,
)
from filings.ownership.report import DocumentType, OwnershipReport
from filings.ownership.small_acquisitions import CODE as SMALL_ACQUISITION
from filings.services.assemble import assemble, execution_of
from filings.services.executions import executions_of

# As many as are in memory at once.
_AT_ONCE = 500
_AMENDMENTS = [one.value for one in DocumentType if one.is_amendment]
# Form 5 is due 45 days after a fiscal year (Rule 16a-3(f)(1)); closed days at its end come on top.
_LONGEST_COUNT = dt.timedelta(days=60)

# A due date, and whether it may still move.
Due = tuple[dt.date | None, bool]


def due_date_set(filing: Filing) -> bool:
    """Write the due date and box 3 on the filing (without saving it); whether the date is another one than before.

    A year that the calendar does not know leaves the date open.
    """
    return due_date_of_report_set(filing, assemble(filing).report)


def due_date_of_report_set(filing: Filing, report: OwnershipReport) -> bool:
    """The same from the report that the draft is now, for whoever has assembled it."""
    before = filing.due_on, filing.due_is_provisional
    filing.period_of_report = report.period_of_report
    filing.due_on, filing.due_is_provisional = due_of_report(report, load_calendar(), executions_of(filing))
    return (filing.due_on, filing.due_is_provisional) != before


def due_dates_refresh(changed: dt.date | None = None) -> int:
    """Count every due date again, of drafts as of past filings, in one transaction; how many of them moved.

    ``changed`` is the day that was closed or opened: only a count that runs over it can end elsewhere.
    """
    touched = Filing.objects.exclude(form_type__in=_AMENDMENTS)
    if changed is not None:
        touched = touched.filter(
            Q(due_on__range=(changed, changed + _LONGEST_COUNT))
            | Q(due_on__isnull=True, period_of_report__lt=changed)
        )
    pks = list(touched.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        told = [
            moved
            for first in range(0, len(pks), _AT_ONCE)
            for moved in _refresh(pks[first : first + _AT_ONCE])
        ]
        record_all(
            actor=None, verb="counted the due date again after a change of EDGAR's calendar", subjects=told
        )
    return len(told)


def due_of_report(
    report: OwnershipReport, calendar: BusinessCalendar, executions: Mapping[RowReference, Execution] = {}
) -> Due:
    """The due date of a report as a filing keeps it; ``executions`` as for ``report_executions``."""
    return _due(lambda: report_deadline(report, calendar, executions))


def _refresh(pks: Sequence[int]) -> list[tuple[Filing, Changes]]:
    filings = list(Filing.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    dues = _due_of_each(filings, load_calendar())
    moved: dict[Due, list[int]] = defaultdict(list)
    told = []
    for filing in filings:
        due = dues[filing.pk]
        if due != (filing.due_on, filing.due_is_provisional):
            moved[due].append(filing.pk)
            told.append((filing, {"due_on": [str(filing.due_on or ""), str(due[0] or "")]}))
    for (due_on, provisional), theirs in moved.items():
        Filing.objects.filter(pk__in=theirs).update(due_on=due_on, due_is_provisional=provisional)
    return told


def _due_of_each(filings: Sequence[Filing], calendar: BusinessCalendar) -> dict[int, Due]:
    """What was kept when each filing was last changed or imported, by the calendar as it is known now.

    From the lines alone where they are enough; a past filing has none, and is read from what was imported.
    """
    rows: dict[int, list[TableRow]] = defaultdict(list)
    for row in TableRow.objects.filter(
        filing__in=filings, kind=TableRow.Kind.TRANSACTION, date__isnull=False
    ):
        rows[row.filing_id].append(row)
    imported = Snapshot.objects.filter(filing__in=filings, kind=Snapshot.Kind.IMPORTED).order_by("pk")
    dues = {one.filing_id: due_of_report(one.submission.report, calendar) for one in imported}
    return {one.pk: dues.get(one.pk) or _due_of_rows(one, rows[one.pk], calendar) for one in filings}


def _due_of_rows(filing: Filing, rows: Sequence[TableRow], calendar: BusinessCalendar) -> Due:
    # Whether an acquisition still is a small one depends on the lines together.
    if filing.form_type != Filing.FormType.FORM_4 or any(row.code == SMALL_ACQUISITION for row in rows):
        return due_of_report(assemble(filing).report, calendar, executions_of(filing))
    executions = [
        execution
        for row in rows
        if (execution := execution_of(row)) is not None
        and not may_wait_for_form5(row.code, row.acquired_disposed, execution.traded_on, early=row.is_early)
    ]
    return _due(lambda: earliest(executions, calendar))


def _due(count: Callable[[], Deadline | None]) -> Due:
    try:
        deadline = count()
    except CalendarUnknown:
        deadline = None
    return (deadline.due_on, deadline.provisional) if deadline else (None, False)
