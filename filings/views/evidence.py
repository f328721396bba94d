"""What is kept behind signatures: attestations, how long each paper is kept, and the evidence of one filing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.access import actor_of, requires
from compliance.calendar import eastern_today
from compliance.downloads import kept_file, made_file
from compliance.models import User
from filings.forms.evidence import AttestationForm, WhyForm
from filings.models import (
    Attestation,
    AuthenticationDocument,
    AuthenticationPdf,
    DeskCertificate,
    Filing,
)
from filings.rendering.papers import draw_attestation
from filings.selectors.evidence import documents_in, signers_seen_by
from filings.services.evidence.attestations import (
    AttestationRefused,
    attestation_end,
    attestation_file,
)
from filings.services.evidence.collect import NothingSigned, evidence_take
from filings.services.evidence.pdfs import file_name, pdf_retry
from filings.services.evidence.retention import (
    KeptStill,
    attestation_destroy,
    attestations_kept,
    document_destroy,
    documents_kept,
)
from filings.services.frozen import Altered
from filings.views.page import load_filing
from people.views.pages import form_page, page_of
from people.views.scans import scan_download

_STATES = {
    "free": "May be destroyed",
    "kept": "To be kept",
    "destroyed": "Destroyed",
}


@require_safe
@requires("filings.view_attestations")
def attestations(request: HttpRequest) -> HttpResponse:
    """Everybody who may have to sign, each with the attestation that is on file or missing."""
    signers = signers_seen_by(actor_of(request))
    people = [
        (one, next((each for each in one.attestations.all() if each.is_relied_on), None)) for one in signers
    ]
    return render(
        request,
        "filings/attestations.html",
        {
            "people": people,
            "missing": sum(found is None and one.is_active for one, found in people),
            "ended": attestations_kept(
                Attestation.objects.filter(ended_at__isnull=False, signer__in=signers)
            ),
            "certificates": DeskCertificate.objects.defer("key"),
            "today": eastern_today(),
        },
    )


@require_safe
@requires("filings.list")
def attestation_own(request: HttpRequest) -> HttpResponse:
    """The viewer's own attestation, to be printed and signed by hand."""
    return _printed(actor_of(request))


@require_safe
@requires("filings.keep_attestations", User)
def attestation_print(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001
    """Somebody's attestation, to be printed for that person."""
    return _printed(get_object_or_404(User, pk=pk))


@require_http_methods(["GET", "POST"])
@requires("filings.keep_attestations", User)
def attestation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """File the paper that somebody signed by hand."""
    signer = get_object_or_404(User, pk=pk)
    form = AttestationForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            attestation_file(actor=actor_of(request), signer=signer, **form.cleaned_data)
        except AttestationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"The attestation is on file: {signer} signs electronically from now on."
            )
        return redirect("attestations")
    return form_page(
        request,
        form,
        title="File the attestation",
        scan_of=signer,
        about=str(signer),
        back=resolve_url("attestations"),
        explanation="Compare name and hand-written signature with the person before you file it. Regulation S-T, "
        "Rule 302(b)(2) wants it signed before the first electronic signature.",
        submit="File it",
    )


@require_http_methods(["GET", "POST"])
@requires("filings.keep_attestations", Attestation)
def attestation_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer rely on an attestation."""
    attestation = get_object_or_404(Attestation.objects.select_related("signer"), pk=pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            attestation_end(actor=actor_of(request), attestation=attestation, **form.cleaned_data)
        except AttestationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{attestation.signer} signs by hand from now on.")
        return redirect("attestations")
    return form_page(
        request,
        form,
        title="End the reliance on this attestation",
        about=str(attestation),
        back=resolve_url("attestations"),
        explanation="From then on the person signs on paper, until another attestation is filed. What was signed "
        "stays signed, and the paper is kept.",
        submit="End it",
    )


@require_safe
@requires("filings.view_attestations", Attestation)
def attestation_scan(request: HttpRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """The scan of an attestation, as a download."""
    attestation = get_object_or_404(Attestation, pk=pk)
    return scan_download(attestation.scan, f"attestation-{attestation.pk}")


@require_http_methods(["GET", "POST"])
@requires("filings.keep_attestations", Attestation)
def attestation_gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Destroy an attestation whose time is over."""
    attestation = get_object_or_404(Attestation.objects.select_related("signer"), pk=pk)
    (kept,) = attestations_kept(Attestation.objects.filter(pk=pk))
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            attestation_destroy(actor=actor_of(request), attestation=attestation, **form.cleaned_data)
        except KeptStill as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The scan is destroyed. Its hash stays in the log.")
        return redirect("attestations")
    return _destroy_page(request, form, kept, back=resolve_url("attestations"))


@require_safe
@requires("filings.view_retention")
def retention(request: HttpRequest) -> HttpResponse:
    """Authentication documents, each with the day from which it may be destroyed."""
    today = eastern_today()
    state = request.GET.get("state", "")
    state = state if state in _STATES else "kept"
    reader = actor_of(request)
    page = page_of(request, documents_in(state, today, reader))
    shown = [one.pk for one in page]
    kept = documents_kept(AuthenticationDocument.objects.filter(pk__in=shown).order_by("signed_at", "pk"))
    there = set(Filing.objects.filter(authentication_documents__in=shown).values_list("pk", flat=True))
    return render(
        request,
        "filings/retention.html",
        {
            "page": page,
            "items": [(one, one.may_go(today), one.paper.filing_id in there) for one in kept],
            "state": state,
            "states": [
                (name, title, documents_in(name, today, reader).count()) for name, title in _STATES.items()
            ],
        },
    )


@require_http_methods(["GET", "POST"])
@requires("filings.keep_evidence", AuthenticationDocument)
def document_gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Destroy an authentication document whose time is over."""
    document = get_object_or_404(AuthenticationDocument, pk=pk)
    (kept,) = documents_kept(AuthenticationDocument.objects.filter(pk=pk))
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            document_destroy(actor=actor_of(request), document=document, **form.cleaned_data)
        except KeptStill as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The document is destroyed. Its hash stays in the log.")
        return redirect("retention")
    return _destroy_page(request, form, kept, back=resolve_url("retention"))


@require_safe
@requires("filings.view", Filing)
def authentication(request: HttpRequest, pk: int, one: int) -> HttpResponseBase:  # noqa: ARG001
    """The authentication document of a signature: its sealed PDF, or the scan of the one signed by hand."""
    document = get_object_or_404(AuthenticationDocument, pk=one, filing=pk)
    if document.manner == document.Manner.BY_HAND:
        return scan_download(document.scan, file_name(document).removesuffix(".pdf"))
    pdf = get_object_or_404(AuthenticationPdf, document=document, state=AuthenticationPdf.State.DONE)
    return kept_file(pdf.file, file_name(document), "application/pdf")


@require_POST
@requires("filings.make_documents", Filing)
def authentication_retry(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """Try again to make the sealed PDF of an authentication document."""
    pdf_retry(get_object_or_404(AuthenticationPdf, document=one, document__filing=pk))
    messages.success(request, "The authentication document is being made again.")
    return redirect("filing", pk)


@require_POST
@requires("filings.take_evidence", Filing)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """All evidence of a filing's signatures in one ZIP; that it was taken is kept in the log."""
    try:
        content = evidence_take(actor=actor_of(request), filing=load_filing(pk))
    except (Altered, NothingSigned) as refusal:
        messages.error(request, str(refusal))
        return redirect("filing", pk)
    return made_file(content, f"evidence-filing-{pk}.zip", "application/zip")


def _printed(person: User) -> HttpResponse:
    content = draw_attestation(name=person.signing_name, login=person.username, printed_on=eastern_today())
    return made_file(content, f"attestation-{person.pk}.pdf", "application/pdf", as_attachment=False)


def _destroy_page(request: HttpRequest, form: WhyForm, kept: Any, *, back: str) -> HttpResponse:
    return form_page(
        request,
        form,
        title="Destroy it",
        about=str(kept.paper),
        back=back,
        explanation="What it says and its file are gone for good; that it was there, its hash and your reason stay. "
        "Do not destroy what a request or a dispute is about.",
        submit="Destroy it for good",
    )
