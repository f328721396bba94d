"""How the forms of this app are laid out."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.db import models


def laid_out(*parts: LayoutObject | str) -> FormHelper:
    """A layout without its own form element: the page adds that, its buttons and its summary of errors."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*parts)
    return helper


def offer(form: forms.BaseForm, name: str, records: models.QuerySet[Any], none: str | None = "—") -> None:
    """The records that a box offers, and what it says where none is chosen (where it must be: "Choose")."""
    field = cast("forms.ModelChoiceField[Any]", form.fields[name])
    field.queryset = records
    field.error_messages["required"] = "Choose one."
    field.empty_label = "Choose" if field.required else none
