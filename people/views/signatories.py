"""Pages of those who sign for an owner in an own capacity, and of an owner who no longer can."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url

from compliance.access import requires
from compliance.calendar import eastern_today
from people.forms.last_day import LastDayForm
from people.forms.signers import CapacityForm, SignatoryForm
from people.models import ReportingOwner, Signatory
from people.services.capacity import capacity_lost, signatory_end, signatory_save
from people.views.pages import DeskRequest, form_page


@requires("people.change_power", ReportingOwner)
def signatory_new(request: DeskRequest, pk: int) -> HttpResponse:
    owner = get_object_or_404(ReportingOwner.objects.defer("ccc"), pk=pk)
    form = SignatoryForm(request.POST or None, actor=request.user, instance=Signatory(owner=owner))
    if form.is_valid():
        saved = signatory_save(actor=request.user, signatory=form.save(commit=False))
        messages.success(request, f"It is stated that {saved.user} signs for {owner} as {saved.capacity}.")
        return redirect("owner", pk)
    entity = owner.kind == ReportingOwner.Kind.ENTITY
    return form_page(
        request,
        form,
        title="Who signs for it" if entity else "Executor or guardian",
        about=owner.conformed_name,
        back=resolve_url("owner", pk),
        explanation="The signature shows the capacity (Instruction 7(b))."
        if entity
        else "Whom the court or the will appointed. It may be stated in advance: it counts from the incapacity or "
        "the death that is noted for the person.",
    )


@requires("people.change_power", ReportingOwner)
def signatory_end_day(request: DeskRequest, pk: int, signatory: int) -> HttpResponse:
    known = get_object_or_404(
        Signatory.objects.select_related("owner", "user").defer("owner__ccc"), pk=signatory, owner=pk
    )
    form = LastDayForm(
        request.POST or None,
        first_day=known.started_on,
        initial={"day": known.ended_on or eastern_today()},
    )
    if form.is_valid():
        signatory_end(actor=request.user, signatory=known, ended_on=form.cleaned_data["day"])
        messages.success(request, f"The capacity of {known} has its last day.")
        return redirect("owner", pk)
    return form_page(
        request,
        form,
        title=f"End: {known}",
        about=known.owner.conformed_name,
        back=resolve_url("owner", pk),
        submit="End the capacity",
    )


@requires("people.change_power", ReportingOwner)
def owner_capacity(request: DeskRequest, pk: int) -> HttpResponse:
    persons = ReportingOwner.objects.filter(kind=ReportingOwner.Kind.PERSON).defer("ccc")
    owner = get_object_or_404(persons, pk=pk)
    form = CapacityForm(
        request.POST or None,
        initial={"incapable_since": owner.incapable_since, "died_on": owner.died_on},
    )
    if form.is_valid():
        capacity_lost(
            actor=request.user,
            owner=owner,
            incapable_since=form.cleaned_data["incapable_since"],
            died_on=form.cleaned_data["died_on"],
        )
        messages.success(request, "It is noted.")
        return redirect("owner", pk)
    return form_page(
        request,
        form,
        title="Death or incapacity",
        about=owner.conformed_name,
        back=resolve_url("owner", pk),
        explanation="From these days on the person signs nothing. A power that is not durable ends with the "
        "incapacity, every power with the death.",
    )
