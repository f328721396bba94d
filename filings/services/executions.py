"""How the trades of a draft came about, as the desk has recorded it: what a due date needs beyond the form."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from compliance.calendar import load_calendar
from filings.models import Filing, TableRow
from filings.ownership import small_acquisitions
from filings.ownership.codes import Table
from filings.ownership.deadlines import Execution, RowReference
from filings.services.assemble import execution_of


def executions_of(filing: Filing) -> dict[RowReference, Execution]:
    """Every dated transaction of the draft by table and zero-based line."""
    return executions_in(lines_of(filing))


def lines_of(filing: Filing) -> dict[RowReference, TableRow]:
    """The draft's lines by table and zero-based place in it."""
    rows = list(filing.rows.all())
    return {
        (table, index): row
        for table in Table
        for index, row in enumerate(one for one in rows if one.table == table)
    }


def executions_in(lines: Mapping[RowReference, TableRow]) -> dict[RowReference, Execution]:
    """What is known of the execution of every dated transaction among some lines."""
    found = {place: execution for place, row in lines.items() if (execution := execution_of(row)) is not None}
    if any(row.code == small_acquisitions.CODE for row in lines.values()):
        for place, day in _exemptions_lost(lines).items():
            found[place] = msgspec.structs.replace(found[place], exemption_lost_on=day)
    return found


def _exemptions_lost(lines: Mapping[RowReference, TableRow]) -> dict[RowReference, dt.date]:
    """On which day a small acquisition could no longer wait for Form 5, as far as the draft itself shows."""
    acquired = {
        place: acquisition for place, row in lines.items() if (acquisition := acquisition_of(row)) is not None
    }
    sold_on = [row.date for row in lines.values() if row.code in small_acquisitions.ENDING_CODES and row.date]
    losses = small_acquisitions.losses(acquired.values(), sold_on, load_calendar())
    return {
        place: loss.day
        for loss in losses
        for place, acquisition in acquired.items()
        if acquisition in loss.acquisitions
    }


def acquisition_of(
    row: TableRow, reported_on: dt.date | None = None
) -> small_acquisitions.Acquisition | None:
    """What a line counts against the limit of Rule 16a-6; ``None`` for one that no such sum holds."""
    if row.code not in small_acquisitions.COUNTED_CODES or row.date is None:
        return None
    stated = row.amount_measure == TableRow.Measure.VALUE
    bought = None if row.amount is None or row.price is None else row.amount * row.price
    return small_acquisitions.Acquisition(
        security=" ".join((row.underlying_title or row.title).split()).casefold(),
        on=row.date,
        value=row.amount if stated else bought,
        small=row.code == small_acquisitions.CODE,
        from_issuer=row.from_issuer,
        reported_on=reported_on,
    )
