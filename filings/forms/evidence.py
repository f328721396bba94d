"""The forms of signatures on paper, of attestations, and of the end of what is kept."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compliance.calendar import eastern_today
from compliance.forms import FormDateField
from people.forms.layout import laid_out
from people.forms.power import ScanField


class PaperForm(forms.Form):
    """The scan of an authentication document that was signed by hand, with what stands on the printed one."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    printed = forms.CharField(max_length=64, widget=forms.HiddenInput)
    scan = ScanField(label="Scan of the document that you signed by hand")

    helper = laid_out("sha256", "printed", "scan")


class AttestationForm(forms.Form):
    """An attestation that came back signed by hand."""

    signed_on = FormDateField(label="Signed on", help_text="The day on the paper.")
    scan = ScanField()

    helper = laid_out("signed_on", "scan")

    def clean_signed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["signed_on"]
        if day > eastern_today():
            raise ValidationError("That day has not come yet: the paper is signed before it is filed.")
        return day


class WhyForm(forms.Form):
    """Why the desk no longer relies on a paper, or why it is destroyed; it stands in the log."""

    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why: it stands in the log."},
    )

    helper = laid_out("reason")


class ChosenField(forms.Field):
    """Reports by number and hash, ``12:3fa9…``, as pairs; one that is not written so was not offered."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "required": "Choose the reports to sign.",
        "invalid": "Choose from the list as it is now: it was changed meanwhile.",
    }

    def to_python(self, value: Any) -> list[tuple[int, str]]:
        written = [re.fullmatch(r"([0-9]{1,12}):([0-9a-f]{64})", one) for one in value or ()]
        found = [(int(one[1]), one[2]) for one in written if one]
        if len(found) < len(written):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return list(dict.fromkeys(found))


class QueueForm(forms.Form):
    """The reports that are chosen in the sign queue, each with the hash of what was shown."""

    chosen = ChosenField()
