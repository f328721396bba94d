"""The sweep after the fiscal year: for each insider a Form 5, or the statement that none is due.

A Form 5 is due 45 days after the issuer's fiscal year from everybody who was an insider at any time in it and has
something left to report (Rule 16a-3(f)). Where nothing is left, the issuer asks for a written statement, without
which a missing Form 5 counts as a known failure to file (Item 405(a)(2) and (b) of Regulation S-K).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from filings.models import Filing, FilingOwner, FilingState, YearEndStatement
from filings.ownership.deadlines import (
    BusinessCalendar,
    CalendarUnknown,
    Deadline,
    form5_deadline,
)
from filings.ownership.wording import day as day_in_words
from filings.reports.fiscal_year import FiscalYear
from filings.reports.insiders import FirstReport, Form3, Insider, first_reports, insiders_of
from filings.reports.left import small_left, unreported
from filings.reports.reading import filed_if_sent_now
from filings.reports.small import SmallAcquisitions
from people.models import Issuer, ReportingOwner


@dataclass(frozen=True)
class YearEnd:
    """What one insider's fiscal year leaves to do.

    ``left`` says what the desk knows to be unreported, one sentence each: then a Form 5 is due. ``form_5`` is
    the one on record, ``statement`` the written word that none is due.
    """

    owner: ReportingOwner
    issuer: Issuer
    year: FiscalYear
    times: tuple[Insider, ...]
    left: tuple[str, ...]
    form_5: Filing | None
    statement: YearEndStatement | None
    deadline: Deadline | None

    @property
    def owes_reports(self) -> bool:
        return any(one.owes_reports for one in self.times)

    @property
    def capacities(self) -> str:
        return ", ".join(dict.fromkeys(str(one) for time in self.times for one in time.positions))

    @property
    def left_on(self) -> dt.date | None:
        """The last day as an insider, where it lies in the year."""
        until = self.times[-1].until
        return until if until is not None and until in self.year else None

    @property
    def due_on(self) -> dt.date | None:
        return self.deadline.due_on if self.deadline else None

    @property
    def asks_statement(self) -> bool:
        """Whether the issuer's disclosure needs the written word: foreign private issuers disclose nothing."""
        return self.owes_reports and not self.issuer.is_foreign_private_issuer

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do for this insider."""
        if self.form_5 is not None or not self.owes_reports:
            return True
        return not self.left and (
            not self.asks_statement
            or (self.statement is not None and self.statement.state == YearEndStatement.State.RECEIVED)
        )

    @property
    def verdict(self) -> str:
        """Form 5 or not, in words."""
        if not self.owes_reports:
            return "Reports at home or need not report"
        if self.form_5 is not None:
            return "Form 5 filed" if self.form_5.filed_on else "Form 5 on record, filing date not known"
        return "Form 5 due" if self.left else "None known to be due"


def year_ends(
    years: Mapping[Issuer, FiscalYear],
    calendar: BusinessCalendar,
    today: dt.date,
    small: Sequence[SmallAcquisitions],
) -> list[YearEnd]:
    """Everybody who was an insider of these issuers in the given fiscal year of each, by issuer and name.

    ``small`` are the small acquisitions known today at these issuers. The number of queries does not depend on
    how many they all are.
    """
    insiders = [
        one
        for one in insiders_of(years.keys())
        if one.within(years[one.issuer].starts_on, years[one.issuer].ended_on)
    ]
    forms_3 = {
        (one.insider.owner.pk, one.insider.issuer.pk): one for one in first_reports(insiders, calendar, today)
    }
    forms_5, statements = _forms_5(years), _statements(years)
    drafted, bought = unreported(years, filed_if_sent_now(calendar)), small_left(years, small)
    times: dict[tuple[int, int], list[Insider]] = defaultdict(list)
    for one in insiders:
        times[one.owner.pk, one.issuer.pk].append(one)
    deadlines = {issuer.pk: _deadline(year, calendar) for issuer, year in years.items()}
    found = []
    for who, ones in times.items():
        owner, issuer = ones[0].owner, ones[0].issuer
        missed = _missed_form_3(forms_3[who], years[issuer])
        found.append(
            YearEnd(
                owner=owner,
                issuer=issuer,
                year=years[issuer],
                times=tuple(ones),
                left=(*missed, *drafted.get(who, ()), *bought.get(who, ())),
                form_5=forms_5.get(who),
                statement=statements.get(who),
                deadline=deadlines[issuer.pk],
            )
        )
    return sorted(
        found,
        key=lambda one: (one.issuer.conformed_name, one.issuer.pk, str(one.owner), one.owner.pk),
    )


def _deadline(year: FiscalYear, calendar: BusinessCalendar) -> Deadline | None:
    try:
        return form5_deadline(year.ended_on, calendar)
    except CalendarUnknown:
        return None


def _missed_form_3(form_3: Form3, year: FiscalYear) -> Iterable[str]:
    if form_3.state is FirstReport.MISSING and form_3.deadline and form_3.deadline.due_on in year:
        yield f"No Form 3 is on record; it was due on {day_in_words(form_3.deadline.due_on)}."


def _forms_5(years: Mapping[Issuer, FiscalYear]) -> dict[tuple[int, int], Filing]:
    """The Form 5 of each owner for the issuer's fiscal year; the first one filed, if there are several."""
    found: dict[tuple[int, int], Filing] = {}
    if not years:
        return found
    spans = {issuer.pk: year.form_5_periods for issuer, year in years.items()}
    ones = (
        FilingOwner.objects.filter(
            filing__issuer__in=spans,
            filing__form_type=Filing.FormType.FORM_5,
            filing__state=FilingState.FILED,
            filing__period_of_report__range=(
                min(first for first, _ in spans.values()),
                max(last for _, last in spans.values()),
            ),
        )
        .select_related("filing")
        .order_by(F("filing__filed_on").desc(nulls_first=True), "-filing")
    )
    for one in ones:
        first, last = spans[one.filing.issuer_id]
        if one.filing.period_of_report and first <= one.filing.period_of_report <= last:
            found[one.owner_id, one.filing.issuer_id] = one.filing
    return found


def _statements(years: Mapping[Issuer, FiscalYear]) -> dict[tuple[int, int], YearEndStatement]:
    ends = {issuer.pk: year.ended_on for issuer, year in years.items()}
    return {
        (one.owner_id, one.issuer_id): one
        for one in YearEndStatement.objects.filter(issuer__in=ends).select_related("changed_by")
        if one.fiscal_year_ended_on == ends[one.issuer_id]
    }
