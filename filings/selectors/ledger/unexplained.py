"""Totals that do not follow, with their arithmetic and with the reports to hold beside each other."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from filings.models import Snapshot
from filings.ownership.ledger import BreakKind, amount_of
from filings.ownership.report import OwnershipReport
from filings.selectors.ledger.accounts import OwnerLedger
from filings.selectors.ledger.shown import BreakShown


@dataclass(frozen=True)
class Reckoned:
    """A total that does not follow: ``before`` + ``change`` is what it should be.

    ``since`` is the day of the balance ``before``, and ``day`` the first on which what is missing may have happened
    at the latest: an adjustment of that day explains the total.
    """

    shown: BreakShown
    before: Decimal
    change: Decimal
    since: dt.date | None
    day: dt.date

    @property
    def sum(self) -> Decimal:
        return self.before + self.change

    @property
    def is_below_zero(self) -> bool:
        """Whether it is the sum itself that cannot be, whatever the form says."""
        return self.shown.kind is BreakKind.BELOW_ZERO


def reckoned_of(ledger: OwnerLedger, key: int | None = None) -> list[Reckoned]:
    """The totals of an owner, or of the account with one ``key``, that do not follow.

    What nothing explains comes first, then the newest.
    """
    chosen = {id(account) for account in ledger.chosen(key)}
    found = [
        Reckoned(
            shown=ledger.broken(one),
            before=amount_of(one.posting.before or 0),
            change=amount_of(one.posting.change),
            since=one.before.gap_day if one.before else None,
            day=one.posting.day,
        )
        for one in ledger.breaks
        if id(ledger.account_of(one)) in chosen
    ]
    return sorted(found, key=lambda one: (one.shown.is_settled, dt.date.max - one.shown.day))


def frozen_reports(filings: Collection[int]) -> dict[int, OwnershipReport]:
    """What some filings say, by their primary keys; of several snapshots of one the newest holds."""
    snapshots = Snapshot.objects.exclude(kind=Snapshot.Kind.PREVIEW).filter(filing__in=filings)
    newest = {one.filing_id: one for one in snapshots.order_by("pk")}
    return {filing: one.submission.report for filing, one in newest.items()}
