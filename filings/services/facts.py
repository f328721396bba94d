"""What the checks may know beyond the form: the desk's own records of trades, plans and positions."""

import datetime as dt
from collections.abc import Mapping

from compliance.calendar import eastern_now, load_calendar
from filings.models import Filing, TableRow
from filings.ownership.checks import Facts
from filings.ownership.codes import Table
from filings.ownership.deadlines import Execution, RowReference
from filings.selectors.balances import opening_balances
from filings.services.assemble import execution_of
from people.models import Position


def facts_for(filing: Filing, *, now: dt.datetime | None = None) -> Facts:
    """The facts around a filing at an instant (this one, unless a test says another)."""
    now = now or eastern_now()
    lines = _lines(filing)
    return Facts(
        today=now.date(),
        now=now,
        calendar=load_calendar(),
        prepared_here=filing.is_editable,
        filed_on=filing.filed_on,
        executions=_executions(lines),
        insider_chose_date=frozenset(
            place for place, row in lines.items() if row.under_plan and row.insider_chose_date
        ),
        plan_adopted_on=filing.plan_adopted_on,
        opening=opening_balances(filing),
        left_on=_left_on(filing),
        foreign_private_issuer=filing.issuer.is_foreign_private_issuer,
    )


def executions_of(filing: Filing) -> dict[RowReference, Execution]:
    """Every dated transaction of the draft by table and zero-based line."""
    return _executions(_lines(filing))


def _lines(filing: Filing) -> dict[RowReference, TableRow]:
    rows = list(filing.rows.all())
    return {
        (table, index): row
        for table in Table
        for index, row in enumerate(one for one in rows if one.table == table)
    }


def _executions(lines: Mapping[RowReference, TableRow]) -> dict[RowReference, Execution]:
    return {place: execution for place, row in lines.items() if (execution := execution_of(row)) is not None}


def _left_on(filing: Filing) -> dict[str, dt.date | None]:
    """By owner's CIK the last day of the last position at the issuer; ``None`` while one is still held."""
    left: dict[str, dt.date | None] = {}
    owners = [one.owner_id for one in filing.filing_owners.all()]
    for position in Position.objects.filter(issuer=filing.issuer_id, owner__in=owners).select_related(
        "owner"
    ):
        cik = position.owner.cik
        if cik not in left:
            left[cik] = position.ended_on
        elif left[cik] is not None:
            ended = position.ended_on
            left[cik] = None if ended is None else max(ended, left[cik] or ended)
    return left
