"""The answer: in person, in a stated capacity, or under the power that comes nearest."""

import datetime as dt
from collections.abc import Iterable

from compliance.models import User
from people.authority.occasion import Authority, InRole, Occasion, day_in_words
from people.authority.power import nearness
from people.models import PowerOfAttorney, ReportingOwner, Signatory


def authority(
    signer: User,
    owner: ReportingOwner,
    occasion: Occasion,
    powers: Iterable[PowerOfAttorney],
    *,
    signatories: Iterable[Signatory] = (),
    in_role: InRole | None = None,
) -> Authority:
    """Whether ``signer`` may sign for ``owner``; ``powers`` are the owner's, newest first.

    Nobody signs whose login is closed. Who signs in person needs no power. Otherwise the newest power without an
    objection carries the signature. With none, the reason is that of the power that came nearest, so that a
    revoked power for this issuer is told of before a sound one for another. ``in_role`` says where each
    login holds the attorney's role; ``None`` does not ask for it.
    """
    own = in_person(signer, owner, occasion, signatories)
    if own.granted:
        return own
    nearest, reason = -1, ""
    for power in powers:
        if power.grantor_id != owner.pk:
            continue
        near, answer = nearness(power, signer, occasion, in_role)
        if answer.granted:
            return answer
        if near > nearest:
            nearest, reason = near, answer.reason
    if _is_closed(signer, occasion) or _signs_in_person(signer, owner, signatories) or not reason:
        return own
    return Authority(granted=False, reason=reason)


def in_person(
    signer: User, owner: ReportingOwner, occasion: Occasion, signatories: Iterable[Signatory] = ()
) -> Authority:
    """Whether ``signer`` may sign for ``owner`` without a power: as the owner, or in a stated capacity."""
    if _is_closed(signer, occasion):
        return Authority(granted=False, reason=f"The login of {signer} is closed.")
    capacities = [one for one in signatories if one.user_id == signer.pk and one.owner_id == owner.pk]
    if owner.kind == owner.Kind.PERSON and owner.user_id is not None and owner.user_id == signer.pk:
        lost = _capacity_lost(owner, occasion.on)
        return Authority(granted=not lost, reason=lost)
    serving = next((one for one in capacities if one.serves_on(occasion.on)), None)
    if serving is not None:
        return Authority(granted=True, signatory=serving)
    return Authority(granted=False, reason=_no_capacity(signer, owner, capacities, occasion.on))


def under_power(
    power: PowerOfAttorney, signer: User, occasion: Occasion, in_role: InRole | None = None
) -> Authority:
    """Whether this power lets ``signer`` sign on this occasion, as an attorney it names or as a substitute.

    Reads ``power.named_attorneys`` and their ``substitutions``, so that a caller may prefetch them.
    """
    _, answer = nearness(power, signer, occasion, in_role)
    return answer


def objection(power: PowerOfAttorney, signer: User, occasion: Occasion) -> str:
    """Why a power does not let this person sign on this occasion, in one sentence; empty if it does."""
    return under_power(power, signer, occasion).reason


def _is_closed(signer: User, occasion: Occasion) -> bool:
    return not signer.is_active and not occasion.is_past


def _signs_in_person(signer: User, owner: ReportingOwner, signatories: Iterable[Signatory]) -> bool:
    if owner.user_id is not None and owner.user_id == signer.pk:
        return True
    return any(one.user_id == signer.pk and one.owner_id == owner.pk for one in signatories)


def _capacity_lost(owner: ReportingOwner, day: dt.date) -> str:
    if owner.has_died(day):
        return f"{owner} died on {day_in_words(owner.died_on)}: the executor of the estate signs in that capacity."
    if owner.is_incapable(day):
        return (
            f"{owner} has been incapable of signing since {day_in_words(owner.incapable_since)}: a guardian "
            "signs, or an attorney-in-fact under a durable power."
        )
    return ""


def _no_capacity(signer: User, owner: ReportingOwner, capacities: list[Signatory], day: dt.date) -> str:
    """Why none of the capacities that are stated for a signer serves on a day; the one that comes nearest tells."""
    held = [one for one in capacities if one.holds_on(day)]
    if held:
        return _not_its_time(held[0], signer, owner, day)
    over = [one for one in capacities if one.ended_on and day > one.ended_on]
    if over:
        last = max(over, key=lambda one: one.ended_on or day)
        return f"{signer} ceased to be {last.capacity} of {owner} on {day_in_words(last.ended_on)}."
    if capacities:
        begins = capacities[0]
        return f"{signer} is {begins.capacity} of {owner} only from {day_in_words(begins.started_on)} on."
    if owner.user_id is not None and owner.user_id == signer.pk:
        return (
            f"It is not stated in which capacity {signer} signs for {owner}: add it on the page of {owner} "
            "(Instruction 7(b))."
        )
    return f"{owner} has no power of attorney on file."


def _not_its_time(one: Signatory, signer: User, owner: ReportingOwner, day: dt.date) -> str:
    """Why a capacity that is held on a day does not serve on it."""
    if one.basis == one.Basis.ENTITY:
        return (
            f"{one.capacity} is an entity's office, and {owner} is a natural person: state whether {signer} is the "
            "guardian or the executor."
        )
    if one.basis == one.Basis.GUARDIANSHIP and owner.has_died(day):
        return (
            f"{signer} was {one.capacity} of {owner} until the death on {day_in_words(owner.died_on)}. Now whoever "
            "is appointed for the estate signs: state that capacity."
        )
    event = "death" if one.basis == one.Basis.ESTATE else "incapacity"
    return (
        f"{signer} signs for {owner} as {one.capacity} only from the {event} on, and none is noted for "
        f"{day_in_words(day)}."
    )
