"""Django's administration: for administrators, and with every change in the event log."""

from copy import copy
from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 -- registers what is taken out again below
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from compliance.access import actor_of, reach_of
from compliance.accounts.adapters import sessions_end
from compliance.accounts.proof import ask_for_proof, recently_proven
from compliance.audit.log import record
from compliance.audit.models import Event
from compliance.models import EdgarCalendarDay, Membership, Role, User

# allauth's own pages change accounts without an event, and one shows tokens.
admin.site.unregister([Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession])


class ForAdministrators:
    """Who holds the administrator's role for the whole desk, or is a superuser, may do everything here; others see
    nothing."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_view_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        return self._is_administrator(request)

    def has_add_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        return self._is_administrator(request)

    def has_change_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        return self._is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, _obj: Any = None) -> bool:
        return self._is_administrator(request)

    @staticmethod
    def _is_administrator(request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_active and (user.is_superuser or reach_of(user, Role.ADMINISTRATOR).everywhere))


class RecordedAdmin(ForAdministrators, admin.ModelAdmin):
    """What is saved or deleted here stands in the event log; fields in ``secrets`` only by their name."""

    secrets: frozenset[str] = frozenset()

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            record(
                actor=request.user,  # type: ignore[arg-type]
                verb=f"{'changed' if change else 'added'} this {obj._meta.verbose_name} in the administration",
                subject=obj,
                changes={
                    name: ["", ""]
                    if name in self.secrets
                    else [_text(form.initial.get(name)), _text(form.cleaned_data.get(name))]
                    for name in form.changed_data
                },
            )

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        with transaction.atomic():
            deleted, name = copy(obj), str(obj)
            super().delete_model(request, obj)
            record(
                actor=request.user,  # type: ignore[arg-type]
                verb=f"deleted the {obj._meta.verbose_name} {name} in the administration",
                subject=deleted,
            )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Lines below a record, such as a login's roles: what became of each is told at the record."""
        super().save_formset(request, form, formset, change)
        told = [("added", one) for one in formset.new_objects]
        told += [("changed", one) for one, _ in formset.changed_objects]
        told += [("deleted", one) for one in formset.deleted_objects]
        for verb, one in told:
            record(
                actor=actor_of(request),
                verb=f"{verb} the {one._meta.verbose_name} {one} in the administration",
                subject=form.instance,
            )

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for one in queryset:
            self.delete_model(request, one)


class InlineForAdministrators(ForAdministrators, admin.TabularInline):
    extra = 0


def _text(value: Any) -> str:
    return "" if value is None else str(value)


class MembershipInline(InlineForAdministrators):
    model = Membership


@admin.register(User)
class DeskUserAdmin(RecordedAdmin, UserAdmin):
    """Logins and their roles. Passwords are set on their own form and stand in no log."""

    secrets = frozenset({"password", "password1", "password2"})
    inlines = [MembershipInline]
    list_display = ["username", "last_name", "first_name", "email", "roles", "is_active", "last_login"]
    list_filter = ["memberships__role", "is_active"]
    search_fields = ["username", "first_name", "last_name", "email"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "first_name", "last_name", "email", "password1", "password2"],
            },
        )
    ]
    filter_horizontal = []
    actions = ["second_factors_remove", "sessions_end"]

    @admin.action(description="Remove their second factors (a lost phone)")
    def second_factors_remove(
        self, request: HttpRequest, users: models.QuerySet[User]
    ) -> HttpResponse | None:
        """For somebody who has neither the second factor nor a recovery code at hand any more."""
        if not recently_proven(request):
            return ask_for_proof(back_to=request.get_full_path())
        factors = list(Authenticator.objects.filter(user__in=users).select_related("user"))
        with transaction.atomic():
            for factor in factors:  # one by one: each leaves an event that names its user
                factor.delete()
        for user in {factor.user for factor in factors}:
            get_adapter(request).send_notification_mail("account/email/second_factors_removed", user)
        self.message_user(
            request,
            "Their second factors are removed: they set up new ones when they sign in.",
            messages.SUCCESS,
        )
        return None

    @admin.action(description="End all their sessions")
    def sessions_end(self, request: HttpRequest, users: models.QuerySet[User]) -> None:
        """For somebody whose computer is lost."""
        ended = sessions_end(
            actor=actor_of(request),
            sessions=UserSession.objects.filter(user__in=users).select_related("user"),
        )
        self.message_user(request, f"Sessions ended: {ended}.", messages.SUCCESS)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 -- Django's own name
        """Whoever sets somebody's password can sign in as that person: it takes fresh proof, and leaves an event."""
        if not recently_proven(request):
            return ask_for_proof(back_to=request.get_full_path())
        user: User | None = None
        with transaction.atomic():
            response: HttpResponse = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302:
                user = User.objects.get(pk=id)
                record(actor=actor_of(request), verb="set a new password for this login", subject=user)
        if user is not None:
            get_adapter(request).send_notification_mail("account/email/password_changed", user)
        return response

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships__issuer")

    @admin.display
    def roles(self, user: User) -> str:
        return ", ".join(
            f"{one.get_role_display()} at {one.issuer}" if one.issuer else one.get_role_display()
            for one in user.memberships.all()
        )


@admin.register(SocialAccount)
class ProviderLoginAdmin(RecordedAdmin):
    """Which login at the identity provider opens which account: its subject, beside the e-mail address."""

    fields = ["user", "provider", "uid"]
    autocomplete_fields = ["user"]
    list_display = ["user", "provider", "uid", "last_login"]
    search_fields = ["user__username", "user__last_name", "uid"]


@admin.register(EdgarCalendarDay)
class EdgarCalendarDayAdmin(RecordedAdmin):
    list_display = ["day", "kind", "name", "source_url"]
    list_filter = ["kind"]
    search_fields = ["name"]
    date_hierarchy = "day"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Event)
class EventAdmin(ForAdministrators, admin.ModelAdmin):
    """The event log, to read."""

    list_display = ["at", "actor", "verb", "subject_type", "subject_id"]
    list_filter = ["subject_type"]
    search_fields = ["verb", "actor__last_name", "actor__username"]
    date_hierarchy = "at"
    list_select_related = ["actor"]

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False
