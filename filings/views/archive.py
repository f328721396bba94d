"""A filing's own page: where it stands, its documents, its history, and what follows the signature."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from compliance.access import actor_of, requires
from compliance.downloads import kept_file, made_file
from filings.clock import post_by
from filings.forms.report import AcceptanceForm, PackageForm, PostingForm
from filings.models import AuthenticationPdf, Filing, FilingState, RenderJob, Snapshot
from filings.ownership.narrative import describe
from filings.ownership.package import Unsendable
from filings.ownership.writer import Unwritable
from filings.rendering.html import render_fragment
from filings.services import render as rendering
from filings.services.archive import (
    CccMissing,
    ImpossibleAcceptance,
    ImpossiblePosting,
    NotAuthenticated,
    edgar_copy,
    filing_amend,
    filing_record_acceptance,
    filing_record_posting,
    past_documents_queue,
)
from filings.services.package import filing_package
from filings.services.review import examine, frozen_snapshot
from filings.views.page import explained, frame, load_filing, must, tells_refusals

_CONTENT_TYPES = {RenderJob.Kind.PDF: "application/pdf", RenderJob.Kind.XML: "application/xml"}


@require_safe
@requires("filings.view", Filing)
def filing_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one filing."""
    return _page(request, load_filing(pk), AcceptanceForm())


@require_safe
@requires("filings.view", Filing)
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents and their progress, asked for again by the page until all are there."""
    filing = load_filing(pk)
    return render(request, "filings/_documents.html", {"filing": filing} | _documents(filing))


@require_safe
@requires("filings.view", Filing)
def download(request: HttpRequest, pk: int, one: int) -> HttpResponseBase:
    """One finished document. The XML here holds no CCC."""
    job = get_object_or_404(RenderJob, pk=one, snapshot__filing=pk, state=RenderJob.State.DONE)
    return kept_file(
        job.file,
        job.file_name,
        _CONTENT_TYPES[RenderJob.Kind(job.kind)],
        as_attachment="inline" not in request.GET,
    )


@require_POST
@requires("filings.make_documents", Filing)
def retry(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """Try a failed document again."""
    job = get_object_or_404(RenderJob, pk=one, snapshot__filing=pk)
    rendering.retry(job)
    messages.success(request, f"The {job.get_kind_display()} is being made again.")
    return redirect("filing", pk)


@require_POST
@requires("filings.make_documents", Filing)
@tells_refusals("filing")
def make_documents(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001
    """Have the documents of a past filing made."""
    past_documents_queue(load_filing(pk))
    return redirect("filing", pk)


@require_POST
@requires("filings.hand_out", Filing)
@tells_refusals("filing")
def hand_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy for EDGAR, with the owners' CCCs; that it was taken is kept in the log."""
    filing = load_filing(pk)
    try:
        content = edgar_copy(actor=actor_of(request), filing=filing)
    except (CccMissing, NotAuthenticated) as missing:
        messages.error(request, str(missing))
        return redirect("filing", pk)
    except Snapshot.DoesNotExist:
        raise Http404 from None
    return made_file(content, f"form4-{pk}-edgar.xml", "application/xml")


@require_POST
@requires("filings.take_package", Filing)
@tells_refusals("filing")
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """The ZIP with the submission for EDGAR, its parts, the PDF and the sums that prove them."""
    filing = load_filing(pk)
    form = PackageForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose TEST or LIVE.")
        return redirect("filing", pk)
    if form.cleaned_data["with_ccc"]:
        must(request, "filings.hand_out", load_filing(pk))
    try:
        content = filing_package(actor=actor_of(request), filing=filing, **form.cleaned_data)
    except (CccMissing, NotAuthenticated, Unsendable, Unwritable) as refusal:
        messages.error(request, str(refusal))
        return redirect("filing", pk)
    except Snapshot.DoesNotExist:
        raise Http404 from None
    kind = "live" if form.cleaned_data["live"] else "test"
    return made_file(content, f"form4-{pk}-{kind}.zip", "application/zip")


@require_POST
@requires("filings.record", Filing)
@tells_refusals("filing")
def accepted(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep EDGAR's acceptance."""
    form = AcceptanceForm(request.POST)
    if form.is_valid():
        try:
            filing_record_acceptance(
                actor=actor_of(request),
                filing_id=pk,
                accepted_at=form.accepted_at,
                accession_number=form.cleaned_data["accession_number"],
            )
        except ImpossibleAcceptance as refusal:
            form.add_error("accepted_on", str(refusal))
        else:
            messages.success(request, "The filing is recorded.")
            return redirect("filing", pk)
    return _page(request, load_filing(pk), form, status=422)


@require_POST
@requires("filings.record", Filing)
@tells_refusals("filing")
def posted(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the day on which the report went on the issuer's website."""
    form = PostingForm(request.POST)
    if form.is_valid():
        try:
            filing_record_posting(
                actor=actor_of(request), filing_id=pk, posted_on=form.cleaned_data["posted_on"]
            )
        except ImpossiblePosting as refusal:
            form.add_error("posted_on", str(refusal))
        else:
            messages.success(request, "The posting is recorded.")
            return redirect("filing", pk)
    return _page(request, load_filing(pk), AcceptanceForm(), posting=form, status=422)


@require_POST
@requires("filings.create", Filing)
@tells_refusals("filing")
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a Form 4/A."""
    return redirect("filing-report", filing_amend(actor=actor_of(request), filing_id=pk).pk)


def _page(
    request: HttpRequest,
    filing: Filing,
    form: AcceptanceForm,
    *,
    posting: PostingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if filing.is_imported:
        return _past(request, filing)
    examination = examine(filing)
    signed = filing.snapshots.filter(kind=Snapshot.Kind.SIGNED).first()
    return render(
        request,
        "filings/filing.html",
        frame(request, examination, "")
        | _documents(filing)
        | {
            "findings": explained(examination.findings, examination),
            "words": describe(examination.submission.report),
            "signed": signed,
            "preparers": filing.preparers.all(),
            "signatures": filing.signatures.select_related("signer", "power", "owner"),
            "acknowledged": filing.acknowledgements.select_related("by"),
            "acceptance": form,
            "posting": posting or PostingForm(initial={"posted_on": filing.posted_on}),
            "post_by": post_by(filing, examination.facts.calendar),
            "package": PackageForm(),
            "can_hand_out": signed is not None and request.user.has_perm("filings.hand_out", filing),
        },
        status=status,
    )


def _past(request: HttpRequest, filing: Filing) -> HttpResponse:
    """A filing that was imported: what it says, what the checks say of it, where it came from."""
    examination = examine(filing)
    return render(
        request,
        "filings/imported.html",
        frame(request, examination, "")
        | _documents(filing)
        | {
            "findings": explained(examination.findings, examination),
            "words": describe(examination.submission.report),
            "exhibits": examination.submission.exhibits,
            "form_fragment": render_fragment(examination.submission, draft=False),
            "documents_read": filing.imported_from.select_related("run"),
        },
    )


def _documents(filing: Filing) -> dict[str, Any]:
    """The jobs of the frozen report, or of the newest preview while there is none."""
    snapshot = frozen_snapshot(filing) or filing.snapshots.first()
    jobs = list(snapshot.jobs.all()) if snapshot else []
    signed_by = list(filing.signatures.select_related("signer", "document__pdf"))
    sealed = AuthenticationPdf.objects.filter(document__signature__in=signed_by)
    waiting = {RenderJob.State.QUEUED, RenderJob.State.RUNNING}
    return {
        "snapshot": snapshot,
        "jobs": jobs,
        "signed_by": signed_by,
        "is_pending": any(job.state in waiting for job in (*jobs, *sealed)),
        "is_signed": filing.state in {FilingState.SIGNED, FilingState.FILED},
    }
