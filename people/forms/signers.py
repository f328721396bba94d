"""Forms of those who sign in an own capacity or as a substitute, and of what ends an owner's own signature."""

from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.db.models import Q

from compliance.access import reach_of
from compliance.forms import FormDateField, PlainTextField
from compliance.models import Role, User
from people.forms.layout import laid_out, offer
from people.forms.power import ScanField
from people.models import AttorneyInFact, PowerOfAttorney, ReportingOwner, Signatory, Substitution
from people.selectors.logins import attorneys_within, logins_seen_by
from people.services.powers.end import appointment_objection
from people.wording import day_in_words


class SubstitutionForm(forms.ModelForm):
    """The instrument by which an attorney appoints a substitute."""

    text = PlainTextField(
        multiline=True,
        label="Text for Exhibit 24",
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={"required": "Paste the text of the instrument: it goes along with the power."},
        help_text="The whole instrument as it was signed, with its /s/ line.",
    )
    scan = ScanField(required=False)

    class Meta:
        model = Substitution
        fields = ["attorney", "substitute", "executed_on", "ends_on", "ends_with_attorney", "text"]
        field_classes = {"executed_on": FormDateField, "ends_on": FormDateField}
        labels = {"attorney": "Appointed by", "executed_on": "Signed on", "ends_on": "Last day"}
        help_texts = {"ends_on": "Empty: it ends with the power.", "attorney": ""}

    def __init__(self, *args: Any, power: PowerOfAttorney, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.power = power
        offer(self, "attorney", AttorneyInFact.objects.filter(power=power).select_related("user"))
        offer(
            self,
            "substitute",
            User.objects.filter(attorneys_within(reach_of(actor, Role.ADMINISTRATOR))),
        )
        self.helper = laid_out(
            Row(Column("attorney", css_class="col-md-6"), Column("substitute", css_class="col-md-6")),
            Row(Column("executed_on", css_class="col-md-4"), Column("ends_on", css_class="col-md-4")),
            "ends_with_attorney",
            "text",
            "scan",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        signed_on, ends_on = cleaned.get("executed_on"), cleaned.get("ends_on")
        if signed_on and ends_on and ends_on < signed_on:
            self.add_error(
                "ends_on", f"The last day lies before {day_in_words(signed_on)}, when it was signed."
            )
        attorney, substitute = cleaned.get("attorney"), cleaned.get("substitute")
        if attorney and substitute and signed_on and not self.errors:
            appointment = Substitution(attorney=attorney, substitute=substitute, executed_on=signed_on)
            if objection := appointment_objection(self.power, attorney, appointment):
                self.add_error("attorney", objection)
        return cleaned


class SignatoryForm(forms.ModelForm):
    """The capacity in which somebody signs for an owner; ``instance`` carries the owner."""

    class Meta:
        model = Signatory
        fields = ["user", "basis", "capacity", "through", "started_on", "ended_on"]
        field_classes = {
            "capacity": PlainTextField,
            "through": PlainTextField,
            "started_on": FormDateField,
            "ended_on": FormDateField,
        }
        labels = {
            "user": "Login",
            "through": "Acting through",
            "started_on": "First day",
            "ended_on": "Last day",
        }
        help_texts = {"ended_on": "Empty while it is held."}

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_logins = Q(pk__in=logins_seen_by(actor).values("pk"))
        offer(self, "user", User.objects.filter(open_logins | Q(pk=self.instance.user_id)))
        capacity = self.fields["capacity"]
        capacity.error_messages["required"] = "State the capacity: the signature shows it."
        by_kind = ["capacity", "through"]
        if self.instance.owner.kind == ReportingOwner.Kind.PERSON:
            self.fields["basis"] = forms.ChoiceField(
                label="Signs",
                choices=[one for one in Signatory.Basis.choices if one[0] != Signatory.Basis.ENTITY],
                widget=forms.RadioSelect,
                error_messages={"required": "Say for what: it decides from when on the signature counts."},
            )
            capacity.help_text = "As it stands in the signature: executor of the estate, guardian."
            by_kind = ["basis", "capacity"]
        for name in {"basis", "through"}.difference(by_kind):
            del self.fields[name]
        self.helper = laid_out(
            "user",
            *by_kind,
            Row(Column("started_on", css_class="col-md-4"), Column("ended_on", css_class="col-md-4")),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        started, ended = cleaned.get("started_on"), cleaned.get("ended_on")
        if started and ended and ended < started:
            self.add_error("ended_on", f"The last day lies before the first, {day_in_words(started)}.")
        return cleaned


class CapacityForm(forms.Form):
    """From when on a person cannot sign any more."""

    incapable_since = FormDateField(
        label="Incapable since",
        required=False,
        help_text="From this day on only a guardian signs, or an attorney under a durable power.",
    )
    died_on = FormDateField(
        label="Died on", required=False, help_text="Every power of attorney ends on this day."
    )
    helper = laid_out(
        Row(Column("incapable_since", css_class="col-md-4"), Column("died_on", css_class="col-md-4"))
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, died_on = cleaned.get("incapable_since"), cleaned.get("died_on")
        if since and died_on and died_on < since:
            self.add_error("incapable_since", f"The death came before, on {day_in_words(died_on)}.")
        return cleaned
