"""Lockout after failed attempts: whose failures count together, and the page that says so."""

from typing import Any

from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from compliance.models import User


def login_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The user name behind what was typed, so that a name and its e-mail address count as one login.

    For a login that is not known it is a digest: what somebody types there may be a password.
    """
    user = user_tried(credentials)
    if user is not None:
        return user.username
    tried = _tried(credentials) or request.POST.get("login", "")
    return salted_hmac("compliance.accounts.lockout", tried.lower()).hexdigest()[:32]


def user_tried(credentials: dict[str, Any] | None) -> User | None:
    """Whose login was tried; ``None`` when there is no such login."""
    tried = _tried(credentials)
    if not tried:
        return None
    user = get_user_by_username(tried) or next(iter(filter_users_by_email(tried, for_login=True)), None)
    return user if isinstance(user, User) else None


def client_address(request: HttpRequest) -> str:
    """The address that a request came from, as the server in front of the application gives it; empty without."""
    return get_client_ip(request) or ""


def locked_out_page(
    request: HttpRequest, _response: HttpResponse | None = None, _credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Says that there were too many attempts and how long to wait; nothing about whether the login exists."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "account/locked_out.html", {"minutes": minutes}, status=429)


def _tried(credentials: dict[str, Any] | None) -> str:
    named = credentials or {}
    return str(named.get("username") or named.get("email") or "")
