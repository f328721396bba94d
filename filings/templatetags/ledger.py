"""What the ledger says, in templates: beside a filing, and in words for what is held."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import template

from compliance.templatetags.desk import amount, dollars
from filings.models import Filing
from filings.ownership.codes import Table
from filings.ownership.ledger import dollars_in
from filings.ownership.report import Measure, OwnershipReport
from filings.selectors.ledger import (
    HoldingToAdd,
    Security,
    Source,
    holdings_to_add,
    reports_moved,
    totals_moved_of,
)

register = template.Library()

_LONGEST = 40


@register.simple_tag
def moved_totals(filing: Filing, report: OwnershipReport) -> dict[str, Any]:
    """``later``: the reports whose totals a filing moves; ``own``: its totals that later amendments moved."""
    return {"later": reports_moved(filing, report), "own": totals_moved_of(filing)}


@register.simple_tag
def holdings_missing_on(filing: Filing, report: OwnershipReport) -> list[HoldingToAdd]:
    """The holdings that a draft should list beside its trades; an amendment repeats only what it corrects."""
    if not filing.is_editable or report.document_type.is_amendment:
        return []
    return holdings_to_add(filing, report)


@register.filter
def securities(number: Decimal | None, security: Security) -> str:
    """A number of securities, or their value where the forms state that."""
    return dollars(number) if security.wording.measure is Measure.VALUE else amount(number)


@register.filter
def signed(number: Decimal) -> str:
    """A change: ``+ 230``, ``− 1,000``; ``0`` stays."""
    if not number:
        return "0"
    return f"{'−' if number < 0 else '+'} {amount(abs(number))}"


@register.filter
def account_name(security: Security) -> str:
    """A holding in one line, for a list to choose from."""
    return ", ".join((security.title, *terms(security), security.held))


@register.filter
def terms(security: Security) -> list[str]:
    """What sets a series apart, in a few words; what a footnote says of it only where it is short."""
    return [
        f"{what} {text}".strip()
        for what, text in _terms(security)
        if len(text) <= _LONGEST and not (what == "at" and not dollars_in(text.lstrip("$").replace(",", "")))
    ]


@register.filter
def terms_in_notes(security: Security) -> list[tuple[str, str]]:
    """The terms that only a footnote tells, at length."""
    return [(what, text) for what, text in _terms(security) if len(text) > _LONGEST]


@register.filter
def expired_by(security: Security, day: dt.date) -> bool:
    """Whether a series has expired before a day, as far as its forms say when it does."""
    expiration = _date(security.wording.expiration)
    return expiration is not None and expiration < day


@register.filter
def line_name(source: Source) -> str:
    """Where on a form: ``Table I, line 2``."""
    return f"Table {source.line[0]}, line {source.line[1] + 1}" if source.line else ""


def _terms(security: Security) -> Iterator[tuple[str, str]]:
    wording = security.wording
    if wording.table is not Table.II:
        return
    price = dollars_in(wording.exercise_price)
    yield "at", dollars(price) if price is not None else wording.exercise_price
    yield "exercisable", _day(wording.exercisable)
    yield "expires", _day(wording.expiration)


def _day(text: str) -> str:
    found = _date(text)
    return f"{found.day} {found:%b %Y}" if found else text


def _date(text: str) -> dt.date | None:
    """The day of a term; ``None`` where only a footnote tells it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
