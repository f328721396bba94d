"""Powers, owners and people that are in no database: for what authority and coverage say of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from compliance.models import User
from people.models import (
    AttorneyInFact,
    Issuer,
    PowerOfAttorney,
    ReportingOwner,
    Signatory,
    Substitution,
)

_KEYS = count(1000)

TECOGEN = Issuer(pk=1, cik="1537435", conformed_name="TECOGEN INC.", trading_symbol="TGEN")
HARBORWELL = Issuer(pk=2, cik="1234567", conformed_name="HARBORWELL INC.", trading_symbol="HBRW")

ADEYEMI = User(pk=11, first_name="Kemi", last_name="Adeyemi")
GARRISON = User(pk=12, first_name="David", last_name="Garrison")
LIN = User(pk=13, first_name="Grace", last_name="Lin")
NOVAK = User(pk=14, first_name="Ada", last_name="Novak")
LOCKE_LOGIN = User(pk=10, first_name="Benjamin", last_name="Locke")

EXECUTED = dt.date(2025, 3, 12)
TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


def locke(**values: Any) -> ReportingOwner:
    """Mr. Locke, who has an own login."""
    return ReportingOwner(
        **{"pk": 20, "cik": "1600001", "conformed_name": "Locke Benjamin M", "user": LOCKE_LOGIN, **values}
    )


def tidewater(**values: Any) -> ReportingOwner:
    """A fund that reports, an entity."""
    return ReportingOwner(
        **{"pk": 22, "cik": "800", "kind": "entity", "conformed_name": "TIDEWATER PARTNERS LP", **values}
    )


def power(
    *attorneys: User,
    left: Mapping[User, dt.date] | None = None,
    substitutes: Sequence[tuple[User, User, Mapping[str, Any]]] = (),
    **terms: Any,
) -> PowerOfAttorney:
    """Locke's power of 12 March 2025 about Tecogen, unless the terms say otherwise.

    ``substitutes`` are (attorney, substitute, what the appointment says).
    """
    one = PowerOfAttorney(
        pk=next(_KEYS), **{"grantor": locke(), "issuer": TECOGEN, "executed_on": EXECUTED, **terms}
    )
    named = []
    for user in attorneys:
        place = AttorneyInFact(pk=next(_KEYS), power=one, user=user, ended_on=(left or {}).get(user))
        place._prefetched_objects_cache = {
            "substitutions": [
                Substitution(
                    pk=next(_KEYS), attorney=place, substitute=other, **{"executed_on": EXECUTED, **says}
                )
                for appointed_by, other, says in substitutes
                if appointed_by == user
            ]
        }
        named.append(place)
    one._prefetched_objects_cache = {"named_attorneys": named}
    return one


def capacity(user: User, owner: ReportingOwner, text: str, **values: Any) -> Signatory:
    """That somebody signs for an owner in an own capacity, since 2 January 2020."""
    return Signatory(
        pk=next(_KEYS),
        user=user,
        owner=owner,
        capacity=text,
        **{"started_on": dt.date(2020, 1, 2), **values},
    )


def guardian(user: User, owner: ReportingOwner, **values: Any) -> Signatory:
    """That a court made somebody the owner's guardian."""
    return capacity(user, owner, "guardian", basis=Signatory.Basis.GUARDIANSHIP, **values)


def executor(user: User, owner: ReportingOwner, **values: Any) -> Signatory:
    """That somebody is, or is to be, the executor of the owner's estate."""
    return capacity(user, owner, "executor of the estate", basis=Signatory.Basis.ESTATE, **values)
