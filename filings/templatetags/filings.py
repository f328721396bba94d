"""The field's own words in templates."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from compliance.audit.models import Event
from compliance.calendar import eastern_now, load_calendar
from filings.clock import read_clock
from filings.models import Filing
from filings.ownership.codes import CODES
from filings.selectors.queue import newest_first, visible_to
from filings.services.standing import Standing
from people.models import Issuer, ReportingOwner

register = template.Library()

# As many as a page of a person or a company bears; the list of filings has all.
_FILINGS_SHOWN = 20


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
def filing_named_in(context: Context, event: Event | None) -> Filing | None:
    """The filing that an event of another record names, if the viewer may see it."""
    _, named = event.changes.get("filing", ["", ""]) if event else ("", "")
    return visible_to(context["user"]).filter(pk=named).first() if named else None


@register.simple_tag(takes_context=True)
def filings_of(context: Context, filer: ReportingOwner | Issuer) -> dict[str, Any]:
    """The newest of an owner's or an issuer's filings that the viewer may see, each with its clock.

    ``items`` are those to show and ``total`` is how many there are.
    """
    calendar, now = load_calendar(), eastern_now()
    whose = {"owners": filer} if isinstance(filer, ReportingOwner) else {"issuer": filer}
    filings = newest_first(visible_to(context["user"]).filter(**whose))
    items = [{"filing": one, "clock": read_clock(one, calendar, now)} for one in filings[:_FILINGS_SHOWN]]
    return {"items": items, "total": filings.count()}
