"""Who may sign for whom: Form 4, General Instruction 7(a), read literally."""

import datetime as dt
from dataclasses import replace

import pytest

from compliance.models import User
from people.authority import Occasion, authority, objection
from people.models import AttorneyInFact, Issuer, PowerOfAttorney, PowerState, ReportingOwner

TECOGEN = Issuer(pk=1, cik="1537435", conformed_name="TECOGEN INC.", trading_symbol="TGEN")
HARBORWELL = Issuer(pk=2, cik="1234567", conformed_name="HARBORWELL INC.", trading_symbol="HBRW")
LOCKE_LOGIN = User(pk=10, first_name="Benjamin", last_name="Locke")
ADEYEMI = User(pk=11, first_name="Kemi", last_name="Adeyemi")
GARRISON = User(pk=12, first_name="David", last_name="Garrison")
LOCKE = ReportingOwner(pk=20, cik="1600001", conformed_name="Benjamin Locke M.", user=LOCKE_LOGIN)
RAMASWAMY = ReportingOwner(pk=21, cik="7654321", conformed_name="Ramaswamy Anil K.")

EXECUTED = dt.date(2025, 3, 12)
TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
FORM_4 = Occasion(form="4", is_amendment=False, issuer=TECOGEN, on=TODAY)


def power(*attorneys: User, left: dict[User, dt.date] | None = None, **terms: object) -> PowerOfAttorney:
    """Locke's power of 12 March 2025 about Tecogen, unless the terms say otherwise."""
    given = {"grantor": LOCKE, "issuer": TECOGEN, "executed_on": EXECUTED, **terms}
    one = PowerOfAttorney(pk=30, **given)
    named = [
        AttorneyInFact(pk=number, power=one, user=user, ended_on=(left or {}).get(user))
        for number, user in enumerate(attorneys, start=40)
    ]
    for place in named:
        place._prefetched_objects_cache = {"substitutions": []}
    one._prefetched_objects_cache = {"named_attorneys": named}
    return one


GRANTED = ""

SITUATIONS = {
    "an attorney whom the power names": (power(ADEYEMI), FORM_4, GRANTED),
    "one of two who may each sign alone": (power(GARRISON, ADEYEMI), FORM_4, GRANTED),
    "somebody whom the power does not name": (power(GARRISON), FORM_4, "Kemi Adeyemi is not named"),
    "a power that names nobody": (power(), FORM_4, "Kemi Adeyemi is not named"),
    "one of two who sign together": (power(GARRISON, ADEYEMI, signs_jointly=True), FORM_4, GRANTED),
    "a joint power after the other attorney left": (
        power(GARRISON, ADEYEMI, signs_jointly=True, left={GARRISON: EXECUTED}), FORM_4,
        "takes 2 of its attorneys together, and David Garrison can no longer sign.",
    ),
    "a single attorney under words for several": (power(ADEYEMI, signs_jointly=True), FORM_4, GRANTED),
    "the day of execution": (power(ADEYEMI), replace(FORM_4, on=EXECUTED), GRANTED),
    "the day before the execution": (
        power(ADEYEMI), replace(FORM_4, on=EXECUTED - DAY), "was not yet executed on 11 March 2025",
    ),
    "the last day of a power that ends on a date": (
        power(ADEYEMI, ends="date", ends_on=TODAY), FORM_4, GRANTED,
    ),
    "the day after the last day": (
        power(ADEYEMI, ends="date", ends_on=TODAY - DAY), FORM_4, "ended on 23 November 2026",
    ),
    "the day before a revocation": (power(ADEYEMI, revoked_on=TODAY + DAY), FORM_4, GRANTED),
    "the day of the revocation": (
        power(ADEYEMI, revoked_on=TODAY), FORM_4, "was revoked on 24 November 2026",
    ),
    "long after the revocation": (
        power(ADEYEMI, revoked_on=EXECUTED), FORM_4, "was revoked on 12 March 2025",
    ),
    "a power revoked before its last day": (
        power(ADEYEMI, ends="date", ends_on=TODAY + DAY, revoked_on=TODAY - DAY), FORM_4, "was revoked",
    ),
    "the last day of an attorney who leaves": (power(ADEYEMI, left={ADEYEMI: TODAY}), FORM_4, GRANTED),
    "the day after an attorney left": (
        power(ADEYEMI, left={ADEYEMI: TODAY - DAY}), FORM_4,
        "Kemi Adeyemi's authority under the power of attorney of 12 March 2025 ended on 23 November 2026.",
    ),
    "after the other attorney left": (
        power(GARRISON, ADEYEMI, left={GARRISON: TODAY - DAY}), FORM_4, GRANTED,
    ),
    "another issuer than the power names": (
        power(ADEYEMI), replace(FORM_4, issuer=HARBORWELL),
        "is for TECOGEN INC. [TGEN], not for HARBORWELL INC. [HBRW].",
    ),
    "any issuer under a power for all": (
        power(ADEYEMI, issuer=None), replace(FORM_4, issuer=HARBORWELL), GRANTED,
    ),
    "a form that the power is silent on": (
        power(ADEYEMI, covers_form_4=False), FORM_4, "does not cover Form 4",
    ),
    "Form 5 under a power for Forms 3 and 4": (
        power(ADEYEMI, covers_form_5=False), replace(FORM_4, form="5"), "does not cover Form 5",
    ),
    "Form 3 under the usual words": (power(ADEYEMI), replace(FORM_4, form="3"), GRANTED),
    "Form 144, which the usual words leave out": (
        power(ADEYEMI), replace(FORM_4, form="144"), "does not cover Form 144",
    ),
    "Form ID where the power names it and a notary signed": (
        power(ADEYEMI, covers_form_id=True, notarised_on=EXECUTED), replace(FORM_4, form="ID"), GRANTED,
    ),
    "a form that no power here can name": (
        power(ADEYEMI), replace(FORM_4, form="13D"), "does not cover Form 13D",
    ),
    "an amendment under a power that names amendments": (
        power(ADEYEMI), replace(FORM_4, is_amendment=True), GRANTED,
    ),
    "an amendment under a power that is silent on them": (
        power(ADEYEMI, covers_amendments=False), replace(FORM_4, is_amendment=True), "does not cover amendments",
    ),
    "an original under a power that is silent on amendments": (
        power(ADEYEMI, covers_amendments=False), FORM_4, GRANTED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_power_is_read_literally(situation):
    on_file, occasion, objected = SITUATIONS[situation]
    sentence = objection(on_file, ADEYEMI, occasion)
    assert (objected in sentence) if objected else (sentence == "")
    answer = authority(ADEYEMI, LOCKE, occasion, [on_file])
    assert answer.granted is not bool(objected)
    assert answer.reason == sentence
    assert answer.power is (None if objected else on_file)


def test_the_owner_signs_in_person_without_a_power():
    answer = authority(LOCKE_LOGIN, LOCKE, FORM_4, [])
    assert answer.granted
    assert answer.power is None


def test_the_owner_signs_in_person_even_where_a_power_was_revoked():
    assert authority(LOCKE_LOGIN, LOCKE, FORM_4, [power(ADEYEMI, revoked_on=EXECUTED)]).granted


def test_an_owners_login_signs_for_nobody_else():
    assert authority(LOCKE_LOGIN, RAMASWAMY, FORM_4, []).reason == (
        "Ramaswamy Anil K. has no power of attorney on file."
    )


def test_an_owner_without_a_login_is_not_everybody_without_a_record():
    assert not authority(User(first_name="New"), RAMASWAMY, FORM_4, []).granted


def test_a_closed_login_signs_nothing():
    gone = User(pk=11, first_name="Kemi", last_name="Adeyemi", is_active=False)
    assert authority(gone, LOCKE, FORM_4, [power(ADEYEMI)]).reason == "The login of Kemi Adeyemi is closed."
    closed_owner = User(pk=10, first_name="Benjamin", last_name="Locke", is_active=False)
    assert not authority(closed_owner, LOCKE, FORM_4, []).granted


def test_a_power_of_somebody_else_gives_no_authority():
    of_another = power(ADEYEMI, grantor=RAMASWAMY, issuer=None)
    assert not authority(ADEYEMI, LOCKE, FORM_4, [of_another]).granted


def test_the_newest_power_that_holds_carries_the_signature():
    newest = power(ADEYEMI, executed_on=TODAY - DAY)
    assert authority(ADEYEMI, LOCKE, FORM_4, [newest, power(ADEYEMI)]).power is newest


def test_an_older_power_carries_the_signature_where_the_newest_does_not_name_the_signer():
    older = power(ADEYEMI)
    assert authority(ADEYEMI, LOCKE, FORM_4, [power(GARRISON, executed_on=TODAY), older]).power is older


def test_a_new_power_does_not_revoke_the_old_one():
    older = power(ADEYEMI)
    newer_for_another_issuer = power(ADEYEMI, issuer=HARBORWELL, executed_on=TODAY - DAY)
    assert authority(ADEYEMI, LOCKE, FORM_4, [newer_for_another_issuer, older]).power is older


@pytest.mark.parametrize("turn", [1, -1])
def test_the_reason_is_that_of_the_power_that_came_nearest(turn):
    revoked = power(ADEYEMI, revoked_on=TODAY)
    elsewhere = power(ADEYEMI, issuer=HARBORWELL)
    of_others = power(GARRISON)
    answer = authority(ADEYEMI, LOCKE, FORM_4, [elsewhere, revoked, of_others][::turn])
    assert answer.reason == "The power of attorney of 12 March 2025 was revoked on 24 November 2026."


def test_of_two_powers_equally_near_the_newest_gives_the_reason():
    newer = power(ADEYEMI, executed_on=TODAY - 2 * DAY, revoked_on=TODAY - DAY)
    older = power(ADEYEMI, revoked_on=TODAY)
    assert "of 22 November 2026" in authority(ADEYEMI, LOCKE, FORM_4, [newer, older]).reason


@pytest.mark.parametrize(
    ("terms", "day", "state"),
    [
        ({}, EXECUTED - DAY, PowerState.NOT_YET),
        ({}, EXECUTED, PowerState.IN_FORCE),
        ({"ends": "date", "ends_on": TODAY}, TODAY, PowerState.IN_FORCE),
        ({"ends": "date", "ends_on": TODAY}, TODAY + DAY, PowerState.ENDED),
        ({"revoked_on": TODAY}, TODAY - DAY, PowerState.IN_FORCE),
        ({"revoked_on": TODAY}, TODAY, PowerState.REVOKED),
        ({"ends": "date", "ends_on": TODAY, "revoked_on": EXECUTED}, TODAY + DAY, PowerState.REVOKED),
        ({"revoked_on": EXECUTED}, EXECUTED, PowerState.REVOKED),
    ],
)
def test_the_state_of_a_power_on_a_day(terms, day, state):
    assert power(ADEYEMI, **terms).state_on(day) is state
