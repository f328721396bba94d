"""What every change of a draft has in common: one transaction, one lock, one event, and honest conflicts."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction

from compliance.audit.log import record
from compliance.models import User
from filings.models import Filing, FilingState
from filings.services.assemble import assemble
from filings.services.due import due_date_of_report_set
from filings.services.duties import preparer_keep
from filings.services.states import last_event_number, state_keep


class NotEditable(Exception):
    """The filing is signed: what it says can only be changed by an amendment."""


class EditConflict(Exception):
    """Somebody else saved the record since this person opened it. ``current`` is the record as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(f"{current} was changed by somebody else in the meantime.")
        self.current = current


def must_be_editable(filing: Filing) -> None:
    """Raises ``NotEditable`` for a signed filing, and for a past one that was imported."""
    if filing.is_imported:
        raise NotEditable(f"This Form {filing.form_type} was filed before. It is kept as it was.")
    if not filing.is_editable:
        raise NotEditable(
            f"This Form {filing.form_type} is signed. Start an amendment to change what it says."
        )


@contextmanager
def editing(filing_id: int, *, actor: User) -> Iterator[Filing]:
    """Open a draft for one change: locked, voiding a review, with its preparer, revision, due date and state kept.

    Raises ``NotEditable`` for a signed filing and ``Filing.DoesNotExist``.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        must_be_editable(filing)
        preparer_keep(filing, actor)
        told = last_event_number(filing)
        yield filing
        if filing.state == FilingState.REVIEWED:
            filing.reopen()
            filing.signatures.all().delete()
            record(
                actor=actor,
                verb="reopened the draft by changing it; the review and any signature are void",
                subject=filing,
            )
        filing.revision += 1
        submission = assemble(filing)
        due_date_of_report_set(filing, submission.report)
        filing.save()
        state_keep(actor=actor, filing=filing, submission=submission, told=told)


def take_version(current: models.Model, expected: int) -> None:
    """Count one save of a record, if nobody saved it since ``expected`` was read.

    Raises ``EditConflict`` otherwise.
    """
    if current.version != expected:  # type: ignore[attr-defined]
        raise EditConflict(current)
    current.version = expected + 1  # type: ignore[attr-defined]


def set_values(target: models.Model, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Set a record's fields and say what changed: field name to its value before and after, as text."""
    changes = {}
    for name, value in values.items():
        before = getattr(target, name)
        if before != value:
            changes[name] = [_text(before), _text(value)]
            setattr(target, name, value)
    return changes


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
