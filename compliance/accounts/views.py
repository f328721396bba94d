"""Pages of one's own account: proving anew who one is, and ending a session."""

from allauth.account.internal.flows import reauthentication
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import flows as passkeys
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from compliance.access import actor_of, requires
from compliance.accounts.forms import CodeAgainForm, PasswordAgainForm
from compliance.accounts.proof import ask_for_proof, recently_proven
from compliance.accounts.providers import prove_at, provider_of

_CODES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


@sensitive_post_parameters("password", "code", "credential")
@require_http_methods(["GET", "POST"])
@never_cache
@requires("compliance.keep_account")
def prove(request: HttpRequest) -> HttpResponse:
    """Prove anew who one is: by the password and the second factor, or by a passkey. Leads back where it came from.

    Whatever is wrong, nothing is proven: a right password with a wrong code does not count for a half.
    """
    if limited := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
        return limited
    if request.method == "GET" and recently_proven(request):
        return redirect(_next(request))  # back from the identity provider, and nothing is missing
    user = actor_of(request)
    sent = request.POST if request.method == "POST" else None
    with_passkey = sent is not None and "credential" in sent
    password: PasswordAgainForm | None = None
    code: CodeAgainForm | None = None
    if user.has_usable_password():
        password = PasswordAgainForm(None if with_passkey else sent, user=user)
    if is_mfa_enabled(user, types=_CODES):
        code = CodeAgainForm(None if with_passkey else sent, user=user)
    has_passkey = is_mfa_enabled(user, types=[Authenticator.Type.WEBAUTHN])
    passkey = ReauthenticateWebAuthnForm(sent if with_passkey else None, user=user) if has_passkey else None
    if with_passkey:
        if passkey and passkey.is_valid():
            passkeys.reauthenticate(request, passkey.cleaned_data["credential"])
            return _back(request)
    elif sent is not None:
        if password and not password.is_valid():
            # To show a form's errors is to try what was typed: no code is tried beside a wrong password.
            code = CodeAgainForm(user=user) if code else None
        elif (code is None or code.is_valid()) and (password or code):
            if password:
                reauthentication.reauthenticate_by_password(request)
            if code:
                code.save()
            return _back(request)
    return render(
        request,
        "account/prove.html",
        {
            "forms": [form for form in (password, code) if form],
            "passkey": passkey,
            "js_data": {"request_options": begin_authentication(user)} if passkey else None,
            "provider": provider_of(request),
            "next": _next(request),
        },
        status=422 if sent is not None else 200,
    )


@require_POST
@requires("compliance.keep_account")
def prove_at_provider(request: HttpRequest) -> HttpResponse:
    """Go to the identity provider to sign in there once more."""
    provider = provider_of(request)
    if provider is None:
        return redirect("prove")
    back_here = ask_for_proof(back_to=_next(request)).headers["Location"]
    return prove_at(provider, request, back_to=back_here)


@require_POST
@requires("compliance.keep_account")
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; the present one too, which signs out here."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_sessions(request, [session])
    if not request.user.is_authenticated:
        return redirect("account_login")
    messages.success(request, "The session is ended: its browser is signed out.")
    return redirect("usersessions_list")


@requires("compliance.keep_account")
def no_password(request: HttpRequest) -> HttpResponse:
    """Where somebody is led who wants to change a password that is not there."""
    messages.info(request, "Your login has no password here: you sign in through your company.")
    return redirect("mfa_index")


def _back(request: HttpRequest) -> HttpResponse:
    # A page of the account that waited for the proof gets what was sent to it; every other page is opened.
    return reauthentication.resume_request(request) or redirect(_next(request))


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return reverse(settings.LOGIN_REDIRECT_URL)
