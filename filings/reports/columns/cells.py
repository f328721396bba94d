"""What the columns of several tables share."""

from django.urls import reverse

from filings.models import Filing
from people.models import Issuer, ReportingOwner

# Widths in a workbook, in characters.
WIDE, WIDEST = 30, 50


def filing_address(filing: Filing | None) -> str:
    return filing.get_absolute_url() if filing is not None else ""


def owner_address(owner: ReportingOwner) -> str:
    return reverse("owner", args=[owner.pk])


def symbol(issuer: Issuer) -> str:
    """The issuer in a narrow column: its symbol, or its name where it has none."""
    symbol = issuer.trading_symbol.strip()
    return issuer.conformed_name if symbol.upper() in {"", "NONE", "N/A", "NA"} else symbol
