"""Asking an owner whether the draft is right, and answering as the owner with the own login."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from compliance.access import actor_of, requires
from compliance.hardening.errors import NothingHere
from filings.forms.confirmation import AnswerForm, AskForm, ReplyForm
from filings.models import Confirmation, Filing
from filings.ownership.wording import listed
from filings.services.confirmation import (
    Discarded,
    confirmation_answer_own,
    confirmation_ask,
    confirmation_reply,
    confirmation_revoke,
    confirmation_send,
)
from filings.services.editing import must_be_editable
from filings.services.review import ChangedSince, examine
from filings.views.confirm_link import link_address, shown
from filings.views.page import frame, load_filing, tells_refusals
from people.selectors.powers import owners_in_person


@require_http_methods(["GET", "POST"])
@sensitive_variables("asked", "link")
@requires("filings.ask_confirmation", Filing)
@tells_refusals("filing")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for an owner. It is shown this once, and sent where an address is given."""
    filing = load_filing(pk)
    must_be_editable(filing)
    on_it = list(filing.owners.select_related("user").defer("ccc"))
    wanted = request.GET.get("owner", "")
    owner = next((one for one in on_it if str(one.pk) == wanted or (len(on_it) == 1 and not wanted)), None)
    form = AskForm(request.POST or None, owner=owner)
    examination = examine(filing)
    context = frame(request, examination, "") | {
        "form": form,
        "asks": owner,
        "on_it": on_it,
        "wanted": wanted,
    }
    if owner is None or not form.is_valid():
        refused = form.is_bound or (wanted and owner is None)
        return render(request, "filings/confirm/ask.html", context, status=422 if refused else 200)
    asked = confirmation_ask(
        actor=actor_of(request), filing_id=pk, owner=owner, days=form.cleaned_data["days"]
    )
    link, address = link_address(request, asked.token), form.cleaned_data["address"]
    context |= {"asked": asked.confirmation, "link": link, "address": address}
    due = shown(examination)["due_said"]
    context["sent"] = bool(address) and confirmation_send(
        confirmation=asked.confirmation, address=address, link=link, due=due
    )
    return render(request, "filings/confirm/asked.html", context)


@require_POST
@requires("filings.ask_confirmation", Confirmation)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back."""
    confirmation = _confirmation(pk)
    with _unless_discarded():
        confirmation_revoke(actor=actor_of(request), confirmation=confirmation)
    messages.success(request, "The link opens nothing any more.")
    return redirect("filing", confirmation.filing_id)


@require_POST
@requires("filings.ask_confirmation", Confirmation)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was done about an objection."""
    confirmation, form = _confirmation(pk), ReplyForm(request.POST)
    if form.is_valid():
        with _unless_discarded():
            confirmation_reply(
                actor=actor_of(request), confirmation=confirmation, text=form.cleaned_data["text"]
            )
        messages.success(request, "It stands beside the objection now.")
    else:
        messages.error(request, " ".join(map(str, form.errors["text"])))
    return redirect("filing", confirmation.filing_id)


@require_http_methods(["GET", "POST"])
@requires("filings.confirm_own", Filing)
@tells_refusals("filing")
def confirm_own(request: HttpRequest, pk: int) -> HttpResponse:
    """The same question to who is signed in, for each owner on the filing for whom the person speaks."""
    filing, actor = load_filing(pk), actor_of(request)
    must_be_editable(filing)
    owners = list(filing.owners.filter(pk__in=owners_in_person(actor)).defer("ccc"))
    form, changed, status = AnswerForm(request.POST or None), "", 200
    if form.is_valid():
        answer = Confirmation.Answer(form.cleaned_data["answer"])
        try:
            confirmation_answer_own(
                actor=actor,
                filing_id=pk,
                owners=owners,
                sha256=form.cleaned_data["sha256"],
                answer=answer,
                comment=form.cleaned_data["comment"],
            )
        except ChangedSince as change:
            changed, status = str(change), 409
            filing = load_filing(pk)
        else:
            messages.success(request, f"Kept: “{answer.label}”. Whoever prepares the report sees it.")
            return redirect("filing", pk)
    elif form.is_bound:
        status = 422
    examination = examine(filing)
    told = {"form": form, "changed": changed, "speaks_for": listed([str(one) for one in owners], "and")}
    context = frame(request, examination, "") | shown(examination) | told
    return render(request, "filings/confirm/own.html", context, status=status)


@contextmanager
def _unless_discarded() -> Iterator[None]:
    try:
        yield
    except Discarded as gone:
        raise NothingHere("The draft was discarded.") from gone


def _confirmation(pk: int) -> Confirmation:
    return get_object_or_404(
        Confirmation.objects.select_related("filing", "owner").defer("owner__ccc"), pk=pk
    )
