"""The reports that were signed here or imported, as Section 16(b) looks at them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q
from msgspec import structs

from compliance.models import User
from filings.models import Filing, Snapshot, TableRow
from filings.ownership import canonical
from filings.ownership.codes import Table
from filings.ownership.deadlines import EASTERN
from filings.ownership.short_swing import Context, Reported, Tenure, read_report
from filings.ownership.short_swing.record import Record
from people.models import Issuer, Position, ReportingOwner

# Trades are matched over six months, and what competes for them lies six months further.
_REACH = dt.timedelta(days=370)
# A Form 5 dates from the end of the fiscal year that its trades lie in.
_LONGEST_PERIOD = dt.timedelta(days=366)


def trade_records(
    filing: Filing, positions: Iterable[Position], first: dt.date | None, last: dt.date | None
) -> dict[str, Record]:
    """By CIK of each owner of a filing: the other reports at its issuer, and what the owner was there when.

    ``positions`` are those of the owners at the issuer, ``first`` and ``last`` the days of the filing's own
    trades: only reports are read that lie near enough for their trades to be matched with these, or to compete
    with them for a match. So the profit around a filing may differ from that in all the reports of an owner who
    trades both ways year after year.
    """
    owners = [one.owner for one in filing.filing_owners.all()]
    near = Q()
    if first is not None and last is not None:
        period = (first - _REACH, last + _REACH + _LONGEST_PERIOD)
        near = Q(filing__period_of_report__range=period) | Q(filing__period_of_report=None)
    reports = _reports(near & ~Q(filing=filing.pk), filing.issuer_id, [owner.pk for owner in owners])
    tenures = _tenures(positions)
    return {
        owner.cik: Record(
            reports=tuple(reports[owner.cik]),
            tenures=tuple(tenures[owner.pk]),
            original=original_of(filing),
            set=str(filing.split_from_id or filing.pk),
        )
        for owner in owners
    }


def record_of(owner: ReportingOwner, issuer: Issuer) -> Record:
    """Every report of an owner at an issuer; each is named by its filing's primary key."""
    return Record(
        reports=tuple(_reports(Q(), issuer.pk, [owner.pk])[owner.cik]),
        tenures=tuple(_tenures(Position.objects.filter(issuer=issuer, owner=owner))[owner.pk]),
    )


def issuers_reported_on(owner: ReportingOwner, reader: User) -> list[Issuer]:
    """The issuers on which an owner has a filing or at which a position is on record, by name.

    Owners see all of their own; others those at which they hold a role.
    """
    known = Filing.objects.filter(owners=owner).values("issuer")
    held = owner.positions.values("issuer")
    issuers = Issuer.objects.all() if owner.user_id == reader.pk else Issuer.objects.visible_to(reader)
    return list(issuers.filter(Q(pk__in=known) | Q(pk__in=held)))


def filings_named(references: Collection[str]) -> dict[str, Filing]:
    """The filings that ``record_of`` names its reports by."""
    found = Filing.objects.in_bulk([int(reference) for reference in references if reference.isdecimal()])
    return {str(pk): filing for pk, filing in found.items()}


class _Frozen(NamedTuple):
    """What one signed or imported filing says, for one of its owners."""

    filing: int
    content: str
    cik: str
    source: str
    filed_on: dt.date | None
    signed_at: dt.datetime | None
    period: dt.date | None
    amends: int | None
    split_from: int | None

    @property
    def day(self) -> dt.date | None:
        """When it went to EDGAR, as near as the desk knows."""
        return self.filed_on or (self.signed_at and self.signed_at.astimezone(EASTERN).date()) or self.period


def _reports(which: Q, issuer: int, owners: Collection[int]) -> dict[str, list[Reported]]:
    """By owner's CIK what frozen reports of some owners at an issuer say of their trades.

    Of several snapshots of an imported filing the newest holds.
    """
    frozen: dict[tuple[int, str], _Frozen] = {}
    snapshots = (
        Snapshot.objects.exclude(kind=Snapshot.Kind.PREVIEW)
        .filter(which, filing__issuer=issuer, filing__filing_owners__owner__in=owners)
        .order_by("pk")
    )
    for values in snapshots.values_list(
        "filing_id", "content", "filing__filing_owners__owner__cik", "filing__source", "filing__filed_on",
        "filing__signed_at", "filing__period_of_report", "filing__amends_id", "filing__split_from_id",
    ):  # fmt: skip
        one = _Frozen(*values)
        frozen[one.filing, one.cik] = one
    contexts = _contexts({one.filing for one in frozen.values() if one.source == Filing.Source.PREPARED})
    amends = {one.filing: one.amends for one in frozen.values()}
    found: dict[str, list[Reported]] = defaultdict(list)
    for one in frozen.values():
        context = contexts.get(one.filing)
        read = (
            _read_once(one.content, one.cik, str(one.filing))
            if context is None
            else _read(one.content, one.cik, str(one.filing), context)
        )
        found[one.cik].append(
            structs.replace(
                read,
                filed_on=one.day or dt.date.min,
                original=_first(one.amends, amends),
                set=str(one.split_from or one.filing),
            )
        )
    return found


def _read(content: str, cik: str, filing: str, context: Context | None = None) -> Reported:
    report = canonical.decode(content).report
    return read_report(report, cik=cik, reference=filing, filed_on=None, context=context)


@lru_cache(maxsize=1_000)
def _read_once(content: str, cik: str, filing: str) -> Reported:
    """What an imported report says: it is read for every report of its owners, and never changes."""
    return _read(content, cik, filing)


def _first(amended: int | None, amends: Mapping[int, int | None]) -> str:
    """The name of the report at the beginning of a chain of amendments; empty where nothing is amended."""
    while amended is not None and amends.get(amended) is not None:
        amended = amends[amended]
    return "" if amended is None else str(amended)


def original_of(filing: Filing) -> str:
    """The name of the report that a filing amends, through the amendments between."""
    original = filing
    while original.amends is not None:
        original = original.amends
    return "" if original is filing else str(original.pk)


def _contexts(filings: Collection[int]) -> dict[int, Context]:
    """What is recorded of the lines of reports that were prepared here, beyond what they say."""
    if not filings:
        return {}
    lines: dict[int, dict[str, list[tuple[str, Decimal | None]]]] = defaultdict(lambda: defaultdict(list))
    for filing, table, approval, ratio in TableRow.objects.filter(filing__in=filings).values_list(
        "filing_id", "table", "approval_basis", "shares_per_unit"
    ):
        lines[filing][table].append((approval, ratio))
    return {
        filing: Context(
            approvals={
                (Table(name), n): told for name, rows in tables.items() for n, (told, _) in enumerate(rows)
            },
            shares_per_unit={
                (Table(name), n): ratio
                for name, rows in tables.items()
                for n, (_, ratio) in enumerate(rows)
                if ratio is not None
            },
        )
        for filing, tables in lines.items()
    }


def _tenures(positions: Iterable[Position]) -> dict[int, list[Tenure]]:
    """Positions at an issuer by owner."""
    found: dict[int, list[Tenure]] = defaultdict(list)
    for position in positions:
        found[position.owner_id].append(
            Tenure(
                started_on=position.started_on,
                ended_on=position.ended_on,
                large_holder=position.kind == Position.Kind.TEN_PERCENT_OWNER,
                began_before=position.from_filings,
            )
        )
    return found
