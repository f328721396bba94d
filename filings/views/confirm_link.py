"""The pages behind a link: somebody without a login looks at the own draft, on a phone, and says whether it is right.

Nothing else of the desk is on them, and nothing of them is kept on the way.
"""

import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from compliance.access import public
from compliance.accounts.lockout import client_address
from filings.clock import tell_due
from filings.forms.confirmation import AnswerForm
from filings.models import Confirmation
from filings.ownership.narrative import describe
from filings.services.confirmation import (
    LinkRefused,
    UnknownLink,
    confirmation_answer,
    confirmation_in,
    link_look,
    link_open,
    report_sha256,
)
from filings.services.editing import NotEditable
from filings.services.review import ChangedSince, Examination, examine

_COOKIE = "form4desk-confirm"
_BROWSER_BYTES = 32


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token", "browser")
@public
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link: looking at it uses nothing up, pressing the button does and ties it to this browser."""
    browser, address = request.COOKIES.get(_COOKIE, ""), client_address(request)
    try:
        if request.method != "POST":
            opened = link_look(token=token, browser=browser, address=address)
            return redirect("confirm", opened.pk) if opened else _page(request, "open", {})
        browser = browser or secrets.token_urlsafe(_BROWSER_BYTES)
        confirmation = link_open(token=token, browser=browser, address=address)
    except UnknownLink:
        raise Http404 from None
    except LinkRefused as refusal:
        return _page(request, "refused", {"said": str(refusal)}, status=410)
    response = redirect("confirm", confirmation.pk)
    response.set_cookie(
        _COOKIE,
        browser,
        max_age=7 * 24 * 3600,
        path="/confirm/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return _for_nobody_else(response)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("browser")
@public
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft in the browser that opened its link, and the two answers."""
    browser = request.COOKIES.get(_COOKIE, "")
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
    except UnknownLink:
        raise Http404 from None
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
    due = tell_due(examination.filing, report, examination.facts)
    return {
        "report": report,
        "sha256": report_sha256(report),
        "words": describe(report),
        "due": due,
    }


def link_address(request: HttpRequest, token: str) -> str:
    """The whole address of a link, to be copied or sent."""
    return request.build_absolute_uri(reverse("confirm-link", args=[token]))


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return _for_nobody_else(render(request, f"filings/confirm/{name}.html", context, status=status))


def _for_nobody_else(response: HttpResponse) -> HttpResponse:
    """Not kept by the browser, nor found by a search engine. (The whole desk tells no other site where one was.)"""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
