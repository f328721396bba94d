"""Keeping who has said in writing that no Form 5 is due."""

import datetime as dt

from django.db import transaction

from compliance.audit.log import record
from compliance.models import User
from filings.models import YearEndStatement
from people.models import Issuer, ReportingOwner

State = YearEndStatement.State


class ImplausibleStatement(ValueError):
    """A statement cannot have been signed on that day; the message says why."""


@transaction.atomic
def year_end_statement_save(
    *,
    actor: User,
    owner: ReportingOwner,
    issuer: Issuer,
    fiscal_year_ended_on: dt.date,
    state: YearEndStatement.State,
    today: dt.date,
    signed_on: dt.date | None = None,
    note: str = "",
) -> YearEndStatement:
    """Keep that an insider was asked for the statement of a fiscal year, or that it is here and its date.

    The event stands at the owner. Raises ``ImplausibleStatement`` when a received one has no date or one that
    is still to come; a date that was typed for one that was only asked for is not kept.
    """
    if state == State.RECEIVED and signed_on is None:
        raise ImplausibleStatement("Give the day on which the statement was signed: it stands on it.")
    if state == State.RECEIVED and signed_on is not None and signed_on > today:
        raise ImplausibleStatement("That day is still to come: give the day that stands on the statement.")
    # Two people who mark the same insider come one after the other.
    ReportingOwner.objects.select_for_update().only("pk").get(pk=owner.pk)
    statement = YearEndStatement.objects.filter(
        owner=owner, issuer=issuer, fiscal_year_ended_on=fiscal_year_ended_on
    ).first() or YearEndStatement(owner=owner, issuer=issuer, fiscal_year_ended_on=fiscal_year_ended_on)
    before = _marked(statement) if statement.pk else ("", "", "")
    statement.state = state
    statement.signed_on = signed_on if state == State.RECEIVED else None
    statement.note = note
    changes = _changes(before, _marked(statement))
    if changes:
        statement.changed_by = actor
        statement.save()
        done = "received" if state == State.RECEIVED else "asked for"
        record(
            actor=actor,
            verb=f"{done} the statement that no Form 5 is due, {_of(statement)}",
            subject=owner,
            changes=changes,
        )
    return statement


@transaction.atomic
def year_end_statement_remove(*, actor: User, statement: YearEndStatement) -> None:
    """Take back a mark that was made by mistake. The log keeps what it said."""
    owner = statement.owner
    changes = _changes(_marked(statement), ("", "", ""))
    statement.delete()
    record(
        actor=actor,
        verb=f"took back the mark about the statement that no Form 5 is due, {_of(statement)}",
        subject=owner,
        changes=changes,
    )


def _marked(statement: YearEndStatement) -> tuple[str, str, str]:
    return statement.get_state_display(), str(statement.signed_on or ""), statement.note


def _changes(before: tuple[str, str, str], after: tuple[str, str, str]) -> dict[str, list[str]]:
    names = ("statement", "signed on", "note")
    return {name: [old, new] for name, old, new in zip(names, before, after, strict=True) if old != new}


def _of(statement: YearEndStatement) -> str:
    return f"{statement.issuer.conformed_name}, {statement.fiscal_year_ended_on.year}"
