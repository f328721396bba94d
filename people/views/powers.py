"""Pages of powers of attorney: the register, one power, revocation, scans."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url

from compliance.access import requires
from compliance.audit.log import history
from compliance.calendar import eastern_today
from compliance.search import search_text
from people.forms.last_day import LastDayForm
from people.forms.power import PowerForm, RevokeForm, ScanForm
from people.models import AttorneyInFact, PowerOfAttorney, PowerState
from people.scans import SIGNATURE_BYTES, scan_kind
from people.selectors.powers import powers_listed, powers_shown
from people.services.powers import attorney_end, poa_revoke, poa_save, poa_scan_replace
from people.views.pages import DeskRequest, form_page, page_of
from people.wording import forms_in_words, power_in_words


@requires("people.view")
def powers(request: DeskRequest) -> HttpResponse:
    query, today = search_text(request), eastern_today()
    asked = request.GET.get("state", "")
    state = PowerState(asked) if asked in PowerState.values else None
    page = page_of(request, powers_listed(query, state, today))
    return render(
        request,
        "people/powers.html",
        {
            "page": page,
            "rows": [(power, power.state_on(today), forms_in_words(power)) for power in page],
            "query": query,
            "state": state,
            "states": [(one, powers_listed(query, one, today).count()) for one in PowerState],
            "all_states": powers_listed(query, None, today).count(),
        },
    )


@requires("people.view")
def power(request: DeskRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(powers_shown(), pk=pk)
    today = eastern_today()
    return render(
        request,
        "people/power.html",
        {
            "power": shown,
            "state": shown.state_on(today),
            "sentence": power_in_words(shown, today),
            "forms": forms_in_words(shown),
            "today": today,
            "history": history(shown)[:8],
        },
    )


@requires("people.change_power")
def power_new(request: DeskRequest) -> HttpResponse:
    proposed = {name: request.GET[name] for name in ("grantor", "issuer") if name in request.GET}
    form = PowerForm(request.POST or None, initial=proposed)
    return _power_form(request, form, title="New power of attorney", back=resolve_url("powers"))


@requires("people.change_power")
def power_edit(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown(), pk=pk)
    form = PowerForm(request.POST or None, instance=known)
    return _power_form(
        request, form, title="Change", about=f"{known}, {known.grantor}", back=resolve_url("power", pk)
    )


def _power_form(
    request: DeskRequest, form: PowerForm, *, title: str, back: str, about: str = ""
) -> HttpResponse:
    if form.is_valid():
        saved = poa_save(
            actor=request.user,
            power=form.save(commit=False),
            attorneys=form.cleaned_data["attorneys"],
        )
        messages.success(request, f"The {str(saved).lower()[:1]}{str(saved)[1:]} is saved.")
        return redirect("power", saved.pk)
    return form_page(request, form, title=title, about=about, back=back)


@requires("people.change_power")
def power_revoke(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown(), pk=pk)
    initial = {"day": known.revoked_on or eastern_today()}
    form = RevokeForm(request.POST or None, power=known, initial=initial)
    if form.is_valid():
        poa_revoke(actor=request.user, power=known, revoked_on=form.cleaned_data["day"])
        messages.success(
            request, "The power of attorney is revoked. Reports that were signed stay as they are."
        )
        return redirect("power", pk)
    return form_page(
        request,
        form,
        title="Revoke",
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="The grantor revokes in writing: keep that paper. A new power does not revoke an earlier "
        "one unless it says so.",
        submit="Revoke the power",
    )


@requires("people.change_power")
def power_attorney_end(request: DeskRequest, pk: int, attorney: int) -> HttpResponse:
    attorneys = AttorneyInFact.objects.select_related("user", "power")
    known = get_object_or_404(attorneys, pk=attorney, power=pk)
    form = LastDayForm(
        request.POST or None,
        first_day=known.power.executed_on,
        initial={"day": known.ended_on or eastern_today()},
    )
    if form.is_valid():
        attorney_end(actor=request.user, attorney=known, ended_on=form.cleaned_data["day"])
        messages.success(request, f"The authority of {known} has its last day.")
        return redirect("power", pk)
    return form_page(
        request,
        form,
        title=f"End the authority of {known}",
        about=str(known.power),
        back=resolve_url("power", pk),
        explanation="For an attorney-in-fact who leaves. The power goes on for the others.",
        submit="End the authority",
    )


@requires("people.view")
def power_scan(request: DeskRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """The scan as a download: what the file is was told from its first bytes, and browsers may not guess."""
    known = get_object_or_404(PowerOfAttorney.objects.select_related("grantor").defer("grantor__ccc"), pk=pk)
    if not known.scan:
        raise Http404("No scan is kept with this power of attorney.")
    try:
        scan = known.scan.open("rb")
    except FileNotFoundError:
        raise Http404("The scan is missing from the archive: restore it from the backup.") from None
    kind = scan_kind(scan.read(SIGNATURE_BYTES))
    scan.seek(0)
    if kind is None:
        raise Http404("The file in the archive is not a scan.")
    name = f"power-of-attorney-{known.grantor.cik}-{known.executed_on}.{kind.extension}"
    response = FileResponse(scan, as_attachment=True, filename=name, content_type=kind.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@requires("people.change_power")
def power_scan_new(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown(), pk=pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        poa_scan_replace(actor=request.user, power=known, scan=form.cleaned_data["scan"])
        messages.success(request, "The scan is kept.")
        return redirect("power", pk)
    return form_page(
        request,
        form,
        title="Replace the scan" if known.scan else "Add the scan",
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="The signed paper itself is the authentication document of the typed signature: keep it.",
        submit="Keep the scan",
    )
