"""Starting a draft, and its steps beside the tables: who reports, the report's boxes, the exhibits."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from compliance.access import actor_of, requires
from compliance.calendar import eastern_today
from filings.forms.report import NewFilingForm, OwnerAddForm, RelationshipForm, ReportForm, SignerForm
from filings.models import Filing, FilingOwner
from filings.services.draft import (
    filing_create,
    filing_discard,
    filing_owner_add,
    filing_owner_remove,
    filing_owner_save,
    filing_save,
    filing_signer_choose,
)
from filings.services.editing import EditConflict
from filings.services.review import Examination, examine
from filings.services.split import filing_split
from filings.services.standing import occasion_of
from filings.views.page import (
    Conflict,
    conflict_between,
    load_filing,
    must,
    step_page,
    tells_refusals,
    with_current_version,
)
from people.authority import Occasion, signers_needed
from people.models import PowerOfAttorney
from people.selectors.powers import powers_to_sign_under, signers_under


@require_http_methods(["GET", "POST"])
@requires("filings.create")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a report: whose trade, at which issuer, when."""
    form = NewFilingForm(
        request.POST or None, actor=actor_of(request), initial={"owner": request.GET.get("owner")}
    )
    if request.method == "POST" and form.is_valid():
        filing = filing_create(
            actor=actor_of(request),
            issuer=form.cleaned_data["issuer"],
            owner=form.cleaned_data["owner"],
            on=form.cleaned_data["traded_on"],
        )
        return redirect("filing-who", filing.pk)
    return render(request, "filings/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    filing_discard(actor=actor_of(request), filing_id=pk)
    messages.success(request, "The draft was discarded. The log keeps that it was there.")
    return redirect("queue")


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing")
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Make linked filings of a draft that is too large for EDGAR."""
    parts = filing_split(actor=actor_of(request), filing_id=pk)
    messages.success(request, f"The report is now {len(parts)} linked filings. Review and sign each of them.")
    return redirect("filing", pk)


@require_http_methods(["GET"])
@requires("filings.view", Filing)
def who(request: HttpRequest, pk: int) -> HttpResponse:
    """The issuer, and the reporting owners with their box 5."""
    return _who_page(request, examine(load_filing(pk)))


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing-who")
def owner_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more reporting owner, with the relationship that the own positions give."""
    filing = load_filing(pk)
    form = OwnerAddForm(request.POST, filing=filing, actor=actor_of(request))
    if not form.is_valid():
        return _who_page(request, examine(filing), adding=form, status=422)
    on = examine(filing).submission.report.period_of_report or eastern_today()
    filing_owner_add(actor=actor_of(request), filing_id=pk, owner=form.cleaned_data["owner"], on=on)
    return redirect("filing-who", pk)


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing-who")
def owner_save(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """Box 5 of one owner."""
    filing_owner = _filing_owner(pk, one)
    form = RelationshipForm(request.POST, instance=filing_owner, prefix=f"o{one}")
    if not form.is_valid():
        return _who_page(request, examine(load_filing(pk)), changed=form, status=422)
    try:
        filing_owner_save(
            actor=actor_of(request),
            filing_owner=filing_owner,
            values=form.values,
            version=form.cleaned_data["version"],
        )
    except EditConflict as clash:
        conflict = conflict_between(form, clash)
        form = with_current_version(form, clash)
        return _who_page(request, examine(load_filing(pk)), changed=form, conflict=conflict, status=409)
    messages.success(request, f"Box 5 of {filing_owner.owner} is saved.")
    return redirect("filing-who", pk)


@require_POST
@requires("filings.prepare", Filing)
@tells_refusals("filing-who")
def owner_remove(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """Take an owner off."""
    filing_owner_remove(actor=actor_of(request), filing_owner=_filing_owner(pk, one))
    return redirect("filing-who", pk)


@require_http_methods(["GET", "POST"])
@requires("filings.view", Filing)
@tells_refusals("filing")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Period, amendment, exit box and trading plan."""
    filing = load_filing(pk)
    form = ReportForm(request.POST or None, instance=filing)
    conflict: Conflict | None = None
    if request.method == "POST":
        must(request, "filings.prepare", load_filing(pk))
        if form.is_valid():
            try:
                filing_save(
                    actor=actor_of(request),
                    filing_id=pk,
                    values=form.values,
                    version=form.cleaned_data["version"],
                )
            except EditConflict as clash:
                conflict = conflict_between(form, clash)
                form = with_current_version(form, clash)
            else:
                messages.success(request, "The report's boxes are saved.")
                return redirect("filing-report", pk)
    return step_page(
        request,
        examine(load_filing(pk)),
        "report",
        "filings/report.html",
        {"form": form, "conflict": conflict},
        status=409 if conflict else 422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
@requires("filings.view", Filing)
@tells_refusals("filing")
def exhibits(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signs for each owner, and the powers of attorney that go along as Exhibit 24."""
    filing = load_filing(pk)
    if request.method == "POST":
        must(request, "filings.prepare", load_filing(pk))
        owners = filing.filing_owners.select_related("owner")
        filing_owner = next((one for one in owners if str(one.pk) == request.POST.get("one")), None)
        if filing_owner is None:
            raise Http404
        form = SignerForm(request.POST, filing_owner=filing_owner, actor=actor_of(request))
        if form.is_valid():
            filing_signer_choose(
                actor=actor_of(request), filing_owner=filing_owner, power=form.cleaned_data["power"]
            )
            messages.success(request, f"Saved who signs for {filing_owner.owner}.")
        else:
            messages.error(request, "Choose one of the powers of attorney on this page.")
        return redirect("filing-exhibits", pk)
    occasion = occasion_of(filing, eastern_today())
    signing = [
        {
            "one": one,
            "options": [
                _option(power, occasion) for power in powers_to_sign_under(one.owner, actor_of(request))
            ],
        }
        for one in filing.filing_owners.select_related("owner", "owner__user", "power")
    ]
    return step_page(request, examine(filing), "exhibits", "filings/exhibits.html", {"signing": signing})


def _option(power: PowerOfAttorney, occasion: Occasion) -> dict[str, Any]:
    """A power with those who may sign under it today, or why nobody may."""
    people = signers_under(power, occasion)
    able = [str(one.signer) for one in people if one.authority.granted]
    return {
        "power": power,
        "signers": able or [str(one.signer) for one in people],
        "together": signers_needed(power),
        "reason": "" if able else next((one.authority.reason for one in people), "It names no attorney."),
    }


def _who_page(
    request: HttpRequest,
    examination: Examination,
    *,
    adding: OwnerAddForm | None = None,
    changed: RelationshipForm | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    filing = examination.filing
    forms = []
    for one in filing.filing_owners.select_related("owner"):
        is_changed = changed is not None and changed.instance.pk == one.pk
        form = changed if is_changed else RelationshipForm(instance=one, prefix=f"o{one.pk}")
        forms.append({"one": one, "form": form, "conflict": conflict if is_changed else None})
    return step_page(
        request,
        examination,
        "who",
        "filings/who.html",
        {"owner_forms": forms, "adding": adding or OwnerAddForm(filing=filing, actor=actor_of(request))},
        status=status,
    )


def _filing_owner(pk: int, one: int) -> FilingOwner:
    return get_object_or_404(FilingOwner.objects.select_related("owner"), pk=one, filing=pk)
