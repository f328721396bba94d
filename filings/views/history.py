"""Importing past filings: handing files in, watching a run, and what became of each document."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.access import actor_of, requires
from compliance.hardening.uploads import takes_up_to
from filings.forms.history import HandIn, handed_in
from filings.models import ImportedDocument, ImportRun
from filings.services.history import outcomes_counted, run_retry, run_start
from filings.services.history.sources import MAX_DOCUMENT_BYTES
from filings.views.page import must

_RUNS_LISTED = 20
_DOCUMENTS_A_PAGE = 50

Outcome = ImportedDocument.Outcome


@takes_up_to(2 * settings.MAX_IMPORT_BYTES)  # the page itself says what was too much
@csrf_exempt  # the files are taken in before the token behind them is seen: _hand_in looks at it
@require_http_methods(["GET", "POST"])
@requires("filings.view_imports")
def imports(request: HttpRequest) -> HttpResponse:
    """Hand files in; the imports so far."""
    if request.method == "POST":
        must(request, "filings.import")
        with handed_in(request) as hand_in:
            return _hand_in(request, hand_in)
    return _page(request)


@require_safe
@requires("filings.view_imports")
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: how far it is, and its documents by what became of them."""
    run = get_object_or_404(ImportRun.objects.select_related("created_by"), pk=pk)
    progress = _progress(run)
    there = [outcome for outcome in Outcome if progress["counted"][outcome]]
    shown = next((one for one in Outcome if one == request.GET.get("show")), (there or [Outcome.IMPORTED])[0])
    documents = (
        run.documents.filter(outcome=shown)
        .select_related("filing__issuer")
        .prefetch_related("filing__filing_owners__owner")
    )
    return render(
        request,
        "filings/import_run.html",
        progress
        | {
            "shown": shown,
            "tabs": [(one, one.label, progress["counted"][one]) for one in Outcome],
            "page": Paginator(documents, _DOCUMENTS_A_PAGE).get_page(request.GET.get("page")),
        },
    )


@require_safe
@requires("filings.view_imports")
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is, asked for again by its page; at the end the page is to load anew."""
    run = get_object_or_404(ImportRun, pk=pk)
    response = render(request, "filings/_import_progress.html", _progress(run))
    if not run.is_pending:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires("filings.import")
def import_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an import that has stopped go on."""
    if run_retry(get_object_or_404(ImportRun, pk=pk)):
        messages.success(request, "The import goes on where it stopped.")
    return redirect("import-run", pk)


@csrf_protect
def _hand_in(request: HttpRequest, hand_in: HandIn) -> HttpResponse:
    _ = request.FILES  # takes the files in, if the look at the token has not done so
    if hand_in.refusal:
        return _page(request, refusal=hand_in.refusal)
    if not hand_in.files:
        return _page(request, refusal="Choose at least one file.")
    run = run_start(actor=actor_of(request), files=hand_in.files)
    hand_in.files = []  # they are the run's from now on
    return redirect(run)


def _page(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    runs = ImportRun.objects.select_related("created_by")[:_RUNS_LISTED]
    return render(
        request,
        "filings/imports.html",
        {
            "runs": [_progress(run) for run in runs],
            "refusal": refusal,
            "largest": settings.MAX_IMPORT_BYTES // 2**20,
            "largest_document": MAX_DOCUMENT_BYTES // 2**20,
        },
        status=422 if refusal else 200,
    )


def _progress(run: ImportRun) -> dict[str, Any]:
    counted = outcomes_counted(run)
    done = sum(counted.values())
    return {"run": run, "counted": counted, "done": done, "share": _share(done, run.total)}


def _share(done: int, total: int | None) -> int | None:
    """How much is done, in per cent; ``None`` where nobody counted beforehand."""
    return 100 * done // total if total else None
