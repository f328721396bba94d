"""How large a request may be, told by its address before anything of it is kept."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from compliance.audit.log import record
from compliance.hardening.redaction import redacted
from compliance.models import User

View = Callable[..., Any]


def takes_up_to(size: int) -> Callable[[View], View]:
    """Let a view take requests of so many bytes, in the place of ``MAX_REQUEST_BYTES``."""

    def decorate(view: View) -> View:
        view.max_request_bytes = size  # type: ignore[attr-defined]
        return view

    return decorate


def largest_request(path: str) -> int:
    """How many bytes an address takes."""
    try:
        view = resolve(path).func
    except Resolver404:
        return 0
    return int(getattr(view, "max_request_bytes", settings.MAX_REQUEST_BYTES))


class RequestSizeMiddleware:
    """Refuses a request that is too large with one sentence, and reads nothing of it.

    It stands behind the login, so that the event log tells whose it was, and before all that reads a request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = _stated_size(request)
        if size and size > (largest := largest_request(request.path_info)):
            return too_large(request, largest)
        return self.get_response(request)


def _stated_size(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isdigit() else 0


def too_large(request: HttpRequest, largest: int) -> HttpResponse:
    """The page that says what would have been taken; of somebody who is signed in, the event log keeps it."""
    megabytes = largest // 2**20
    user = getattr(request, "user", None)
    if isinstance(user, User):
        size = _stated_size(request) / 2**20
        with transaction.atomic():
            record(
                actor=user,
                verb="was refused an upload",
                subject=user,
                changes={
                    "address": ["", redacted(request.path_info)],
                    "reason": ["", f"It has {size:,.1f} MB; at most {megabytes} MB are taken there."],
                },
            )
    return render(request, "413.html", {"megabytes": megabytes}, status=413)
