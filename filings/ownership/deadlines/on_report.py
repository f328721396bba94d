"""What a whole report is due by: the earliest of its lines, or the period of a Form 3 or 5."""

import calendar as months
import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import structs

from filings.ownership.codes import ACQUIRED, CODES, Table
from filings.ownership.deadlines.business_days import BusinessCalendar
from filings.ownership.deadlines.count import (
    Deadline,
    Execution,
    PlanAlternative,
    form3_deadline,
    form4_deadline,
    form5_deadline,
    plan_alternative,
)
from filings.ownership.report import TRANSACTIONS, DocumentType, OwnershipReport

GIFT_RULE = dt.date(2023, 2, 27)
"""From this day a gift given is due on Form 4 (Rule 16a-3(g)(1); Release 33-11138)."""

# A sale is neither exempt nor small, so that the mark V cannot put it off. A purchase may be exempt (Rule 16a-11).
_NEVER_DEFERRED = frozenset({"S"})
# Exempt or not by its facts: here the mark V alone says that it could wait.
_BY_ITS_FACTS = frozenset({"J"})
_GIFT = "G"

RowReference = tuple[Table, int]


def may_wait_for_form5(code: str, direction: str, traded_on: dt.date, *, early: bool) -> bool:
    """Whether a transaction may wait for Form 5, marked V on a Form 4 (``early``) or not (Rule 16a-3(f)).

    Gifts received, small acquisitions, inheritances and voting trusts may wait without the mark; gifts given,
    when they were made before 27 February 2023. For any other code the mark is taken at its word, but for a sale.
    """
    if code == _GIFT:
        return direction == ACQUIRED or traded_on < GIFT_RULE
    rule = CODES.get(code)
    if rule is not None and rule.form5_eligible and code not in _BY_ITS_FACTS:
        return True
    return early and code not in _NEVER_DEFERRED


def report_executions(
    report: OwnershipReport, executions: Mapping[RowReference, Execution] = {}
) -> dict[RowReference, Execution]:
    """Every line that is due on Form 4, with what is known of its execution.

    ``executions`` says by table and line what is known of a trade beyond the form. A deemed date on a line
    counts as the day of notice.
    """
    found = {}
    for table, rows in ((Table.I, report.non_derivative), (Table.II, report.derivative)):
        for index, row in enumerate(rows):
            if not isinstance(row, TRANSACTIONS) or row.date.value is None:
                continue
            coding, traded_on = row.coding, row.date.value
            known = executions.get((table, index), Execution(traded_on))
            deferred = may_wait_for_form5(
                coding.code if coding else "",
                row.acquired_disposed.value or "",
                traded_on,
                early=coding is not None and coding.form_type == "5",
            )
            if deferred and known.exemption_lost_on is None:
                continue
            deemed = row.deemed_execution and row.deemed_execution.value
            found[table, index] = (
                Execution(traded_on, True, deemed, known.exemption_lost_on) if deemed else known
            )
    return found


def report_deadlines(
    report: OwnershipReport,
    calendar: BusinessCalendar,
    executions: Mapping[RowReference, Execution] = {},
) -> dict[RowReference, Deadline]:
    """When each line of a Form 4 is due by itself, in the order of the form.

    A later trade may not delay an earlier one: the earliest of them is the form's. Empty for an amendment,
    whose lines were due with the form that it corrects, and for Forms 3 and 5.

    Raises ``CalendarUnknown``.
    """
    if report.document_type is not DocumentType.FORM_4:
        return {}
    return {
        line: form4_deadline(execution, calendar)
        for line, execution in report_executions(report, executions).items()
    }


def report_deadline(
    report: OwnershipReport,
    calendar: BusinessCalendar,
    executions: Mapping[RowReference, Execution] = {},
) -> Deadline | None:
    """When a report is due: the earliest due date of its lines, or that of its period for Forms 3 and 5.

    ``executions`` as for ``report_executions``. ``None`` for an amendment and where every line may wait for
    Form 5. Raises ``CalendarUnknown``.
    """
    document = report.document_type
    if document is DocumentType.FORM_4:
        return earliest(report_executions(report, executions).values(), calendar)
    if document.is_amendment or report.period_of_report is None:
        return None
    form = form3_deadline if document is DocumentType.FORM_3 else form5_deadline
    return form(report.period_of_report, calendar)


def deferred_deadline(
    report: OwnershipReport, fiscal_year_end: str, calendar: BusinessCalendar
) -> Deadline | None:
    """Until when a Form 4 whose lines may all wait for Form 5 could wait: the Form 5 date of its first trade.

    ``fiscal_year_end`` is the issuer's, month and day as EDGAR writes them (``1231``). ``None`` for a report that
    is due by itself, for one without a trade, and for a year's end that is no day. Raises ``CalendarUnknown``.
    """
    first = report.earliest_transaction()
    if report.document_type is not DocumentType.FORM_4 or first is None or report_executions(report):
        return None
    year_end = year_end_after(first, fiscal_year_end)
    return form5_deadline(year_end, calendar) if year_end else None


def year_end_after(day: dt.date, fiscal_year_end: str) -> dt.date | None:
    """The end of the fiscal year in which a day lies, ``fiscal_year_end`` being month and day (``1231``).

    A day that the month does not have is its last; ``None`` for what is no month and day.
    """
    for year in (day.year, day.year + 1):
        end = _last_day(year, fiscal_year_end)
        if end is None or end >= day:
            return end
    return None


def _last_day(year: int, fiscal_year_end: str) -> dt.date | None:
    try:
        month, number = int(fiscal_year_end[:2]), int(fiscal_year_end[2:])
        return dt.date(year, month, min(number, months.monthrange(year, month)[1]))
    except ValueError:
        return None


def plan_for_late_lines(
    executions: Iterable[Execution], filed_on: dt.date, calendar: BusinessCalendar
) -> PlanAlternative | None:
    """What would put every late line of a report in time, had it been made under a plan; ``None`` if nothing would,
    and where nothing is late."""
    plans = [
        plan_alternative(execution, filed_on, calendar)
        for execution in dict.fromkeys(executions)
        if form4_deadline(execution, calendar).due_on < filed_on
    ]
    found = [plan for plan in plans if plan is not None]
    if not found or len(found) < len(plans):
        return None
    return PlanAlternative(min(plan.due_on for plan in found), max(plan.notified_from for plan in found))


def earliest(executions: Iterable[Execution], calendar: BusinessCalendar) -> Deadline | None:
    """The due date of a Form 4 with some trades: the first one's, which no later trade puts off.

    A plan trade whose notice is not recorded counts from the outside limit; where an earlier notice could still
    make it the first to be due, the date awaits that notice whichever trade sets it.
    """
    # Most trades of a form are of one day.
    deadlines = {one: form4_deadline(one, calendar) for one in dict.fromkeys(executions)}
    first = min(deadlines.values(), key=lambda one: one.due_on, default=None)
    if first is None or first.awaits_notice:
        return first
    awaits = any(
        deadline.awaits_notice
        and form4_deadline(structs.replace(execution, under_plan=False), calendar).due_on < first.due_on
        for execution, deadline in deadlines.items()
    )
    return structs.replace(first, awaits_notice=True) if awaits else first
