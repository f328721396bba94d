"""Where the desk differs from allauth's ways with accounts, second factors and sessions."""

import logging
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from compliance.audit.log import record
from compliance.models import User
from compliance.secrets import decrypted, encrypted

log = logging.getLogger(__name__)


class DeskAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves, and there is one page on which people prove anew who they are."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        if not super().get_reauthentication_methods(user):
            return []
        return [{"id": "prove", "description": "Prove that it is you", "url": reverse("prove")}]

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody of a change to the own account. A mail server that is down does not stop the change."""
        try:
            super().send_notification_mail(template_prefix, user, context, email or user.email)
        except OSError as problem:
            log.warning("A notice about an account could not be sent: %s", problem)


class DeskMFAAdapter(DefaultMFAAdapter):
    """Second factors, their secrets encrypted with the desk's keys."""

    def encrypt(self, text: str) -> str:
        return encrypted(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypted(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 -- allauth's own name
        number = user.authenticator_set.filter(type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"


class DeskSessionsAdapter(DefaultUserSessionsAdapter):
    """Sessions that are ended leave an event each."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        actor = context.request.user
        sessions_end(actor=actor, sessions=sessions)


def sessions_end(*, actor: User | None, sessions: Iterable[UserSession]) -> int:
    """End sessions: their browsers are signed out with their next request. How many there were."""
    ended = 0
    for session in sessions:
        with transaction.atomic():
            session.end()
            record(
                actor=actor,
                verb=f"ended a session of {session.created_at:%Y-%m-%d %H:%M} UTC from {session.ip}",
                subject=session.user,
            )
        ended += 1
    return ended
