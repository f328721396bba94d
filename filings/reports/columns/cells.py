"""What the columns of several tables share."""

from django.urls import reverse

from filings.models import Filing
from people.models import Issuer, ReportingOwner

# Widths in a workbook, in characters.
WIDE, WIDEST = 30, 50


def filing_address(filing: Filing | None) -> str:
    """Where a filing's own page is; empty where there is no filing."""
    return filing.get_absolute_url() if filing is not None else ""


def owner_address(owner: ReportingOwner) -> str:
    """Where a person's own page is."""
    return reverse("owner", args=[owner.pk])


def symbol(issuer: Issuer) -> str:
    """The issuer in a narrow column: its symbol, or its name where it has none."""
    told = issuer.trading_symbol.strip()
    return issuer.conformed_name if told.upper() in {"", "NONE", "N/A", "NA"} else told
