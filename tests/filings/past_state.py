"""All that people can see of past filings, to be compared between two desks."""

from collections.abc import Mapping

from filings.models import Filing
from filings.services.review import submission_of
from people.models import Issuer, Position, ReportingOwner


def state_of_the_desk() -> Mapping[str, object]:
    """All that people can see of past filings, without what only counts."""
    return {
        "issuers": list(
            Issuer.objects.order_by("cik").values_list("cik", "conformed_name", "trading_symbol")
        ),
        "owners": list(
            ReportingOwner.objects.order_by("cik").values_list(
                "cik", "kind", "conformed_name", "first_name", "middle_name", "last_name", "street1", "city"
            )
        ),
        "positions": sorted(
            Position.objects.values_list("owner__cik", "kind", "title", "started_on", "ended_on"), key=str
        ),
        "filings": sorted(
            (
                (
                    filing.accession_number,
                    filing.filed_on,
                    filing.accepted_at,
                    filing.due_on,
                    filing.content_sha256,
                    submission_of(filing),
                )
                for filing in Filing.objects.all()
            ),
            key=str,
        ),
    }
