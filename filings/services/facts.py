"""What the checks may know beyond the form: the desk's own records of trades, plans and positions."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from compliance.calendar import eastern_now, load_calendar
from filings.models import Filing, FilingState
from filings.ownership.checks import Facts
from filings.ownership.codes import Table
from filings.ownership.deadlines import RowReference
from filings.ownership.report import OwnershipReport
from filings.ownership.short_swing.reading import has_legs
from filings.ownership.short_swing.record import Record, trades_as_insider
from filings.selectors.balances import before
from filings.selectors.evidence import signing_evidence
from filings.selectors.short_swing import trade_records
from filings.services.executions import executions_in, lines_of
from filings.services.signings import signings_of
from filings.services.small_acquisitions import earlier_small_acquisitions
from people.models import Position


def facts_for(
    filing: Filing, *, report: OwnershipReport | None = None, now: dt.datetime | None = None
) -> Facts:
    """The facts around a filing at an instant (this one, unless a test says another).

    ``report`` is what the filing says: without it, or where all its lines are exempt, the owners' other trades are
    not read.
    """
    now = now or eastern_now()
    lines, positions = lines_of(filing), _positions(filing)
    left = _left_on(positions)
    approvals = {place: row.approval_basis for place, row in lines.items() if row.approval_basis}
    records = _trade_records(filing, report, approvals, positions)
    ledger = before(filing)
    evidence = signing_evidence(filing)
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
        opening=ledger.opening,
        awards={place: row.award for place, row in lines.items() if row.award},
        held=ledger.held if filing.is_editable else (),
        reported=ledger.trades if filing.is_editable else {},
        grants=ledger.grants,
        left_on=left,
        trades_as_insider={
            cik: trades_as_insider(record)
            for cik, record in records.items()
            if left.get(cik) and record.reports
        },
        trade_records=records,
        approvals=approvals,
        foreign_private_issuer=filing.issuer.is_foreign_private_issuer,
        sold_in_market=frozenset(place for place, row in lines.items() if row.sold_in_market),
        from_issuer=frozenset(place for place, row in lines.items() if row.from_issuer),
        earlier_small_acquisitions=earlier_small_acquisitions(filing, lines),
        shares_per_unit={
            index: row.shares_per_unit
            for (table, index), row in lines.items()
            if table is Table.II and row.shares_per_unit is not None
        },
        organized_in=filing.issuer.organized_in,
        home_regulation=filing.issuer.qualifying_regulation,
        report_at_home=_reporting_at_home(filing),
        signings=signings_of(filing, now.date()),
        authenticated_on=evidence.authenticated_on,
        attested=evidence.attested,
        access_until=_access_until(filing),
        class_titles=_class_titles(filing),
    )


def _reporting_at_home(filing: Filing) -> frozenset[str]:
    """The owners of whom a position says that they report under the issuer's home regulation."""
    if not filing.issuer.is_foreign_private_issuer:
        return frozenset()
    positions = Position.objects.filter(
        issuer=filing.issuer_id, owner__in=filing.filing_owners.values("owner"), reports_at_home=True
    )
    return frozenset(positions.values_list("owner__cik", flat=True))


def _access_until(filing: Filing) -> dict[str, dt.date]:
    """By owner's CIK the last day of EDGAR access, where somebody entered it and the report is still to be filed."""
    if filing.state == FilingState.FILED:
        return {}
    known = filing.owners.values_list("cik", "edgar_access_until")
    return {cik: until for cik, until in known if until is not None}


def _class_titles(filing: Filing) -> dict[Table, frozenset[str]]:
    """The titles of the issuer's classes for the table in which they stand, while lines can still be titled."""
    if not filing.is_editable:
        return {}
    titles: dict[Table, set[str]] = {Table.I: set(), Table.II: set()}
    for title, is_derivative in filing.issuer.security_classes.values_list("title", "is_derivative"):
        titles[Table.II if is_derivative else Table.I].add(title)
    return {table: frozenset(names) for table, names in titles.items()}


def _trade_records(
    filing: Filing,
    report: OwnershipReport | None,
    approvals: Mapping[RowReference, str],
    positions: Sequence[Position],
) -> dict[str, Record]:
    """By owner's CIK the other reports, where this one has a line to match or an owner has left (Rule 16a-2(b))."""
    if filing.issuer.is_foreign_private_issuer or report is None:
        return {}
    if not has_legs(report, approvals) and not any(_left_on(positions).values()):
        return {}
    days = [row.date.value for row in report.transactions() if row.date.value is not None]
    return trade_records(filing, positions, min(days, default=None), max(days, default=None))


def _positions(filing: Filing) -> list[Position]:
    """What the owners of a filing are and were at its issuer."""
    owners = [one.owner_id for one in filing.filing_owners.all()]
    held = Position.objects.filter(issuer=filing.issuer_id, owner__in=owners)
    return list(held.select_related("owner").defer("owner__ccc"))


def _left_on(positions: Iterable[Position]) -> dict[str, dt.date | None]:
    """By owner's CIK the last day of the last position at the issuer; ``None`` while one is still held."""
    left: dict[str, dt.date | None] = {}
    for position in positions:
        cik = position.owner.cik
        if cik not in left:
            left[cik] = position.ended_on
        elif left[cik] is not None:
            ended = position.ended_on
            left[cik] = None if ended is None else max(ended, left[cik] or ended)
    return left
