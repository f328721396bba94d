"""Who was an insider when, and what the desk knows of each one's Form 3.

A Form 3 is due ten days after a person becomes an insider (Rule 16a-3(a)), once: another position later needs
none. The desk says that one is missing only where that is certain as far as its own record goes.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, DateField, DateTimeField, F, Max, Min, Q, When
from django.db.models.functions import Coalesce

from filings.models import Filing, FilingOwner, FilingState
from filings.ownership.deadlines import EASTERN, BusinessCalendar, CalendarUnknown, Deadline, form3_deadline
from people.models import Issuer, Position, ReportingOwner

_DAY = dt.timedelta(days=1)

# Directors and officers of foreign private issuers report from this day on (Holding Foreign Insiders Accountable
# Act, Release 34-104903); who held office then owed Form 3 on the day itself.
FOREIGN_INSIDERS_SINCE = dt.date(2026, 3, 18)


@dataclass(frozen=True)
class Insider:
    """One person's unbroken time as an insider of an issuer: positions that touch or overlap.

    ``before`` is the last day of an earlier such time of the same person.
    """

    owner: ReportingOwner
    issuer: Issuer
    positions: tuple[Position, ...]
    before: dt.date | None = None

    @property
    def since(self) -> dt.date:
        return min(one.started_on for one in self.positions)

    @property
    def until(self) -> dt.date | None:
        """The last day; ``None`` while a position is held."""
        days = [one.ended_on for one in self.positions]
        return None if None in days else max(day for day in days if day)

    @property
    def first_seen_in_filings(self) -> bool:
        """Whether the first day is only that of the earliest report: it may have begun before."""
        return any(one.from_filings for one in self.positions if one.started_on == self.since)

    @property
    def capacities(self) -> str:
        return ", ".join(dict.fromkeys(str(one) for one in self.positions))

    @property
    def owes_reports(self) -> bool:
        """False for who reports at home under an SEC order, and for a mere 10% owner of a foreign issuer."""
        if not self.issuer.is_foreign_private_issuer:
            return True
        return any(
            one.kind != Position.Kind.TEN_PERCENT_OWNER and not one.reports_at_home for one in self.positions
        )

    def within(self, first: dt.date, last: dt.date) -> bool:
        """Whether a position was held on any day of a span."""
        return any(
            one.started_on <= last and (one.ended_on is None or one.ended_on >= first)
            for one in self.positions
        )


class FirstReport(StrEnum):
    """What the desk knows of an insider's Form 3."""

    ON_RECORD = "on record"
    DUE = "due"
    MISSING = "not on record"
    NOT_KNOWN = "not known"
    NOT_OWED = "none owed"


@dataclass(frozen=True)
class Form3:
    """An insider's Form 3 as far as the desk knows, with its deadline where one can be told."""

    insider: Insider
    state: FirstReport
    deadline: Deadline | None


def insiders_of(issuers: Collection[Issuer]) -> list[Insider]:
    """Everybody who ever held a position at these issuers, by name, each unbroken time by itself."""
    held: dict[tuple[int, int], list[Position]] = defaultdict(list)
    positions = (
        Position.objects.filter(issuer__in=issuers)
        .select_related("owner", "issuer")
        .defer("owner__ccc")
        .order_by("owner__conformed_name", "owner", "issuer", "started_on", "id")
    )
    for one in positions:
        held[one.owner_id, one.issuer_id].append(one)
    found: list[Insider] = []
    for ones in held.values():
        before: dt.date | None = None
        for together in _unbroken(ones):
            found.append(Insider(ones[0].owner, ones[0].issuer, tuple(together), before))
            before = found[-1].until
    return found


def first_reports(insiders: Sequence[Insider], calendar: BusinessCalendar, today: dt.date) -> list[Form3]:
    """What the desk knows of each insider's Form 3, in two queries.

    Missing is one only where somebody keeps the position by hand, no report of the person at the issuer is on
    record at all, and the desk's record of the issuer goes back beyond the due date.
    """
    issuers = {one.issuer.pk for one in insiders}
    known, begins = _forms_3_known(issuers), _record_begins(issuers)
    return [_form3(one, known, begins, calendar, today) for one in insiders]


def _form3(
    insider: Insider,
    known: Mapping[tuple[int, int], dt.date | None],
    begins: Mapping[int, dt.date],
    calendar: BusinessCalendar,
    today: dt.date,
) -> Form3:
    if not insider.owes_reports:
        return Form3(insider, FirstReport.NOT_OWED, None)
    deadline = _deadline(insider, calendar)
    who = insider.owner.pk, insider.issuer.pk
    filed = known.get(who)
    # A person who comes back after a time owes another one.
    if filed is not None and (insider.before is None or filed > insider.before):
        return Form3(insider, FirstReport.ON_RECORD, deadline)
    if deadline is None or insider.first_seen_in_filings:
        return Form3(insider, FirstReport.NOT_KNOWN, deadline)
    if today <= deadline.due_on:
        return Form3(insider, FirstReport.DUE, deadline)
    certain = who not in known and begins.get(insider.issuer.pk, dt.date.max) <= deadline.due_on
    return Form3(insider, FirstReport.MISSING if certain else FirstReport.NOT_KNOWN, deadline)


def _deadline(insider: Insider, calendar: BusinessCalendar) -> Deadline | None:
    since, at_once = insider.since, False
    if insider.issuer.is_foreign_private_issuer and since < FOREIGN_INSIDERS_SINCE:
        since, at_once = FOREIGN_INSIDERS_SINCE, True
    try:
        return form3_deadline(since, calendar, same_day=at_once)
    except CalendarUnknown:
        return None


def _unbroken(positions: Iterable[Position]) -> Iterable[list[Position]]:
    """Positions of one person at one issuer, by their first day, cut where a day without any lies between."""
    together: list[Position] = []
    last = dt.date.min
    for one in positions:
        if together and last != dt.date.max and one.started_on > last + _DAY:
            yield together
            together, last = [], dt.date.min
        together.append(one)
        last = max(last, one.ended_on or dt.date.max)
    if together:
        yield together


def _forms_3_known(issuers: Collection[int]) -> dict[tuple[int, int], dt.date | None]:
    """By owner and issuer, of whom a filed report is on record: the day of the last Form 3, if one is."""
    day = Coalesce("filing__period_of_report", "filing__filed_on", output_field=DateField())
    form_3 = Q(filing__form_type__in=[Filing.FormType.FORM_3, Filing.FormType.FORM_3A])
    rows = (
        FilingOwner.objects.filter(filing__issuer__in=issuers, filing__state=FilingState.FILED)
        .order_by()
        .values_list("owner", "filing__issuer")
        .annotate(form_3=Max(Case(When(form_3, then=day), output_field=DateField())))
    )
    return {(owner, issuer): last for owner, issuer, last in rows}


def _record_begins(issuers: Collection[int]) -> dict[int, dt.date]:
    """By issuer, the day from which on the desk has filings of it or prepares them."""
    made = When(source=Filing.Source.PREPARED, then=F("created_at"))
    rows = (
        Filing.objects.filter(issuer__in=issuers)
        .order_by()
        .values_list("issuer")
        .annotate(filed=Min("filed_on"), made=Min(Case(made, output_field=DateTimeField())))
    )
    begins = {
        issuer: [day for day in (filed, made and made.astimezone(EASTERN).date()) if day]
        for issuer, filed, made in rows
    }
    return {issuer: min(days) for issuer, days in begins.items() if days}
