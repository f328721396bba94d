"""What may have been late and is for counsel to judge: amendments, and small acquisitions no longer deferred."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from filings.models import Filing
from filings.ownership.codes import Table
from filings.ownership.deadlines import BusinessCalendar
from filings.ownership.report import TRANSACTIONS, OwnershipReport
from filings.reports.fiscal_year import FiscalYear
from filings.reports.reading import filed_reports, owners_of, persons_of, report_of
from filings.reports.small import small_acquisitions
from people.models import Issuer

_FORM = Filing.FormType
# By then the Form 5 of the year is due.
_AFTER_THE_YEAR = dt.timedelta(days=60)


@dataclass(frozen=True)
class ToJudge:
    """What may be late and is for counsel to judge: ``transactions`` in question, ``None`` where it is not known
    how many, due on a day or with a report of that day (``due_on``), reported on ``filed_on``."""

    persons: str
    form: str
    due_on: dt.date | None
    filed_on: dt.date | None
    transactions: int | None
    why: str
    filing: Filing | None = None


def amendments_to_judge(issuer: Issuer, year: FiscalYear) -> list[ToJudge]:
    """The amendments filed in the fiscal year that tell of transactions which their originals do not have: an
    omitted one was reported late, a corrected one was not."""
    amendments = list(
        filed_reports(issuer)
        .filter(
            form_type__in=[_FORM.FORM_3A, _FORM.FORM_4A, _FORM.FORM_5A],
            filed_on__range=(year.starts_on, year.ended_on),
        )
        .order_by("filed_on", "id")
    )
    originals = _originals(issuer, amendments)
    found = []
    for one in amendments:
        told = _transactions(report_of(one))
        before = [_transactions(report_of(original)) for original in originals.get(one.pk, ())]
        added = sum((told - sum(before, Counter())).values()) if before else None
        if told and added != 0:
            found.append(
                ToJudge(
                    persons=persons_of(one),
                    form=one.form_type,
                    due_on=one.original_filed_on,
                    filed_on=one.filed_on,
                    transactions=added,
                    why="The original is not on the desk."
                    if added is None
                    else "The original does not have them: omitted there, or corrected in date, code or direction.",
                    filing=one,
                )
            )
    return found


def small_acquisitions_to_judge(
    issuer: Issuer, year: FiscalYear, calendar: BusinessCalendar, today: dt.date
) -> list[ToJudge]:
    """Small acquisitions that were due on Form 4 in the fiscal year, because they lost their deferral, and were
    reported after that or not at all."""
    seen_on = min(today, year.ended_on + _AFTER_THE_YEAR)
    return [
        ToJudge(
            persons=str(one.owner),
            form="4",
            due_on=loss.deadline.due_on,
            filed_on=max((each.reported_on for each in loss.late if each.reported_on), default=None),
            transactions=len({*loss.late, *loss.open}),
            why=f"Small acquisitions of {one.title} that could no longer wait for Form 5: {loss.reason}.",
        )
        for one in small_acquisitions(calendar, seen_on, issuer)
        for loss in one.losses
        if loss.deadline is not None
        and loss.deadline.due_on in year
        and (loss.late or (loss.open and loss.deadline.due_on < today))
    ]


def _transactions(report: OwnershipReport | None) -> Counter[tuple[Any, ...]]:
    """A report's transactions by what a correction rarely changes: table, day, code and direction."""
    if report is None:
        return Counter()
    return Counter(
        (table, row.date.value, row.coding.code if row.coding else "", row.acquired_disposed.value)
        for table, rows in ((Table.I, report.non_derivative), (Table.II, report.derivative))
        for row in rows
        if isinstance(row, TRANSACTIONS)
    )


def _originals(issuer: Issuer, amendments: Sequence[Filing]) -> dict[int, list[Any]]:
    """What each amendment amends: the filing that it names, or those of its owners filed on the day in box 4."""
    days = {one.original_filed_on for one in amendments if one.original_filed_on}
    named = {one.amends_id for one in amendments if one.amends_id}
    if not days and not named:
        return {}
    originals = list(filed_reports(issuer).filter(Q(filed_on__in=days) | Q(pk__in=named)))
    found = {}
    for one in amendments:
        whose = {owner.pk for owner in owners_of(one)}
        found[one.pk] = [
            other
            for other in originals
            if other.pk == one.amends_id
            or (
                one.amends_id is None
                and other.pk != one.pk
                and other.filed_on == one.original_filed_on
                and other.form_type == one.form_type.removesuffix("/A")
                and whose & {owner.pk for owner in owners_of(other)}
            )
        ]
    return {pk: others for pk, others in found.items() if others}
