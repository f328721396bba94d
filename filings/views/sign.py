"""The signing page: what is signed, on what authority, with which line."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from compliance.access import actor_of, requires
from compliance.accounts.proof import ask_for_proof, proof_of, spend_proof
from compliance.calendar import eastern_today
from filings.forms.report import SendBackForm, SignForm
from filings.models import Filing, FilingState
from filings.ownership.narrative import describe
from filings.rendering.html import render_fragment
from filings.services.review import examine, filing_send_back
from filings.services.sign import NoAuthority, filing_sign, standings
from filings.views.page import explained, load_filing, must, step_page, tells_refusals
from filings.views.short_swing import panels


@require_http_methods(["GET", "POST"])
@requires("filings.open_to_sign", Filing)
@tells_refusals("filing-sign")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the report once more and sign it; who has not just proved who they are is asked to, and comes back."""
    filing = load_filing(pk)
    form = SignForm(request.POST or None)
    if request.method == "POST":
        must(request, "filings.sign", filing)
        if proof_of(request) is None:
            return ask_for_proof(back_to=request.path)
        if form.is_valid():
            try:
                filing_sign(actor=actor_of(request), filing_id=pk, sha256=form.cleaned_data["sha256"])
            except NoAuthority as refusal:
                messages.error(request, str(refusal))
                return redirect("filing-sign", pk)
            spend_proof(request)
            return redirect("filing", pk)
    examination = examine(filing)
    return step_page(
        request,
        examination,
        "sign",
        "filings/sign.html",
        {
            "form": form if form.is_bound else SignForm(initial={"sha256": examination.sha256}),
            "proof": proof_of(request),
            "findings": explained(examination.findings, examination),
            "words": describe(examination.submission.report),
            "form_fragment": render_fragment(examination.submission, draft=filing.is_editable),
            "standings": standings(filing, actor_of(request), on=eastern_today()),
            "is_waiting": filing.state == FilingState.REVIEWED,
            "send_back": SendBackForm(),
        }
        | panels(examination),
        status=422 if form.is_bound else 200,
    )


@require_POST
@requires("filings.review")
@tells_refusals("filing-sign")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the report to its preparer with a comment."""
    form = SendBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say in a few plain words what should change.")
        return redirect("filing-sign", pk)
    filing_send_back(actor=actor_of(request), filing_id=pk, comment=form.cleaned_data["comment"])
    messages.success(request, "The report went back to its preparer.")
    return redirect("filing", pk)
