"""Pages of powers of attorney: the register, one power, and what it says."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_safe

from compliance.access import requires
from compliance.calendar import eastern_today
from compliance.search import search_text
from people.forms.power import DraftForm, FiledForm, NoteForm, PowerForm
from people.models import PowerOfAttorney, PowerStage, PowerState, Substitution
from people.selectors.powers import powers_listed, powers_shown
from people.selectors.powers_gaps import REMIND_BEFORE, days_left
from people.services.powers import TermsFixed, poa_filed_with, poa_note, poa_save
from people.views.pages import DeskRequest, form_page, page_of
from people.wording import forms_in_words, power_in_words, small


@require_safe
@requires("people.view")
def powers(request: DeskRequest) -> HttpResponse:
    query, today = search_text(request), eastern_today()
    asked = request.GET.get("state", "")
    state = PowerState(asked) if asked in PowerState.values else None
    page = page_of(request, powers_listed(query, state, today, request.user))
    return render(
        request,
        "people/powers.html",
        {
            "page": page,
            "rows": [
                {
                    "power": power,
                    "state": power.state_on(today),
                    "forms": forms_in_words(power),
                    "ending": ending_soon(power),
                }
                for power in page
            ],
            "query": query,
            "state": state,
            "states": [(one, powers_listed(query, one, today, request.user).count()) for one in PowerState],
            "all_states": powers_listed(query, None, today, request.user).count(),
        },
    )


def ending_soon(power: PowerOfAttorney) -> int | None:
    """How many days a power in force still has, if the administrators are reminded of its end by now."""
    today = eastern_today()
    left = days_left(power, today) if power.state_on(today) is PowerState.IN_FORCE else None
    return left if left is not None and left <= REMIND_BEFORE[0] else None


@require_safe
@requires("people.view", PowerOfAttorney)
def power(request: DeskRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(powers_shown(), pk=pk)
    today = eastern_today()
    substitutions = Substitution.objects.filter(attorney__power=shown).select_related(
        "attorney__user", "substitute"
    )
    return render(
        request,
        "people/power.html",
        {
            "power": shown,
            "state": shown.state_on(today),
            "sentence": power_in_words(shown, today),
            "forms": forms_in_words(shown),
            "ending": ending_soon(shown),
            "substitutions": [(one, one.holds_on(today)) for one in substitutions],
            "successors": shown.replaced_by.all(),
            "notes": shown.notes.select_related("by"),
            "today": today,
        },
    )


@requires("people.change_power")
def power_new(request: DeskRequest) -> HttpResponse:
    form = PowerForm(request.POST or None, actor=request.user, initial=_proposed(request))
    return _terms_form(
        request,
        form,
        title="Enter a signed power of attorney",
        back=resolve_url("powers"),
        explanation="For a paper that is signed already. One that is still to be signed begins as a draft.",
    )


@requires("people.change_power")
def power_draft(request: DeskRequest) -> HttpResponse:
    draft = PowerOfAttorney(stage=PowerStage.DRAFTED)
    form = DraftForm(request.POST or None, actor=request.user, instance=draft, initial=_proposed(request))
    return _terms_form(
        request,
        form,
        title="Draft a power of attorney",
        back=resolve_url("powers"),
        explanation="The desk writes its text in plain words from what you choose here. It gives no authority before "
        "it is signed. Have counsel read it once: state law may ask for more.",
        submit="Write the draft",
    )


@requires("people.change_power", PowerOfAttorney)
def power_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a draft, or correct what the desk has wrong of a signed paper while nobody has signed under it."""
    known = get_object_or_404(powers_shown(), pk=pk)
    if known.stage == PowerStage.SENT:
        messages.error(request, "The paper is out for signature. Take it back before you change it.")
        return redirect("power", pk)
    if known.used_on is not None:
        messages.error(
            request,
            "Somebody signed under this power: its terms are fixed. Write a note about what is wrong.",
        )
        return redirect("power-note", pk)
    draft = known.stage == PowerStage.DRAFTED
    form_class = DraftForm if draft else PowerForm
    return _terms_form(
        request,
        form_class(request.POST or None, actor=request.user, instance=known),
        title="Change the draft" if draft else "Correct",
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation=""
        if draft
        else "Only what the desk has otherwise than the signed paper. What the paper says is changed by a new power.",
    )


def _proposed(request: DeskRequest) -> dict[str, object]:
    """What a new power begins with: the grantor, or all the terms of the power that it is to replace."""
    replaced = request.GET.get("replaces", "")
    if replaced.isdecimal():
        earlier = powers_shown(request.user).filter(pk=int(replaced[:18]), stage=PowerStage.EXECUTED).first()
        if earlier is not None:
            terms = {name: earlier.serializable_value(name) for name in PowerOfAttorney.TERMS}
            del terms["executed_on"], terms["text"]
            attorneys = [
                one.user_id
                for one in earlier.named_attorneys.all()
                if one.user.is_active and not one.has_left_by(eastern_today())
            ]
            return {**terms, "ends_on": None, "replaces": earlier.pk, "attorneys": attorneys}
    return {name: request.GET[name] for name in ("grantor", "issuer") if name in request.GET}


def _terms_form(
    request: DeskRequest,
    form: DraftForm | PowerForm,
    *,
    title: str,
    back: str,
    about: str = "",
    explanation: str = "",
    submit: str = "Save",
) -> HttpResponse:
    if form.is_valid():
        try:
            saved = poa_save(
                actor=request.user,
                power=form.save(commit=False),
                attorneys=form.cleaned_data["attorneys"],
                reason=form.cleaned_data.get("reason", ""),
            )
        except TermsFixed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The {small(saved)} is saved.")
            return redirect("power", saved.pk)
    return form_page(
        request, form, title=title, about=about, back=back, explanation=explanation, submit=submit
    )


@requires("people.change_power", PowerOfAttorney)
def power_note(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown(), pk=pk)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        poa_note(actor=request.user, power=known, text=form.cleaned_data["text"])
        messages.success(request, "The note is kept.")
        return redirect("power", pk)
    return form_page(
        request,
        form,
        title="Write a note",
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="Once somebody has signed under a power its terms stay as they are. If they were entered "
        "wrongly, say so here and enter the paper once more as another power.",
        submit="Keep the note",
    )


@requires("people.change_power", PowerOfAttorney)
def power_filed(request: DeskRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(powers_shown().filter(stage=PowerStage.EXECUTED), pk=pk)
    form = FiledForm(request.POST or None, initial={"accession_number": known.filed_with})
    if form.is_valid():
        poa_filed_with(
            actor=request.user, power=known, accession_number=form.cleaned_data["accession_number"]
        )
        messages.success(request, "The accession number is kept.")
        return redirect("power", pk)
    return form_page(
        request,
        form,
        title="With which filing it is on file",
        about=f"{known}, {known.grantor}",
        back=resolve_url("power", pk),
        explanation="A power is attached to the first report that is signed under it. Recording that report's "
        "acceptance enters the number by itself.",
    )
