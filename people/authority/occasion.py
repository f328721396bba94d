"""What is to be signed, and the words that every answer shares."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from compliance.access import Reach
from compliance.models import User
from people.models import Issuer, PowerOfAttorney, Signatory, Substitution


@dataclass(frozen=True)
class Occasion:
    """What is to be signed: the form's number (``4``), amendment or not, about which issuer, on which day.

    ``issuer`` is ``None`` for a form that is about none (Form ID). ``is_past`` asks about a day that is over:
    what logins and roles are open today says nothing of it. ``signed_by`` are those who signed the same report for
    the same owner before, each with the day: where several sign together, their signatures stay good.
    """

    form: str
    is_amendment: bool
    issuer: Issuer | None
    on: dt.date
    is_past: bool = False
    signed_by: tuple[tuple[User, dt.date], ...] = ()


@dataclass(frozen=True)
class Authority:
    """An answer: ``granted`` with what it rests on, or a reason.

    It rests on a ``power`` (as a substitute: on a ``substitution`` too), on a capacity stated for the
    ``signatory``, or on neither: the owner signs in person. ``together`` is how many have to sign.
    """

    granted: bool
    power: PowerOfAttorney | None = None
    reason: str = ""
    substitution: Substitution | None = None
    signatory: Signatory | None = None
    together: int = 1


# Where each login that holds the attorney's role holds it, by key.
InRole = Mapping[int, Reach]


def is_in_role(signer: User, occasion: Occasion, in_role: InRole | None) -> bool:
    """Whether somebody holds the attorney's role at the issuer of an occasion; ``None`` does not ask for it."""
    if in_role is None:
        return True
    return in_role.get(signer.pk, Reach()).covers(occasion.issuer.pk if occasion.issuer else None)


def name_of(power: PowerOfAttorney) -> str:
    """A power inside a sentence: ``power of attorney of 12 March 2025``."""
    if power.executed_on is None:
        return "drafted power of attorney"
    return f"power of attorney of {day_in_words(power.executed_on)}"


def day_in_words(day: dt.date | None) -> str:
    """A day inside a sentence: ``12 March 2025``; empty for none."""
    return f"{day.day} {day:%B %Y}" if day else ""
