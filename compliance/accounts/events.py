"""What happens to accounts, told to the event log: never a password, a code or a name that was typed wrongly."""

from typing import Any

from allauth.account.internal import stagekit
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_used
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from compliance.accounts.lockout import client_address, user_tried
from compliance.accounts.providers import second_factor_passed
from compliance.accounts.second_factor import PROVEN_AT_PROVIDER
from compliance.audit.log import record
from compliance.models import User

_CALLED = {
    Authenticator.Type.TOTP: "an authenticator app",
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def connect() -> None:
    """Listen to allauth, axes and Django; called once, when the applications are ready."""
    for signal, told in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _failed),
        (user_locked_out, _locked_out),
        (authentication_failed, _wrong_code),
        (authenticator_used, _factor_used),
        (password_changed, _password_changed),
        (password_reset, _password_reset),
    ):
        signal.connect(told, dispatch_uid=f"{__name__}.{told.__name__}")
    post_save.connect(_factor_set, sender=Authenticator, dispatch_uid=f"{__name__}.set")
    post_delete.connect(_factor_removed, sender=Authenticator, dispatch_uid=f"{__name__}.removed")


def _signed_in(*, request: HttpRequest, user: User, sociallogin: Any = None, **_: Any) -> None:
    if sociallogin is not None:
        request.session[PROVEN_AT_PROVIDER] = second_factor_passed(sociallogin)
    used = [_in_words(one) for one in get_authentication_records(request, user)]
    _tell(
        user, user, f"signed in with {' and '.join(dict.fromkeys(used)) or 'a login'} from {_where(request)}"
    )


def _signed_out(*, user: User | None, **_: Any) -> None:
    if user is not None:
        _tell(user, user, "signed out")


def _failed(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    if request is None or _was_turned_away(request):
        return
    user = user_tried(credentials)
    if user is not None:
        _tell(_actor(request), user, f"gave a wrong password or none that counts, from {_where(request)}")


def _locked_out(*, request: HttpRequest, username: str, **_: Any) -> None:
    if _was_turned_away(request):  # axes sends this again for every attempt during the lockout
        return
    user = User.objects.filter(username=username).first()
    if user is not None:
        minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
        _tell(
            None, user, f"was locked out for {minutes} minutes after failed attempts from {_where(request)}"
        )


def _wrong_code(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """A wrong code counts towards the lockout as a wrong password does, and ends a login that is under way."""
    _tell(
        _actor(request),
        user,
        f"gave a wrong code for {_CALLED[_type(authenticator)]}, from {_where(request)}",
    )
    AxesProxyHandler.user_login_failed(__name__, {"username": user.username}, request)
    if request.axes_locked_out:  # type: ignore[attr-defined]  # set by axes
        stagekit.clear_login(request)


def _factor_used(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _tell(user, user, "used a recovery code")


def _password_changed(*, user: User, **_: Any) -> None:
    _tell(user, user, "changed the password")


def _password_reset(*, request: HttpRequest, user: User, **_: Any) -> None:
    _tell(None, user, f"set a new password by the link in a mail, from {_where(request)}")


def _factor_set(*, instance: Authenticator, created: bool, raw: bool = False, **_: Any) -> None:
    if created and not raw:
        _tell(_actor(context.request), instance.user, f"set up {_CALLED[_type(instance)]}")


def _factor_removed(*, instance: Authenticator, **_: Any) -> None:
    _tell(_actor(context.request), instance.user, f"removed {_CALLED[_type(instance)]}")


def _was_turned_away(request: HttpRequest) -> bool:
    """Whether the attempt came during a lockout: nothing was tried, and axes did not count it."""
    counted = getattr(request, "axes_failures_since_start", None)
    return bool(getattr(request, "axes_locked_out", False)) and counted is None


def _tell(actor: User | None, subject: User, verb: str) -> None:
    with transaction.atomic():
        record(actor=actor, verb=verb, subject=subject)


def _actor(request: HttpRequest | None) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) and user.is_authenticated else None


def _where(request: HttpRequest) -> str:
    return client_address(request)


def _type(authenticator: Authenticator) -> Authenticator.Type:
    return Authenticator.Type(authenticator.type)


def _in_words(one: dict[str, Any]) -> str:
    match one:
        case {"method": "mfa", "type": kind}:
            return _CALLED[Authenticator.Type(kind)]
        case {"method": "socialaccount"}:
            return "the identity provider"
    return f"a {one['method']}"
