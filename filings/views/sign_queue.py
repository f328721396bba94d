"""The sign queue: all reports that wait for the viewer's signature, and signing several of them in one go."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from compliance.access import actor_of, requires
from compliance.accounts.proof import ask_for_proof, proof_of, spend_proof
from compliance.calendar import eastern_now, load_calendar
from filings.clock import read_clock
from filings.forms.evidence import QueueForm
from filings.selectors.queue import to_be_signed_by_others, to_sign, visible_to
from filings.services.evidence.attestations import attestation_of
from filings.services.sign_queue import Outcome, filings_sign, waiting_for
from filings.views.lists import what_happened
from filings.views.sign import on_the_desk

# Every line is examined when it is shown.
_PAGE = 50


@require_http_methods(["GET", "POST"])
@requires("filings.list")
def sign_queue(request: HttpRequest) -> HttpResponse:
    """What waits, the most urgent first. Each report has to be opened before it can be signed with others."""
    actor, sent = actor_of(request), request.POST if request.method == "POST" else None
    form = QueueForm(sent)
    outcomes: list[Outcome] = []
    if sent is not None and form.is_valid():
        proof, chosen = proof_of(request), form.cleaned_data["chosen"]
        if proof is None:
            again = urlencode({"chosen": [filing for filing, _ in chosen]}, doseq=True)
            return ask_for_proof(back_to=f"{reverse('sign-queue')}?{again}")
        outcomes = filings_sign(actor=actor, chosen=chosen, manner=on_the_desk(proof))
        if any(not one.refusal for one in outcomes):
            spend_proof(request)
    elif sent is not None:
        messages.error(request, " ".join(map(str, form.errors["chosen"])))
    now, calendar = eastern_now(), load_calendar()
    page = Paginator(to_sign(actor), _PAGE).get_page(request.GET.get("page"))
    told = {one.pk: one for one in visible_to(actor).filter(pk__in=[one.filing_id for one in outcomes])}
    return render(
        request,
        "filings/sign_queue.html",
        {
            "page": page,
            "items": [
                {
                    "waiting": one,
                    "clock": read_clock(one.filing, calendar, now),
                    "owners": [each.owner for each in one.filing.filing_owners.all()],
                    "what": what_happened(one.examination.submission.report),
                }
                for one in waiting_for(actor, page, now=now)
            ],
            "for_others": to_be_signed_by_others(actor),
            "outcomes": [(told.get(one.filing_id), one) for one in outcomes],
            "chosen": _whole_numbers(request.GET.getlist("chosen")),
            "attestation": attestation_of(actor, on=now.date()),
            "proof": proof_of(request),
            "today": now.date(),
        },
        status=422 if sent is not None and not form.is_valid() else 200,
    )


def _whole_numbers(texts: list[str]) -> set[int]:
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 13}
