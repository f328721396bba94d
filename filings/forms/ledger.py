"""What people record beside the forms: opening balances, plan purchases, changes in form of ownership, splits."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from crispy_forms.layout import HTML, Layout
from django import forms

from compliance.forms import AmountField, FormDateField, PlainTextField
from filings.models import Adjustment
from filings.models.ledger import AWARD_LENGTH
from filings.ownership import codes
from filings.ownership.codes import DIRECT, INDIRECT, Table
from filings.ownership.ledger import AdjustmentKind, Wording
from filings.ownership.report import Measure
from people.forms.layout import laid_out

NEW = "new"

_NOTE_LENGTH: int = Adjustment._meta.get_field("note").max_length or 0
_NEW_ONLY = ("title", "exercise_price", "exercisable", "expiration", "underlying")
# What each kind asks beyond the account, the day, the number and the source.
_ASKED = {
    AdjustmentKind.OPENING: {"award", "ownership", "nature", *_NEW_ONLY},
    AdjustmentKind.PLAN_PURCHASE: {"award"},
    AdjustmentKind.REINVESTMENT: {"award"},
    AdjustmentKind.TRANSFER: {"award", "to", "ownership", "nature"},
    AdjustmentKind.CORRECTION: {"award", "way"},
}
_OPTIONAL = {"award", "to", "way", "ownership", "nature", *_NEW_ONLY}
_NUMBERS = {
    AdjustmentKind.OPENING: "Held at the beginning of that day",
    AdjustmentKind.TRANSFER: "Number that moved",
    AdjustmentKind.CORRECTION: "By how many",
}


class AsOfForm(forms.Form):
    """The day for which an owner's holdings are shown."""

    on = FormDateField(label="As of the end of", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs |= {"class": "form-control", "aria-describedby": "error-on"}


class ReasonForm(forms.Form):
    """Why an adjustment was wrong."""

    note = PlainTextField(label="What was wrong, and where that is known from", max_length=_NOTE_LENGTH)

    helper = laid_out("note")


class AdjustmentForm(forms.Form):
    """One adjustment of an owner at an issuer.

    ``accounts`` are those on record, by key, with their names. ``by_award`` says that totals of some of them run by
    award, so that it has to be asked for which one.
    """

    account = forms.ChoiceField(label="Which holding")
    title = PlainTextField(label="Class, as the form calls it", max_length=codes.MAX_SECURITY_TITLE)
    to = forms.ChoiceField(label="Where the securities went")
    ownership = forms.ChoiceField(
        label="Held", choices=[(DIRECT, "D · direct"), (INDIRECT, "I · indirect")], initial=INDIRECT
    )
    nature = PlainTextField(label="Nature, if indirect", max_length=codes.MAX_NATURE)
    exercise_price = AmountField(label="Exercise price")
    exercisable = FormDateField(label="Exercisable")
    expiration = FormDateField(label="Expires")
    underlying = PlainTextField(label="Underlying class", max_length=codes.MAX_SECURITY_TITLE)
    award = PlainTextField(
        label="Award", max_length=AWARD_LENGTH, help_text="Where each award has a total of its own."
    )
    day = FormDateField(label="Day", help_text="It counts from the beginning of this day on.")
    way = forms.ChoiceField(choices=[("more", "more than the forms say"), ("fewer", "fewer than they say")])
    number = AmountField(label="Number")
    note = PlainTextField(
        label="Where it is known from",
        max_length=_NOTE_LENGTH,
        help_text="A statement, an e-mail, the issuer's notice: with its date.",
    )

    def __init__(
        self,
        *args: Any,
        kind: AdjustmentKind,
        accounts: Sequence[tuple[int, str]],
        by_award: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        asked = _ASKED[kind] if by_award or kind is AdjustmentKind.OPENING else _ASKED[kind] - {"award"}
        for name in _OPTIONAL:
            self.fields[name].required = False
            if name not in asked:
                del self.fields[name]
        known = [(str(key), name) for key, name in accounts]
        self._offer("account", [*known, (NEW, "One that no form here names")] if self._may_be_new else known)
        self._offer("to", [*known, (NEW, "Another way of holding, named below")])
        self.fields["number"].label = _NUMBERS.get(kind, "Number of securities acquired")
        if "way" in self.fields:
            self.fields["way"].label = "The holding is"
        self.helper = laid_out(*self._parts())

    @property
    def _may_be_new(self) -> bool:
        return self.kind is AdjustmentKind.OPENING

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        if name in self.fields:
            field: Any = self.fields[name]
            field.choices = [("", "Choose"), *choices]
            field.error_messages["required"] = "Choose one."

    def _parts(self) -> Layout:
        names = [name for name in self.fields if name not in _NEW_ONLY]
        if self._may_be_new:
            new = ["title", "ownership", "nature", *_NEW_ONLY[1:]]
            names = [name for name in names if name not in {"ownership", "nature"}]
            opened = (
                " open" if any(name in self.data for name in new) and self["account"].value() == NEW else ""
            )
            names[1:1] = [
                HTML(f"<details class='mb-3'{opened}><summary>A holding that no form here names</summary>"),
                *new[:3],
                HTML("<p class='form-text'>For a derivative security alone:</p>"),
                *new[3:],
                HTML("</details>"),
            ]  # fmt: skip
        return Layout(*names)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("account") == NEW and not values.get("title"):
            self.add_error("title", "Name the class as the form calls it.")
        if self.kind is AdjustmentKind.TRANSFER and "to" not in self.errors and not values.get("to"):
            self.add_error("to", "Choose where the securities went.")
        if NEW in {values.get("account"), values.get("to")}:
            indirect = values.get("ownership") == INDIRECT
            if indirect and not values.get("nature"):
                self.add_error("nature", "Say how it is held, for example By Trust.")
            elif values.get("nature") and not indirect:
                self.add_error("nature", "What is held directly has no nature. Clear this box, or choose I.")
        if self.kind is AdjustmentKind.CORRECTION and not values.get("way"):
            self.add_error("way", "Choose more or fewer.")
        if values.get("number") == 0 and self.kind is not AdjustmentKind.OPENING:
            self.add_error("number", "The number is above zero.")
        return values

    @property
    def change(self) -> Decimal:
        """By how many the holding changes; the balance itself of an opening."""
        number: Decimal = self.cleaned_data["number"]
        return -number if self.cleaned_data.get("way") == "fewer" else number

    def new_wording(self, beside: Wording | None = None) -> Wording:
        """The holding that was named in the form: of the class of ``beside``, or of a class named as well."""
        values = self.cleaned_data
        ownership = values["ownership"] or INDIRECT
        nature = values["nature"] if ownership == INDIRECT else ""
        if beside is not None:
            return msgspec.structs.replace(beside, ownership=ownership, nature=nature, nature_notes="")
        price = values["exercise_price"]
        terms = {
            "exercise_price": "" if price is None else f"{price.normalize():f}",
            "exercisable": str(values["exercisable"] or ""),
            "expiration": str(values["expiration"] or ""),
            "underlying": values["underlying"].casefold(),
        }
        return Wording(
            table=Table.II if any(terms.values()) else Table.I,
            title=values["title"],
            ownership=ownership,
            nature=nature,
            nature_notes="",
            measure=Measure.SHARES,
            **terms,
        )


class SplitForm(forms.Form):
    """A split of one of the issuer's classes; ``titles`` are those that forms name."""

    title = forms.ChoiceField(label="Class")
    new = AmountField(label="New shares", initial=Decimal(2))
    old = AmountField(label="for each old", initial=Decimal(1))
    day = FormDateField(label="From the beginning of")

    def __init__(self, *args: Any, titles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["title"]
        choices.choices = [(title, title) for title in titles]
        choices.error_messages["invalid_choice"] = "Choose one of the classes."
        for name, field in self.fields.items():
            shape = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs |= {"class": shape, "aria-describedby": f"error-{name}"}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name in ("new", "old"):
            if values.get(name) == 0:
                self.add_error(name, "The number is above zero.")
        if values.get("new") and values.get("new") == values.get("old"):
            self.add_error("new", "A split changes the number: give two different numbers, such as 4 for 1.")
        return values
