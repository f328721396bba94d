"""Writing what a power of attorney says and whom it names: drafts, papers that are signed already, corrections."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from compliance.audit.log import record
from compliance.models import User
from people.models import AttorneyInFact, PowerNote, PowerOfAttorney, PowerStage
from people.services.changes import save_changes
from people.services.powers.hold import powers_hold
from people.services.powers.life import replaced_revoke

# What the forms write; everything else about a power has a service of its own.
_WRITTEN = {*PowerOfAttorney.TERMS, "replaces", "revokes_replaced", "notarised_on", "filed_with"}


class TermsFixed(Exception):
    """What the power says cannot be changed now; the text says why, and what to do instead."""


class ReasonMissing(Exception):
    """An executed power is only corrected with a reason."""


@transaction.atomic
def poa_save(
    *, actor: User, power: PowerOfAttorney, attorneys: Collection[User], reason: str = ""
) -> PowerOfAttorney:
    """Add a power, change a draft, or correct what the desk says of an executed one, which takes a ``reason``.

    An attorney who stays named keeps the end of the authority. A new executed power that revokes the one it
    replaces ends that one. Another text is not the one that was read beside the scan.

    Raises ``TermsFixed`` while a draft is out for signature, once somebody signed under the power, and where an
    attorney who is taken off has appointed a substitute; and ``ReasonMissing``.
    """
    kept = _kept(power)
    named = {one.user_id: one for one in power.named_attorneys.select_related("user")} if kept else {}
    wanted = {user.pk: user for user in attorneys}
    if kept is not None:
        _must_be_changeable(power, kept, reason, other_names=named.keys() != wanted.keys())
        for key in named.keys() - wanted.keys():
            _must_have_no_substitute(named[key])
        _take_over(kept, power)
    save_changes(
        actor=actor,
        record_to_save=power,
        verb="corrected what this power of attorney says" if reason else "",
        told={"reason": ["", reason]} if reason else {},
    )
    for key in wanted.keys() - named.keys():
        AttorneyInFact.objects.create(power=power, user=wanted[key])
    for key in named.keys() - wanted.keys():
        named[key].delete()
    told = {"reason": ["", reason]} if reason else {}
    for user in attorneys:
        if user.pk not in named:
            record(actor=actor, verb=f"named {user} as attorney-in-fact", subject=power, changes=told)
    for key in named.keys() - wanted.keys():
        verb = f"took {named[key]} off the attorneys-in-fact"
        record(actor=actor, verb=verb, subject=power, changes=told)
    if power.is_executed:
        replaced_revoke(actor=actor, power=power, before=kept)
    return power


@transaction.atomic
def poa_note(*, actor: User, power: PowerOfAttorney, text: str) -> PowerNote:
    """Say something about a power whose terms are fixed. The note stays, on its page and in the log."""
    note = PowerNote.objects.create(power=power, text=text, by=actor, at=timezone.now())
    record(actor=actor, verb="wrote a note", subject=power, changes={"note": ["", text]})
    return note


@transaction.atomic
def poa_filed_with(*, actor: User, power: PowerOfAttorney, accession_number: str) -> None:
    """Keep with which filing the power went as Exhibit 24; empty has it attached to the next one again."""
    held = powers_hold(power.pk)[power.pk]
    held.filed_with = accession_number
    save_changes(actor=actor, record_to_save=held, verb="said with which filing this power is on file")


def _kept(power: PowerOfAttorney) -> PowerOfAttorney | None:
    """The power as it is kept, held together with the one that it replaces; ``None`` for a new one."""
    keys = [key for key in (power.pk, power.replaces_id) if key is not None]
    held = powers_hold(*keys)
    return held.get(power.pk) if power.pk else None


def _must_be_changeable(
    power: PowerOfAttorney, kept: PowerOfAttorney, reason: str, *, other_names: bool
) -> None:
    other_terms = other_names or any(
        kept.serializable_value(name) != power.serializable_value(name) for name in PowerOfAttorney.TERMS
    )
    if kept.stage != power.stage:
        raise TermsFixed("The paper was sent or executed in the meantime. Look at it again.")
    if not other_terms:
        return
    if kept.stage == PowerStage.SENT:
        raise TermsFixed("The paper is out for signature. Take it back before you change it.")
    if kept.used_on is not None:
        raise TermsFixed(
            f"Its terms are fixed: somebody signed under this power on {kept.used_on:%d %b %Y}. Write a note, or "
            "enter the paper once more as another power."
        )
    if kept.is_executed and not reason:
        raise ReasonMissing


def _must_have_no_substitute(one: AttorneyInFact) -> None:
    if one.substitutions.exists():
        raise TermsFixed(f"{one} has appointed a substitute. Take that appointment out first.")


def _take_over(kept: PowerOfAttorney, power: PowerOfAttorney) -> None:
    """Have what the forms do not write as it is kept, so that a revocation meanwhile is not taken back."""
    for field in PowerOfAttorney._meta.concrete_fields:
        if field.name not in _WRITTEN and field.name != "stage":
            setattr(power, field.attname, getattr(kept, field.attname))
    if kept.text != power.text:
        power.text_confirmed_by = power.text_confirmed_at = None
