"""From a draft to the signed paper: sending it, its execution, its scan, and reading its text beside the scan."""

import datetime as dt
import hashlib

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from compliance.audit.log import record
from compliance.models import User
from people.drafting import executed_text
from people.models import PowerOfAttorney
from people.services.changes import save_changes
from people.services.powers.hold import powers_hold
from people.services.powers.papers import paper_keep
from people.wording import small


class NotThere(Exception):
    """The paper is not where this can be done with it; the text says where it is."""


class ChangedMeanwhile(Exception):
    """The text or the scan is another one than the person read."""


@transaction.atomic
def poa_send(*, actor: User, power: PowerOfAttorney, sent_on: dt.date) -> None:
    """Note that the draft went to the grantor to be signed. Raises ``NotThere``."""
    held = _held(power)
    try:
        held.send(on=sent_on)
    except TransitionNotAllowed:
        raise NotThere("Only a draft is sent for signature.") from None
    save_changes(actor=actor, record_to_save=held, verb="sent this power of attorney for signature")


@transaction.atomic
def poa_take_back(*, actor: User, power: PowerOfAttorney) -> None:
    """Make a draft again of what was sent. Raises ``NotThere``."""
    held = _held(power)
    try:
        held.take_back()
    except TransitionNotAllowed:
        raise NotThere("Only what was sent for signature is taken back.") from None
    save_changes(actor=actor, record_to_save=held, verb="took this power of attorney back as a draft")


@transaction.atomic
def poa_discard(*, actor: User, power: PowerOfAttorney) -> None:
    """Throw a draft away; the log keeps that it was there. Raises ``NotThere`` for an executed power."""
    held = _held(power)
    if held.is_executed:
        raise NotThere("An executed power of attorney is kept. Revoke it, or end it, instead.")
    key = held.pk
    held.delete()
    held.pk = key
    record(actor=actor, verb="discarded this draft of a power of attorney", subject=held)


@transaction.atomic
def poa_execute(
    *,
    actor: User,
    power: PowerOfAttorney,
    executed_on: dt.date,
    signed_by: str,
    scan: "File[bytes]",
    notarised_on: dt.date | None = None,
) -> PowerOfAttorney:
    """Keep the paper that came back signed: from its day on the power is in force.

    The blanks of the text are filled with the day and with ``signed_by``, the typed signature. A power that
    revokes the one it replaces ends that one on the same day. Raises ``NotThere``, ``NotAScan``, and
    ``ValidationError`` where the power would end before it began.
    """
    held = powers_hold(*[key for key in (power.pk, power.replaces_id) if key is not None])[power.pk]
    try:
        held.execute(on=executed_on)
    except TransitionNotAllowed:
        raise NotThere("This power of attorney is executed already.") from None
    held.notarised_on = notarised_on
    held.text = executed_text(held.text, executed_on, signed_by)
    held.validate_constraints()
    paper = paper_keep(held.scan, scan)
    save_changes(
        actor=actor,
        record_to_save=held,
        verb="kept the executed power of attorney",
        told={"sha256": paper["sha256"]},
    )
    replaced_revoke(actor=actor, power=held, before=None)
    return held


@transaction.atomic
def poa_scan_replace(*, actor: User, power: PowerOfAttorney, scan: "File[bytes]") -> None:
    """Keep the scan of the signed paper. An earlier one stays in the archive, and the log names both.

    The text has to be read beside the new one. Raises ``NotAScan``, and ``NotThere`` for a paper that nobody signed.
    """
    held = _held(power)
    if not held.is_executed:
        raise NotThere("A scan belongs to a signed paper: enter the execution first.")
    replaced = bool(held.scan)
    paper = paper_keep(held.scan, scan)
    held.text_confirmed_by = held.text_confirmed_at = None
    held.save(update_fields=["scan", "text_confirmed_by", "text_confirmed_at"])
    power.scan = held.scan
    record(
        actor=actor, verb="replaced the scan" if replaced else "added the scan", subject=held, changes=paper
    )


@transaction.atomic
def poa_text_confirm(*, actor: User, power: PowerOfAttorney, seen: str) -> None:
    """Keep that somebody read the text beside the scan and found them the same.

    ``seen`` says which text and scan that were (``what_is_read``). Raises ``ChangedMeanwhile`` when either is
    another one by now, and ``NotThere`` without a scan.
    """
    held = _held(power)
    if not held.scan:
        raise NotThere("There is no scan to read the text against: add it first.")
    if seen != what_is_read(held):
        raise ChangedMeanwhile("The text or the scan was changed in the meantime: read them again.")
    held.text_confirmed_by, held.text_confirmed_at = actor, timezone.now()
    held.save(update_fields=["text_confirmed_by", "text_confirmed_at"])
    record(actor=actor, verb="confirmed the text against the scan", subject=held)


def what_is_read(power: PowerOfAttorney) -> str:
    """Names the text and the scan that a person has side by side: SHA-256 over both, as hexadecimal."""
    return hashlib.sha256(f"{power.scan.name}\0{power.text}".encode()).hexdigest()


def replaced_revoke(*, actor: User, power: PowerOfAttorney, before: PowerOfAttorney | None) -> None:
    """Where an executed power says that it revokes the one it replaces: end that one on its day.

    ``before`` is the power as it was, when its day is corrected: the end that came from it moves along.
    The caller holds both powers.
    """
    if not power.revokes_replaced or power.replaces_id is None or power.executed_on is None:
        return
    earlier = PowerOfAttorney.objects.get(pk=power.replaces_id)
    came_from_it = before is not None and earlier.revoked_on == before.executed_on
    if earlier.revoked_on is not None and not came_from_it:
        return
    if not earlier.is_executed or (earlier.executed_on and power.executed_on < earlier.executed_on):
        return
    if earlier.ends_on is not None and earlier.ends_on < power.executed_on:
        return
    earlier.revoked_on = power.executed_on
    save_changes(actor=actor, record_to_save=earlier, verb=f"revoked this power by the {small(power)}")


def _held(power: PowerOfAttorney) -> PowerOfAttorney:
    return powers_hold(power.pk)[power.pk]
