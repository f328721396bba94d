"""Asking an owner whether the draft is right, and answering as the owner with the own login."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from compliance.access import actor_of, requires
from filings.forms.confirmation import AnswerForm, AskForm, ReplyForm
from filings.models import Confirmation, Filing
from filings.services.confirmation import (
    Asked,
    confirmation_answer_own,
    confirmation_ask,
    confirmation_reply,
    confirmation_revoke,
    confirmation_send,
)
from filings.services.editing import must_be_editable
from filings.services.review import examine
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
    form = AskForm(request.POST or None, filing=filing)
    examination = examine(filing)
    context = frame(request, examination, "") | {"form": form}
    if not form.is_valid():
        return render(request, "filings/confirm/ask.html", context, status=422 if form.is_bound else 200)
    asked = confirmation_ask(
        actor=actor_of(request),
        filing_id=pk,
        owner=form.cleaned_data["owner"],
        days=form.cleaned_data["days"],
    )
    link, address = link_address(request, asked.token), form.cleaned_data["address"]
    context |= {"asked": asked.confirmation, "link": link, "address": address}
    context["sent"] = bool(address) and _send(asked, link, address, context)
    response = render(request, "filings/confirm/asked.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires("filings.ask_confirmation", Confirmation)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back."""
    confirmation = _confirmation(pk)
    confirmation_revoke(actor=actor_of(request), confirmation=confirmation)
    messages.success(request, "The link opens nothing any more.")
    return redirect("filing", confirmation.filing_id)


@require_POST
@requires("filings.ask_confirmation", Confirmation)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was done about an objection."""
    confirmation, form = _confirmation(pk), ReplyForm(request.POST)
    if form.is_valid():
        confirmation_reply(actor=actor_of(request), confirmation=confirmation, text=form.cleaned_data["text"])
        messages.success(request, "It stands beside the objection now.")
    else:
        messages.error(request, " ".join(map(str, form.errors["text"])))
    return redirect("filing", confirmation.filing_id)


@require_http_methods(["GET", "POST"])
@requires("filings.confirm_own", Filing)
@tells_refusals("filing-confirm")
def confirm_own(request: HttpRequest, pk: int) -> HttpResponse:
    """The same question to who is signed in and reports on the filing."""
    filing, actor = load_filing(pk), actor_of(request)
    owner = filing.owners.filter(pk__in=owners_in_person(actor)).defer("ccc").first()
    if owner is None or not filing.is_editable:
        raise Http404("There is nothing to confirm here.")
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        answer = Confirmation.Answer(form.cleaned_data["answer"])
        confirmation_answer_own(
            actor=actor,
            filing_id=pk,
            owner=owner,
            sha256=form.cleaned_data["sha256"],
            answer=answer,
            comment=form.cleaned_data["comment"],
        )
        messages.success(request, f"Kept: “{answer.label}”. Whoever prepares the report sees it.")
        return redirect("filing", pk)
    examination = examine(filing)
    return render(
        request,
        "filings/confirm/own.html",
        frame(request, examination, "") | shown(examination) | {"form": form},
        status=422 if form.is_bound else 200,
    )


def _send(asked: Asked, link: str, address: str, context: dict[str, object]) -> bool:
    due = context.get("due")
    by = f"It is due by {due.deadline.due_on:%A, %d %B %Y}. " if due else ""  # type: ignore[attr-defined]
    return confirmation_send(confirmation=asked.confirmation, address=address, link=link, due=by)


def _confirmation(pk: int) -> Confirmation:
    return get_object_or_404(
        Confirmation.objects.select_related("filing", "owner").defer("owner__ccc"), pk=pk
    )
