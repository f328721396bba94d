"""The small acquisitions that the desk knows of, by person, issuer and class.

It knows them from the reports that were signed here or imported and from the lines of open drafts. A line with
code L is a small acquisition; a purchase (P) counts towards the sum until it is reported, and a non-exempt
disposition ends the deferral.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from filings.models import Filing, LedgerEntry, TableRow
from filings.ownership.codes import ACQUIRED, DISPOSED, Table
from filings.ownership.deadlines import BusinessCalendar, Step, steps
from filings.ownership.report import (
    Cell,
    Coding,
    DerivativeTransaction,
    Measure,
    NonDerivativeTransaction,
    Quantity,
    Transaction,
    Underlying,
)
from filings.ownership.small_acquisitions import (
    CODE,
    COUNTED_CODES,
    ENDING_CODES,
    LIMIT,
    Acquisition,
    Loss,
    RunningSum,
    losses,
    market_value,
    running_sum,
    security_of,
)
from filings.reports.reading import OPEN_STATES, report_of, with_reports
from people.models import Issuer, ReportingOwner

# Near the limit: somebody should ask before the next purchase.
NEAR = LIMIT * Decimal("0.8")
# A sum reaches back six months, a Form 5 a year and 45 days more.
_LOOK_BACK = dt.timedelta(days=600)


@dataclass(frozen=True)
class SmallAcquisitions:
    """One person's small acquisitions of one class of an issuer, as they stand on a day.

    ``waiting`` are those that no report holds yet and that may still wait for Form 5, ``losses`` the days on
    which others could no longer.
    """

    owner: ReportingOwner
    issuer: Issuer
    title: str
    sum: RunningSum
    waiting: tuple[Acquisition, ...]
    losses: tuple[Loss, ...]

    @property
    def open_loss(self) -> Loss | None:
        """The first loss of which something is still to be reported."""
        return next((one for one in self.losses if one.open), None)

    @property
    def shown_loss(self) -> Loss | None:
        """The loss to tell of: the one that is open, else the last one."""
        return self.open_loss or (self.losses[-1] if self.losses else None)

    @property
    def count(self) -> tuple[Step, ...]:
        """The way to the due date of the loss that is told of, day by day."""
        return steps(self.shown_loss.deadline) if self.shown_loss and self.shown_loss.deadline else ()

    @property
    def is_near(self) -> bool:
        return self.sum.total >= NEAR

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.open_loss:
            return "Form 4 is due"
        if self.is_near:
            return "Near the limit"
        if any(one.late for one in self.losses):
            return "Reported late"
        return "Reported" if not self.waiting else "May wait for Form 5"

    @property
    def tone(self) -> str:
        """How loud that is."""
        if self.open_loss:
            return "late"
        return "soon" if self.is_near else "calm"

    @property
    def percent(self) -> int:
        """How much of the limit is used, for a bar: 0 to 100."""
        return min(100, int(self.sum.total * 100 / LIMIT))


@dataclass
class _Known:
    """What the lines tell of one person at one issuer: acquisitions by what makes two lines the same one."""

    owner: ReportingOwner
    issuer: Issuer
    acquired: dict[tuple[Any, ...], list[Acquisition]] = field(default_factory=lambda: defaultdict(list))
    days: set[tuple[str, dt.date, str]] = field(default_factory=set)
    sold: set[dt.date] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)


def small_acquisitions(
    calendar: BusinessCalendar, today: dt.date, issuer: Issuer | None = None
) -> list[SmallAcquisitions]:
    """Everybody with small acquisitions that count on a day or lost their deferral: first what is to be
    reported, then the fullest sum."""
    found = [one for known in _known(today, issuer) for one in _by_class(known, calendar, today)]
    return sorted(found, key=lambda one: (one.open_loss is None, -one.sum.total, str(one.owner)))


def _by_class(known: _Known, calendar: BusinessCalendar, today: dt.date) -> Iterator[SmallAcquisitions]:
    acquired = [one for ones in known.acquired.values() for one in ones if one.on <= today]
    lost = losses(acquired, {day for day in known.sold if day <= today}, calendar)
    gone = {one for loss in lost for one in loss.acquisitions}
    small = [one for one in acquired if one.small]
    for security in sorted({one.security for one in small}):
        of_class = tuple(
            Loss(one.day, one.reason, mine, one.deadline)
            for one in lost
            if (mine := tuple(each for each in one.acquisitions if each.security == security))
        )
        waiting = tuple(
            one for one in small if one.security == security and one.reported_on is None and one not in gone
        )
        total = running_sum(acquired, security, today)
        if waiting or of_class or any(one.small for one in total.counted):
            title = known.titles[security]
            yield SmallAcquisitions(known.owner, known.issuer, title, total, waiting, of_class)


def _known(today: dt.date, issuer: Issuer | None) -> Iterable[_Known]:
    """What the desk knows of those who have a line with code L, from about a year and a half."""
    filings = Filing.objects.annotate(day=Coalesce("filed_on", "period_of_report"))
    filings = filings.filter(Q(day__gte=today - _LOOK_BACK) | Q(state__in=OPEN_STATES))
    if issuer is not None:
        filings = filings.filter(issuer=issuer)
    told = LedgerEntry.objects.filter(code=CODE)
    drafted = TableRow.objects.filter(code=CODE, filing__state__in=OPEN_STATES)
    pairs = {
        pair
        for found in (
            filings.filter(pk__in=told.values("statement")),
            filings.filter(pk__in=drafted.values("filing")),
        )
        for pair in found.values_list("filing_owners__owner", "issuer")
        if None not in pair
    }
    if not pairs:
        return []
    whose = filings.filter(
        issuer__in={company for _, company in pairs},
        filing_owners__owner__in={owner for owner, _ in pairs},
    ).distinct()
    people: dict[tuple[int, int], _Known] = {}
    # Amendments come last: they repeat lines of what they amend.
    for filing in sorted(
        with_reports(whose), key=lambda one: (one.is_amendment, one.filed_on or today, one.pk)
    ):
        lines = list(_lines(filing))
        for one in filing.filing_owners.all():
            pair = one.owner_id, filing.issuer_id
            if pair in pairs:
                _take(people.setdefault(pair, _Known(one.owner, filing.issuer)), filing, lines)
    return people.values()


def _take(known: _Known, filing: Filing, lines: Iterable[tuple[Transaction, bool]]) -> None:
    """Add what a filing tells and no earlier one did: the same line on two reports is one acquisition."""
    # A past filing without its date was filed, and no sum counts what was.
    reported_on = filing.filed_on or (filing.period_of_report if filing.is_imported else None)
    told: dict[tuple[Any, ...], list[Acquisition]] = defaultdict(list)
    days = set()
    for row, from_issuer in lines:
        code, day = row.coding.code if row.coding else "", row.date.value
        if day is None:
            continue
        if code in ENDING_CODES and row.acquired_disposed.value == DISPOSED:
            known.sold.add(day)
        if code not in COUNTED_CODES or row.acquired_disposed.value != ACQUIRED:
            continue
        security = security_of(row)
        if filing.is_amendment and (security, day, code) in known.days:
            continue
        days.add((security, day, code))
        known.titles.setdefault(security, row.title.value or "")
        told[security, day, code, row.amount.value, row.price.value, row.ownership.value].append(
            Acquisition(
                security=security,
                on=day,
                value=market_value(row),
                small=code == CODE,
                from_issuer=from_issuer,
                reported_on=reported_on,
            )
        )
    known.days |= days
    for key, ones in told.items():
        before = known.acquired[key]
        before.extend(ones[len(before) :])


def _lines(filing: Filing) -> Iterator[tuple[Transaction, bool]]:
    """A filing's transactions, each with whether the issuer was the other side, as far as the desk knows."""
    rows = [row for row in filing.rows.all() if row.is_transaction]
    report = report_of(filing)
    if report is None:
        for row in rows:
            yield _transaction(row), row.from_issuer
    else:
        # What was signed has the lines of its draft, in their order; an imported one has no rows.
        for line, row in zip_longest(report.transactions(), rows):
            if line is not None:
                yield line, bool(row and row.from_issuer)


def _transaction(row: TableRow) -> Transaction:
    """A line of a draft, as far as small acquisitions go."""
    told: dict[str, Any] = {
        "title": Cell(row.title),
        "date": Cell(row.date),
        "coding": Coding(code=row.code),
        "amount": Quantity(row.amount, measure=Measure(row.amount_measure)),
        "price": Cell(row.price),
        "acquired_disposed": Cell(row.acquired_disposed or None),
        "ownership": Cell(row.ownership),
    }
    if row.table == Table.I:
        return NonDerivativeTransaction(**told)
    return DerivativeTransaction(**told, underlying=Underlying(Cell(row.underlying_title or None)))
