"""How the pages of Section 16(b) write a profit."""

from decimal import Decimal

from django import template

from compliance.templatetags.desk import dollars
from filings.ownership.short_swing.values import in_cents

register = template.Library()


@register.filter
def cents(profit: Decimal | None) -> str:
    """A profit in dollars and whole cents: ``$2,493.00``."""
    if profit is None:
        return "unknown"
    whole, _, part = dollars(in_cents(profit)).partition(".")
    return f"{whole}.{part or '00'}"
