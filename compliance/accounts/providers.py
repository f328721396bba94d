"""Signing in through an identity provider: whom the desk lets in by it, and proof that is given there.

Accounts are made by an administrator. A login from the provider opens an account by the subject that was stored
with it, or by the e-mail address that the provider vouches for; everybody else is turned away.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from compliance.audit.log import record
from compliance.models import User

# RFC 8176: what the token's "amr" says where more than a password was asked for.
_SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face", "iris", "retina", "vbm", "sc", "pop"})
# How old a login at the provider may be that was asked for as fresh, seconds.
_FRESH = 120


class DeskSocialAccountAdapter(DefaultSocialAccountAdapter):
    """Matches what comes from the provider with an account that is there."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        process = sociallogin.state.get("process")
        if process == AuthProcess.REDIRECT:
            _keep_proof(request, sociallogin)
            return
        if process != AuthProcess.LOGIN:  # nobody ties an account to a login of the provider by themselves
            raise ImmediateHttpResponse(redirect("mfa_index"))
        if sociallogin.is_existing:
            return
        user = _user_vouched_for(sociallogin)
        if user is None:
            raise ImmediateHttpResponse(_turned_away(request, sociallogin))
        with transaction.atomic():
            sociallogin.connect(request, user)
            record(
                actor=None,
                verb=f"was tied to the login “{sociallogin.account.uid}” at {_provider_name(sociallogin)}",
                subject=user,
            )


def second_factor_passed(sociallogin: SocialLogin) -> bool:
    """Whether the provider asked for a second factor and the desk takes its word for it."""
    if settings.PROVIDER_MFA == "always":
        return True
    if settings.PROVIDER_MFA == "never":
        return False
    stated = _claims(sociallogin).get("amr") or []
    return not _SECOND_FACTORS.isdisjoint([stated] if isinstance(stated, str) else stated)


def provider_of(request: HttpRequest) -> Any | None:
    """The provider at which this person can prove anew who they are; ``None`` where there is none.

    Only OpenID Connect says when somebody signed in there.
    """
    if "openid_connect" not in settings.SOCIALACCOUNT_PROVIDERS:
        return None
    provider = get_adapter().get_provider(request, "openid_connect")
    known = SocialAccount.objects.filter(user_id=request.user.pk, provider=provider.sub_id)
    return provider if known.exists() else None


def prove_at(provider: Any, request: HttpRequest, *, back_to: str) -> HttpResponse:
    """Send the person to the provider, which is to ask for their login again."""
    response: HttpResponse = provider.redirect(
        request,
        process=AuthProcess.REDIRECT,
        next_url=back_to,
        auth_params={"prompt": "login", "max_age": "0"},
    )
    return response


def _keep_proof(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Record a proof where the same person has just signed in at the provider; say so where it is not one."""
    account = SocialAccount.objects.filter(
        provider=sociallogin.account.provider, uid=sociallogin.account.uid, user_id=request.user.pk
    ).first()
    signed_in_at = _claims(sociallogin).get("auth_time")
    if account is None:
        messages.error(request, "That is somebody else's login at the identity provider.")
    elif not isinstance(signed_in_at, int | float) or time.time() - signed_in_at > _FRESH:
        messages.error(
            request, "The identity provider did not ask for your login again: prove it in another way."
        )
    else:
        record_authentication(
            request,
            request.user,
            "socialaccount",
            provider=account.provider,
            uid=account.uid,
            second_factor=second_factor_passed(sociallogin) or None,
            reauthenticated=True,
        )


def _user_vouched_for(sociallogin: SocialLogin) -> User | None:
    for address in sociallogin.email_addresses:
        if address.verified:
            found = list(User.objects.filter(email__iexact=address.email, is_active=True)[:2])
            if len(found) == 1:
                return found[0]
    return None


def _turned_away(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    addresses = sociallogin.email_addresses
    return render(
        request,
        "socialaccount/turned_away.html",
        {
            "provider": _provider_name(sociallogin),
            "address": addresses[0].email if addresses else "",
            "is_verified": any(one.verified for one in addresses),
        },
        status=403,
    )


def _provider_name(sociallogin: SocialLogin) -> str:
    return str(sociallogin.account.get_provider().name)


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the signed token says; a provider's other answers are not asked about logins."""
    stated = sociallogin.account.extra_data.get("id_token")
    return stated if isinstance(stated, dict) else {}
