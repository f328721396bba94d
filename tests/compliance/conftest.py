"""The tests of what both rooms stand on meet the same desk as those of the filings."""

import pytest

from compliance.models import Role, User
from tests.compliance.addresses import ROLES
from tests.compliance.two_desks import AT, at_harborwell, one_of_each, open_other_desk
from tests.filings.conftest import clock, desk
from tests.filings.harborwell import Desk, login

__all__ = ["clock", "desk"]


@pytest.fixture
def other_desk(desk: Desk) -> Desk:
    return open_other_desk(desk)


@pytest.fixture
def records(desk: Desk, other_desk: Desk) -> dict[str, dict[str, object]]:
    """One of each thing at the own issuer, Harborwell, and at the other one."""
    nora = login("nora", "Nora", "Quist")
    return {
        "own": one_of_each(desk, guardian=desk.kemi, title="Common Stock"),
        "other": one_of_each(other_desk, guardian=nora, title="Umbral Stock"),
    }


@pytest.fixture
def persons(desk: Desk) -> dict[str, User]:
    """Everybody who comes along: each role for the whole desk and at Harborwell alone, the insider, a stranger."""
    whole = {
        "preparer": desk.kemi,
        "attorney": desk.dana,
        "administrator": desk.ruth,
        "auditor": login("alma", "Alma", "Reyes", Role.AUDITOR),
    }
    return (
        whole
        | {role + AT: at_harborwell(desk, Role(role)) for role in ROLES}
        | {
            "insider": desk.anil_login,
            "stranger": login("stig", "Stig", "Holm"),
        }
    )
