"""The question before a trade: what would it make of the trades on file?"""

from typing import Any

from django import forms

from compliance.forms import AmountField, FormDateField
from filings.ownership.short_swing import Side


class TradeQuestionForm(forms.Form):
    """A trade that is only thought of. ``classes`` are the classes on file, by what names them, with their titles."""

    side = forms.ChoiceField(choices=[(Side.SALE, "A sale"), (Side.PURCHASE, "A purchase")], label="What")
    security = forms.ChoiceField(label="Class", required=False)
    shares = AmountField(min_value=0)
    price = AmountField(label="Price a share", min_value=0)
    day = FormDateField(label="On")

    def __init__(self, *args: Any, classes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        security: forms.ChoiceField = self.fields["security"]  # type: ignore[assignment]
        security.choices = classes
        if len(classes) < 2:
            security.widget = forms.HiddenInput()
        for name, field in self.fields.items():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs |= {"class": kind, "aria-describedby": f"error-{name}"}

    def clean_security(self) -> str:
        """The class that is asked about: the first on file unless another one is chosen."""
        chosen: str = self.cleaned_data["security"]
        choices: Any = self.fields["security"]
        return chosen or next((name for name, _ in choices.choices), "common")
