"""Saving a record and telling the event log what changed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import models

from compliance.audit.log import record
from compliance.models import User
from compliance.secrets import EncryptedField


def save_changes(
    *,
    actor: User,
    record_to_save: models.Model,
    subject: models.Model | None = None,
    name: str = "",
    verb: str = "",
    told: Mapping[str, list[str]] = MappingProxyType({}),
) -> dict[str, list[str]]:
    """Store what differs from the database and log it; returns the changes, empty if there are none.

    The event stands at ``subject``, where its reader looks for it, and reads "added" or "changed" and the
    ``name``; both default to the record itself. A ``verb`` stands for the whole, and ``told`` is what the
    event tells beside the changes. Call it inside a transaction. Only changed columns are written, so that
    what somebody else changed meanwhile stays. Encrypted fields are left alone: their own services write them.
    """
    new = record_to_save
    fields = [
        field
        for field in new._meta.concrete_fields
        if not field.primary_key and not isinstance(field, EncryptedField)
    ]
    if new.pk is None:
        changes = {field.name: ["", text] for field in fields if (text := _text(new, field))}
        new.save(force_insert=True)
        done = "added"
    else:
        stored = new._meta.base_manager.select_for_update().get(pk=new.pk)
        changes = {
            field.name: [_text(stored, field), _text(new, field)]
            for field in fields
            if field.value_from_object(stored) != field.value_from_object(new)
        }
        if not changes:
            return {}
        new.save(update_fields=list(changes))
        done = "changed"
    record(
        actor=actor,
        verb=verb or f"{done} {name or f'this {new._meta.verbose_name}'}",
        subject=subject or new,
        changes={**changes, **told},
    )
    return changes


def _text(subject: models.Model, field: "models.Field[Any, Any]") -> str:
    """A field's value as a reader of the log wants it: a record by its name, a choice by its label."""
    if field.choices:
        return str(getattr(subject, f"get_{field.name}_display")())
    value = getattr(subject, field.name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
