"""The form that marks an insider's statement after the fiscal year."""

import datetime as dt
from typing import Any

from django import forms

from compliance.forms import FormDateField
from filings.models import YearEndStatement
from filings.ownership.wording import day
from people.forms.layout import laid_out

State = YearEndStatement.State


class StatementForm(forms.Form):
    """Whether the statement was asked for or is here, and the day that stands on it.

    It speaks for the insider's whole time in the year: ``speaks_from`` is the first day on which it can have been
    signed, the last day of that time.
    """

    state = forms.ChoiceField(label="Statement", choices=State.choices)
    signed_on = FormDateField(
        label="Signed on", required=False, help_text="The day that stands on the statement, once it is here."
    )
    note = forms.CharField(label="Note", required=False, max_length=500)
    helper = laid_out("state", "signed_on", "note")

    def __init__(self, *args: Any, speaks_from: dt.date, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaks_from, self.today = speaks_from, today

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("state") != State.RECEIVED:
            values["signed_on"] = None
        elif "signed_on" in values:
            self._check(values["signed_on"])
        return values

    def _check(self, signed_on: dt.date | None) -> None:
        if signed_on is None:
            self.add_error("signed_on", "Give the day on which the statement was signed: it stands on it.")
        elif signed_on > self.today:
            self.add_error(
                "signed_on", "That day is still to come: give the day that stands on the statement."
            )
        elif signed_on < self.speaks_from:
            self.add_error(
                "signed_on",
                f"A statement of before {day(self.speaks_from)} does not speak for the whole time as an insider in "
                "this fiscal year: ask for a new one.",
            )
