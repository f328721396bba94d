"""Pages of a power's way from the draft to the signed paper: sending, execution, scans, reading the text."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from compliance.access import requires
from compliance.calendar import eastern_today
from people.forms.power import ExecuteForm, ScanForm, SendForm
from people.models import PowerOfAttorney, PowerStage, Substitution
from people.selectors.powers import powers_shown
from people.services.powers import (
    ChangedMeanwhile,
    NotAScan,
    NotThere,
    poa_discard,
    poa_execute,
    poa_scan_replace,
    poa_send,
    poa_take_back,
    poa_text_confirm,
    what_is_read,
)
from people.views.pages import DeskRequest, form_page
from people.views.scans import is_shown, scan_download, scan_framed


@require_safe
@requires("people.view", PowerOfAttorney)
def power_paper(request: DeskRequest, pk: int) -> HttpResponse:
    """The power as a page to print and sign."""
    shown = get_object_or_404(powers_shown(), pk=pk)
    return render(request, "people/powers/paper.html", {"power": shown})


@requires("people.change_power", PowerOfAttorney)
def power_send(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown(), pk=pk)
    form = SendForm(request.POST or None, initial={"day": eastern_today()})
    if form.is_valid():
        try:
            poa_send(actor=request.user, power=known, sent_on=form.cleaned_data["day"])
        except NotThere as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, "Noted. When the paper comes back, enter its execution and upload the scan."
            )
        return redirect("power", pk)
    return form_page(
        request,
        form,
        title="Send for signature",
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="Print the paper, or save it as a PDF, and give it to the grantor. Its text cannot be changed "
        "while it is out.",
        submit="It is sent",
    )


@require_POST
@requires("people.change_power", PowerOfAttorney)
def power_take_back(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown(), pk=pk)
    try:
        poa_take_back(actor=request.user, power=known)
    except NotThere as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "It is a draft again. A paper that is signed meanwhile says what it said then."
        )
    return redirect("power", pk)


@require_POST
@requires("people.change_power", PowerOfAttorney)
def power_discard(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown(), pk=pk)
    try:
        poa_discard(actor=request.user, power=known)
    except NotThere as refusal:
        messages.error(request, str(refusal))
        return redirect("power", pk)
    messages.success(request, "The draft was discarded. The log keeps that it was there.")
    return redirect("powers")


@requires("people.change_power", PowerOfAttorney)
def power_execute(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown(), pk=pk)
    form = ExecuteForm(request.POST or None, request.FILES or None, power=known)
    if form.is_valid():
        try:
            poa_execute(
                actor=request.user,
                power=known,
                executed_on=form.cleaned_data["executed_on"],
                signed_by=form.cleaned_data["signed_by"],
                notarised_on=form.cleaned_data["notarised_on"],
                scan=form.cleaned_data["scan"],
            )
        except NotThere as refusal:
            messages.error(request, str(refusal))
            return redirect("power", pk)
        messages.success(request, "The power is executed. Now read its text beside the scan.")
        return redirect("power-confirm", pk)
    return form_page(
        request,
        form,
        title="It came back signed",
        scan_of=known,
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="From the day of its signature on the attorneys may sign under it. The day and the typed "
        "signature are filled into the text.",
        submit="Keep the signed power",
    )


@csp_update({"frame-src": [SELF]})
@requires("people.change_power", PowerOfAttorney)
def power_confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """The text beside the scan; a POST says that they are the same."""
    known = get_object_or_404(powers_shown().exclude(scan=""), pk=pk)
    if request.method == "POST":
        try:
            poa_text_confirm(actor=request.user, power=known, seen=request.POST.get("seen", ""))
        except (ChangedMeanwhile, NotThere) as refusal:
            messages.error(request, str(refusal))
            return redirect("power-confirm", pk)
        messages.success(request, "The text is confirmed against the scan.")
        return redirect("power", pk)
    return render(
        request,
        "people/powers/confirm.html",
        {"power": known, "is_shown": is_shown(known.scan), "seen": what_is_read(known)},
    )


@requires("people.change_power", PowerOfAttorney)
def power_scan_new(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown().filter(stage=PowerStage.EXECUTED), pk=pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            poa_scan_replace(actor=request.user, power=known, scan=form.cleaned_data["scan"])
        except NotAScan:
            form.add_error("scan", "This is not a PDF, PNG, JPEG or TIFF: scan the paper into one of these.")
        else:
            messages.success(request, "The scan is kept. Now read the text beside it.")
            return redirect("power-confirm", pk)
    return form_page(
        request,
        form,
        title="Replace the scan" if known.scan else "Add the scan",
        scan_of=known,
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="The signed paper itself is the authentication document of the typed signature: keep it.",
        submit="Keep the scan",
    )


@require_safe
@requires("people.view", PowerOfAttorney)
def power_scan(request: DeskRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """The scan as a download."""
    known = _known(pk)
    return scan_download(known.scan, f"power-of-attorney-{known.grantor.cik}-{known.executed_on}")


@require_safe
@requires("people.view", PowerOfAttorney)
def power_revocation(request: DeskRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """The signed revocation as a download."""
    known = _known(pk)
    return scan_download(known.revocation, f"revocation-{known.grantor.cik}-{known.revoked_on}")


@require_safe
@requires("people.view", PowerOfAttorney)
def substitution_scan(request: DeskRequest, pk: int, substitution: int) -> HttpResponseBase:  # noqa: ARG001
    """The scan of a substitute's appointment as a download."""
    one = get_object_or_404(Substitution, pk=substitution, attorney__power=pk)
    return scan_download(one.scan, f"substitute-{one.pk}-{one.executed_on}")


@xframe_options_sameorigin
@require_safe
@requires("people.view", PowerOfAttorney)
def power_scan_shown(request: DeskRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """The scan inside the page on which it is read beside the text."""
    return scan_framed(_known(pk).scan, "power-of-attorney")


def _known(pk: int) -> PowerOfAttorney:
    return get_object_or_404(PowerOfAttorney.objects.select_related("grantor").defer("grantor__ccc"), pk=pk)
