"""The signing page: what is signed, on what authority, with which line, and with what evidence."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.access import RightMissing, actor_of, requires
from compliance.accounts.proof import Proof, ask_for_proof, proof_of, spend_proof
from compliance.calendar import eastern_today
from compliance.downloads import made_file
from compliance.hardening.errors import NothingHere
from filings.forms.evidence import PaperForm
from filings.forms.report import SendBackForm, SignForm
from filings.models import Filing, FilingState
from filings.ownership.narrative import describe
from filings.rendering.html import render_fragment
from filings.rendering.papers import draw_authentication
from filings.selectors.states import shown_before
from filings.services.duties import duties_of
from filings.services.evidence.attestations import attestation_of
from filings.services.evidence.documents import (
    OnPaper,
    OnTheDesk,
    ToSign,
    printed_document,
    printed_sha256,
    words_to_adopt,
)
from filings.services.evidence.shown import report_show
from filings.services.review import Examination, examine, filing_send_back
from filings.services.sign import (
    SignatureRefused,
    filing_sign,
    signature_refusal_keep,
    signatures_to_give,
)
from filings.services.standing import standings, why_not
from filings.views.page import explained, frame, load_filing, step_page, tells_refusals
from filings.views.short_swing import panels
from people.views.pages import refused_scans_keep

View = Callable[..., HttpResponse]


def keeps_refusals(view: View) -> View:
    """Who tries to sign without the right to gets 403, and the log keeps it."""

    @wraps(view)
    def kept(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk=pk, **kwargs)
        except PermissionDenied as denied:
            if request.method == "POST" and request.user.is_authenticated:
                reason = str(denied) or f"{request.user} may not sign this report."
                signature_refusal_keep(actor=actor_of(request), filing_id=pk, reason=reason)
            raise

    kept.rule = view.rule  # type: ignore[attr-defined]
    return kept


def on_the_desk(proof: Proof) -> OnTheDesk:
    """An electronic signature by somebody who has just proved who he or she is."""
    return OnTheDesk(proof=str(proof), proven_at=proof.at)


@require_http_methods(["GET", "POST"])
@keeps_refusals
@requires("filings.open_to_sign", Filing)
@tells_refusals("filing-sign")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the report once more and sign it; who has not just proved who they are is asked to, and comes back."""
    filing, actor = load_filing(pk), actor_of(request)
    form = SignForm(request.POST or None)
    if request.method == "POST":
        if not actor.has_perm("filings.sign", filing):
            raise RightMissing(why_not(standings(filing, actor, on=eastern_today())))
        proof = proof_of(request)
        if proof is None:
            return ask_for_proof(back_to=request.path)
        if form.is_valid():
            try:
                filing_sign(
                    actor=actor,
                    filing_id=pk,
                    sha256=form.cleaned_data["sha256"],
                    manner=on_the_desk(proof),
                )
            except SignatureRefused as refusal:
                messages.error(request, str(refusal))
                return redirect("filing-sign", pk)
            spend_proof(request)
            return redirect("filing", pk)
    examination, today = examine(filing), eastern_today()
    mine = _shown(request, examination)
    attestation = attestation_of(actor, on=today)
    return step_page(
        request,
        examination,
        "sign",
        "filings/sign.html",
        {
            "form": form if form.is_bound else SignForm(initial={"sha256": examination.sha256}),
            "proof": proof_of(request),
            "today": today,
            "mine": [(one, words_to_adopt(one, attestation)) for one in mine],
            "attestation": attestation,
            "findings": explained(examination.findings, examination),
            "words": describe(examination.submission.report),
            "form_fragment": render_fragment(examination.submission, draft=filing.is_editable),
            "standings": standings(filing, actor, on=today),
            "seen_before": shown_before(filing, actor, examination.sha256),
            "is_waiting": filing.state == FilingState.REVIEWED,
            "void_review": duties_of(filing).against_review(),
            "send_back": SendBackForm(),
        }
        | panels(examination),
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
@keeps_refusals
@requires("filings.sign", Filing)
@tells_refusals("filing-sign")
def paper(request: HttpRequest, pk: int, owner: int) -> HttpResponse:
    """Sign by hand: print the authentication document, sign it, and add its scan before the report is filed."""
    examination = examine(load_filing(pk))
    proof = proof_of(request)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if proof is None:
            return ask_for_proof(back_to=request.path)
        if form.is_valid():
            manner = OnPaper(scan=form.cleaned_data["scan"], printed=form.cleaned_data["printed"])
            try:
                filing_sign(
                    actor=actor_of(request),
                    filing_id=pk,
                    sha256=form.cleaned_data["sha256"],
                    manner=manner,
                )
            except SignatureRefused as refusal:
                messages.error(request, str(refusal))
                return redirect("filing-sign", pk)
            spend_proof(request)
            return redirect("filing", pk)
        refused_scans_keep(request, form, examination.filing)
    one = _for_owner(request, examination, owner)
    if not form.is_bound:
        form = PaperForm(initial={"sha256": examination.sha256, "printed": printed_sha256(one)})
    return render(
        request,
        "filings/paper.html",
        frame(request, examination, "") | {"one": one, "form": form, "proof": proof},
        status=422 if form.is_bound else 200,
    )


@require_safe
@requires("filings.sign", Filing)
def paper_print(request: HttpRequest, pk: int, owner: int) -> HttpResponse:
    """The authentication document of one signature, to be printed and signed by hand."""
    one = _for_owner(request, examine(load_filing(pk)), owner)
    content = draw_authentication(printed_document(one))
    return made_file(
        content, f"authentication-filing-{pk}-to-sign.pdf", "application/pdf", as_attachment=False
    )


@require_POST
@requires("filings.review", Filing)
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


def _shown(request: HttpRequest, examination: Examination) -> tuple[ToSign, ...]:
    """The signatures that the viewer may give; where there are any, that the report was shown is kept."""
    if examination.filing.state != FilingState.REVIEWED:
        return ()
    mine = signatures_to_give(examination, actor_of(request), on=eastern_today())
    if mine:
        report_show(actor=actor_of(request), filing=examination.filing, sha256=examination.sha256)
    return mine


def _for_owner(request: HttpRequest, examination: Examination, owner: int) -> ToSign:
    """The viewer's signature for one owner, by key; 404 where it is not the viewer's to give."""
    one = next((one for one in _shown(request, examination) if one.filing_owner.owner_id == owner), None)
    if one is None:
        raise NothingHere("There is no signature here that is yours to give.")
    return one
