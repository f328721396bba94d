"""People in Django's administration: for what has to be mended beside the desk's own pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from compliance.admin import ForAdministrators, InlineForAdministrators, RecordedAdmin
from compliance.secrets import Secret
from people.forms.address import ADDRESS
from people.models import AttorneyInFact, Issuer, Position, PowerOfAttorney, ReportingOwner, SecurityClass
from people.models.owner import validate_ccc
from people.services.owners import owner_ccc_replace

NAME_PARTS = ["first_name", "middle_name", "last_name", "suffix"]


class KeptByHandAdmin(RecordedAdmin):
    """What somebody saves here is kept by hand: past filings change it no more."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        edited = super().save_form(request, form, change)
        edited.keep_by_hand()
        return edited

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for line in formset.forms:
            if isinstance(line.instance, Position) and line.has_changed():
                line.instance.keep_by_hand()
        super().save_formset(request, form, formset, change)


class SecurityClassInline(InlineForAdministrators):
    model = SecurityClass
    fk_name = "issuer"


@admin.register(Issuer)
class IssuerAdmin(KeptByHandAdmin):
    list_display = ["conformed_name", "trading_symbol", "cik", "is_foreign_private_issuer"]
    list_filter = ["is_foreign_private_issuer"]
    search_fields = ["conformed_name", "trading_symbol", "cik"]
    inlines = [SecurityClassInline]


@admin.register(SecurityClass)
class SecurityClassAdmin(RecordedAdmin):
    list_display = ["title", "issuer", "is_derivative", "underlying"]
    list_filter = ["is_derivative"]
    search_fields = ["title", "issuer__conformed_name", "issuer__trading_symbol"]
    list_select_related = ["issuer", "underlying"]
    autocomplete_fields = ["issuer", "underlying"]


class OwnerAdminForm(forms.ModelForm):
    """An owner without the CCC; a new one may be typed and is never shown."""

    new_ccc = forms.CharField(
        label="New CCC",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Empty: the CCC stays as it is.",
    )

    class Meta:
        model = ReportingOwner
        fields = ["kind", "cik", "conformed_name", *NAME_PARTS, *ADDRESS, "user", "edgar_access_until"]

    def clean_new_ccc(self) -> Secret:
        if typed := self.cleaned_data["new_ccc"]:
            validate_ccc(typed)
        return Secret(typed)


class PositionInline(InlineForAdministrators):
    model = Position


@admin.register(ReportingOwner)
class ReportingOwnerAdmin(KeptByHandAdmin):
    form = OwnerAdminForm
    secrets = frozenset({"new_ccc"})
    list_display = ["conformed_name", "cik", "kind", "signing_name", "user"]
    list_filter = ["kind"]
    search_fields = ["conformed_name", "first_name", "last_name", "cik"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]
    inlines = [PositionInline]
    fieldsets = [
        (None, {"fields": ["kind", "cik", "conformed_name"]}),
        ("Name as it is signed", {"fields": [*NAME_PARTS]}),
        ("Address", {"fields": [*ADDRESS]}),
        ("Signing and filing", {"fields": ["user", "new_ccc", "edgar_access_until"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ReportingOwner]:
        return super().get_queryset(request).defer("ccc")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if ccc := form.cleaned_data["new_ccc"]:
            owner_ccc_replace(actor=request.user, owner=obj, ccc=ccc)  # type: ignore[arg-type]


@admin.register(Position)
class PositionAdmin(KeptByHandAdmin):
    list_display = ["owner", "issuer", "kind", "title", "started_on", "ended_on"]
    list_filter = ["kind"]
    search_fields = ["owner__conformed_name", "issuer__conformed_name", "issuer__trading_symbol", "title"]
    autocomplete_fields = ["owner", "issuer"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Position]:
        positions: models.QuerySet[Position] = super().get_queryset(request)
        return positions.select_related("owner", "issuer").defer("owner__ccc")


class ToRead(ForAdministrators):
    """What is written on the desk's own pages alone, because each change there has its rule and its reason."""

    def has_add_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


class AttorneyInFactInline(ToRead, admin.TabularInline):
    model = AttorneyInFact
    extra = 0


@admin.register(PowerOfAttorney)
class PowerOfAttorneyAdmin(ToRead, admin.ModelAdmin):
    """Powers to read. They are drafted, corrected and ended on their own pages, scans are looked at there."""

    exclude = ["scan", "revocation"]
    list_display = ["grantor", "issuer", "stage", "executed_on", "ends", "ends_on", "revoked_on"]
    list_filter = ["ends"]
    search_fields = ["grantor__conformed_name", "issuer__conformed_name", "filed_with"]
    date_hierarchy = "executed_on"
    inlines = [AttorneyInFactInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[PowerOfAttorney]:
        powers: models.QuerySet[PowerOfAttorney] = super().get_queryset(request)
        return powers.select_related("grantor", "issuer").defer("grantor__ccc")
