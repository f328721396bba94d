"""Forms of what a power of attorney says: a paper that is signed already, a correction, a draft."""

from typing import Any

from crispy_forms.layout import Column, Div, Fieldset, Row
from django import forms
from django.db.models import Q

from compliance.access import reach_of
from compliance.forms import AccessionNumberField, FormDateField, PlainTextField, refused_character
from compliance.models import Role, User
from people.drafting import power_text
from people.forms.layout import laid_out, offer
from people.models import Issuer, PowerOfAttorney, PowerStage, ReportingOwner
from people.selectors.logins import attorneys_within
from people.wording import day_in_words

_FORMS = ["covers_form_3", "covers_form_4", "covers_form_5", "covers_form_144", "covers_form_id"]
_TERMS = [
    "grantor", "issuer", *_FORMS, "covers_amendments", "signs_jointly", "joint_signers", "allows_substitution",
    "is_durable", "ends", "ends_on", "replaces", "revokes_replaced", "text",
]  # fmt: skip


class TermsForm(forms.ModelForm):
    """The terms that drafts and signed papers share. The grantor is fixed once the power is kept."""

    attorneys = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        label="Attorneys-in-fact",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one attorney-in-fact."},
        help_text="Everybody whom the paper names and who holds the attorney's role on this desk.",
    )

    class Meta:
        model = PowerOfAttorney
        fields = _TERMS
        field_classes: dict[str, type[forms.Field]] = {"ends_on": FormDateField}
        labels = {
            "grantor": "Grantor",
            "ends": "How it ends",
            "ends_on": "Last day",
            "covers_amendments": "Amendments of these",
            "signs_jointly": "The attorneys may sign only together",
            "joint_signers": "How many together",
            "allows_substitution": "Each may appoint a substitute",
            "is_durable": "Durable: it outlasts incapacity",
            "replaces": "Takes the place of",
            "revokes_replaced": "It says that it revokes that one",
        }
        help_texts = {
            "grantor": "The reporting owner who signs the power.",
            "issuer": "The power is read literally: choose the issuer that it names.",
            "ends_on": "Only where it ends on a date.",
            "joint_signers": "Empty: all of them.",
            "replaces": "Without the words on the right, the earlier power goes on.",
            "revokes_replaced": "Then that one ends on the day on which this one is signed.",
        }

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        reach = reach_of(actor, Role.ADMINISTRATOR)
        offer(self, "issuer", Issuer.objects.filter(reach.within("pk")), none="All issuers")
        offer(self, "grantor", ReportingOwner.objects.visible_to(actor).defer("ccc"))
        attorney = attorneys_within(reach)
        if self.instance.pk:
            self.fields["grantor"].disabled = True
            attorney |= Q(named_in_powers__power=self.instance)
            self.initial["attorneys"] = list(self.instance.attorneys.all())
        self.fields["attorneys"].queryset = User.objects.filter(attorney).distinct()  # type: ignore[attr-defined]
        offer(self, "replaces", self._earlier(), none="No earlier power")
        if not self.fields["replaces"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["replaces"], self.fields["revokes_replaced"]

    def _earlier(self) -> Any:
        """The grantor's other executed powers, once it is known who the grantor is."""
        grantor = self.instance.grantor_id or self.data.get("grantor") or self.initial.get("grantor")
        if not str(grantor or "").isdecimal():
            return PowerOfAttorney.objects.none()
        others = PowerOfAttorney.objects.visible_to(self.actor).filter(
            grantor=grantor, stage=PowerStage.EXECUTED
        )
        return others.select_related("grantor").defer("grantor__ccc").exclude(pk=self.instance.pk)

    def _who_and_for_what(self) -> list[Any]:
        return [
            Fieldset(
                "Who and for what",
                Row(Column("grantor", css_class="col-md-6"), Column("issuer", css_class="col-md-6")),
                Div(*_FORMS, "covers_amendments", css_class="ticks"),
            ),
            Fieldset(
                "Who may sign",
                "attorneys",
                Row(
                    Column("signs_jointly", "allows_substitution", css_class="col-md-6"),
                    Column("joint_signers", css_class="col-md-3"),
                ),
            ),
        ]

    def _duration(self, *before: Any) -> Fieldset:
        replacing = [
            Row(
                Column("replaces", css_class="col-md-6"),
                Column("revokes_replaced", css_class="col-md-6 tick-beside"),
            )
        ]
        return Fieldset(
            "From when to when",
            Row(*before, Column("ends", css_class="col-md-6"), Column("ends_on", css_class="col-md-3")),
            "is_durable",
            *(replacing if "replaces" in self.fields else []),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in _FORMS):
            self.add_error("covers_form_3", "Tick at least one form that the power names.")
        grantor = cleaned.get("grantor")
        if (
            grantor
            and not cleaned.get("issuer")
            and "issuer" not in self.errors
            and not self.actor.has_perm("people.change_power", PowerOfAttorney(grantor=grantor))
        ):
            self.add_error(
                "issuer",
                f"Choose the issuer: your role does not reach every issuer at which {grantor} reports, and a power "
                "for all of them takes effect there too.",
            )
        if cleaned.get("revokes_replaced") and not cleaned.get("replaces"):
            self.add_error("replaces", "Choose the earlier power that it revokes.")
        self._clean_together(cleaned)
        if "ends_on" not in self.errors:
            self._clean_end(cleaned)
        return cleaned

    def _clean_together(self, cleaned: dict[str, Any]) -> None:
        needed, attorneys = cleaned.get("joint_signers"), cleaned.get("attorneys")
        if needed is None or attorneys is None:
            return
        if not cleaned.get("signs_jointly"):
            self.add_error("joint_signers", "Clear this box, or tick that they sign only together.")
        elif not 2 <= needed <= len(attorneys):
            self.add_error("joint_signers", f"Between 2 and the {len(attorneys)} attorneys that it names.")

    def _clean_end(self, cleaned: dict[str, Any]) -> None:
        executed_on, ends_on = cleaned.get("executed_on"), cleaned.get("ends_on")
        if cleaned.get("ends") == PowerOfAttorney.Ends.ON_DATE:
            if not ends_on:
                self.add_error("ends_on", "Give the last day, or choose another way in which it ends.")
            elif executed_on and ends_on < executed_on:
                self.add_error(
                    "ends_on", f"The last day lies before the execution on {day_in_words(executed_on)}."
                )
        elif ends_on:
            self.add_error("ends_on", "Clear the last day, or choose “On a date”.")


class PowerForm(TermsForm):
    """A power as it stands on the signed paper; one that is kept is corrected, with the ``reason``."""

    text = PlainTextField(
        multiline=True,
        label="Text for Exhibit 24",
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        error_messages={"required": "Paste the text of the power: EDGAR publishes it as Exhibit 24."},
        help_text="The whole power as it was signed, with its /s/ line. Typographic quotes and dashes "
        "become plain ones.",
    )
    reason = forms.CharField(
        label="Reason for the correction",
        max_length=300,
        error_messages={"required": "Say what was wrong: the log keeps it."},
        help_text="What the desk had wrong. The paper itself is changed by a new power.",
    )

    class Meta(TermsForm.Meta):
        fields = [*_TERMS, "executed_on", "notarised_on", "filed_with"]
        field_classes = {
            **TermsForm.Meta.field_classes,
            "executed_on": FormDateField,
            "notarised_on": FormDateField,
            "filed_with": AccessionNumberField,
        }
        labels = {
            **TermsForm.Meta.labels,
            "executed_on": "Executed on",
            "notarised_on": "Notarised on",
            "filed_with": "Filed with accession number",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["executed_on"].required = True
        if not self.instance.pk:
            del self.fields["reason"]
        self.helper = laid_out(
            *self._who_and_for_what(),
            self._duration(Column("executed_on", css_class="col-md-3")),
            Fieldset(
                "Exhibit 24",
                "text",
                Row(Column("filed_with", css_class="col-md-5"), Column("notarised_on", css_class="col-md-3")),
            ),
            *([Fieldset("Correction", "reason")] if self.instance.pk else []),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        executed_on, revoked_on = cleaned.get("executed_on"), self.instance.revoked_on
        if executed_on and revoked_on and revoked_on < executed_on:
            self.add_error("executed_on", f"The power was revoked before, on {day_in_words(revoked_on)}.")
        return cleaned


class DraftForm(TermsForm):
    """A power that is to be signed. Its text is written from the terms, unless somebody wrote another one."""

    text = PlainTextField(
        multiline=True,
        required=False,
        label="Text",
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text="Empty: it is written from the terms above. Other words stay as you write them; compare them "
        "with the terms.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._written = ""
        if self.instance.pk:
            self._written = power_text(self.instance, _names(self.instance.attorneys.all()))
        self.helper = laid_out(*self._who_and_for_what(), self._duration(), Fieldset("What it says", "text"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and cleaned.get("text", "") in {"", self._written}:
            power = PowerOfAttorney(
                stage=PowerStage.DRAFTED,
                **{name: cleaned.get(name) for name in _TERMS if name in cleaned and name != "text"},
            )
            cleaned["text"] = power_text(power, _names(cleaned["attorneys"]))
            if mark := refused_character(cleaned["text"]):
                self.add_error(
                    "attorneys",
                    f"EDGAR does not take {mark}: write the name of the attorney or grantor without it.",
                )
        return cleaned


def _names(attorneys: Any) -> list[str]:
    return [user.signing_name for user in sorted(attorneys, key=lambda user: (user.last_name, user.pk))]
