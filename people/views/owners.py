"""Pages of reporting owners: the list, one owner, positions, the CCC."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from compliance.access import requires
from compliance.calendar import eastern_today
from compliance.search import search_text
from people.forms.last_day import LastDayForm
from people.forms.owner import CccForm, OwnerForm, PositionForm
from people.models import Position, ReportingOwner
from people.selectors.owners import ccc_events, owner_shown, owners_listed
from people.selectors.powers import powers_for
from people.services.owners import owner_ccc_replace, owner_save, position_end, position_save
from people.views.pages import DeskRequest, form_page, page_of
from people.wording import forms_in_words


@require_safe
@requires("people.view")
def people(request: DeskRequest) -> HttpResponse:
    query = search_text(request)
    page = page_of(request, owners_listed(query, eastern_today(), request.user))
    return render(request, "people/owners.html", {"page": page, "query": query})


@require_safe
@requires("people.view", ReportingOwner)
def owner(request: DeskRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(owner_shown(), pk=pk)
    today = eastern_today()
    signatories = list(shown.signatories.select_related("user"))
    positions = list(shown.positions.visible_to(request.user).select_related("issuer"))
    return render(
        request,
        "people/owner.html",
        {
            "owner": shown,
            "today": today,
            "current": [one for one in positions if one.ended_on is None or one.ended_on >= today],
            "past": [one for one in positions if one.ended_on is not None and one.ended_on < today],
            "powers": [
                {"power": power, "state": power.state_on(today), "forms": forms_in_words(power)}
                for power in powers_for(shown, request.user)
            ],
            "ccc": ccc_events(shown),
            "signatories": signatories,
            "tells_signatories": bool(
                signatories or shown.incapable_since or shown.died_on or shown.kind == shown.Kind.ENTITY
            ),
        },
    )


@requires("people.change")
def owner_new(request: DeskRequest) -> HttpResponse:
    return _owner_form(request, ReportingOwner(), title="New reporting owner", back=resolve_url("people"))


@requires("people.change", ReportingOwner)
def owner_edit(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(ReportingOwner.objects.defer("ccc"), pk=pk)
    return _owner_form(
        request, known, title="Change", about=known.conformed_name, back=resolve_url("owner", pk)
    )


def _owner_form(
    request: DeskRequest, known: ReportingOwner, *, title: str, back: str, about: str = ""
) -> HttpResponse:
    may_set_login = request.user.has_perm("people.change_power", known if known.pk else None)
    form = OwnerForm(request.POST or None, instance=known, actor=request.user, may_set_login=may_set_login)
    if form.is_valid():
        saved = owner_save(actor=request.user, owner=form.save(commit=False))
        messages.success(
            request, f"{saved.conformed_name} is saved; the signature will read {saved.signing_name}."
        )
        return redirect("owner", saved.pk)
    return form_page(request, form, title=title, about=about, back=back)


@sensitive_post_parameters("ccc", "again")
@sensitive_variables("form")
@requires("people.change_ccc", ReportingOwner)
def owner_ccc(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(ReportingOwner.objects.defer("ccc"), pk=pk)
    form = CccForm(request.POST or None)
    if form.is_valid():
        owner_ccc_replace(actor=request.user, owner=known, ccc=form.cleaned_data["ccc"])
        messages.success(request, f"The CCC of {known.conformed_name} is kept, encrypted.")
        return redirect("owner", pk)
    return form_page(
        request,
        form,
        title="Replace the CCC",
        about=known.conformed_name,
        back=resolve_url("owner", pk),
        explanation="The CCC goes into the EDGAR file of this owner's reports. It is kept encrypted and is "
        "never shown here again.",
        submit="Replace",
    )


@requires("people.change", ReportingOwner)
def position_new(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(ReportingOwner.objects.defer("ccc"), pk=pk)
    return _position_form(request, Position(owner=known), title="New position")


@requires("people.change", Position, "position")
def position_edit(request: DeskRequest, pk: int, position: int) -> HttpResponse:
    return _position_form(request, _position(pk, position), title="Change the position")


def _position_form(request: DeskRequest, position: Position, *, title: str) -> HttpResponse:
    form = PositionForm(request.POST or None, instance=position, actor=request.user)
    if form.is_valid():
        saved = position_save(actor=request.user, position=form.save(commit=False))
        messages.success(request, f"{saved} of {saved.issuer.conformed_name} is saved.")
        return redirect("owner", saved.owner_id)
    return form_page(
        request,
        form,
        title=title,
        about=position.owner.conformed_name,
        back=resolve_url("owner", position.owner_id),
        explanation="Box 5 of a new report follows from the positions held on its day. Somebody who is both "
        "director and officer holds two positions.",
    )


@requires("people.change", Position, "position")
def position_end_day(request: DeskRequest, pk: int, position: int) -> HttpResponse:
    known = _position(pk, position)
    form = LastDayForm(request.POST or None, first_day=known.started_on, initial={"day": known.ended_on})
    if form.is_valid():
        position_end(actor=request.user, position=known, ended_on=form.cleaned_data["day"])
        messages.success(request, f"{known} of {known.issuer.conformed_name} has its last day.")
        return redirect("owner", pk)
    return form_page(
        request,
        form,
        title=f"End: {known}, {known.issuer.conformed_name}",
        about=known.owner.conformed_name,
        back=resolve_url("owner", pk),
        explanation="Transactions up to six months after the last day may still have to be reported.",
        submit="End the position",
    )


def _position(pk: int, position: int) -> Position:
    positions = Position.objects.select_related("owner", "issuer").defer("owner__ccc")
    return get_object_or_404(positions, pk=position, owner=pk)
