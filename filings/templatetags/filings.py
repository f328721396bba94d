"""The field's own words in templates."""

from collections.abc import Iterable

from django import template

from filings.ownership.codes import CODES
from filings.services.sign import Standing

register = template.Library()


@register.filter
def code_name(code: str) -> str:
    """What a transaction code stands for, in short: ``withheld for tax or price``."""
    rule = CODES.get(code)
    return rule.short if rule else ""


@register.simple_tag
def may_sign(standings: Iterable[Standing]) -> bool:
    """Whether any of the signatures is the viewer's to give."""
    return any(one.can_sign for one in standings)
