"""Writing to the event log and reading a record's history from it."""

from collections.abc import Iterable

from django.db import models, transaction

from compliance.audit.models import VERB_LENGTH, Event
from compliance.models import User


def record(
    *, actor: User | None, verb: str, subject: models.Model, changes: dict[str, list[str]] | None = None
) -> Event:
    """Write one event. Call it inside the transaction of the change that it tells of.

    ``changes`` maps a field's name to its value before and after, as text; a secret's value never goes in.
    ``actor`` is ``None`` for what the desk does by itself. A verb that is too long for its column is cut: a
    long name must not stand in the way of a change.
    """
    event = _event(actor, verb, subject, changes or {})
    event.save()
    return event


def record_all(
    *, actor: User | None, verb: str, subjects: Iterable[tuple[models.Model, dict[str, list[str]]]]
) -> None:
    """Write one event for each of many records that the same thing happened to, each with its changes."""
    Event.objects.bulk_create([_event(actor, verb, subject, changes) for subject, changes in subjects])


def history(subject: models.Model) -> models.QuerySet[Event]:
    """The events of one record, newest first, with their actors."""
    return Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).select_related(
        "actor"
    )


def _event(actor: User | None, verb: str, subject: models.Model, changes: dict[str, list[str]]) -> Event:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event belongs in the transaction of its change.")
    return Event(
        actor=actor,
        verb=verb if len(verb) <= VERB_LENGTH else f"{verb[: VERB_LENGTH - 1]}…",
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        changes=changes,
    )
