"""How people come by an account: an administrator makes it."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class DeskAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False
