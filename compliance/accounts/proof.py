"""Fresh proof of who somebody is, for what a session alone does not allow: a signature.

A signature stands for a person, so the person proves who they are when it is given (17 CFR 232.302(b)), not
some hours before when they signed in. The proof is kept in the session, with allauth's own records of it.
"""

import datetime as dt
import time
from enum import StrEnum
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from msgspec import Struct

from compliance.models import User

_SPENT_AT = "proof_spent_at"


class Factor(StrEnum):
    """One way of proving who one is; the value is how a document says it."""

    PASSWORD = "password"  # noqa: S105
    AUTHENTICATOR_APP = "code of an authenticator app"
    RECOVERY_CODE = "recovery code"
    PASSKEY = "passkey with its PIN or fingerprint"
    PROVIDER = "login at the identity provider"
    PROVIDER_MFA = "login and second factor at the identity provider"


class Proof(Struct, frozen=True, kw_only=True):
    """That a person proved who they are: by which factors, and when the last of them was accepted (UTC)."""

    factors: tuple[Factor, ...]
    at: dt.datetime

    def __str__(self) -> str:
        return " and ".join(self.factors)


def recently_proven(request: HttpRequest) -> bool:
    """Whether the person in this session has just proved who they are, as far as ``proof_of`` asks for."""
    return proof_of(request) is not None


def proof_of(request: HttpRequest) -> Proof | None:
    """How and when the person proved anew who they are; ``None`` when that is missing, too old, or spent.

    A passkey is enough by itself. Otherwise it takes the password (or the login at the identity provider) and,
    where the person has a second factor, that as well.
    """
    records = _fresh_records(request)
    factors = tuple(dict.fromkeys(factor for one in records if (factor := _factor(one))))
    if not _is_enough(factors, cast("User", request.user)):
        return None
    return Proof(factors=factors, at=dt.datetime.fromtimestamp(records[-1]["at"], dt.UTC))


def spend_proof(request: HttpRequest) -> None:
    """The proof has served: the next signature takes a new one, unless the desk lets it serve for some minutes."""
    if not settings.SIGNING_PROOF_MINUTES:
        request.session[_SPENT_AT] = time.time()


def ask_for_proof(*, back_to: str) -> HttpResponse:
    """Send the person to prove who they are, and from there to an address of this site."""
    return redirect(f"{reverse('prove')}?{urlencode({'next': back_to})}")


def _fresh_records(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated:
        return []
    since = max(
        time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT,
        request.session.get(_SPENT_AT, 0),
    )
    return [
        one
        for one in get_authentication_records(request, request.user)
        if one.get("reauthenticated") and one["at"] > since
    ]


def _factor(one: dict[str, Any]) -> Factor | None:
    match one:
        case {"method": "password"}:
            return Factor.PASSWORD
        case {"method": "mfa", "type": Authenticator.Type.TOTP}:
            return Factor.AUTHENTICATOR_APP
        case {"method": "mfa", "type": Authenticator.Type.RECOVERY_CODES}:
            return Factor.RECOVERY_CODE
        case {"method": "mfa", "type": Authenticator.Type.WEBAUTHN}:
            return Factor.PASSKEY
        case {"method": "socialaccount", "second_factor": True}:
            return Factor.PROVIDER_MFA
        case {"method": "socialaccount"}:
            return Factor.PROVIDER
    return None


def _is_enough(factors: tuple[Factor, ...], user: User) -> bool:
    if Factor.PASSKEY in factors or Factor.PROVIDER_MFA in factors:
        return True
    if Factor.PASSWORD not in factors and Factor.PROVIDER not in factors:
        return False
    if Factor.AUTHENTICATOR_APP in factors or Factor.RECOVERY_CODE in factors:
        return True
    return not is_mfa_enabled(user)
