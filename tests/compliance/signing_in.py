"""Signing in as people do: a password, then the code that an app on a phone shows."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from compliance.audit.log import history
from compliance.models import User
from tests.filings.harborwell import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"


def with_app(user: User) -> User:
    """The same person with an authenticator app and recovery codes."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def code(steps: int = 0, secret: str = SECRET) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def wrong_code() -> str:
    return next(one for one in ("000000", "111111", "222222", "333333") if one not in map(code, (-1, 0, 1)))


def recovery_codes(user: User) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def sign_in(client: Client, user: User, password: str = PASSWORD, **sent: Any) -> HttpResponse:
    """The first step: the name and the password."""
    return client.post(reverse("account_login"), {"login": user.username, "password": password, **sent})


def signed_in(user: User, *codes: str) -> Client:
    """A browser in which somebody has signed in by the page itself, with a code if the person has an app."""
    client = Client()
    response = sign_in(client, user)
    for one in codes:
        response = client.post(reverse("mfa_authenticate"), {"code": one})
    assert response.headers["Location"] == reverse("queue"), response.content.decode()
    return client


def told_of(user: User) -> list[str]:
    """What the event log says of a login, the oldest first, each with who did it."""
    return [f"{one.actor or '–'} {one.verb}" for one in reversed(history(user))]
