"""Django's administration: for administrators, and with every change in the event log."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest

from compliance.access import is_administrator
from compliance.audit.log import record
from compliance.audit.models import Event
from compliance.models import EdgarCalendarDay, Membership, User


class ForAdministrators:
    """Who holds the administrator's role, or is a superuser, may do everything here; others see nothing."""

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
        return bool(user.is_active and (user.is_superuser or is_administrator(user)))


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
            record(
                actor=request.user,  # type: ignore[arg-type]
                verb=f"deleted the {obj._meta.verbose_name} {obj} in the administration"[:200],
                subject=obj,
            )
            super().delete_model(request, obj)

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

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships")

    @admin.display
    def roles(self, user: User) -> str:
        return ", ".join(one.get_role_display() for one in user.memberships.all())


@admin.register(EdgarCalendarDay)
class EdgarCalendarDayAdmin(RecordedAdmin):
    list_display = ["day", "kind", "name", "source_url"]
    list_filter = ["kind"]
    search_fields = ["name"]
    date_hierarchy = "day"


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
