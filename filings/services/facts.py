"""What the checks may know beyond the form: the desk's own records of trades, plans and positions."""

import datetime as dt

from compliance.calendar import eastern_now, load_calendar
from filings.models import Filing
from filings.ownership.checks import Facts
from filings.selectors.balances import opening_balances
from filings.services.executions import executions_in, lines_of
from people.models import Position


def facts_for(filing: Filing, *, now: dt.datetime | None = None) -> Facts:
    """The facts around a filing at an instant (this one, unless a test says another)."""
    now = now or eastern_now()
    lines = lines_of(filing)
    return Facts(
        today=now.date(),
        now=now,
        calendar=load_calendar(),
        prepared_here=filing.is_editable,
        filed_on=filing.filed_on,
        keeps_website=filing.issuer.has_website and not filing.is_imported,
        posted_on=filing.posted_on,
        executions=executions_in(lines),
        insider_chose_date=frozenset(
            place for place, row in lines.items() if row.under_plan and row.insider_chose_date
        ),
        plan_adopted_on=filing.plan_adopted_on,
        opening=opening_balances(filing),
        left_on=_left_on(filing),
        foreign_private_issuer=filing.issuer.is_foreign_private_issuer,
    )


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
