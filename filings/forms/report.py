"""The forms of the steps beside the tables, and of what follows the signature."""

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError

from compliance.access import reach_of
from compliance.forms import AccessionNumberField, FormDateField, PlainTextField
from compliance.models import Role, User
from filings.models import Filing, FilingOwner
from filings.ownership import codes
from filings.ownership.deadlines import EASTERN
from people.models import Issuer, PowerOfAttorney, ReportingOwner
from people.selectors.powers import powers_to_sign_under


def _helper(*layout: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    if layout:
        helper.layout = Layout(*layout)
    return helper


class NewFilingForm(forms.Form):
    """Whose trade it was, at which issuer, and when: enough to propose box 5."""

    owner = forms.ModelChoiceField(
        ReportingOwner.objects.none(), label="Reporting owner", empty_label="choose a person or entity"
    )
    issuer = forms.ModelChoiceField(Issuer.objects.none(), empty_label="choose an issuer")
    traded_on = FormDateField(
        label="Date of the trade", help_text="Box 5 is proposed from the positions on this day."
    )

    helper = _helper()

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = reach_of(actor, Role.PREPARER)
        self.fields["owner"].queryset = ReportingOwner.objects.visible_to(actor).defer("ccc")  # type: ignore[attr-defined]
        self.fields["issuer"].queryset = Issuer.objects.filter(reach.within("pk"))  # type: ignore[attr-defined]


class OwnerAddForm(forms.Form):
    """One more reporting owner for the filing."""

    owner = forms.ModelChoiceField(
        ReportingOwner.objects.none(), label="Add a reporting owner", empty_label="choose"
    )

    helper = _helper()

    def __init__(self, *args: Any, filing: Filing, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = ReportingOwner.objects.visible_to(actor).exclude(pk__in=filing.filing_owners.values("owner"))
        self.fields["owner"].queryset = others.defer("ccc")  # type: ignore[attr-defined]


class VersionedForm(forms.ModelForm):
    """A form on a record that several people may edit: it carries the version that this person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    @property
    def values(self) -> dict[str, Any]:
        """The record's fields from a valid form."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class RelationshipForm(VersionedForm):
    """Box 5 for one owner."""

    officer_title = PlainTextField(max_length=codes.MAX_OFFICER_TITLE, required=False)
    other_text = PlainTextField(max_length=codes.MAX_OTHER_TEXT, required=False, label="Other, in words")

    class Meta:
        model = FilingOwner
        fields = [
            "is_director",
            "is_officer",
            "officer_title",
            "is_ten_percent_owner",
            "is_other",
            "other_text",
        ]

    helper = _helper(
        "version",
        Div("is_director", "is_ten_percent_owner", css_class="flags"),
        Div("is_officer", "officer_title", css_class="pair"),
        Div("is_other", "other_text", css_class="pair"),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if (
            values.get("is_officer")
            and not values.get("officer_title")
            and "officer_title" not in self.errors
        ):
            self.add_error("officer_title", "Box 5 wants an officer's title, at most 30 characters.")
        if values.get("is_other") and not values.get("other_text") and "other_text" not in self.errors:
            self.add_error(
                "other_text", "Box 5 wants the other relationship in words, at most 30 characters."
            )
        return values


class ReportForm(VersionedForm):
    """The report's own boxes: amendment, exit, trading plan."""

    original_filed_on = FormDateField(label="4 Date of original filing", required=False)
    plan_adopted_on = FormDateField(
        label="Plan adopted on", required=False, help_text="Goes into a footnote: Instruction 10 asks for it."
    )
    period_without_rows = FormDateField(
        label="3 Date of the event",
        required=False,
        help_text="Only for a form that reports no transaction; otherwise box 3 is the earliest one.",
    )

    class Meta:
        model = Filing
        fields = [
            "form_type",
            "original_filed_on",
            "exit_box",
            "plan_box",
            "plan_adopted_on",
            "period_without_rows",
        ]
        labels = {
            "form_type": "Form",
            "exit_box": "No longer subject to Section 16 (exit box)",
            "plan_box": "A transaction was made under a Rule 10b5-1(c) plan",
        }

    helper = _helper(
        "version",
        Div("form_type", "original_filed_on", css_class="pair"),
        "plan_box",
        Div("plan_adopted_on", "period_without_rows", css_class="pair"),
        "exit_box",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The other forms are only imported.
        prepared = Filing.FormType.FORM_4, Filing.FormType.FORM_4A
        self.fields["form_type"].choices = [(one.value, one.label) for one in prepared]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        amends = values.get("form_type") == Filing.FormType.FORM_4A
        if amends and not values.get("original_filed_on") and "original_filed_on" not in self.errors:
            self.add_error(
                "original_filed_on", "An amendment names the date on which the original was filed."
            )
        if not amends and values.get("original_filed_on"):
            self.add_error(
                "original_filed_on", "Box 4 is for an amendment: leave it blank, or choose Form 4/A."
            )
        return values


class RemarksForm(VersionedForm):
    """Remarks under the explanations, and the desk's own note."""

    remarks = PlainTextField(
        multiline=True,
        max_length=codes.MAX_REMARKS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="At most 2,000 characters. They are part of the filing.",
    )
    desk_note = forms.CharField(
        label="Note for the desk",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Stays here; it is not part of the filing.",
    )

    class Meta:
        model = Filing
        fields = ["remarks", "desk_note"]

    helper = _helper()


class SignerForm(forms.Form):
    """Who signs for one owner: the owner, or an attorney-in-fact under one of the owner's powers."""

    power = forms.ModelChoiceField(PowerOfAttorney.objects.none(), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, filing_owner: FilingOwner, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["power"].queryset = powers_to_sign_under(filing_owner.owner, actor)  # type: ignore[attr-defined]


class AcknowledgeForm(forms.Form):
    """Why a warning does not change the report."""

    fingerprint = forms.CharField(max_length=32, widget=forms.HiddenInput)
    reason = PlainTextField(
        max_length=500,
        label="Reason",
        error_messages={"required": "Give a reason: it is kept with the filing."},
    )


class SignForm(forms.Form):
    """The hash of the report that was read. Who signs is proved beside it (``compliance.accounts.proof``)."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)

    helper = _helper()


class SendBackForm(forms.Form):
    """What the preparer should change."""

    comment = PlainTextField(max_length=160, label="What should change")


class PackageForm(forms.Form):
    """What kind of package is taken: for EDGAR's test or for the filing itself, with the CCCs or without."""

    live = forms.TypedChoiceField(
        label="Submission",
        choices=[("test", "TEST: EDGAR checks it and files nothing"), ("live", "LIVE: EDGAR files it")],
        coerce=lambda chosen: chosen == "live",
    )
    with_ccc = forms.BooleanField(label="With the owners' CCCs, ready to be sent", required=False)

    helper = _helper()


class PostingForm(forms.Form):
    """When a filed report was put on the issuer's website."""

    posted_on = FormDateField(label="Posted on the issuer's website on")

    helper = _helper()


class AcceptanceForm(forms.Form):
    """EDGAR's acceptance: its date and Eastern time, and the accession number."""

    accepted_on = FormDateField(label="Accepted on")
    accepted_time = forms.TimeField(
        label="at (Eastern time)",
        input_formats=["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p"],
        widget=forms.TextInput(attrs={"placeholder": "4:31 PM"}),
        error_messages={"invalid": "Write the time as 16:31 or 4:31 PM."},
    )
    accession_number = AccessionNumberField()

    helper = _helper()

    @property
    def accepted_at(self) -> dt.datetime:
        """The instant of acceptance."""
        return dt.datetime.combine(
            self.cleaned_data["accepted_on"], self.cleaned_data["accepted_time"], tzinfo=EASTERN
        )

    def clean_accession_number(self) -> str:
        number: str = self.cleaned_data["accession_number"]
        if Filing.objects.filter(accession_number=number).exists():
            raise ValidationError("Another filing here has this accession number.")
        return number
