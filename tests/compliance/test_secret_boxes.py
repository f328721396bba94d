"""Every box into which a secret is typed: it is one that the search for secrets fills, and it shows nothing again."""

from collections.abc import Iterator
from importlib import import_module

from allauth.account import app_settings as account
from allauth.mfa import app_settings as mfa
from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.urls import get_resolver

from compliance.hardening.redaction import is_secret_name
from people.admin import OwnerAdminForm

# Each is filled by tests/services/secrets_work.py.
BOXES = {
    "DeskLoginForm.password",
    "PasswordAgainForm.password",
    "ReauthenticateForm.password",
    "ChangePasswordForm.oldpassword",
    "ChangePasswordForm.password1",
    "ChangePasswordForm.password2",
    "ResetPasswordKeyForm.password1",
    "ResetPasswordKeyForm.password2",
    "CodeForm.code",
    "CodeAgainForm.code",
    "AppForm.code",
    "CccForm.ccc",
    "CccForm.again",
    "OwnerAdminForm.new_ccc",
    "AdminUserCreationForm.password1",
    "AdminUserCreationForm.password2",
    "AdminPasswordChangeForm.password1",
    "AdminPasswordChangeForm.password2",
}
# By their names only: a transaction code is on every Form 4, and how a CCC goes into a package is a box to tick.
NO_SECRETS = {"RowForm.code", "PackageForm.with_ccc", "AdminUserCreationForm.usable_password"}
LIBRARY = {
    **account.FORMS, "login": "compliance.accounts.forms.DeskLoginForm",
    "reauthenticate": "allauth.account.forms.ReauthenticateForm",
    "change_password": "allauth.account.forms.ChangePasswordForm",
    "reset_password_from_key": "allauth.account.forms.ResetPasswordKeyForm",
    **mfa.FORMS,
}  # fmt: skip


def forms_of_the_desk() -> Iterator[type[forms.BaseForm]]:
    """The desk's own forms, and those of the libraries that it has an address for."""
    _ = get_resolver().url_patterns  # every view is imported now, and with it every form
    waiting: list[type] = [forms.BaseForm]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.split(".")[0] in {"compliance", "people", "filings"} and one.__name__[0] != "_":
                yield one
    for path in set(LIBRARY.values()):
        module, _, name = path.rpartition(".")
        yield getattr(import_module(module), name)
    yield from (AdminUserCreationForm, AdminPasswordChangeForm, OwnerAdminForm)


def secret_boxes() -> dict[str, forms.Field]:
    return {
        f"{form.__name__}.{name}": field
        for form in forms_of_the_desk()
        for name, field in {
            **getattr(form, "base_fields", {}),
            **getattr(form, "declared_fields", {}),
        }.items()
        if isinstance(field.widget, forms.PasswordInput) or is_secret_name(name)
    }


def test_there_is_no_box_for_a_secret_that_the_search_does_not_fill():
    assert set(secret_boxes()) - NO_SECRETS <= BOXES
    assert {"CccForm.ccc", "AppForm.code", "DeskLoginForm.password"} <= set(secret_boxes())


def test_what_was_typed_into_one_is_not_sent_back():
    for box, field in secret_boxes().items():
        if box not in NO_SECRETS:
            assert "fourteen-herons" not in field.widget.render("box", "fourteen-herons"), box
