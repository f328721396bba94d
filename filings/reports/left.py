"""What the desk knows to be unreported of a fiscal year, in sentences: that is what makes a Form 5 due."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Prefetch

from filings.models import FilingOwner, TableRow
from filings.ownership.codes import CODES
from filings.ownership.deadlines import may_wait_for_form5
from filings.ownership.small_acquisitions import CODE as SMALL_ACQUISITION
from filings.ownership.wording import day as day_in_words
from filings.ownership.wording import listed
from filings.reports.fiscal_year import FiscalYear
from filings.reports.reading import OPEN_STATES
from filings.reports.small import SmallAcquisitions
from people.models import Issuer


def small_left(
    years: Mapping[Issuer, FiscalYear], small: Sequence[SmallAcquisitions]
) -> dict[tuple[int, int], list[str]]:
    """By owner and issuer: the small acquisitions of the year that no report holds."""
    left: dict[tuple[int, int], list[str]] = defaultdict(list)
    for one in small:
        year = years.get(one.issuer)
        if year is None:
            continue
        who = one.owner.pk, one.issuer.pk
        if days := [each.on for each in one.waiting if each.on in year]:
            left[who].append(f"{_small(days)}: report {_them(days)} on Form 5, or earlier on Form 4.")
        for loss in one.losses:
            if days := [each.on for each in loss.open if each.on in year]:
                was_due = f" on {day_in_words(loss.deadline.due_on)}" if loss.deadline else ""
                left[who].append(
                    f"{_small(days)}, {loss.reason}: due on Form 4{was_due}; file {_them(days)} now, or report "
                    f"{_them(days)} on Form 5."
                )
    return left


def unreported(years: Mapping[Issuer, FiscalYear], would_be: dt.date) -> dict[tuple[int, int], list[str]]:
    """By owner and issuer: the transactions of the year that stand on a draft and on no filed report.

    Small acquisitions are told of by themselves.
    """
    left: dict[tuple[int, int], list[str]] = defaultdict(list)
    issuers = {issuer.pk: year for issuer, year in years.items()}
    rows = (
        TableRow.objects.filter(
            filing__issuer__in=issuers,
            filing__state__in=OPEN_STATES,
            filing__amends__isnull=True,
            kind=TableRow.Kind.TRANSACTION,
            date__isnull=False,
        )
        .exclude(code=SMALL_ACQUISITION)
        .select_related("filing")
        .prefetch_related(Prefetch("filing__filing_owners", FilingOwner.objects.all()))
        .order_by("date", "filing", "table", "position")
    )
    for row in rows:
        if row.date and row.date in issuers[row.filing.issuer_id] and (said := _left(row, would_be)):
            for one in row.filing.filing_owners.all():
                left[one.owner_id, row.filing.issuer_id].append(said)
    return left


def _left(row: TableRow, would_be: dt.date) -> str:
    """What is to be said of a line that no filed report holds; empty while its Form 4 is still in time."""
    rule = CODES.get(row.code)
    words = rule.short if rule else "transaction"
    what = f"{words[:1].upper()}{words[1:]} of {day_in_words(row.date)}" if row.date else ""
    if row.date and may_wait_for_form5(row.code, row.acquired_disposed, row.date, early=row.is_early):
        return f"{what} is on a draft and not filed: report it on Form 5, or earlier on Form 4."
    due_on = row.filing.due_on
    if due_on is None or due_on >= would_be:
        return ""
    return (
        f"{what}, due on Form 4 on {day_in_words(due_on)}, is not filed: file it now, or report it on Form 5."
    )


def _small(days: Sequence[dt.date]) -> str:
    what = "Small acquisition" if len(days) == 1 else "Small acquisitions"
    return f"{what} of {listed([day_in_words(one) for one in sorted(days)])}"


def _them(days: Sequence[dt.date]) -> str:
    return "it" if len(days) == 1 else "them"
