"""The form that gives somebody a role."""

from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from compliance.access import reach_of
from compliance.models import Role, User
from people.forms.layout import laid_out, offer
from people.models import Issuer

_DOES = {
    Role.PREPARER: "Preparer: writes reports, reviews them and records the filing",
    Role.ATTORNEY: "Attorney-in-fact: signs under powers of attorney that name the person",
    Role.ADMINISTRATOR: "Administrator: keeps powers of attorney, CCCs, evidence and roles",
    Role.AUDITOR: "Auditor: reads everything and changes nothing",
}


class RoleForm(forms.Form):
    """Which role, and at which issuer; ``actor`` gives what the own administrator's role reaches."""

    role = forms.ChoiceField(
        choices=[(role.value, text) for role, text in _DOES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the role."},
    )
    issuer = forms.ModelChoiceField(Issuer.objects.none(), required=False, label="At")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = reach_of(actor, Role.ADMINISTRATOR)
        self.fields["issuer"].required = not reach.everywhere
        offer(self, "issuer", Issuer.objects.filter(reach.within("pk")), none="the whole desk")
        self.helper = laid_out("role", Row(Column("issuer", css_class="col-md-6")))
