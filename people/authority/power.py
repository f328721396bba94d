"""Whether one power lets somebody sign: its conditions, each with the sentence that says why not."""

import datetime as dt
from collections.abc import Iterator

from compliance.models import User
from people.authority.occasion import Authority, InRole, Occasion, day_in_words, is_in_role, name_of
from people.authority.substitute import substitution_conditions
from people.authority.together import signers_needed, too_few
from people.models import AttorneyInFact, PowerOfAttorney, PowerState, Substitution


def nearness(
    power: PowerOfAttorney, signer: User, occasion: Occasion, in_role: InRole | None
) -> tuple[int, Authority]:
    """How many conditions hold in turn, and the answer: the one that came farthest, if none holds in full."""
    best, answer = -1, Authority(granted=False)
    for place, substitution in _places(power, signer):
        met = 0
        for reason in _conditions(power, signer, place, substitution, occasion, in_role):
            if reason:
                break
            met += 1
        else:
            return met, Authority(
                granted=True, power=power, substitution=substitution, together=signers_needed(power)
            )
        if met > best:
            best, answer = met, Authority(granted=False, power=power, reason=reason)
    if best < 0:
        return 0, Authority(
            granted=False, power=power, reason=f"{signer} is not named in the {name_of(power)}."
        )
    return best + 1, answer


def _places(power: PowerOfAttorney, signer: User) -> Iterator[tuple[AttorneyInFact, Substitution | None]]:
    """In whose place the person could act under the power: first as named, then as somebody's substitute."""
    named = power.named_attorneys.all()
    yield from ((one, None) for one in named if one.user_id == signer.pk)
    for one in named:
        yield from ((one, other) for other in one.substitutions.all() if other.substitute_id == signer.pk)


def _conditions(
    power: PowerOfAttorney,
    signer: User,
    place: AttorneyInFact,
    substitution: Substitution | None,
    occasion: Occasion,
    in_role: InRole | None,
) -> Iterator[str]:
    """Each condition, what the power says before when it holds: empty if it is met, else why it is not."""
    name, day = name_of(power), occasion.on
    yield from _scope(power, occasion)
    yield lapse(power, day)
    if substitution is None:
        left = place.has_left_by(day)
        yield (
            f"{signer}'s authority under the {name} ended on {day_in_words(place.ended_on)}." if left else ""
        )
    else:
        yield from substitution_conditions(power, place, substitution, day)
    yield too_few(power, name, occasion, in_role)
    if not occasion.is_past:
        yield f"The login of {signer} is closed." if not signer.is_active else ""
        held = is_in_role(signer, occasion, in_role)
        yield "" if held else f"{signer} does not hold the role of attorney-in-fact here."


def scope_objection(power: PowerOfAttorney, occasion: Occasion) -> str:
    """Why a power does not reach an occasion whoever signs, in one sentence; empty if it does."""
    return next(filter(None, _scope(power, occasion)), "")


def _scope(power: PowerOfAttorney, occasion: Occasion) -> Iterator[str]:
    name, issuer, day = name_of(power), occasion.issuer, occasion.on
    elsewhere = issuer is not None and power.issuer_id is not None and power.issuer_id != issuer.pk
    yield f"The {name} is for {power.issuer}, not for {issuer}." if elsewhere else ""
    yield "" if power.covers(occasion.form) else f"The {name} does not cover Form {occasion.form}."
    silent = occasion.is_amendment and not power.covers_amendments
    yield f"The {name} does not cover amendments." if silent else ""
    unsealed = occasion.form == "ID" and not (power.notarised_on and power.notarised_on <= day)
    yield f"The {name} is not notarised, which EDGAR asks for to sign Form ID." if unsealed else ""


def lapse(power: PowerOfAttorney, day: dt.date) -> str:
    """Why a power is not in force on a day, in one sentence; empty if it is."""
    name, state = name_of(power), power.state_on(day)
    if state is PowerState.DRAFTED:
        return f"The {name} is not signed: a draft gives no authority."
    if state is PowerState.SENT:
        return f"The {name} was sent for signature and has not come back signed."
    if state is PowerState.REVOKED:
        return f"The {name} was revoked on {day_in_words(power.revoked_on)}."
    if state is PowerState.NOT_YET:
        return f"The {name} was not yet executed on {day_in_words(day)}."
    if state is PowerState.IN_FORCE:
        return ""
    if power.ends_on and day > power.ends_on:
        return f"The {name} ended on {day_in_words(power.ends_on)}."
    if power.grantor.has_died(day):
        return f"The {name} ended when {power.grantor} died on {day_in_words(power.grantor.died_on)}."
    if power.is_made_in_incapacity:
        return (
            f"The {name} has no effect: {power.grantor} had been incapable of signing since "
            f"{day_in_words(power.grantor.incapable_since)}."
        )
    return (
        f"The {name} is not durable: it ended when {power.grantor} became incapable on "
        f"{day_in_words(power.grantor.incapable_since)}."
    )
