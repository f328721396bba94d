"""The history of a record on its page."""

from typing import Any

from django import template
from django.db import models

from compliance.audit.log import history as history_of
from compliance.audit.records import kind_of
from compliance.audit.telling import told_of_record

register = template.Library()

_SHOWN = 8


@register.inclusion_tag("compliance/audit/_record.html", takes_context=True)
def history(context: template.Context, record: models.Model) -> dict[str, Any]:
    """The last events of a record that has a kind, as the viewer may read them, and the way to all of them."""
    subject_type = record._meta.label_lower
    kind = kind_of(subject_type)
    if kind is None:
        raise template.TemplateSyntaxError(f"No kind of record is known for {subject_type}.")
    reader = context["user"]
    if not reader.has_perm(kind.permission, record):
        return {"withheld": True}
    events = list(kind.narrowed(reader, record, history_of(record))[: _SHOWN + 1])
    return {
        "told": told_of_record(kind, record, events[:_SHOWN], reader),
        "has_more": len(events) > _SHOWN,
        "subject_type": subject_type,
        "pk": record.pk,
    }
