"""Pages that end an authority, or hand it on: revocation, an attorney who leaves, substitutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.views.decorators.http import require_POST

from compliance.access import requires
from compliance.calendar import eastern_today
from people.forms.last_day import LastDayForm
from people.forms.power import ReasonForm, RevokeForm
from people.forms.signers import SubstitutionForm
from people.models import AttorneyInFact, PowerOfAttorney, PowerStage, Substitution
from people.selectors.powers import powers_shown
from people.services.powers import (
    NotPossible,
    attorney_end,
    poa_revocation_withdraw,
    poa_revoke,
    substitution_remove,
    substitution_revoke,
    substitution_save,
)
from people.views.pages import DeskRequest, form_page
from people.wording import day_in_words


@requires("people.change_power", PowerOfAttorney)
def power_revoke(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown().filter(stage=PowerStage.EXECUTED), pk=pk)
    initial = {"day": known.revoked_on or eastern_today()}
    form = RevokeForm(request.POST or None, request.FILES or None, power=known, initial=initial)
    if form.is_valid():
        revoked_on = form.cleaned_data["day"]
        poa_revoke(
            actor=request.user, power=known, revoked_on=revoked_on, writing=form.cleaned_data["writing"]
        )
        messages.success(
            request, "The power of attorney is revoked. Reports that were signed stay as they are."
        )
        if known.last_used_on and known.last_used_on >= revoked_on:
            messages.warning(
                request,
                f"Somebody signed under it on {day_in_words(known.last_used_on)}, on or after that day: look at that "
                "report.",
            )
        return redirect("power", pk)
    return form_page(
        request,
        form,
        title="Revoke",
        scan_of=known,
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="The grantor revokes in writing: keep that paper. A new power does not revoke an earlier "
        "one unless it says so.",
        submit="Revoke the power",
    )


@requires("people.change_power", PowerOfAttorney)
def power_unrevoke(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown().filter(revoked_on__isnull=False), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            poa_revocation_withdraw(actor=request.user, power=known, reason=form.cleaned_data["reason"])
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, "The revocation is taken out; the log keeps that it was there, and why."
            )
        return redirect("power", pk)
    return form_page(
        request,
        form,
        title="Take out the revocation",
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="For a revocation that was entered by mistake. A power that was really revoked does not come "
        "back: the grantor signs a new one.",
        submit="Take it out",
    )


@requires("people.change_power", PowerOfAttorney)
def power_attorney_end(request: DeskRequest, pk: int, attorney: int) -> HttpResponse:
    attorneys = AttorneyInFact.objects.select_related("user", "power").exclude(
        power__executed_on__isnull=True
    )
    known = get_object_or_404(attorneys, pk=attorney, power=pk)
    form = LastDayForm(
        request.POST or None,
        first_day=known.power.executed_on or eastern_today(),
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


@requires("people.change_power", PowerOfAttorney)
def substitute_new(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown().filter(stage=PowerStage.EXECUTED), pk=pk)
    form = SubstitutionForm(request.POST or None, request.FILES or None, power=known, actor=request.user)
    if form.is_valid():
        try:
            saved = substitution_save(
                actor=request.user, substitution=form.save(commit=False), scan=form.cleaned_data["scan"]
            )
        except NotPossible as refusal:
            form.add_error("attorney", str(refusal))
        else:
            messages.success(request, f"{saved.substitute} may act in the place of {saved.attorney}.")
            return redirect("power", pk)
    return form_page(
        request,
        form,
        title="Add a substitute",
        scan_of=known,
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="An attorney-in-fact appoints a substitute by an instrument of the own, where the power allows "
        "it. It goes along with the next report as an exhibit, and ends with the power.",
        submit="Keep the appointment",
    )


@requires("people.change_power", PowerOfAttorney)
def substitute_end(request: DeskRequest, pk: int, substitution: int) -> HttpResponse:
    known = _substitution(pk, substitution)
    form = LastDayForm(
        request.POST or None,
        first_day=known.executed_on,
        initial={"day": known.revoked_on or eastern_today()},
        label="Revoked on",
        help_text="From this day on the substitute may no longer sign.",
    )
    if form.is_valid():
        substitution_revoke(actor=request.user, substitution=known, revoked_on=form.cleaned_data["day"])
        messages.success(request, f"The appointment of {known.substitute} is revoked.")
        return redirect("power", pk)
    return form_page(
        request,
        form,
        title=f"Revoke the appointment of {known.substitute}",
        about=str(known.attorney.power),
        back=resolve_url("power", pk),
        explanation="The attorney-in-fact who appointed the substitute revokes in writing: keep that paper.",
        submit="Revoke the appointment",
    )


@require_POST
@requires("people.change_power", PowerOfAttorney)
def substitute_remove(request: DeskRequest, pk: int, substitution: int) -> HttpResponse:
    known = _substitution(pk, substitution)
    try:
        substitution_remove(actor=request.user, substitution=known)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The appointment is taken out; the log keeps that it was there.")
    return redirect("power", pk)


def _substitution(pk: int, substitution: int) -> Substitution:
    known = Substitution.objects.select_related("attorney__user", "attorney__power", "substitute")
    return get_object_or_404(known, pk=substitution, attorney__power=pk)
