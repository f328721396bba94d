"""Uploads of signed papers, and the small forms of what happens to a power of attorney."""

import datetime as dt
from typing import Any, BinaryIO, cast

from crispy_forms.layout import Column, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from compliance.calendar import eastern_today
from compliance.forms import AccessionNumberField, FormDateField, PlainTextField
from people.forms.layout import laid_out
from people.models import PowerOfAttorney, ReportingOwner
from people.scans import scan_objection
from people.wording import day_in_words


class ScanField(forms.FileField):
    """The scan of a signed paper. What the file is and does, its bytes say.

    A file that is refused for that has an error of the code ``REFUSED``.
    """

    REFUSED = "refused_scan"

    default_error_messages = {
        "required": "Choose a file.",
        "empty": "This file is empty: choose another one.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Scan of the signed paper")
        kwargs.setdefault(
            "help_text", f"PDF, PNG, JPEG or TIFF, at most {filesizeformat(settings.MAX_SCAN_BYTES)}."
        )
        super().__init__(**kwargs)

    def clean(self, value: Any, initial: Any = None) -> Any:
        scan: UploadedFile | None = super().clean(value, initial)
        if not scan:
            return scan
        size = scan.size or 0
        if size > settings.MAX_SCAN_BYTES:
            raise ValidationError(
                f"The file has {filesizeformat(size)}; at most {filesizeformat(settings.MAX_SCAN_BYTES)} are "
                "kept: scan it in grey at 300 dpi.",
                code=self.REFUSED,
            )
        if objection := scan_objection(cast("BinaryIO", scan.file)):
            raise ValidationError(objection, code=self.REFUSED)
        return scan


class ScanForm(forms.Form):
    """The signed paper."""

    scan = ScanField()
    helper = laid_out("scan")


class SendForm(forms.Form):
    """The day on which a draft went to its grantor."""

    day = FormDateField(label="Sent on")
    helper = laid_out("day")

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day > eastern_today():
            raise ValidationError("That day has not come yet: enter it once the paper is sent.")
        return day


class ExecuteForm(forms.Form):
    """The paper that came back signed."""

    executed_on = FormDateField(
        label="Signed on", help_text="The day on the paper. From then on it is in force."
    )
    signed_by = PlainTextField(label="Signed by")
    notarised_on = FormDateField(
        label="Notarised on",
        required=False,
        help_text="Only where a notary signed it: EDGAR asks for that to sign Form ID.",
    )
    scan = ScanField()

    def __init__(self, *args: Any, power: PowerOfAttorney, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.power = power
        entity = power.grantor.kind == ReportingOwner.Kind.ENTITY
        self.fields["signed_by"].help_text = (
            "Name and title, as they stand under the signature: Jane Roe, Managing Member."
            if entity
            else "The typed signature behind /s/."
        )
        if not entity:
            self.fields["signed_by"].initial = power.grantor.signing_name
        self.helper = laid_out(
            Row(
                Column("executed_on", css_class="col-md-4"),
                Column("signed_by", css_class="col-md-8"),
            ),
            Row(Column("notarised_on", css_class="col-md-4")),
            "scan",
        )

    def clean_executed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["executed_on"]
        if day > eastern_today():
            raise ValidationError("That day has not come yet: a power is signed before it is entered.")
        if self.power.ends_on and day > self.power.ends_on:
            raise ValidationError(f"The power ends before, on {day_in_words(self.power.ends_on)}.")
        return day

    def clean_notarised_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["notarised_on"]
        executed_on = self.cleaned_data.get("executed_on")
        if day and executed_on and day < executed_on:
            raise ValidationError(f"The paper was signed later, on {day_in_words(executed_on)}.")
        return day


class RevokeForm(forms.Form):
    """The day of a revocation in writing, and the writing."""

    day = FormDateField(label="Revoked on", help_text="From this day on nobody may sign under the power.")
    writing = ScanField(
        label="Signed revocation",
        required=False,
        help_text="The scan, if it is at hand: revoke at once and add it later.",
    )
    helper = laid_out("day", "writing")

    def __init__(self, *args: Any, power: PowerOfAttorney, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.power = power

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        executed_on = self.power.executed_on
        if executed_on and day < executed_on:
            raise ValidationError(f"The power was executed later, on {day_in_words(executed_on)}.")
        if self.power.ends_on and day > self.power.ends_on:
            raise ValidationError(
                f"The power ends before, on {day_in_words(self.power.ends_on)}: there is nothing to revoke."
            )
        return day


class ReasonForm(forms.Form):
    """Why something is taken out or corrected; it stands in the log."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why: it stands in the log."},
    )
    helper = laid_out("reason")


class NoteForm(forms.Form):
    """What there is to say about a power whose terms are fixed."""

    text = forms.CharField(
        label="Note",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write the note."},
        help_text="It stays on the page and in the log.",
    )
    helper = laid_out("text")


class FiledForm(forms.Form):
    """The filing that carried the power as Exhibit 24."""

    accession_number = AccessionNumberField(
        label="Filed with accession number",
        required=False,
        help_text="Empty: the power goes along with the next report as Exhibit 24.",
    )
    helper = laid_out("accession_number")
