"""What is past its due date and not filed, and what cannot be called late or in time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from filings.models import Filing, FilingState
from filings.ownership.deadlines import BusinessCalendar, CalendarUnknown
from filings.reports.fiscal_year import FiscalYear
from filings.reports.insiders import FirstReport, Form3
from filings.reports.reading import (
    OPEN_STATES,
    days_late,
    filed_if_sent_now,
    owners_of,
    persons_of,
    with_owners,
)
from people.models import Issuer, ReportingOwner

_FORM = Filing.FormType


@dataclass(frozen=True)
class OverdueReport:
    """A report that is past its due date and not filed. ``filing`` is the draft, if there is one."""

    persons: str
    owners: tuple[ReportingOwner, ...]
    form: str
    event_on: dt.date | None
    due_on: dt.date
    days_late: int | None
    state: str
    filing: Filing | None = None


@dataclass(frozen=True)
class UndatedReport:
    """A filed report that cannot be called late or in time, and why."""

    filing: Filing
    why: str

    @property
    def persons(self) -> str:
        return persons_of(self.filing)


def overdue_drafts(issuer: Issuer, year: FiscalYear, calendar: BusinessCalendar) -> list[OverdueReport]:
    """Reports on the desk that were due in the fiscal year, are past it and are not filed."""
    would_be = filed_if_sent_now(calendar)
    drafts = with_owners(Filing.objects.filter(issuer=issuer, state__in=OPEN_STATES)).filter(
        due_on__range=(year.starts_on, year.ended_on), due_on__lt=would_be
    )
    return [
        OverdueReport(
            persons=persons_of(one),
            owners=tuple(owners_of(one)),
            form=one.form_type,
            event_on=one.period_of_report,
            due_on=one.due_on,
            days_late=days_late(one.due_on, would_be, calendar),
            state=one.get_state_display(),
            filing=one,
        )
        for one in drafts.order_by("due_on", "id")
        if one.due_on is not None
    ]


def missing_forms_3(forms_3: Iterable[Form3], calendar: BusinessCalendar) -> list[OverdueReport]:
    """The Forms 3 that were due, of which the desk is certain that none is on record."""
    would_be = filed_if_sent_now(calendar)
    return [
        OverdueReport(
            persons=str(one.insider.owner),
            owners=(one.insider.owner,),
            form=_FORM.FORM_3,
            event_on=one.insider.since,
            due_on=one.deadline.due_on,
            days_late=days_late(one.deadline.due_on, would_be, calendar),
            state="Not on record",
        )
        for one in forms_3
        if one.state is FirstReport.MISSING and one.deadline is not None
    ]


def undated_reports(issuer: Issuer, year: FiscalYear, calendar: BusinessCalendar) -> list[UndatedReport]:
    """Filed reports of the fiscal year without a filing date, or of a year whose calendar is not known."""
    span = (year.starts_on, year.ended_on)
    without_due = Q(due_on__isnull=True, period_of_report__range=span)
    undated = (Q(due_on__range=span) | without_due) & Q(filed_on__isnull=True)
    if not _known(year, calendar):
        undated |= without_due
    form_5 = Q(form_type=_FORM.FORM_5, period_of_report__range=year.form_5_periods, filed_on__isnull=True)
    filings = (
        with_owners(Filing.objects.filter(issuer=issuer, state=FilingState.FILED))
        .filter(undated & Q(form_type__in=[_FORM.FORM_3, _FORM.FORM_4]) | form_5)
        .order_by("period_of_report", "id")
    )
    return [
        UndatedReport(
            one, "Filing date not known" if one.filed_on is None else "EDGAR's calendar of the year not known"
        )
        for one in filings
    ]


def _known(year: FiscalYear, calendar: BusinessCalendar) -> bool:
    try:
        calendar.closing(year.starts_on)
        calendar.closing(year.ended_on)
    except CalendarUnknown:
        return False
    return True
