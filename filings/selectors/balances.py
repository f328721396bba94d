"""What was owned before a report, as the desk's own signed reports tell it."""

from collections.abc import Mapping
from decimal import Decimal

from filings.models import Filing, Snapshot
from filings.ownership.ledger import BalanceKey, balance_key

# Enough to reach back over a busy year; the older the report, the less its totals say of today.
REPORTS_LOOKED_AT = 24


def opening_balances(filing: Filing) -> Mapping[BalanceKey, Decimal]:
    """The last signed total of every class and kind of ownership of these owners at this issuer."""
    owners = [one.owner_id for one in filing.filing_owners.all()]
    earlier = (
        Snapshot.objects.filter(
            kind=Snapshot.Kind.SIGNED,
            filing__issuer=filing.issuer_id,
            filing__filing_owners__owner__in=owners,
        )
        .exclude(filing=filing.pk)
        .order_by("-filing__signed_at")
        .distinct()[:REPORTS_LOOKED_AT]
    )
    balances: dict[BalanceKey, Decimal] = {}
    for snapshot in reversed(earlier):
        report = snapshot.submission.report
        for row in report.rows():
            if row.owned_after.value is not None:
                balances[balance_key(row, report)] = row.owned_after.value
    return balances
