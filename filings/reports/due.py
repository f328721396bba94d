"""What is open or overdue, by person: the drafts, and the reports that nobody has begun."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse

from filings.models import Filing
from filings.ownership.deadlines import BusinessCalendar
from filings.reports.fiscal_year import last_fiscal_year
from filings.reports.insiders import FirstReport, first_reports, insiders_of
from filings.reports.reading import OPEN_STATES, days_late, filed_if_sent_now, owners_of, with_owners
from filings.reports.small import SmallAcquisitions, small_acquisitions
from filings.reports.year_end import year_ends
from people.models import Issuer, ReportingOwner


@dataclass(frozen=True)
class Due:
    """One thing that one person owes. ``url`` leads to where it is done; ``provisional`` as for a deadline."""

    owner: ReportingOwner
    issuer: Issuer
    what: str
    due_on: dt.date | None
    state: str
    url: str
    provisional: bool = False
    days_left: int | None = None
    late: int | None = None

    @property
    def when(self) -> str:
        """The clock in words."""
        if self.due_on is None:
            return "No due date"
        if self.late:
            return f"{self.late} business day{'' if self.late == 1 else 's'} late"
        if self.days_left is None or self.days_left < 0:
            return "Past its due date"
        latest = ", at the latest" if self.provisional else ""
        if self.days_left == 0:
            return f"Due today{latest}"
        return f"Due in {self.days_left} day{'' if self.days_left == 1 else 's'}{latest}"

    @property
    def tone(self) -> str:
        if self.due_on is None or self.days_left is None:
            return "calm"
        if self.late or self.days_left < 0:
            return "late"
        return "soon" if self.days_left <= 2 else "calm"


def due_by_person(calendar: BusinessCalendar, now: dt.datetime) -> list[Due]:
    """Everything that is open, the most urgent first; what has no due date comes last."""
    today, would_be = now.date(), filed_if_sent_now(calendar, now)
    issuers = list(Issuer.objects.all())
    small = small_acquisitions(calendar, today)
    found = [
        *_drafts(),
        *_forms_3(issuers, calendar, today),
        *_forms_5(issuers, calendar, today, small),
        *_small(small),
    ]
    timed = [_timed(one, today, would_be, calendar) for one in found]
    return sorted(timed, key=lambda one: (one.due_on or dt.date.max, str(one.owner), one.what))


def _timed(one: Due, today: dt.date, would_be: dt.date, calendar: BusinessCalendar) -> Due:
    if one.due_on is None:
        return one
    late = days_late(one.due_on, would_be, calendar) if would_be > one.due_on else None
    return replace(one, days_left=(one.due_on - today).days, late=late)


def _drafts() -> Iterator[Due]:
    filings = with_owners(Filing.objects.filter(state__in=OPEN_STATES))
    for filing in filings:
        for owner in owners_of(filing):
            yield Due(
                owner=owner,
                issuer=filing.issuer,
                what=f"Form {filing.form_type}",
                due_on=filing.due_on,
                state=str(filing.get_state_display()),
                url=filing.get_absolute_url(),
                provisional=filing.due_is_provisional,
            )


def _forms_3(issuers: list[Issuer], calendar: BusinessCalendar, today: dt.date) -> Iterator[Due]:
    for one in first_reports(insiders_of(issuers), calendar, today):
        if one.state in {FirstReport.DUE, FirstReport.MISSING} and one.deadline:
            yield Due(
                owner=one.insider.owner,
                issuer=one.insider.issuer,
                what="Form 3",
                due_on=one.deadline.due_on,
                state="None on record",
                url=reverse("owner", args=[one.insider.owner.pk]),
                provisional=one.deadline.provisional,
            )


def _forms_5(
    issuers: list[Issuer], calendar: BusinessCalendar, today: dt.date, small: list[SmallAcquisitions]
) -> Iterator[Due]:
    """Form 5 where something is known to be left, and until its due date for whom nothing is settled."""
    years = {one: last_fiscal_year(one, today) for one in issuers}
    for one in year_ends(years, calendar, today, small):
        if one.is_settled or one.due_on is None or (not one.left and one.due_on < today):
            continue
        asked = one.statement is not None
        yield Due(
            owner=one.owner,
            issuer=one.issuer,
            what="Form 5" if one.left else "Form 5, or the statement that none is due",
            due_on=one.due_on,
            state="Something is left to report"
            if one.left
            else "Asked for"
            if asked
            else "Not asked for yet",
            url=reverse("report-year-end", args=[one.issuer.pk, one.year.year]),
            provisional=bool(one.deadline and one.deadline.provisional),
        )


def _small(small: list[SmallAcquisitions]) -> Iterator[Due]:
    for one in small:
        if loss := one.open_loss:
            yield Due(
                owner=one.owner,
                issuer=one.issuer,
                what=f"Form 4: small acquisitions of {one.title}",
                due_on=loss.deadline.due_on if loss.deadline else None,
                state=f"No longer deferred: {loss.reason}",
                url=reverse("report-small"),
            )
