"""The form that ends something after its last day."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compliance.forms import FormDateField
from people.forms.layout import laid_out
from people.wording import day_in_words


class LastDayForm(forms.Form):
    """The last day of a position that began on ``first_day``, or of an attorney's authority."""

    day = FormDateField(label="Last day")
    helper = laid_out("day")

    def __init__(
        self, *args: Any, first_day: dt.date, label: str = "Last day", help_text: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.first_day = first_day
        self.fields["day"].label, self.fields["day"].help_text = label, help_text

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day < self.first_day:
            raise ValidationError(f"The last day lies before the first, {day_in_words(self.first_day)}.")
        return day
