"""The acquisitions outside a draft that count with its small ones against the limit of Rule 16a-6."""

from collections.abc import Iterator, Mapping

from django.db.models import Q

from filings.models import Filing, FilingState, Snapshot, TableRow
from filings.ownership.codes import ACQUIRED
from filings.ownership.deadlines import RowReference
from filings.ownership.small_acquisitions import (
    CODE,
    COUNTED_CODES,
    Acquisition,
    market_value,
    security_of,
    window_start,
)
from filings.services.executions import acquisition_of


def earlier_small_acquisitions(
    filing: Filing, lines: Mapping[RowReference, TableRow]
) -> tuple[Acquisition, ...]:
    """What else its owners acquired of the issuer in the six months before its lines with code L, and had not
    reported by then: the lines of other drafts, and of what was filed after those trades.

    An amendment repeats what it amends, so neither one brings anything.
    """
    days = [row.date for row in lines.values() if row.code == CODE and row.date is not None]
    if not days or filing.is_amendment:
        return ()
    others = (
        Filing.objects.filter(issuer=filing.issuer_id, owners__in=filing.filing_owners.values("owner"))
        .exclude(pk=filing.pk)
        .exclude(form_type__endswith="/A")
        .filter(~Q(state=FilingState.FILED) | Q(filed_on__gte=min(days)))
        .distinct()
    )
    return tuple(
        one
        for other in others.prefetch_related("rows")
        for one in _acquisitions(other)
        if window_start(min(days)) <= one.on <= max(days)
    )


def _acquisitions(filing: Filing) -> Iterator[Acquisition]:
    if not filing.is_imported:
        for row in filing.rows.all():
            if (acquisition := acquisition_of(row, reported_on=filing.filed_on)) is not None:
                yield acquisition
        return
    for snapshot in filing.snapshots.exclude(kind=Snapshot.Kind.PREVIEW)[:1]:
        for line in snapshot.submission.report.transactions():
            code = line.coding.code if line.coding else ""
            if code in COUNTED_CODES and line.acquired_disposed.value == ACQUIRED and line.date.value:
                yield Acquisition(
                    security=security_of(line),
                    on=line.date.value,
                    value=market_value(line),
                    small=code == CODE,
                    reported_on=filing.filed_on,
                )
