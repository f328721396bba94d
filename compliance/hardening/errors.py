"""What people see when something is wrong with a request: a page in the desk's look that repeats nothing of it."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from compliance.access import RightMissing
from compliance.hardening.uploads import too_large


class NothingHere(Http404):
    """What was asked for is not there; the text, which is shown, says why and what to do."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is no request, or that has more in it than is taken."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without a reason, unless the right is missing for one that the person may know."""
    why = str(exception) if isinstance(exception, RightMissing) else ""
    return render(request, "403.html", {"why": why}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without a reason, unless it is one that the person may know."""
    why = str(exception) if isinstance(exception, NothingHere) else ""
    return render(request, "404.html", {"why": why}, status=404)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without the mark that the desk put into it: from another page, or opened before signing in."""
    return render(request, "403_csrf.html", status=403)
