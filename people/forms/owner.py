"""Forms of reporting owners: identity, CCC, positions."""

from typing import Any

from crispy_forms.layout import HTML, Column, Field, Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from compliance.access import reach_of
from compliance.forms import CikField, FormDateField, PlainTextField
from compliance.models import Role, User
from compliance.secrets import Secret
from people.forms.address import (
    ADDRESS,
    ADDRESS_TEXTS,
    CONFORMED_NAME_HELP,
    AddressForm,
    address_fieldset,
    plain_texts,
)
from people.forms.layout import laid_out, offer
from people.models import Issuer, Position, ReportingOwner
from people.models.owner import validate_ccc
from people.selectors.logins import logins_seen_by
from people.wording import day_in_words

_NAME_PARTS = ["first_name", "middle_name", "last_name", "suffix"]


class OwnerForm(AddressForm):
    """Who reports. ``may_set_login`` shows the box that lets a person sign: it gives authority."""

    own_page = "owner"

    class Meta:
        model = ReportingOwner
        fields = [
            "entered_for", "kind", "cik", "conformed_name", "edgar_access_until", *_NAME_PARTS, *ADDRESS, "user",
        ]  # fmt: skip
        field_classes = {
            **plain_texts("conformed_name", *_NAME_PARTS, *ADDRESS_TEXTS),
            "cik": CikField,
            "edgar_access_until": FormDateField,
        }
        labels = {
            "entered_for": "Issuer",
            "kind": "Kind",
            "last_name": "Last name, or legal name of an entity",
            "user": "Own login",
        }
        help_texts = {
            "entered_for": "At which this person or entity will report. Add the position afterwards.",
            "conformed_name": CONFORMED_NAME_HELP,
            "middle_name": "As it is signed, for example M.",
            "suffix": "Jr., III …",
            "edgar_access_until": "The day by which EDGAR asks for the yearly confirmation of the account. Empty: "
            "not known here.",
            "user": "Lets this person sign in person. Empty: only attorneys-in-fact sign here.",
        }

    def __init__(self, *args: Any, actor: User, may_set_login: bool, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        entered = self._entered_for()
        login = []
        if may_set_login:
            free = Q(reporting_owner__isnull=True) | Q(reporting_owner=self.instance.pk)
            offer(self, "user", logins_seen_by(actor).filter(free))
            login = [Fieldset("Signing", Field("user"))]
        else:
            del self.fields["user"]
        self.helper = laid_out(
            *entered,
            Fieldset(
                "Identity on EDGAR",
                Row(
                    Column("kind", css_class="col-md-3"),
                    Column("cik", css_class="col-md-3"),
                    Column("conformed_name", css_class="col-md-6"),
                ),
                Row(Column("edgar_access_until", css_class="col-md-6")),
            ),
            Fieldset(
                "Name as it is signed",
                Row(
                    Column("first_name", css_class="col-md-3"),
                    Column("middle_name", css_class="col-md-2"),
                    Column("last_name", css_class="col-md-5"),
                    Column("suffix", css_class="col-md-2"),
                ),
                HTML(
                    "{% if form.instance.signing_name %}"
                    '<p class="form-text">Will sign as: <b>{{ form.instance.signing_name }}</b></p>'
                    "{% endif %}"
                ),
            ),
            address_fieldset("Box 1. Leave it empty to have EDGAR print the address that it has on record."),
            *login,
        )

    def _entered_for(self) -> list[Any]:
        """The box that ties a new owner to an issuer, for whom would not see the record otherwise."""
        reach = reach_of(self.actor, Role.PREPARER, Role.ADMINISTRATOR)
        if self.instance.pk or reach.everywhere:
            del self.fields["entered_for"]
            return []
        issuers = Issuer.objects.filter(reach.within("pk"))
        self.fields["entered_for"].required = True
        offer(self, "entered_for", issuers)
        if len(issuers) == 1:
            self.initial["entered_for"] = issuers[0].pk
        return [Fieldset("For whom", "entered_for")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        entered_for, login = cleaned.get("entered_for"), cleaned.get("user")
        if entered_for and login and not self.actor.has_perm("people.change_power", entered_for):
            self.add_error(
                "user", f"Only an administrator for {entered_for} sets a login there: clear this box."
            )
        if cleaned.get("kind") == ReportingOwner.Kind.ENTITY:
            for name in ("first_name", "middle_name", "suffix"):
                if cleaned.get(name):
                    self.add_error(name, "An entity has its legal name only: clear this box.")
        return cleaned


class CccForm(forms.Form):
    """A new CCC, typed twice because it is never shown again."""

    _WIDGET_ATTRS = {"autocomplete": "off", "spellcheck": "false"}

    ccc = forms.CharField(
        label="New CCC",
        widget=forms.PasswordInput(attrs=_WIDGET_ATTRS),
        error_messages={"required": "Type the CCC."},
        help_text="The 8 characters that EDGAR shows to the account's administrators.",
    )
    again = forms.CharField(
        label="New CCC again",
        widget=forms.PasswordInput(attrs=_WIDGET_ATTRS),
        error_messages={"required": "Type the CCC a second time."},
    )
    helper = laid_out("ccc", "again")

    def clean_ccc(self) -> Secret:
        validate_ccc(self.cleaned_data["ccc"])
        return Secret(self.cleaned_data["ccc"])

    def clean_again(self) -> Secret:
        again = Secret(self.cleaned_data["again"])
        first = self.cleaned_data.get("ccc")
        if first is not None and again != first:
            raise ValidationError("The two differ: type both again.")
        return again


class PositionForm(forms.ModelForm):
    """A capacity of box 5. ``instance`` carries the owner."""

    class Meta:
        model = Position
        fields = ["issuer", "kind", "title", "started_on", "ended_on", "reports_at_home"]
        field_classes = {
            "title": PlainTextField,
            "started_on": FormDateField,
            "ended_on": FormDateField,
        }
        labels = {"kind": "Position", "started_on": "First day", "ended_on": "Last day"}
        help_texts = {
            "title": "Of an officer or another capacity, as it stands in box 5; at most 30 characters.",
            "ended_on": "Empty while it is held.",
            "reports_at_home": "Only of a foreign private issuer: its home regulation reaches this person, whose "
            "reports are public in English within two business days.",
        }

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = reach_of(actor, Role.PREPARER, Role.ADMINISTRATOR)
        offer(self, "issuer", Issuer.objects.filter(reach.within("pk")))
        self.fields["kind"].error_messages["required"] = "Choose the position."
        self.fields["kind"].choices = [("", "Choose"), *Position.Kind.choices]  # type: ignore[attr-defined]
        self.helper = laid_out(
            "issuer",
            Row(Column("kind", css_class="col-md-4"), Column("title", css_class="col-md-8")),
            Row(Column("started_on", css_class="col-md-4"), Column("ended_on", css_class="col-md-4")),
            *self._home_regime(),
        )

    def _home_regime(self) -> list[str]:
        """The box about the home regulation, where the position is or may be one at a foreign private issuer."""
        known = self.instance.issuer_id
        foreign = Issuer.objects.filter(is_foreign_private_issuer=True)
        if (foreign.filter(pk=known) if known else foreign).exists():
            return ["reports_at_home"]
        del self.fields["reports_at_home"]
        return []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        issuer = cleaned.get("issuer")
        if cleaned.get("reports_at_home") and issuer and not issuer.is_foreign_private_issuer:
            self.add_error("reports_at_home", f"{issuer} is a domestic issuer: clear this box.")
        kind, title = cleaned.get("kind"), cleaned.get("title", "")
        if "title" not in self.errors:
            if kind == Position.Kind.OFFICER and not title:
                self.add_error("title", "Give the officer's title: box 5 asks for it.")
            elif kind == Position.Kind.OTHER and not title:
                self.add_error("title", "Say which capacity: box 5 asks for it.")
            elif kind in {Position.Kind.DIRECTOR, Position.Kind.TEN_PERCENT_OWNER} and title:
                self.add_error("title", "Box 5 has no text for this position: clear this box.")
        started, ended = cleaned.get("started_on"), cleaned.get("ended_on")
        if started and ended and ended < started:
            self.add_error("ended_on", f"The last day lies before the first, {day_in_words(started)}.")
        if not self.errors and (twin := self._twin(cleaned)):
            span = f"since {day_in_words(twin.started_on)}"
            if twin.ended_on:
                span = f"from {day_in_words(twin.started_on)} to {day_in_words(twin.ended_on)}"
            self.add_error("started_on", f"This position is already here {span}: end or change that one.")
        return cleaned

    def _twin(self, cleaned: dict[str, Any]) -> Position | None:
        """The same position held at the same time; one may begin on the day on which the other ends."""
        same = Position.objects.filter(
            owner=self.instance.owner,
            issuer=cleaned["issuer"],
            kind=cleaned["kind"],
            title__iexact=cleaned["title"],
        ).exclude(pk=self.instance.pk)
        same = same.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=cleaned["started_on"]))
        if cleaned["ended_on"]:
            same = same.filter(started_on__lt=cleaned["ended_on"])
        return same.first()
