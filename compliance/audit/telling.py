"""Events in words: fields by their names, choices by their labels, days and amounts as everywhere on the desk."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from compliance.audit.models import Event
from compliance.audit.records import RecordKind, kind_of
from compliance.models import User
from compliance.templatetags.desk import amount, day


@dataclass(frozen=True)
class Change:
    """One field before and after, in words; ``before`` is blank where nothing was there or nothing is told."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An event to be read. ``record`` is what it tells of, where it is still there and the reader may see it.

    ``url`` is where the record has its page, ``changed_url`` a page that shows what the event changed.
    """

    event: Event
    changes: tuple[Change, ...]
    kind_name: str = ""
    record: models.Model | None = None
    url: str = ""
    changed_url: str = ""


def told_of_record(
    kind: RecordKind, record: models.Model | None, events: Sequence[Event], reader: User
) -> list[Told]:
    """The events of one record as a person may read them."""
    hidden = kind.hidden(reader, record) if record is not None else ()
    beside = kind.beside(record, events) if record is not None else {}
    return [
        Told(event, changes_told(event, kind, hidden), changed_url=beside.get(event.pk, ""))
        for event in events
    ]


def told_of_desk(events: Iterable[Event]) -> list[Told]:
    """Events of any records, each with its record; for readers who may see all of them."""
    events = list(events)
    records = _records(events)
    told = []
    for event in events:
        kind = kind_of(event.subject_type)
        record = records.get((event.subject_type, event.subject_id))
        told.append(
            Told(
                event,
                changes_told(event, kind),
                kind_name=kind.name if kind else event.subject_type.rpartition(".")[2],
                record=record,
                url=kind.address_of(record) if kind and record else "",
            )
        )
    return told


def changes_told(event: Event, kind: RecordKind | None, hidden: Iterable[str] = ()) -> tuple[Change, ...]:
    """What an event says of fields, without those that are hidden from the reader."""
    without = set(hidden)
    told: Mapping[str, Any] = event.changes
    return tuple(
        _change(name, texts, kind.field(name) if kind else None)
        for name, texts in told.items()
        if name not in without
    )


def _change(name: str, texts: Any, field: "models.Field[Any, Any] | None") -> Change:
    words = str(field.verbose_name) if field is not None else name.replace("_", " ")
    before, after = (_text(text, field) for text in [*texts, "", ""][:2])
    return Change(words[:1].upper() + words[1:], before, after)


def _text(text: Any, field: "models.Field[Any, Any] | None") -> str:
    """A value as the log has it, in the words of the pages; what is not understood stays as it is."""
    said = "" if text is None else str(text)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(said, said))
    if isinstance(field, models.BooleanField):
        return {"True": "yes", "False": "no"}.get(said, said)
    try:
        if isinstance(field, models.DecimalField) and said:
            return amount(Decimal(said))
        if isinstance(field, models.DateField) and said:
            return day(dt.date.fromisoformat(said))
    except (InvalidOperation, ValueError):
        pass
    return said


def _records(events: Iterable[Event]) -> dict[tuple[str, int], models.Model]:
    wanted: dict[str, set[int]] = {}
    for event in events:
        wanted.setdefault(event.subject_type, set()).add(event.subject_id)
    found = {}
    for subject_type, pks in wanted.items():
        if (kind := kind_of(subject_type)) is not None:
            for record in kind.records().filter(pk__in=pks):
                found[subject_type, record.pk] = record
    return found
