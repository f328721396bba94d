"""The field's own words in templates."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from compliance.calendar import eastern_now, load_calendar
from filings.clock import read_clock
from filings.ownership.codes import CODES
from filings.selectors.queue import visible_to
from filings.services.sign import Standing
from people.models import ReportingOwner

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


@register.simple_tag(takes_context=True)
def filings_of(context: Context, owner: ReportingOwner) -> list[dict[str, Any]]:
    """The owner's filings that the viewer may see, newest first, each with its clock."""
    calendar, now = load_calendar(), eastern_now()
    filings = visible_to(context["user"]).filter(owners=owner).order_by("-id")
    return [{"filing": one, "clock": read_clock(one, calendar, now)} for one in filings]
