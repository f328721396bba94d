"""What is proof enough of who somebody is, for how long, and for what it serves."""

import datetime as dt
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from compliance.accounts.proof import Factor, proof_of, recently_proven, spend_proof
from compliance.models import User
from tests.compliance.signing_in import with_app
from tests.filings.harborwell import login

PASSWORD: dict[str, Any] = {"method": "password"}
APP: dict[str, Any] = {"method": "mfa", "type": "totp"}
RECOVERY: dict[str, Any] = {"method": "mfa", "type": "recovery_codes"}
PASSKEY: dict[str, Any] = {"method": "mfa", "type": "webauthn"}
PROVIDER: dict[str, Any] = {"method": "socialaccount", "provider": "company"}
PROVIDER_MFA = PROVIDER | {"second_factor": True}


@pytest.fixture
def dana(db) -> User:
    return login("dana", "Dana", "Okafor")


def asked(
    rf, user: User, *given: dict[str, Any], age: float = 1, again: bool = True, of: User | None = None
) -> HttpRequest:
    """A request in a session in which these were given so many seconds ago, ``again`` when asked for anew."""
    request = rf.get("/")
    request.user = user
    request.session = {
        "account_authentication_methods": [
            one | {"at": time.time() - age} | ({"reauthenticated": True} if again else {}) for one in given
        ],
        "account_authentication_methods_user": str((of or user).pk),
    }
    return request


@pytest.mark.parametrize("given", [[PASSWORD], [PASSKEY], [PROVIDER], [PROVIDER_MFA]])
def test_one_factor_serves_where_the_person_has_no_second_one(rf, dana, given):
    assert recently_proven(asked(rf, dana, *given))


@pytest.mark.parametrize(
    "given", [[PASSWORD, APP], [PASSWORD, RECOVERY], [PROVIDER, APP], [PROVIDER_MFA], [PASSKEY]]
)
def test_both_factors_serve_where_there_are_two(rf, dana, given):
    assert recently_proven(asked(rf, with_app(dana), *given))


@pytest.mark.parametrize("given", [[], [PASSWORD], [PROVIDER], [APP], [RECOVERY], [APP, RECOVERY]])
def test_a_half_does_not(rf, dana, given):
    assert proof_of(asked(rf, with_app(dana), *given)) is None


def test_a_passkey_is_a_second_factor_that_a_password_alone_does_not_replace(rf, dana):
    Authenticator.objects.create(user=dana, type="webauthn", data={})
    assert not recently_proven(asked(rf, dana, PASSWORD))


def test_having_signed_in_is_no_proof_however_short_ago(rf, dana):
    assert not recently_proven(asked(rf, dana, PASSWORD, PASSKEY, age=0.1, again=False))


def test_a_proof_grows_old(rf, dana, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
    assert recently_proven(asked(rf, dana, PASSWORD, age=590))
    assert not recently_proven(asked(rf, dana, PASSWORD, age=610))


def test_a_proof_that_has_served_is_spent_and_the_next_one_is_not(rf, dana):
    request = asked(rf, dana, PASSWORD)
    spend_proof(request)
    assert not recently_proven(request)
    request.session["account_authentication_methods"].append(
        PASSWORD | {"at": time.time() + 0.01, "reauthenticated": True}
    )
    assert recently_proven(request)


def test_the_proof_of_one_person_is_not_that_of_another_in_the_same_browser(rf, dana):
    ruth = login("ruth", "Ruth", "Halloran")
    assert not recently_proven(asked(rf, ruth, PASSWORD, of=dana))


def test_it_says_how_and_when_so_that_it_can_be_written_down(rf, dana):
    proof = proof_of(asked(rf, with_app(dana), PASSWORD, APP, age=30))
    assert proof is not None
    assert proof.factors == (Factor.PASSWORD, Factor.AUTHENTICATOR_APP)
    assert str(proof) == "password and code of an authenticator app"
    assert proof.at.tzinfo == dt.UTC
    assert abs(proof.at.timestamp() - (time.time() - 30)) < 60
