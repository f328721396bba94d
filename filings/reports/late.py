"""The reports of an issuer's fiscal year that were filed late.

A report belongs to the fiscal year in which it was due, a Form 5 to the year that it is for. A filing is late when
EDGAR's filing date lies after its due date. What its lines say is read only for the late ones and for Forms 5.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from filings.models import Filing
from filings.ownership.codes import Table
from filings.ownership.deadlines import (
    BusinessCalendar,
    CalendarUnknown,
    Deadline,
    RowReference,
    Step,
    plan_alternative,
    report_executions,
    steps,
)
from filings.ownership.report import TRANSACTIONS, OwnershipReport, Row
from filings.ownership.wording import day
from filings.reports.fiscal_year import FiscalYear
from filings.reports.reading import (
    days_late,
    deadline_of,
    filed_reports,
    late_lines,
    owners_of,
    persons_of,
    reason_of,
    report_of,
)
from filings.services.executions import executions_of
from people.models import Issuer, ReportingOwner

_FORM = Filing.FormType
# What a Rule 10b5-1 plan buys, sells or gives away, or an employee plan at the person's election.
_UNDER_PLANS = frozenset({"P", "S", "G", "I"})


@dataclass(frozen=True)
class LateReport:
    """A filed report that was late, or a Form 5 that made up for Forms 4 or a Form 3 that were never filed.

    ``reports`` and ``transactions`` are how many of each were late. A Form 5 counts for every day on which a
    report should have been there that it makes up for, and once more when it was late itself. ``notice_from`` is
    the first day of a broker's notice that would put a late Form 4 in time, had its trades been made under a
    plan: the form does not tell, so ask before calling it late.
    """

    filing: Filing
    first_trade: dt.date | None
    last_trade: dt.date | None
    due_on: dt.date
    filed_on: dt.date
    days_late: int | None
    reports: int
    transactions: int
    deadline: Deadline | None
    reason: str
    notice_from: dt.date | None = None

    @property
    def count(self) -> tuple[Step, ...]:
        """The way to the due date, day by day."""
        return steps(self.deadline) if self.deadline else ()

    @property
    def remark(self) -> str:
        """What would still put the report in time, or why one that was in time stands here."""
        if self.notice_from is not None:
            return (
                f"In time if made under a plan with the broker's notice on or after {day(self.notice_from)}."
            )
        return "In time itself; it makes up for earlier reports." if self.filed_on <= self.due_on else ""

    @property
    def persons(self) -> str:
        return persons_of(self.filing)

    @property
    def owners(self) -> list[ReportingOwner]:
        return list(owners_of(self.filing))


def late_reports(issuer: Issuer, year: FiscalYear, calendar: BusinessCalendar) -> list[LateReport]:
    """Every filed report of the fiscal year that was late, in the order of filing."""
    first, last = year.form_5_periods
    late = Q(form_type__in=[_FORM.FORM_3, _FORM.FORM_4], due_on__range=(year.starts_on, year.ended_on))
    late &= Q(filed_on__gt=F("due_on"))
    form_5 = Q(form_type=_FORM.FORM_5, period_of_report__range=(first, last), filed_on__isnull=False)
    return _late(filed_reports(issuer).filter(late | form_5), calendar)


def late_from_before(issuer: Issuer, year: FiscalYear, calendar: BusinessCalendar) -> list[LateReport]:
    """What was due before the fiscal year and filed in it: an earlier year's disclosure may lack it."""
    late = Q(form_type__in=[_FORM.FORM_3, _FORM.FORM_4], due_on__lt=year.starts_on)
    return _late(
        filed_reports(issuer).filter(late, filed_on__range=(year.starts_on, year.ended_on)), calendar
    )


def _late(filings: QuerySet[Filing], calendar: BusinessCalendar) -> list[LateReport]:
    found = (_late_report(one, calendar) for one in filings.order_by("filed_on", "id"))
    return [one for one in found if one is not None]


def _late_report(filing: Filing, calendar: BusinessCalendar) -> LateReport | None:
    """What is late about a filed report, by the calendar as it is known today; ``None`` when nothing is."""
    report = report_of(filing)
    if report is None or filing.filed_on is None:
        return None
    deadline = deadline_of(filing, report, calendar)
    due_on = deadline.due_on if deadline else filing.due_on
    if due_on is None:
        return None
    itself = filing.filed_on > due_on
    traded: Sequence[dt.date | None]
    noticed = None
    if report.document_type.form == "5":
        rows = [row for row in report.rows() if _makes_up(row)]
        missed = {row.date.value for row in rows if isinstance(row, TRANSACTIONS)}
        holdings = any(not isinstance(row, TRANSACTIONS) for row in rows)
        own = [row for row in report.transactions() if not _makes_up(row)] if itself else []
        transactions = sum(isinstance(row, TRANSACTIONS) for row in rows) + len(own)
        reports, traded = len(missed) + holdings + itself, [*missed, *(row.date.value for row in own)]
    else:
        lines = late_lines(filing, report, calendar, filing.filed_on)
        reports, transactions = int(itself), len(lines)
        traded = [one.traded_on for one in lines.values()]
        noticed = _notice_in_time(filing, report, lines, calendar)
    if not reports:
        return None
    dates = [one for one in traded if one]
    return LateReport(
        filing=filing,
        first_trade=min(dates, default=report.period_of_report),
        last_trade=max(dates, default=report.period_of_report),
        due_on=due_on,
        filed_on=filing.filed_on,
        days_late=days_late(due_on, filing.filed_on, calendar),
        reports=reports,
        transactions=transactions,
        deadline=deadline,
        reason=reason_of(filing),
        notice_from=noticed,
    )


def _notice_in_time(
    filing: Filing,
    report: OwnershipReport,
    lines: Mapping[RowReference, Deadline],
    calendar: BusinessCalendar,
) -> dt.date | None:
    tables = {Table.I: report.non_derivative, Table.II: report.derivative}
    known = report_executions(report, executions_of(filing))
    days = []
    for table, index in lines:
        coding = tables[table][index].coding
        if coding is None or coding.code not in _UNDER_PLANS or filing.filed_on is None:
            return None
        try:
            other = plan_alternative(known[table, index], filing.filed_on, calendar)
        except CalendarUnknown:
            return None
        if other is None:
            return None
        days.append(other.notified_from)
    return max(days, default=None)


def _makes_up(row: Row) -> bool:
    """Whether a line of a Form 5 should have been on an earlier Form 4 or 3: its form type says so."""
    return row.coding is not None and row.coding.form_type in {"3", "4"}
