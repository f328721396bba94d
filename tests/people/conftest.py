"""A desk with one person of each role, two issuers and two reporting owners."""

import datetime as dt

import pytest

from compliance.models import Membership, Role, User
from people.models import AttorneyInFact, Issuer, PowerOfAttorney, ReportingOwner

EXECUTED = dt.date(2025, 3, 12)


def person(username: str, first_name: str, last_name: str, *roles: Role) -> User:
    user = User.objects.create(
        username=username, first_name=first_name, last_name=last_name, email=f"{username}@harborwell.example"
    )
    Membership.objects.bulk_create(Membership(user=user, role=role) for role in roles)
    return user


@pytest.fixture
def preparer(db):
    return person("dana", "Dana", "Whitfield", Role.PREPARER)


@pytest.fixture
def attorney(db):
    return person("kemi", "Kemi", "Adeyemi", Role.ATTORNEY)


@pytest.fixture
def garrison(db):
    return person("david", "David", "Garrison", Role.ATTORNEY)


@pytest.fixture
def administrator(db):
    return person("ada", "Ada", "Novak", Role.ADMINISTRATOR)


@pytest.fixture
def tecogen(db):
    return Issuer.objects.create(cik="1537435", conformed_name="TECOGEN INC.", trading_symbol="TGEN")


@pytest.fixture
def harborwell(db):
    return Issuer.objects.create(cik="1234567", conformed_name="HARBORWELL INC.", trading_symbol="HBRW")


@pytest.fixture
def locke(db):
    return ReportingOwner.objects.create(
        cik="1600001",
        conformed_name="Benjamin Locke M.",
        first_name="Benjamin",
        middle_name="M.",
        last_name="Locke",
    )


@pytest.fixture
def ramaswamy(db):
    return ReportingOwner.objects.create(
        cik="7654321",
        conformed_name="Ramaswamy Anil K.",
        first_name="Anil",
        middle_name="K.",
        last_name="Ramaswamy",
    )


@pytest.fixture
def power(locke, tecogen, attorney):
    """Locke's power of 12 March 2025 for Tecogen: Forms 3, 4, 5 and amendments, signed by Kemi Adeyemi."""
    power = PowerOfAttorney.objects.create(
        grantor=locke, issuer=tecogen, executed_on=EXECUTED, text="Know all by these presents. /s/ B. Locke"
    )
    AttorneyInFact.objects.create(power=power, user=attorney)
    return power
