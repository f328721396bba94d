"""Changing a draft: who reports, the report's own boxes, and who will sign."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from compliance.audit.log import record
from compliance.models import User
from filings.models import Filing, FilingOwner
from filings.services.editing import editing, set_values, take_version
from people.models import Issuer, Position, PowerOfAttorney, ReportingOwner

# EDGAR takes ten reporting owners on one filing; a draft may name more, to be split into linked filings.
MAX_DRAFT_OWNERS = 100


class TooManyOwners(Exception):
    """The draft names as many reporting owners as it may."""


def filing_create(*, actor: User, issuer: Issuer, owner: ReportingOwner, on: dt.date) -> Filing:
    """Begin a Form 4 for one owner at an issuer; ``on`` is the day whose positions are proposed for box 5."""
    with transaction.atomic():
        filing = Filing.objects.create(issuer=issuer, created_by=actor)
        record(actor=actor, verb=f"started a Form 4 for {owner}", subject=filing)
        filing_owner_add(actor=actor, filing_id=filing.pk, owner=owner, on=on)
        filing.refresh_from_db()
    return filing


def filing_owner_add(*, actor: User, filing_id: int, owner: ReportingOwner, on: dt.date) -> FilingOwner:
    """Put an owner on the filing with the relationship that the own positions on a day give.

    Raises ``TooManyOwners`` beyond ``MAX_DRAFT_OWNERS``.
    """
    with editing(filing_id, actor=actor) as filing:
        if filing.filing_owners.count() >= MAX_DRAFT_OWNERS:
            raise TooManyOwners(
                f"A draft names at most {MAX_DRAFT_OWNERS} reporting owners. Start another one for the rest."
            )
        last = filing.filing_owners.aggregate(last=Max("position"))["last"] or 0
        one, created = FilingOwner.objects.get_or_create(
            filing=filing,
            owner=owner,
            defaults={"position": last + 1, **proposed_relationship(owner, filing.issuer, on)},
        )
        if created:
            record(actor=actor, verb=f"added {owner} as reporting owner", subject=filing)
    return one


def filing_owner_save(
    *, actor: User, filing_owner: FilingOwner, values: Mapping[str, Any], version: int
) -> FilingOwner:
    """Save box 5 for one owner. Raises ``EditConflict`` when somebody saved it since ``version``."""
    with editing(filing_owner.filing_id, actor=actor) as filing:
        one = filing.filing_owners.get(pk=filing_owner.pk)
        take_version(one, version)
        changes = set_values(one, values)
        one.save()
        if changes:
            record(actor=actor, verb=f"changed box 5 of {one.owner}", subject=filing, changes=changes)
    return one


def filing_owner_remove(*, actor: User, filing_owner: FilingOwner) -> None:
    """Take an owner off the filing."""
    with editing(filing_owner.filing_id, actor=actor) as filing:
        filing.filing_owners.filter(pk=filing_owner.pk).delete()
        record(actor=actor, verb=f"removed {filing_owner.owner} as reporting owner", subject=filing)


def filing_signer_choose(*, actor: User, filing_owner: FilingOwner, power: PowerOfAttorney | None) -> None:
    """Choose how an owner signs: under a power of attorney, or (``None``) in person."""
    with editing(filing_owner.filing_id, actor=actor) as filing:
        one = filing.filing_owners.get(pk=filing_owner.pk)
        if one.power_id != (power.pk if power else None):
            one.power = power
            one.save()
            how = f"under the {str(power)[0].lower()}{str(power)[1:]}" if power else "in person"
            record(actor=actor, verb=f"set that {one.owner} signs {how}", subject=filing)


def filing_save(*, actor: User, filing_id: int, values: Mapping[str, Any], version: int) -> Filing:
    """Save the report's own boxes, the remarks or the desk's note.

    Raises ``EditConflict`` when somebody saved them since ``version``.
    """
    with editing(filing_id, actor=actor) as filing:
        take_version(filing, version)
        changes = set_values(filing, values)
        if changes:
            record(actor=actor, verb=f"changed {_words(changes)}", subject=filing, changes=changes)
    return filing


def filing_discard(*, actor: User, filing_id: int) -> None:
    """Throw a draft away; the log keeps that it was there."""
    with transaction.atomic():
        with editing(filing_id, actor=actor) as filing:
            record(actor=actor, verb=f"discarded the draft {filing}", subject=filing)
        Filing.objects.filter(pk=filing_id).delete()


def proposed_relationship(owner: ReportingOwner, issuer: Issuer, on: dt.date) -> dict[str, Any]:
    """Box 5 as the positions on a day give it. The newest officer title and other text are taken."""
    positions = list(owner.positions.filter(issuer=issuer).held_on(on))
    kinds = {position.kind for position in positions}

    def text(kind: str) -> str:
        return next((one.title for one in positions if one.kind == kind), "")

    return {
        "is_director": Position.Kind.DIRECTOR in kinds,
        "is_officer": Position.Kind.OFFICER in kinds,
        "is_ten_percent_owner": Position.Kind.TEN_PERCENT_OWNER in kinds,
        "is_other": Position.Kind.OTHER in kinds,
        "officer_title": text(Position.Kind.OFFICER),
        "other_text": text(Position.Kind.OTHER),
    }


def _words(changes: Mapping[str, object]) -> str:
    return ", ".join(name.replace("_", " ") for name in changes)
