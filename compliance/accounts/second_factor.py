"""Second factors: who has one, and that nobody gets past the door without one where the desk requires it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

# In the session: the identity provider has checked a second factor, and the desk trusts it in that.
PROVEN_AT_PROVIDER = "second_factor_at_provider"

# What somebody without a second factor may open: the way to one, and the way out.
_ON_THE_WAY = frozenset({"account_logout", "account_reauthenticate", "prove", "prove-at-provider"})


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the person in this session has a second factor here, or passed one at a provider that is trusted."""
    if request.session.get(PROVEN_AT_PROVIDER):
        return True
    return bool(is_mfa_enabled(request.user, types=SECOND_FACTORS))


class SecondFactorMiddleware:
    """Leads whoever is signed in without a second factor to set one up, from every page but those of the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if not settings.REQUIRE_MFA or not request.user.is_authenticated:
            return None
        if not getattr(view, "login_required", True) or self._is_on_the_way(request):
            return None
        if has_second_factor(request):
            return None
        messages.info(request, "This desk asks for a second factor: set up one of these first.")
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(reverse("mfa_index"))
        return redirect("mfa_index")

    @staticmethod
    def _is_on_the_way(request: HttpRequest) -> bool:
        name = request.resolver_match.url_name if request.resolver_match else None
        return name is not None and (name.startswith("mfa_") or name in _ON_THE_WAY)
