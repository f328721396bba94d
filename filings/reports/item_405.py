"""The facts for Item 405 of Regulation S-K, and a draft of its words for counsel.

Under the caption "Delinquent Section 16(a) Reports" an issuer names each person who was late in the fiscal year,
with the number of late reports, the number of transactions that were not reported in time, and any known failure
to file (17 CFR 229.405(a)). Where there is none, the caption is left out.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from filings.ownership.deadlines import BusinessCalendar
from filings.ownership.wording import counted, listed
from filings.reports.fiscal_year import FiscalYear
from filings.reports.insiders import first_reports, insiders_of
from filings.reports.late import LateReport, late_from_before, late_reports
from filings.reports.small import small_acquisitions
from filings.reports.to_judge import ToJudge, amendments_to_judge, small_acquisitions_to_judge
from filings.reports.unfiled import (
    OverdueReport,
    UndatedReport,
    missing_forms_3,
    overdue_drafts,
    undated_reports,
)
from filings.reports.year_end import YearEnd, year_ends
from people.models import Issuer, ReportingOwner

CAPTION = "Delinquent Section 16(a) Reports"


@dataclass(frozen=True)
class Delinquent:
    """One person to be named: how many reports and transactions were late, and what was never filed."""

    owner: ReportingOwner
    reports: int
    transactions: int
    forms: tuple[str, ...]
    failures: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """Everything that the desk knows about timeliness in an issuer's fiscal year."""

    issuer: Issuer
    year: FiscalYear
    late: Sequence[LateReport]
    overdue: Sequence[OverdueReport]
    undated: Sequence[UndatedReport]
    before: Sequence[LateReport]
    to_judge: Sequence[ToJudge]

    @property
    def delinquents(self) -> list[Delinquent]:
        """Each person who was late or did not file, by name."""
        people: dict[int, ReportingOwner] = {}
        late: dict[int, list[LateReport]] = defaultdict(list)
        missing: dict[int, list[OverdueReport]] = defaultdict(list)
        for report in self.late:
            for owner in report.owners:
                people[owner.pk] = owner
                late[owner.pk].append(report)
        for overdue in self.overdue:
            for owner in overdue.owners:
                people[owner.pk] = owner
                missing[owner.pk].append(overdue)
        return [
            Delinquent(
                owner=owner,
                reports=sum(one.reports for one in late[pk]),
                transactions=sum(one.transactions for one in late[pk]),
                forms=tuple(sorted({one.filing.form_type for one in late[pk]})),
                failures=tuple(
                    f"Form {one.form} that was due on {_american(one.due_on)}" for one in missing[pk]
                ),
            )
            for pk, owner in sorted(people.items(), key=lambda item: (str(item[1]), item[0]))
        ]


def register(issuer: Issuer, year: FiscalYear, calendar: BusinessCalendar, today: dt.date) -> Register:
    """The register of an issuer's fiscal year."""
    first = first_reports(insiders_of([issuer]), calendar, today)
    return Register(
        issuer=issuer,
        year=year,
        late=late_reports(issuer, year, calendar),
        overdue=[
            *overdue_drafts(issuer, year, calendar),
            *(one for one in missing_forms_3(first, calendar) if one.due_on in year),
        ],
        undated=undated_reports(issuer, year, calendar),
        before=late_from_before(issuer, year, calendar),
        to_judge=[
            *amendments_to_judge(issuer, year),
            *small_acquisitions_to_judge(issuer, year, calendar, today),
        ],
    )


def without_form_5_or_statement(
    issuer: Issuer, year: FiscalYear, calendar: BusinessCalendar, today: dt.date
) -> list[YearEnd]:
    """Who has filed no Form 5 and given no statement, once Form 5 is past due: a known failure to file, unless
    the issuer otherwise knows that none was due (Item 405(a)(2))."""
    small = small_acquisitions(calendar, today, issuer)
    return [
        one
        for one in year_ends({issuer: year}, calendar, today, small)
        if one.due_on is not None and one.due_on < today and one.asks_statement and not one.is_settled
    ]


def draft_text(facts: Register) -> str:
    """The words for the proxy statement as far as the desk knows them; empty where nothing is to be disclosed."""
    delinquents = facts.delinquents
    if not delinquents or facts.issuer.is_foreign_private_issuer:
        return ""
    ended = _american(facts.year.ended_on)
    intro = (
        "Section 16(a) of the Securities Exchange Act of 1934 requires our directors, our executive officers and "
        "the holders of more than ten percent of a registered class of our equity securities to report to the SEC "
        "what they own of our securities and how it changes. On the basis of the reports filed electronically for "
        f"the fiscal year ended {ended} and of written statements of these persons, we believe that all of these "
        "reports were filed on time, except as follows."
    )
    return "\n\n".join([CAPTION, intro, *(_sentence(one) for one in delinquents)])


def _sentence(one: Delinquent) -> str:
    said = []
    if one.reports:
        forms = listed([f"Form {form}" for form in one.forms])
        about = f" of {counted(one.transactions, 'transaction')}" if one.transactions else ""
        said.append(f"filed {counted(one.reports, 'late report')}{about} ({forms})")
    said += [f"has not filed the {failure}" for failure in one.failures]
    return f"{one.owner.signing_name} {listed(said)}."


def _american(value: dt.date) -> str:
    """A day as proxy statements write it: ``December 31, 2026``."""
    return f"{value:%B} {value.day}, {value.year}"
