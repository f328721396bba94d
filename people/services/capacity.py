"""Writing who signs for an owner in an own capacity, and that an owner no longer can."""

import datetime as dt

from django.db import transaction

from compliance.models import User
from people.models import ReportingOwner, Signatory
from people.services.changes import save_changes
from people.services.powers.hold import owner_hold


@transaction.atomic
def capacity_lost(
    *, actor: User, owner: ReportingOwner, incapable_since: dt.date | None, died_on: dt.date | None
) -> None:
    """Note from when on a person cannot sign, or that neither is so. Death ends every power."""
    owner_hold(owner.pk)
    owner.refresh_from_db(fields=["incapable_since", "died_on"])
    owner.incapable_since, owner.died_on = incapable_since, died_on
    save_changes(actor=actor, record_to_save=owner, verb="changed what is noted of death and incapacity")


@transaction.atomic
def signatory_save(*, actor: User, signatory: Signatory) -> Signatory:
    """State the capacity in which somebody signs for an owner. The event stands at the owner."""
    owner_hold(signatory.owner_id)
    save_changes(
        actor=actor,
        record_to_save=signatory,
        subject=signatory.owner,
        name=f"the capacity of {signatory}",
    )
    return signatory


@transaction.atomic
def signatory_end(*, actor: User, signatory: Signatory, ended_on: dt.date) -> None:
    """Give a capacity its last day. Raises ``ValidationError`` when that lies before the first one."""
    owner_hold(signatory.owner_id)
    signatory.ended_on = ended_on
    signatory.validate_constraints()
    save_changes(
        actor=actor,
        record_to_save=signatory,
        subject=signatory.owner,
        verb=f"ended the capacity of {signatory}",
    )
