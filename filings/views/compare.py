"""Two states of a filing beside each other, or an amendment beside its original."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.access import requires
from compliance.hardening.errors import NothingHere
from filings.models import Filing
from filings.selectors.states import original_of
from filings.services.comparing import NoSuchState, states_beside
from filings.services.review import examine
from filings.views.page import frame, load_filing


@require_safe
@requires("filings.view", Filing)
def filing_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What two states say differently; the original is offered to those who may see it."""
    filing = load_filing(pk)
    original = original_of(filing)
    if original is not None and not request.user.has_perm("filings.view", original):
        original = None
    try:
        beside = states_beside(
            filing,
            original,
            from_key=request.GET.get("from", ""),
            to_key=request.GET.get("to", ""),
        )
    except NoSuchState:
        raise NothingHere("This filing was never in that state, or it was not kept.") from None
    return render(
        request,
        "filings/compare.html",
        frame(request, examine(filing), "") | {"beside": beside, "original": original},
    )
