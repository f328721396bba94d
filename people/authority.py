"""Whether somebody may sign for a reporting owner: a pure answer with its reason.

Form 4, General Instruction 7(a): the form is signed by the reporting person or by somebody who is authorised
in writing. The authority is read literally: a power that is silent on the form, the amendment or the issuer
does not cover it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compliance.models import User
from people.models import AttorneyInFact, Issuer, PowerOfAttorney, PowerState, ReportingOwner


@dataclass(frozen=True)
class Occasion:
    """What is to be signed: the form's number (``4``), amendment or not, about which issuer, on which day."""

    form: str
    is_amendment: bool
    issuer: Issuer
    on: dt.date


@dataclass(frozen=True)
class Authority:
    """An answer. ``granted`` with the power it rests on (``None``: the owner signs in person), or a reason."""

    granted: bool
    power: PowerOfAttorney | None = None
    reason: str = ""


def objection(power: PowerOfAttorney, signer: User, occasion: Occasion) -> str:
    """Why a power does not let this person sign on this occasion, in one sentence; empty if it does.

    Reads the named attorneys from ``power.named_attorneys``, so that a caller may prefetch them.
    """
    _, reason = _nearness(power, signer, occasion)
    return reason


def authority(
    signer: User, owner: ReportingOwner, occasion: Occasion, powers: Iterable[PowerOfAttorney]
) -> Authority:
    """Whether ``signer`` may sign for ``owner``; ``powers`` are the owner's, newest first.

    Nobody signs whose login is closed. The owner's own login needs no power. Otherwise the newest power
    without an objection carries the signature. With none, the reason is that of the power that came nearest,
    so that a revoked power for this issuer is told of before a sound one for another.
    """
    if not signer.is_active:
        return Authority(granted=False, reason=f"The login of {signer} is closed.")
    if owner.user_id is not None and owner.user_id == signer.pk:
        return Authority(granted=True)
    nearest, nearest_reason = -1, f"{owner} has no power of attorney on file."
    for power in powers:
        if power.grantor_id != owner.pk:
            continue
        nearness, reason = _nearness(power, signer, occasion)
        if not reason:
            return Authority(granted=True, power=power)
        if nearness > nearest:
            nearest, nearest_reason = nearness, reason
    return Authority(granted=False, reason=nearest_reason)


def _nearness(power: PowerOfAttorney, signer: User, occasion: Occasion) -> tuple[int, str]:
    """How many conditions hold in turn, and why the next one does not; an empty reason if all hold."""
    met = 0
    for reason in _conditions(power, signer, occasion):
        if reason:
            return met, reason
        met += 1
    return met, ""


def scope_objection(power: PowerOfAttorney, occasion: Occasion) -> str:
    """Why a power does not reach an occasion whoever signs, in one sentence; empty if it does."""
    return next(filter(None, _scope(power, _name(power), occasion)), "")


def lapse(power: PowerOfAttorney, day: dt.date) -> str:
    """Why a power is not in force on a day, in one sentence; empty if it is."""
    name = _name(power)
    state = power.state_on(day)
    if state is PowerState.REVOKED:
        return f"The {name} was revoked on {_day(power.revoked_on)}."
    if state is PowerState.NOT_YET:
        return f"The {name} was not yet executed on {_day(day)}."
    if state is PowerState.ENDED:
        return f"The {name} ended on {_day(power.ends_on)}."
    return ""


def own_lapse(named: AttorneyInFact, power: PowerOfAttorney, day: dt.date) -> str:
    """Why the own authority of somebody whom a power names has ended by a day; empty if it has not."""
    if named.ended_on is None or day <= named.ended_on:
        return ""
    return f"{named.user}'s authority under the {_name(power)} ended on {_day(named.ended_on)}."


def _conditions(power: PowerOfAttorney, signer: User, occasion: Occasion) -> Iterator[str]:
    """Each condition, what the power says before when it holds: empty if it is met, else why it is not."""
    named = next((one for one in power.named_attorneys.all() if one.user_id == signer.pk), None)
    if named is None:
        yield f"{signer} is not named in the {_name(power)}."
        return
    yield from _scope(power, _name(power), occasion)
    yield lapse(power, occasion.on)
    yield own_lapse(named, power, occasion.on)


def _scope(power: PowerOfAttorney, name: str, occasion: Occasion) -> Iterator[str]:
    elsewhere = power.issuer_id is not None and power.issuer_id != occasion.issuer.pk
    yield f"The {name} is for {power.issuer}, not for {occasion.issuer}." if elsewhere else ""
    yield "" if power.covers(occasion.form) else f"The {name} does not cover Form {occasion.form}."
    silent = occasion.is_amendment and not power.covers_amendments
    yield f"The {name} does not cover amendments." if silent else ""
    together = power.signs_jointly and len(power.named_attorneys.all()) > 1
    yield (
        f"The {name} lets its attorneys sign only together: one signature is not enough." if together else ""
    )


def _name(power: PowerOfAttorney) -> str:
    return f"power of attorney of {_day(power.executed_on)}"


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
