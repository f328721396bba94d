"""The pages behind a link: somebody without a login looks at the own draft, on a phone, and says whether it is right.

Nothing else of the desk is on them, and nothing of them is kept on the way.
"""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from compliance.access import public
from compliance.accounts.lockout import client_address
from compliance.calendar import eastern_now
from filings.clock import say_due, tell_due
from filings.forms.confirmation import AnswerForm
from filings.models import Confirmation
from filings.ownership.narrative import describe
from filings.services.confirm_link import (
    LinkRefused,
    UnknownLink,
    confirmation_answer,
    confirmation_in,
    link_look,
    link_open,
)
from filings.services.confirmation import Discarded, report_sha256
from filings.services.editing import NotEditable
from filings.services.review import ChangedSince, Examination, examine

_BROWSER_BYTES = 32
_BROWSER_DAYS = 8  # a link opens for seven at most


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token", "known", "browser")
@public
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link: looking at it uses nothing up, pressing the button does and ties it to this browser."""
    known = request.COOKIES.get(settings.CONFIRM_COOKIE_NAME, "")
    browser = known or secrets.token_urlsafe(_BROWSER_BYTES)
    opened: Confirmation | None
    try:
        if request.method == "POST":
            opened = link_open(token=token, browser=browser, address=client_address(request))
        else:
            opened = link_look(token=token, browser=known)
    except (UnknownLink, Discarded):
        return _unknown(request)
    except LinkRefused as refusal:
        return _page(request, "refused", {"said": str(refusal)}, status=410)
    response = _bare(redirect("confirm", opened.pk)) if opened else _page(request, "open", {})
    # With the page that has the button: a second tap on it comes before the first one is answered.
    response.set_cookie(
        settings.CONFIRM_COOKIE_NAME,
        browser,
        max_age=_BROWSER_DAYS * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("browser")
@public
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft in the browser that opened its link, and the two answers."""
    browser = request.COOKIES.get(settings.CONFIRM_COOKIE_NAME, "")
    try:
        confirmation = confirmation_in(browser, pk)
        form = AnswerForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                confirmation_answer(
                    confirmation=confirmation,
                    sha256=form.cleaned_data["sha256"],
                    answer=Confirmation.Answer(form.cleaned_data["answer"]),
                    comment=form.cleaned_data["comment"],
                )
            except ChangedSince as change:
                return _draft(request, confirmation, form, changed=str(change), status=409)
            return _page(
                request, "thanks", {"confirmation": confirmation, "answer": form.cleaned_data["answer"]}
            )
    except (UnknownLink, Discarded):
        return _unknown(request)
    except (LinkRefused, NotEditable) as refusal:
        return _page(request, "refused", {"said": str(refusal)}, status=410)
    return _draft(request, confirmation, form, status=422 if form.is_bound else 200)


def _draft(
    request: HttpRequest,
    confirmation: Confirmation,
    form: AnswerForm,
    *,
    changed: str = "",
    status: int = 200,
) -> HttpResponse:
    examination = examine(confirmation.filing)
    return _page(
        request,
        "draft",
        {"confirmation": confirmation, "form": form, "changed": changed, **shown(examination)},
        status=status,
    )


def shown(examination: Examination) -> dict[str, Any]:
    """What an owner is shown of a draft: the report, in words and line by line, and when it is due."""
    report = examination.submission.report
    filing, facts = examination.filing, examination.facts
    due = tell_due(filing, report, facts)
    return {
        "report": report,
        "sha256": report_sha256(report),
        "words": describe(report),
        "due_said": say_due(filing, due, facts.calendar, eastern_now()),
    }


def link_address(request: HttpRequest, token: str) -> str:
    """The whole address of a link, to be copied or sent."""
    return request.build_absolute_uri(reverse("confirm-link", args=[token]))


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return _bare(render(request, f"filings/confirm/{name}.html", context, status=status))


def _unknown(request: HttpRequest) -> HttpResponse:
    return _page(request, "unknown", {}, status=404)


def _bare(response: HttpResponse) -> HttpResponse:
    """Found by no search engine, and the address, a secret, told to no other request."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response
