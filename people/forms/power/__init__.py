"""Forms of powers of attorney."""

from people.forms.power.papers import (
    ExecuteForm,
    FiledForm,
    NoteForm,
    ReasonForm,
    RevokeForm,
    ScanField,
    ScanForm,
    SendForm,
)
from people.forms.power.terms import DraftForm, PowerForm

__all__ = [
    "DraftForm",
    "ExecuteForm",
    "FiledForm",
    "NoteForm",
    "PowerForm",
    "ReasonForm",
    "RevokeForm",
    "ScanField",
    "ScanForm",
    "SendForm",
]
