"""Section 16(b) in the browser: the panel beside a report, and an owner's page with the question before a trade."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from compliance.access import actor_of, requires
from compliance.calendar import eastern_today
from filings.forms.short_swing import TradeQuestionForm
from filings.ownership.checks.form import Form
from filings.ownership.short_swing import (
    Answer,
    Doubt,
    Exclusion,
    Leg,
    Pair,
    ShortSwing,
    Side,
    block,
    profit_of,
    would_be,
)
from filings.ownership.short_swing.reckoning import ASKED
from filings.ownership.short_swing.record import THIS
from filings.rendering.timeline import draw
from filings.selectors.short_swing import filings_named, issuers_reported_on
from filings.services.review import Examination
from filings.services.short_swing import short_swing_of
from people.models import Issuer, ReportingOwner

# A page wide and a telephone wide; the style sheet shows one of them.
_WIDTHS = (("wide", 1180), ("narrow", 352))
_TWO_YEARS = 2


@dataclass(frozen=True)
class Panel:
    """What Section 16(b) makes of a report, for the owners for whom it makes the same."""

    owners: tuple[str, ...]
    found: ShortSwing

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return self.found.pairs_with(THIS)

    @property
    def profit(self) -> Any:
        return profit_of(self.pairs)

    @property
    def at_most(self) -> bool:
        return any(pair.at_most for pair in self.pairs)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return self.found.doubts_with(THIS)

    @property
    def legs(self) -> tuple[Leg, ...]:
        return tuple(leg for leg in self.found.legs if leg.trade.source.report == THIS)

    @property
    def exclusions(self) -> tuple[Exclusion, ...]:
        return tuple(one for one in self.found.exclusions if one.trade.source.report == THIS)


def panels(examination: Examination) -> dict[str, Any]:
    """For the pages on which a report is reviewed and signed."""
    form = Form(examination.submission.report, examination.facts)
    return {"short_swings": [Panel(one.owners, one.found) for one in form.short_swings]}


@require_safe
@requires("filings.view_short_swing", ReportingOwner)
def owner_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All trades of an owner at one issuer, what they block, and what one more trade would make of them."""
    owner = get_object_or_404(ReportingOwner.objects.defer("ccc"), pk=pk)
    issuers = issuers_reported_on(owner, actor_of(request))
    issuer = next((one for one in issuers if str(one.pk) == request.GET.get("issuer")), None) or next(
        iter(issuers), None
    )
    page = {"owner": owner, "issuers": issuers, "issuer": issuer}
    return render(
        request,
        "filings/short_swing.html",
        page | (_of(request, owner, issuer) if issuer is not None else {}),
    )


def _of(request: HttpRequest, owner: ReportingOwner, issuer: Issuer) -> dict[str, Any]:
    today = eastern_today()
    found = short_swing_of(owner, issuer)
    blocks = [(side, block(found, side, today)) for side in (Side.SALE, Side.PURCHASE)]
    standing = [(side, one) for side, one in blocks if one is not None]
    since = _years_before(today)
    newest_first = found.pairs[::-1]
    recent = [pair for pair in newest_first if pair.second.day >= since]
    question = _question(request, found, today)
    filings = filings_named(_references(found))
    return {
        "found": found,
        "today": today,
        "blocks": blocks,
        "pictures": [(name, draw(found, standing, today, width)) for name, width in _WIDTHS],
        "recent": recent,
        "profit": profit_of(recent),
        "at_most": any(pair.at_most for pair in recent),
        "since": since,
        "older": [pair for pair in newest_first if pair.second.day < since],
        "legs": [(leg, filings.get(leg.trade.source.report)) for leg in reversed(found.legs)],
        "exclusions": [
            (one, filings.get(one.trade.source.report)) for one in _newest_first(found.exclusions)
        ],
        "question": question,
        "answer": _answer(question, found),
        "ASKED": ASKED,
    }


def _question(request: HttpRequest, found: ShortSwing, today: dt.date) -> TradeQuestionForm:
    """The question as it was asked, or a blank one."""
    classes = {leg.trade.security: leg.trade.title for leg in found.legs if not leg.trade.series}
    asked = request.GET if "shares" in request.GET else None
    return TradeQuestionForm(asked, classes=list(classes.items()), initial={"day": today})


def _answer(question: TradeQuestionForm, found: ShortSwing) -> Answer | None:
    if not question.is_valid():
        return None
    asked = question.cleaned_data
    return would_be(
        found,
        side=Side(asked["side"]),
        shares=asked["shares"],
        price=asked["price"],
        day=asked["day"],
        security=asked["security"],
    )


def _references(found: ShortSwing) -> set[str]:
    lines: list[Leg | Exclusion] = [*found.legs, *found.exclusions]
    return {line.trade.source.report for line in lines}


def _newest_first(exclusions: Iterable[Exclusion]) -> list[Exclusion]:
    return sorted(exclusions, key=lambda one: one.trade.day or dt.date.min, reverse=True)


def _years_before(today: dt.date) -> dt.date:
    """The day two years ago: a suit must be brought within two years of the profit (15 USC 78p(b))."""
    try:
        return today.replace(year=today.year - _TWO_YEARS)
    except ValueError:
        return today.replace(year=today.year - _TWO_YEARS, day=28)
