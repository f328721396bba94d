"""Forms of the question to an insider whether the own draft is right."""

from typing import Any

from django import forms

from filings.models import Confirmation
from filings.models.confirmation import MAX_COMMENT
from people.forms.layout import laid_out
from people.models import ReportingOwner

DAYS = ((1, "one day"), (2, "two days"), (7, "a week"))


class AskForm(forms.Form):
    """For how long the link to an owner opens, and where it is sent, if the desk sends it."""

    days = forms.TypedChoiceField(choices=DAYS, coerce=int, initial=2, label="The link opens for")
    address = forms.EmailField(
        required=False,
        label="Send it to",
        help_text="Leave this empty to copy the link and hand it over yourself.",
    )

    helper = laid_out("days", "address")

    def __init__(self, *args: Any, owner: ReportingOwner | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if owner is not None and owner.user is not None:
            self.initial.setdefault("address", owner.user.email)


class AnswerForm(forms.Form):
    """What an owner says of the report that was shown, by its hash."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=Confirmation.Answer.choices)
    comment = forms.CharField(
        max_length=MAX_COMMENT,
        required=False,
        label="What is wrong?",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        wrong = cleaned.get("answer") == Confirmation.Answer.WRONG
        if wrong and not cleaned.get("comment") and "comment" not in self.errors:
            self.add_error("comment", "Say in a few words what is wrong.")
        if not wrong:
            cleaned["comment"] = ""
        return cleaned


class ReplyForm(forms.Form):
    """What was done about an objection."""

    text = forms.CharField(
        max_length=MAX_COMMENT,
        label="What was done about it",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say in a few words what was done, or why the report stays as it is."},
    )
