"""Whether somebody may sign for a reporting owner: a pure answer with its reason.

Form 4, General Instruction 7(a): the form is signed by the reporting person or by somebody who is authorised
in writing. The authority is read literally: a power that is silent on the form, the amendment or the issuer
does not cover it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from compliance.models import User
from people.models import Issuer, PowerOfAttorney, ReportingOwner


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
    day = _day(occasion.on)
    named = next((one for one in power.named_attorneys.all() if one.user_id == signer.pk), None)
    if named is None:
        return f"{signer} is not named in the {_name(power)}."
    if named.ended_on and occasion.on > named.ended_on:
        return f"{signer}'s authority under the {_name(power)} ended on {_day(named.ended_on)}."
    if occasion.on < power.executed_on:
        return f"The {_name(power)} was not yet executed on {day}."
    if power.revoked_on and occasion.on >= power.revoked_on:
        return f"The {_name(power)} was revoked on {_day(power.revoked_on)}."
    if power.ends_on and occasion.on > power.ends_on:
        return f"The {_name(power)} ended on {_day(power.ends_on)}."
    if power.issuer_id and power.issuer_id != occasion.issuer.pk:
        return f"The {_name(power)} is for {power.issuer}, not for {occasion.issuer}."
    if not getattr(power, f"covers_form_{occasion.form}", False):
        return f"The {_name(power)} does not cover Form {occasion.form}."
    if occasion.is_amendment and not power.covers_amendments:
        return f"The {_name(power)} does not cover amendments."
    return ""


def authority(
    signer: User, owner: ReportingOwner, occasion: Occasion, powers: Iterable[PowerOfAttorney]
) -> Authority:
    """Whether ``signer`` may sign for ``owner``; ``powers`` are the owner's, newest first.

    The owner's own login needs no power. Otherwise the newest power without an objection carries the
    signature; with none, the reason given is that of the newest one that names the signer.
    """
    if owner.user_id is not None and owner.user_id == signer.pk:
        return Authority(granted=True)
    reasons = []
    for power in powers:
        reason = objection(power, signer, occasion)
        if not reason:
            return Authority(granted=True, power=power)
        reasons.append((signer.pk in {one.user_id for one in power.named_attorneys.all()}, reason))
    if not reasons:
        return Authority(granted=False, reason=f"{owner} has no power of attorney on file.")
    named = [reason for is_named, reason in reasons if is_named]
    return Authority(granted=False, reason=(named or [reason for _, reason in reasons])[0])


def _name(power: PowerOfAttorney) -> str:
    return f"power of attorney of {_day(power.executed_on)}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
