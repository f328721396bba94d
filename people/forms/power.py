"""Forms of powers of attorney."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Column, Div, Fieldset, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.template.defaultfilters import filesizeformat

from compliance.forms import AccessionNumberField, FormDateField, PlainTextField
from compliance.models import Role, User
from people.forms.layout import laid_out, offer
from people.models import Issuer, PowerOfAttorney, ReportingOwner
from people.scans import SIGNATURE_BYTES, scan_kind
from people.wording import day_in_words

_FORMS = ["covers_form_3", "covers_form_4", "covers_form_5", "covers_form_144", "covers_form_id"]


class PowerForm(forms.ModelForm):
    """A power as it stands on paper. The grantor is fixed once it is kept: another one is another power."""

    attorneys = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        label="Attorneys-in-fact",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one attorney-in-fact."},
        help_text="Everybody whom the paper names and who holds the attorney's role on this desk.",
    )
    text = PlainTextField(
        multiline=True,
        label="Text for Exhibit 24",
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        error_messages={"required": "Paste the text of the power: EDGAR publishes it as Exhibit 24."},
        help_text="The whole power as it was signed, with its /s/ line. Typographic quotes and dashes "
        "become plain ones.",
    )

    class Meta:
        model = PowerOfAttorney
        fields = [
            "grantor", "issuer", *_FORMS, "covers_amendments", "signs_jointly", "executed_on", "ends",
            "ends_on", "text", "filed_with",
        ]  # fmt: skip
        field_classes = {
            "executed_on": FormDateField,
            "ends_on": FormDateField,
            "filed_with": AccessionNumberField,
        }
        labels = {
            "grantor": "Grantor",
            "executed_on": "Executed on",
            "ends": "How it ends",
            "ends_on": "Last day",
            "filed_with": "Filed with accession number",
            "covers_amendments": "Amendments of these",
            "signs_jointly": "The attorneys may sign only together",
        }
        help_texts = {
            "grantor": "The reporting owner who signed the power.",
            "issuer": "The power is read literally: choose the issuer that it names.",
            "ends_on": "Only where it ends on a date.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "issuer", Issuer.objects.all(), none="All issuers")
        offer(self, "grantor", ReportingOwner.objects.defer("ccc"))
        attorney = Q(is_active=True, memberships__role=Role.ATTORNEY)
        if self.instance.pk:
            self.fields["grantor"].disabled = True
            attorney |= Q(named_in_powers__power=self.instance)
            self.initial["attorneys"] = list(self.instance.attorneys.all())
        self.fields["attorneys"].queryset = User.objects.filter(attorney).distinct()  # type: ignore[attr-defined]
        self.helper = laid_out(
            Fieldset(
                "Who and for what",
                Row(Column("grantor", css_class="col-md-6"), Column("issuer", css_class="col-md-6")),
                Div(*_FORMS, "covers_amendments", css_class="ticks"),
            ),
            Fieldset("Who may sign", "attorneys", "signs_jointly"),
            Fieldset(
                "From when to when",
                Row(
                    Column("executed_on", css_class="col-md-3"),
                    Column("ends", css_class="col-md-6"),
                    Column("ends_on", css_class="col-md-3"),
                ),
            ),
            Fieldset("Exhibit 24", "text", Row(Column("filed_with", css_class="col-md-5"))),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in _FORMS):
            self.add_error("covers_form_3", "Tick at least one form that the power names.")
        executed_on, ends_on = cleaned.get("executed_on"), cleaned.get("ends_on")
        if "ends_on" in self.errors:
            return cleaned
        if cleaned.get("ends") == PowerOfAttorney.Ends.ON_DATE:
            if not ends_on:
                self.add_error("ends_on", "Give the last day, or choose another way in which it ends.")
            elif executed_on and ends_on < executed_on:
                self.add_error(
                    "ends_on", f"The last day lies before the execution on {day_in_words(executed_on)}."
                )
        elif ends_on:
            self.add_error("ends_on", "Clear the last day, or choose “On a date”.")
        revoked_on = self.instance.revoked_on
        if executed_on and revoked_on and revoked_on < executed_on:
            self.add_error("executed_on", f"The power was revoked before, on {day_in_words(revoked_on)}.")
        return cleaned


class RevokeForm(forms.Form):
    """The day of a revocation in writing."""

    day = FormDateField(label="Revoked on", help_text="From this day on nobody may sign under the power.")
    helper = laid_out("day")

    def __init__(self, *args: Any, power: PowerOfAttorney, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.power = power

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day < self.power.executed_on:
            raise ValidationError(f"The power was executed later, on {day_in_words(self.power.executed_on)}.")
        if self.power.ends_on and day > self.power.ends_on:
            raise ValidationError(
                f"The power ends before, on {day_in_words(self.power.ends_on)}: there is nothing to revoke."
            )
        return day


class ScanForm(forms.Form):
    """The signed paper. What the file is, its first bytes say."""

    scan = forms.FileField(
        label="Scan of the signed paper",
        help_text=f"PDF, PNG, JPEG or TIFF, at most {filesizeformat(settings.MAX_SCAN_BYTES)}.",
        error_messages={
            "required": "Choose a file.",
            "empty": "This file is empty: choose another one.",
        },
    )
    helper = laid_out("scan")

    def clean_scan(self) -> UploadedFile:
        scan: UploadedFile = self.cleaned_data["scan"]
        size = scan.size or 0
        if size > settings.MAX_SCAN_BYTES:
            raise ValidationError(
                f"The file has {filesizeformat(size)}; at most {filesizeformat(settings.MAX_SCAN_BYTES)} are "
                "kept: scan it in grey at 300 dpi."
            )
        if scan_kind(scan.read(SIGNATURE_BYTES)) is None:
            raise ValidationError("This is not a PDF, PNG, JPEG or TIFF: scan the paper into one of these.")
        return scan
