"""Ending an authority: revocation, an attorney who leaves, a substitute's appointment and its end."""

import datetime as dt

from django.core.files import File
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from compliance.audit.log import record
from compliance.models import User
from people.authority.substitute import substitution_conditions
from people.models import AttorneyInFact, PowerOfAttorney, PowerStage, Substitution
from people.services.changes import save_changes
from people.services.powers.hold import powers_hold
from people.services.powers.papers import paper_keep
from people.wording import small


class NotPossible(Exception):
    """The power, or what happened under it, does not let this be; the text says why."""


@transaction.atomic
def poa_revoke(
    *, actor: User, power: PowerOfAttorney, revoked_on: dt.date, writing: "File[bytes] | None" = None
) -> None:
    """Note the grantor's revocation: from that day on nobody may sign under the power.

    ``writing`` is the scan of the signed revocation. What was signed before stays. Raises ``ValidationError`` when
    the day lies before the execution, ``NotPossible`` for a draft, and ``NotAScan``.
    """
    held = powers_hold(power.pk)[power.pk]
    if not held.is_executed:
        raise NotPossible("Nothing was executed yet: take the draft back or discard it.")
    held.revoked_on = revoked_on
    held.validate_constraints()
    paper = paper_keep(held.revocation, writing) if writing else {}
    save_changes(
        actor=actor,
        record_to_save=held,
        verb="revoked this power of attorney",
        told={name: paper[name] for name in paper if name == "sha256"},
    )


@transaction.atomic
def poa_revocation_withdraw(*, actor: User, power: PowerOfAttorney, reason: str) -> None:
    """Take out a revocation that was entered by mistake, with the reason. A real one is answered by a new power.

    Raises ``NotPossible`` where another power says that it revokes this one.
    """
    held = powers_hold(power.pk)[power.pk]
    by_another = held.replaced_by.filter(stage=PowerStage.EXECUTED, revokes_replaced=True).first()
    if by_another is not None:
        raise NotPossible(f"The {small(by_another)} says that it revokes this one: correct that power first.")
    held.revoked_on, held.revocation = None, ""
    save_changes(
        actor=actor,
        record_to_save=held,
        verb="took out a revocation that was entered by mistake",
        told={"reason": ["", reason]},
    )


@transaction.atomic
def attorney_end(*, actor: User, attorney: AttorneyInFact, ended_on: dt.date) -> None:
    """End one attorney's authority after its last day; the power goes on for the others."""
    powers_hold(attorney.power_id)
    attorney.ended_on = ended_on
    save_changes(
        actor=actor,
        record_to_save=attorney,
        subject=attorney.power,
        verb=f"ended the authority of {attorney}",
    )


@transaction.atomic
def substitution_save(
    *, actor: User, substitution: Substitution, scan: "File[bytes] | None" = None
) -> Substitution:
    """Keep the instrument by which an attorney appointed a substitute.

    Raises ``NotPossible`` where the power does not allow it, or the attorney had no authority on that day; and
    ``NotAScan``.
    """
    power = powers_hold(substitution.attorney.power_id)[substitution.attorney.power_id]
    place = power.named_attorneys.select_related("user").get(pk=substitution.attorney_id)
    if objection := appointment_objection(power, place, substitution):
        raise NotPossible(objection)
    paper = paper_keep(substitution.scan, scan) if scan else {}
    save_changes(
        actor=actor,
        record_to_save=substitution,
        subject=power,
        verb=f"named {substitution.substitute} as substitute for {place}",
        told={name: paper[name] for name in paper if name == "sha256"},
    )
    return substitution


def appointment_objection(power: PowerOfAttorney, place: AttorneyInFact, substitution: Substitution) -> str:
    """Why an attorney could not appoint this substitute on the day of the instrument; empty if that was possible."""
    if substitution.substitute_id == place.user_id:
        return f"{place} cannot be the own substitute: choose somebody else."
    return next(
        filter(None, substitution_conditions(power, place, substitution, substitution.executed_on)), ""
    )


@transaction.atomic
def substitution_revoke(*, actor: User, substitution: Substitution, revoked_on: dt.date) -> None:
    """Note that an appointment was revoked: from that day on the substitute may no longer sign.

    Raises ``ValidationError`` when the day lies before the appointment.
    """
    power = substitution.attorney.power
    powers_hold(power.pk)
    substitution.refresh_from_db(fields=["ends_on", "filed_with", "used_on"])
    substitution.revoked_on = revoked_on
    substitution.validate_constraints()
    save_changes(
        actor=actor,
        record_to_save=substitution,
        subject=power,
        verb=f"ended the appointment of {substitution.substitute} as substitute",
    )


@transaction.atomic
def substitution_remove(*, actor: User, substitution: Substitution) -> None:
    """Take out an appointment that was entered wrongly. Raises ``NotPossible`` once somebody signed under it."""
    power = substitution.attorney.power
    powers_hold(power.pk)
    if Substitution.objects.filter(pk=substitution.pk).values_list("used_on", flat=True).get() is not None:
        raise NotPossible(
            f"{substitution.substitute} has signed under this appointment: revoke it, or write a note."
        )
    verb = f"took out the appointment of {substitution.substitute} as substitute for {substitution.attorney}"
    substitution.delete()
    record(actor=actor, verb=verb, subject=power)


def authority_used(*, power: PowerOfAttorney, substitution: Substitution | None, on: dt.date) -> None:
    """Keep when somebody signed under these: from the first time on their terms are fixed.

    The caller holds the power.
    """
    PowerOfAttorney.objects.filter(pk=power.pk).update(
        used_on=Coalesce("used_on", Value(on)), last_used_on=on
    )
    if substitution is not None:
        Substitution.objects.filter(pk=substitution.pk).update(used_on=Coalesce("used_on", Value(on)))
