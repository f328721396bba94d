"""The register on any day, and the page of what is missing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.access import requires
from compliance.calendar import eastern_today
from people.forms.register import RegisterForm
from people.models import Issuer
from people.picture import draw, life_in_words, window_around, within_words
from people.selectors.powers_gaps import coverage_for, gaps_on
from people.selectors.powers_register import insiders_on, register_on
from people.views.pages import DeskRequest, page_of
from people.wording import authority_in_words


@require_safe
@requires("people.view")
def register(request: DeskRequest) -> HttpResponse:
    """Who may sign what for whom about which issuer on a day, and why nobody else may."""
    today = eastern_today()
    form = RegisterForm(request.GET or None, reader=request.user, initial={"on": today, "form": "4"})
    occasion = form.occasion(today)
    lines = []
    if occasion is not None:
        found = register_on(
            occasion, owner=form.chosen("owner"), attorney=form.chosen("attorney"), reader=request.user
        )
        lines = [
            {
                "line": line,
                "able": [(one.signer, authority_in_words(one.authority)) for one in line.able],
                "refused": line.refused,
            }
            for line in found
        ]
    return render(
        request,
        "people/powers/register.html",
        {
            "form": form,
            "occasion": occasion,
            "lines": lines,
            "owner": form.chosen("owner"),
            "attorney": form.chosen("attorney"),
            "nobody": sum(not one["able"] for one in lines),
        },
    )


@require_safe
@requires("people.view")
def gaps(request: DeskRequest) -> HttpResponse:
    """What is missing today, and a picture of who was covered when."""
    today = eastern_today()
    asked = request.GET.get("issuer", "")
    issuers = Issuer.objects.visible_to(request.user)
    issuer = issuers.filter(pk=int(asked[:18])).first() if asked.isdecimal() else None
    window = window_around(today)
    page = page_of(request, insiders_on(today, issuer, request.user))
    coverage = coverage_for(list(page), today, window, request.user)
    return render(
        request,
        "people/powers/gaps.html",
        {
            "gaps": gaps_on(today, request.user),
            "page": page,
            "picture": draw(coverage, window, today),
            "table": [
                {
                    "coverage": one,
                    "held": [within_words(span, window) for span in one.held],
                    "powers": [(power, life_in_words(power)) for power, _ in one.powers],
                    "gaps": [within_words(span, window) for span in one.gaps],
                }
                for one in coverage
            ],
            "issuers": issuers.filter(positions__isnull=False).distinct(),
            "issuer": issuer,
            "today": today,
            "window": window,
        },
    )
