"""Filings with what they say and who reports on them, read in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from compliance.calendar import eastern_now
from filings.models import Acknowledgement, Filing, FilingOwner, FilingState, Snapshot
from filings.ownership.deadlines import (
    BusinessCalendar,
    CalendarUnknown,
    Deadline,
    RowReference,
    business_days_late,
    filing_date,
    report_deadline,
    report_deadlines,
)
from filings.ownership.report import OwnershipReport
from filings.services.executions import executions_of
from people.models import Issuer, ReportingOwner

# The check that asks the preparer of a late report for a reason.
LATE = "F4-017"

OPEN_STATES = [FilingState.DRAFT, FilingState.REVIEWED, FilingState.SIGNED]


def with_owners(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """Filings with their issuer and reporting owners, without a CCC."""
    owners = FilingOwner.objects.select_related("owner").defer("owner__ccc")
    return filings.select_related("issuer").prefetch_related(Prefetch("filing_owners", owners))


def with_reports(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """As ``with_owners``, with what was signed or imported, the draft's lines and the reasons for being late."""
    return with_owners(filings).prefetch_related(
        Prefetch("snapshots", Snapshot.objects.exclude(kind=Snapshot.Kind.PREVIEW), to_attr="frozen"),
        Prefetch("acknowledgements", Acknowledgement.objects.filter(check_id=LATE), to_attr="late_reasons"),
        "rows",
    )


def filed_reports(issuer: Issuer) -> QuerySet[Filing]:
    """What was filed about an issuer, as ``with_reports``."""
    return with_reports(Filing.objects.filter(issuer=issuer, state=FilingState.FILED))


def filed_by(owner: ReportingOwner, issuer: Issuer, first: dt.date, last: dt.date) -> QuerySet[Filing]:
    """What one person filed about an issuer in a span of days, oldest first."""
    return Filing.objects.filter(
        owners=owner, issuer=issuer, state=FilingState.FILED, filed_on__range=(first, last)
    ).order_by("filed_on", "id")


def report_of(filing: Any) -> OwnershipReport | None:
    """What a filing that ``with_reports`` read says; ``None`` for one that has no snapshot."""
    return filing.frozen[0].submission.report if filing.frozen else None


def persons_of(filing: Filing) -> str:
    """The reporting owners by EDGAR's conformed names."""
    return "; ".join(str(one.owner) for one in filing.filing_owners.all())


def owners_of(filing: Filing) -> Iterator[ReportingOwner]:
    """The reporting owners of a filing that ``with_owners`` read."""
    for one in filing.filing_owners.all():
        yield one.owner


def reason_of(filing: Any) -> str:
    """What the desk says about why a report was late: the reason given for the warning, and its own note."""
    said = [one.reason for one in filing.late_reasons]
    return " ".join(dict.fromkeys([*said, *([filing.desk_note] if filing.desk_note else [])]))


def deadline_of(filing: Filing, report: OwnershipReport, calendar: BusinessCalendar) -> Deadline | None:
    """The report's deadline with its count; ``None`` where it has none or the calendar does not know it."""
    try:
        return report_deadline(report, calendar, executions_of(filing))
    except CalendarUnknown:
        return None


def late_lines(
    filing: Filing, report: OwnershipReport, calendar: BusinessCalendar, filed_on: dt.date
) -> dict[RowReference, Deadline]:
    """The lines of a Form 4 that were due before the day on which it was filed, each by its own deadline."""
    try:
        deadlines = report_deadlines(report, calendar, executions_of(filing))
    except CalendarUnknown:
        return {}
    return {line: deadline for line, deadline in deadlines.items() if deadline.due_on < filed_on}


def days_late(due_on: dt.date, filed_on: dt.date, calendar: BusinessCalendar) -> int | None:
    """Business days past the due date; ``None`` where the calendar does not know them."""
    try:
        return business_days_late(due_on, filed_on, calendar)
    except CalendarUnknown:
        return None


def filed_if_sent_now(calendar: BusinessCalendar, now: dt.datetime | None = None) -> dt.date:
    """The filing date that EDGAR would give a report at this instant (today's where it cannot be told)."""
    now = now or eastern_now()
    try:
        return filing_date(now, calendar)
    except CalendarUnknown:
        return now.date()
