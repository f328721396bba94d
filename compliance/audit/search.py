"""Finding events in the log of the whole desk."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.db.models.functions import Cast
from django.utils.timezone import get_current_timezone

from compliance.audit.models import Event
from compliance.audit.records import kinds
from compliance.forms import FormDateField
from compliance.models import User

BY_ITSELF = "desk"


@dataclass(frozen=True)
class Sought:
    """What is looked for in the log; nothing stands for everything. ``person`` is a primary key or ``BY_ITSELF``."""

    person: str = ""
    kind: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    words: str = ""

    @property
    def told(self) -> dict[str, str]:
        """What was looked for, by name; for the log, when somebody takes what was found."""
        said: dict[str, Any] = {
            "person": self.person, "kind of record": self.kind, "from": self.first_day, "to": self.last_day,
            "words": self.words,
        }  # fmt: skip
        return {name: str(value) for name, value in said.items() if value}


class LogFilter(forms.Form):
    """Which events somebody wants to see."""

    person = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(label="Kind of record", required=False)
    first_day = FormDateField(label="From", required=False)
    last_day = FormDateField(label="To", required=False)
    words = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(user.pk), str(user)) for user in User.objects.all()]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "anybody"), (BY_ITSELF, "Form 4 Desk itself"), *people,
        ]  # fmt: skip
        known = {subject_type: kind.name for subject_type, kind in kinds().items()}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "any"), *known.items(),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", "The last day is before the first one.")
        return values

    @property
    def sought(self) -> Sought:
        """What a valid form looks for."""
        return Sought(**self.cleaned_data)


def events_sought(sought: Sought) -> "models.QuerySet[Event]":
    """The events that fit, newest first, with their actors. Days are those of New York."""
    events = Event.objects.select_related("actor")
    if sought.person == BY_ITSELF:
        events = events.filter(actor=None)
    elif sought.person:
        events = events.filter(actor=int(sought.person))
    if sought.kind:
        events = events.filter(subject_type=sought.kind)
    if sought.first_day:
        events = events.filter(at__gte=_midnight(sought.first_day))
    if sought.last_day:
        events = events.filter(at__lt=_midnight(sought.last_day + dt.timedelta(days=1)))
    if words := sought.words.split():
        events = events.annotate(said=Cast("changes", models.TextField()))
    for word in words:
        # SQLite keeps the text of JSON with escapes, PostgreSQL without.
        escaped = json.dumps(word)[1:-1]
        events = events.filter(
            models.Q(verb__icontains=word)
            | models.Q(said__icontains=word)
            | models.Q(said__icontains=escaped)
        )
    return events


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), get_current_timezone())
