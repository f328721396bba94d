"""Attorneys who sign only together: how many it takes, and how many have signed or still can."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from compliance.models import User
from people.authority.occasion import InRole, Occasion, is_in_role
from people.authority.substitute import substitution_conditions
from people.models import AttorneyInFact, PowerOfAttorney


def people_under(power: PowerOfAttorney) -> list[User]:
    """Everybody whom a power could let sign: the attorneys that it names and their substitutes, each once."""
    people: dict[int, User] = {}
    for one in power.named_attorneys.all():
        people[one.user_id] = one.user
        people |= {other.substitute_id: other.substitute for other in one.substitutions.all()}
    return list(people.values())


def signers_needed(power: PowerOfAttorney) -> int:
    """How many of the named attorneys have to sign one report together; 1 where each may sign alone."""
    named = len(power.named_attorneys.all())
    if not power.signs_jointly or named < 2:
        return 1
    return power.joint_signers or named


def places_taken(power: PowerOfAttorney, signed: Iterable[tuple[User, dt.date]]) -> int:
    """For how many of the named attorneys these people have signed, each on a day and each for one.

    A substitute signs in the place of the attorney who appointed him or her.
    """
    return _most_filled(_places_of(power, signed))


def _places_of(power: PowerOfAttorney, signed: Iterable[tuple[User, dt.date]]) -> dict[int, list[int]]:
    """In whose places each of these people can have signed, on the day of the signature."""
    return {
        signer.pk: [
            number
            for number, one in enumerate(power.named_attorneys.all())
            if signer.pk in {user.pk for user in _able(one, power, day)}
        ]
        for signer, day in signed
    }


def _most_filled(places: Mapping[int, list[int]]) -> int:
    """How many places are filled at most, where each person may take one of those listed (Kuhn's algorithm)."""
    holder: dict[int, int] = {}

    def seated(person: int, asked: set[int]) -> bool:
        for place in places[person]:
            if place not in asked:
                asked.add(place)
                if place not in holder or seated(holder[place], asked):
                    holder[place] = person
                    return True
        return False

    return sum(seated(person, set()) for person in places)


def too_few(power: PowerOfAttorney, name: str, occasion: Occasion, in_role: InRole | None) -> str:
    """Where several have to sign together: that not enough of them are left to do so, or have done so."""
    needed = signers_needed(power)
    if needed == 1:
        return ""
    named = list(power.named_attorneys.all())
    places = _places_of(power, occasion.signed_by)
    for number, one in enumerate(named):
        for user in _able(one, power, occasion.on):
            if user.pk in {signer.pk for signer, _ in occasion.signed_by}:
                continue
            if occasion.is_past or (user.is_active and is_in_role(user, occasion, in_role)):
                places.setdefault(user.pk, []).append(number)
    if _most_filled(places) >= needed:
        return ""
    filled = {number for numbers in places.values() for number in numbers}
    gone = [str(one) for number, one in enumerate(named) if number not in filled]
    why = f"{' and '.join(gone)} can no longer sign" if gone else "too few of them are left"
    return f"The {name} takes {needed} of its attorneys together, and {why}."


def _able(one: AttorneyInFact, power: PowerOfAttorney, day: dt.date) -> Iterator[User]:
    """Who may act in the place of a named attorney on a day, whatever the login says."""
    if not one.has_left_by(day):
        yield one.user
    for other in one.substitutions.all():
        if not any(substitution_conditions(power, one, other, day)):
            yield other.substitute
