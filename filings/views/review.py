"""The review: all findings, the report in plain words, the form itself, and passing it on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from compliance.access import actor_of, requires
from filings.forms.report import AcknowledgeForm
from filings.models import Filing
from filings.ownership.checks import catalogue
from filings.ownership.narrative import describe
from filings.ownership.wording import listed
from filings.rendering.html import render_fragment
from filings.selectors.states import reviewed_before
from filings.services.duties import duties_of, reviewers_besides
from filings.services.review import Examination, examine, filing_mark_reviewed, finding_acknowledge
from filings.services.sign import preview_queue
from filings.services.standing import standings
from filings.views.page import explained, load_filing, must, step_page, tells_refusals
from filings.views.short_swing import panels

# So many people who may review are named to somebody who may not.
_NAMED = 6


@require_http_methods(["GET", "POST"])
@requires("filings.view", Filing)
@tells_refusals("filing-review")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Look the whole report over; a POST passes it on for signature."""
    if request.method == "POST":
        must(request, "filings.review", load_filing(pk))
        filing_mark_reviewed(actor=actor_of(request), filing_id=pk, sha256=request.POST.get("sha256", ""))
        messages.success(request, "The report is reviewed and waits for its signature.")
        return redirect("filing-sign", pk)
    return _page(request, examine(load_filing(pk)))


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing-review")
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the reason for a warning."""
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        return _page(request, examine(load_filing(pk)), refused=form, status=422)
    finding_acknowledge(
        actor=actor_of(request),
        filing_id=pk,
        fingerprint=form.cleaned_data["fingerprint"],
        reason=form.cleaned_data["reason"],
    )
    return redirect("filing-review", pk)


@require_POST
@requires("filings.review", Filing)
@tells_refusals("filing")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a PDF of the draft made."""
    preview_queue(actor=actor_of(request), filing=load_filing(pk))
    return redirect("filing", pk)


def _page(
    request: HttpRequest,
    examination: Examination,
    *,
    refused: AcknowledgeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    checks = len(catalogue())
    fired = len({one.check for one in examination.findings})
    return step_page(
        request,
        examination,
        "review",
        "filings/review.html",
        {
            "findings": explained(examination.findings, examination),
            "refused": refused,
            "words": describe(examination.submission.report),
            "form_fragment": render_fragment(examination.submission, draft=examination.filing.is_editable),
            "checks_passed": checks - fired,
            "reviewed_before": reviewed_before(examination.filing, examination.sha256),
        }
        | _duties(request, examination)
        | panels(examination),
        status=status,
    )


def _duties(request: HttpRequest, examination: Examination) -> dict[str, Any]:
    """What the viewer is told before the review, where the issuer wants different people."""
    filing, viewer = examination.filing, actor_of(request)
    duties = duties_of(filing)
    if not duties.issuer:
        return {}
    objection = duties.against_review_by(viewer)
    others = [str(one) for one in reviewers_besides(filing, duties)] if objection else []
    more = len(others) - _NAMED
    named = [*others[:_NAMED], f"{more} more"] if more > 1 else others
    signs = viewer in duties.signers or any(
        one.missing and one.authority.granted for one in standings(filing, viewer, on=examination.facts.today)
    )
    return {
        "apart_at": duties.issuer,
        "void_review": duties.against_review(),
        "not_yours": objection,
        "other_reviewers": listed(named, "or"),
        "prepares_from_now_on": viewer not in duties.preparers,
        "gives_up_signature": signs,
        "voids_signatures": bool(duties.signers),
    }
