"""The forms of second factors, and of proving anew who one is."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.validators import MaxLengthValidator

__all__ = ["AppForm", "CodeAgainForm", "CodeForm", "DeskLoginForm", "PasswordAgainForm"]

_LONGEST_LOGIN = 254  # of an e-mail address


class DeskLoginForm(LoginForm):
    """The name or the e-mail address, and the password. No database is asked for a name of a hundred pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].validators.append(MaxLengthValidator(_LONGEST_LOGIN))


class _NotShownAgain(forms.TextInput):
    """A box whose text is never sent back: what was not a code may have been a password."""

    def format_value(self, value: Any) -> str | None:  # noqa: ARG002
        return None


class _UsedOnce(BaseAuthenticateForm):
    """A code of an authenticator app serves once, for as long as it is accepted at all.

    allauth remembers it for one period; with a tolerance it is accepted for longer than that.
    """

    code = forms.CharField(
        label="Code",
        widget=_NotShownAgain(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 12}),
        help_text="From your authenticator app, or one of your recovery codes.",
        error_messages={"required": "Type the code that your authenticator app shows now."},
    )

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            accepted_for = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
            if not cache.add(f"totp-used:{self.user.pk}:{code}", 1, timeout=accepted_for):
                raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_UsedOnce, AuthenticateForm):
    """The code of an authenticator app, or a recovery code, when signing in."""


class CodeAgainForm(_UsedOnce, ReauthenticateForm):
    """The same for somebody who is signed in."""


class AppForm(ActivateTOTPForm):
    """The first code of an authenticator app that is being set up."""

    code = forms.CharField(
        label="Code",
        widget=_NotShownAgain(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 12}),
        help_text="The code that the app shows now.",
        error_messages={"required": "Type the code that your authenticator app shows now."},
    )
