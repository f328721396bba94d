"""Writing reporting owners, their positions and their CCCs."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from compliance.audit.log import record, record_all
from compliance.models import User
from compliance.secrets import Secret
from people.models import Position, ReportingOwner
from people.models.owner import CCC_REPLACED, CCC_USED_IN, validate_ccc
from people.services.changes import save_changes


@transaction.atomic
def owner_save(*, actor: User, owner: ReportingOwner) -> ReportingOwner:
    """Add or change an owner: identity, names, address, own login. The CCC is not touched.

    Somebody has looked at the record: past filings no longer change it.
    """
    owner.keep_by_hand()
    save_changes(actor=actor, record_to_save=owner)
    return owner


@transaction.atomic
def owner_ccc_replace(*, actor: User, owner: ReportingOwner, ccc: Secret) -> None:
    """Keep a new CCC, encrypted. The log tells that it was replaced, never what it is.

    Raises ``ValidationError`` when it is not eight visible characters.
    """
    validate_ccc(ccc.reveal())
    owner.ccc = ccc
    owner.save(update_fields=["ccc"])
    record(actor=actor, verb=CCC_REPLACED, subject=owner)


def owners_ccc_used(
    *, actor: User, owners: Iterable[ReportingOwner], handed_out: str, filing_id: int
) -> None:
    """Tell on each owner's record that the CCC went into something of a filing: ``the EDGAR copy``.

    Call it in the transaction in which the handing out is recorded at the filing.
    """
    named = {"filing": ["", str(filing_id)]}
    record_all(actor=actor, verb=f"{CCC_USED_IN}{handed_out}", subjects=[(owner, named) for owner in owners])


@transaction.atomic
def position_save(*, actor: User, position: Position) -> Position:
    """Add or change a position of an owner at an issuer. The event stands at the owner."""
    position.keep_by_hand()
    save_changes(
        actor=actor,
        record_to_save=position,
        subject=position.owner,
        name=f"the position {position} of {position.issuer.conformed_name}",
    )
    return position


def position_end(*, actor: User, position: Position, ended_on: dt.date) -> None:
    """Give a position its last day. Raises ``ValidationError`` when that lies before the first one."""
    position.ended_on = ended_on
    position.validate_constraints()
    position_save(actor=actor, position=position)
