"""What the register is asked."""

import datetime as dt
from typing import Any

from django import forms

from compliance.access import reach_of
from compliance.forms import FormDateField
from compliance.models import User
from people.authority import Occasion
from people.forms.layout import offer
from people.models import Issuer, ReportingOwner
from people.selectors.logins import logins_seen_by

_FORMS = ("3", "3/A", "4", "4/A", "5", "5/A", "144", "144/A", "ID")


class RegisterForm(forms.Form):
    """Whom, about which issuer, which form, on which day; everything but the form and the day may be left open."""

    owner = forms.ModelChoiceField(
        ReportingOwner.objects.none(), required=False, label="For", empty_label="every insider"
    )
    issuer = forms.ModelChoiceField(
        Issuer.objects.none(), required=False, label="About", empty_label="every issuer"
    )
    form = forms.ChoiceField(choices=[(one, f"Form {one}") for one in _FORMS], label="Form")
    on = FormDateField(label="On")
    attorney = forms.ModelChoiceField(User.objects.none(), required=False, label="By", empty_label="anybody")

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", ReportingOwner.objects.visible_to(reader).defer("ccc"), none="every insider")
        offer(self, "issuer", Issuer.objects.visible_to(reader), none="every issuer")
        named = User.objects.filter(named_in_powers__isnull=False)
        substitutes = User.objects.filter(substitutions__isnull=False)
        others = User.objects.filter(signatory_for__isnull=False)
        owners = User.objects.filter(reporting_owner__isnull=False)
        keys = {user.pk for people in (named, substitutes, others, owners) for user in people}
        known = User.objects if reach_of(reader).everywhere else logins_seen_by(reader)
        offer(self, "attorney", known.filter(pk__in=keys), none="anybody")

    def occasion(self, today: dt.date) -> Occasion | None:
        """What is asked about; the usual question before anything was; ``None`` where a box is refused."""
        if not self.is_bound:
            return Occasion("4", is_amendment=False, issuer=None, on=today)
        if not self.is_valid():
            return None
        number, _, amended = self.cleaned_data["form"].partition("/")
        day = self.cleaned_data["on"]
        issuer = self.cleaned_data["issuer"] if number != "ID" else None
        return Occasion(number, bool(amended), issuer, day, is_past=day < today)

    def chosen(self, name: str) -> Any:
        """What was chosen in a box; ``None`` for nothing."""
        return self.cleaned_data.get(name) if self.is_bound and self.is_valid() else None
