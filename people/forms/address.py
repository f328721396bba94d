"""What the forms of issuers and owners share: identity on EDGAR and a postal address."""

import re
from typing import Any, ClassVar

from crispy_forms.layout import HTML, Column, Field, Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from compliance.forms import PlainTextField
from compliance.models import User
from filings.ownership import places

_US_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")
_POSTAL_CODE = re.compile(r"[0-9A-Za-z #-]*")

ADDRESS = ["street1", "street2", "city", "state", "zip_code", "non_us", "region", "country"]
ADDRESS_TEXTS = ["street1", "street2", "city", "zip_code", "region"]

CONFORMED_NAME_HELP = (
    "Exactly as EDGAR shows it for this CIK. It is printed on the form but never sent: "
    "EDGAR takes the name from the CIK."
)


def plain_texts(*names: str) -> dict[str, type[forms.Field]]:
    """The form fields of columns that take EDGAR's characters only."""
    return dict.fromkeys(names, PlainTextField)


class AddressForm(forms.ModelForm):
    """A record with a CIK and an address: a state in the United States, a country code elsewhere."""

    own_page: ClassVar[str]  # the address of the page that shows a record

    state = forms.ChoiceField(
        label="US state or territory",
        required=False,
        choices=[("", "—"), *sorted(places.us_states().items(), key=lambda place: place[1])],
    )
    country = forms.ChoiceField(
        required=False,
        choices=[("", "—"), *sorted(places.countries().items(), key=lambda place: place[1])],
        help_text="Canadian provinces are on this list.",
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_cik(self) -> str:
        cik: str = self.cleaned_data["cik"]
        twin = self._meta.model.objects.filter(cik=cik).exclude(pk=self.instance.pk).first()
        if twin is not None and not self.actor.has_perm("people.view", twin):
            raise ValidationError(
                f"CIK {cik} is on this desk already, where your role does not reach: ask an administrator of the "
                "whole desk to add what you need.",
                code="duplicate",
            )
        if twin is not None:
            raise ValidationError(
                format_html(
                    'CIK {} is already here: <a href="{}">{}</a>.',
                    cik, reverse(self.own_page, args=[twin.pk]), twin.conformed_name,
                ),
                code="duplicate",
            )  # fmt: skip
        return cik

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ADDRESS):
            return cleaned
        for name, what in (("street1", "street"), ("city", "city")):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, f"Give the {what}, or clear the whole address.")
        if cleaned.get("non_us"):
            self._clean_abroad(cleaned)
        else:
            self._clean_us(cleaned)
        return cleaned

    def _clean_us(self, cleaned: dict[str, Any]) -> None:
        abroad = [name for name in ("country", "region") if cleaned.get(name)]
        for name in abroad:
            self.add_error(name, "Tick “outside the United States”, or clear this box.")
        if not cleaned.get("state") and "state" not in self.errors and not abroad:
            self.add_error("state", "Choose the state, or tick “outside the United States”.")
        zip_code = cleaned.get("zip_code")
        if zip_code and not abroad and not _US_ZIP.fullmatch(zip_code):
            self.add_error("zip_code", "A ZIP code reads 02451 or 02451-1234.")

    def _clean_abroad(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("state"):
            self.add_error("state", "Clear the US state, or untick “outside the United States”.")
        if not cleaned.get("country") and "country" not in self.errors:
            self.add_error("country", "Choose the country.")
        if not _POSTAL_CODE.fullmatch(cleaned.get("zip_code") or ""):
            self.add_error("zip_code", "EDGAR takes letters, digits, blanks, # and - in a postal code.")


def address_fieldset(note: str) -> Fieldset:
    """The address as boxes in reading order; ``note`` says what it is used for."""
    return Fieldset(
        "Address",
        HTML(f'<p class="form-text">{note}</p>'),
        Row(Column("street1", css_class="col-md-6"), Column("street2", css_class="col-md-6")),
        Row(
            Column("city", css_class="col-md-5"),
            Column("state", css_class="col-md-4"),
            Column("zip_code", css_class="col-md-3"),
        ),
        Field("non_us"),
        Row(Column("region", css_class="col-md-6"), Column("country", css_class="col-md-6")),
    )
