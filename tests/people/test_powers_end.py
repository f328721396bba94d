"""How an authority ends: a revocation in writing, its correction, substitutes, death and incapacity."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from compliance.audit.log import history
from people.authority import Occasion
from people.models import PowerOfAttorney, PowerState, Signatory, Substitution
from people.selectors.powers import owners_in_person, owners_under_powers, possible_signers, signing_authority
from people.services.capacity import capacity_lost, signatory_end, signatory_save
from people.services.powers import (
    NotPossible,
    TermsFixed,
    authority_used,
    poa_revocation_withdraw,
    poa_revoke,
    poa_save,
    substitution_remove,
    substitution_revoke,
    substitution_save,
)

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _archive(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def substitutable(power):
    """The power of Locke, in which attorneys may appoint substitutes."""
    PowerOfAttorney.objects.filter(pk=power.pk).update(allows_substitution=True)
    power.refresh_from_db()
    return power


def appointed(administrator, power, substitute, **values) -> Substitution:
    return substitution_save(
        actor=administrator,
        substitution=Substitution(
            attorney=power.named_attorneys.get(),
            substitute=substitute,
            **{"executed_on": TODAY, "text": "I appoint.", **values},
        ),
    )


def may_sign(user, owner, issuer, on: dt.date = TODAY) -> str:
    """Empty where the person may sign a Form 4, else why not."""
    return signing_authority(user, owner, Occasion("4", False, issuer, on)).reason


# Revocation


def test_a_revocation_keeps_its_writing(administrator, power):
    writing = ContentFile(b"\x89PNG\r\n\x1a\n I revoke", "x.png")
    poa_revoke(actor=administrator, power=power, revoked_on=TODAY, writing=writing)
    power.refresh_from_db()
    assert power.revocation.name.endswith(".png")
    changes = history(power)[0].changes
    assert changes["revoked_on"] == ["", "2026-11-24"]
    assert len(changes["sha256"][1]) == 64


def test_a_revocation_that_was_entered_for_the_wrong_person_is_taken_out_with_its_reason(
    administrator, power, locke, attorney, tecogen
):
    poa_revoke(actor=administrator, power=power, revoked_on=TODAY)
    assert "was revoked" in may_sign(attorney, locke, tecogen)
    poa_revocation_withdraw(actor=administrator, power=power, reason="Meant for Ramaswamy.")
    assert may_sign(attorney, locke, tecogen) == ""
    event = history(power)[0]
    assert event.verb == "took out a revocation that was entered by mistake"
    assert event.changes == {
        "revoked_on": ["2026-11-24", ""],
        "reason": ["", "Meant for Ramaswamy."],
    }


def test_a_revocation_that_another_power_says_is_not_taken_out(administrator, power, locke, tecogen):
    poa_revoke(actor=administrator, power=power, revoked_on=TODAY)
    PowerOfAttorney.objects.create(
        grantor=locke, issuer=tecogen, executed_on=TODAY, text="x", replaces=power, revokes_replaced=True
    )
    with pytest.raises(NotPossible, match="power of attorney of 24 November 2026 says that it revokes"):
        poa_revocation_withdraw(actor=administrator, power=power, reason="By mistake.")


def test_a_draft_is_not_revoked(administrator, power):
    draft = PowerOfAttorney.objects.create(stage="drafted", grantor=power.grantor, text="Know all")
    with pytest.raises(NotPossible, match="Nothing was executed yet"):
        poa_revoke(actor=administrator, power=draft, revoked_on=TODAY)


# Substitutes


def test_a_substitute_signs_from_the_appointment_to_its_revocation(
    administrator, substitutable, locke, garrison, tecogen
):
    one = appointed(administrator, substitutable, garrison)
    assert "was not yet signed" in may_sign(garrison, locke, tecogen, TODAY - DAY)
    assert may_sign(garrison, locke, tecogen) == ""
    substitution_revoke(actor=administrator, substitution=one, revoked_on=TODAY + DAY)
    assert may_sign(garrison, locke, tecogen) == ""
    assert "was revoked on 25 November 2026" in may_sign(garrison, locke, tecogen, TODAY + DAY)
    assert [event.verb for event in history(substitutable)] == [
        "ended the appointment of David Garrison as substitute",
        "named David Garrison as substitute for Kemi Adeyemi",
    ]


def test_revoking_the_power_ends_the_substitute_too(administrator, substitutable, locke, garrison, tecogen):
    appointed(administrator, substitutable, garrison)
    poa_revoke(actor=administrator, power=substitutable, revoked_on=TODAY)
    assert "The power of attorney of 12 March 2025 was revoked" in may_sign(garrison, locke, tecogen)


def test_an_attorney_with_a_substitute_is_not_taken_off(administrator, substitutable, garrison, preparer):
    appointed(administrator, substitutable, garrison)
    with pytest.raises(TermsFixed, match="Kemi Adeyemi has appointed a substitute"):
        poa_save(
            actor=administrator, power=substitutable, attorneys=[preparer], reason="It names Dana Whitfield."
        )


def test_a_power_that_is_silent_on_substitutes_allows_none(administrator, power, garrison):
    with pytest.raises(NotPossible, match="does not let its attorneys appoint a substitute"):
        appointed(administrator, power, garrison)


def test_nobody_is_the_own_substitute(administrator, substitutable, attorney):
    with pytest.raises(NotPossible, match="cannot be the own substitute"):
        appointed(administrator, substitutable, attorney)


def test_an_attorney_appoints_nobody_before_the_power_was_executed(administrator, substitutable, garrison):
    with pytest.raises(NotPossible, match="had no authority"):
        appointed(administrator, substitutable, garrison, executed_on=dt.date(2025, 3, 11))


def test_an_appointment_is_not_revoked_before_it_was_signed(administrator, substitutable, garrison):
    one = appointed(administrator, substitutable, garrison)
    with pytest.raises(ValidationError, match="cannot be revoked before it was signed"):
        substitution_revoke(actor=administrator, substitution=one, revoked_on=TODAY - DAY)


def test_an_appointment_entered_wrongly_is_taken_out_until_somebody_signed_under_it(
    administrator, substitutable, garrison
):
    one = appointed(administrator, substitutable, garrison)
    substitution_remove(actor=administrator, substitution=one)
    assert not Substitution.objects.exists()
    one = appointed(administrator, substitutable, garrison)
    authority_used(power=substitutable, substitution=one, on=TODAY)
    with pytest.raises(NotPossible, match="has signed under this appointment"):
        substitution_remove(actor=administrator, substitution=one)


def test_a_substitute_finds_the_owners_whose_reports_wait(administrator, substitutable, locke, garrison):
    assert locke not in owners_under_powers(garrison)
    appointed(administrator, substitutable, garrison)
    assert locke in owners_under_powers(garrison)


# In an own capacity


def test_the_executor_signs_from_the_death_on(administrator, power, locke, attorney, preparer, tecogen):
    signatory_save(
        actor=administrator,
        signatory=Signatory(
            owner=locke,
            user=preparer,
            basis=Signatory.Basis.ESTATE,
            capacity="executor of the estate",
            started_on=TODAY - 30 * DAY,
        ),
    )
    occasion = Occasion("4", False, tecogen, TODAY)
    assert [user for user, _ in possible_signers(locke, occasion)] == [attorney]
    capacity_lost(actor=administrator, owner=locke, incapable_since=None, died_on=TODAY - 20 * DAY)
    locke.refresh_from_db()
    assert [user for user, _ in possible_signers(locke, occasion)] == [preparer]
    assert history(locke)[0].changes == {"died_on": ["", "2026-11-04"]}


def test_a_capacity_that_ended_opens_nothing_any_more(administrator, locke, preparer):
    one = signatory_save(
        actor=administrator,
        signatory=Signatory(
            owner=locke,
            user=preparer,
            basis=Signatory.Basis.GUARDIANSHIP,
            capacity="guardian",
            started_on=dt.date(2020, 1, 2),
        ),
    )
    assert not owners_in_person(preparer).exists(), "the insider is well"
    capacity_lost(actor=administrator, owner=locke, incapable_since=dt.date(2020, 1, 2), died_on=None)
    assert list(owners_in_person(preparer)) == [locke]
    signatory_end(actor=administrator, signatory=one, ended_on=dt.date(2021, 1, 1))
    assert not owners_in_person(preparer).exists()
    with pytest.raises(ValidationError, match="cannot end before it starts"):
        signatory_end(actor=administrator, signatory=one, ended_on=dt.date(2019, 1, 1))


@pytest.mark.parametrize("kind", ["person", "entity"])
@pytest.mark.parametrize("basis", Signatory.Basis.values)
@pytest.mark.parametrize("died_on", [None, TODAY - 10 * DAY])
@pytest.mark.parametrize("incapable_since", [None, TODAY - 20 * DAY])
def test_the_list_and_the_capacity_agree_on_when_it_serves(
    locke, preparer, kind, basis, died_on, incapable_since
):
    locke.kind, locke.died_on, locke.incapable_since = kind, died_on, incapable_since
    locke.save()
    one = Signatory.objects.create(
        owner=locke, user=preparer, basis=basis, capacity="one of them",
        started_on=TODAY - 30 * DAY, ended_on=TODAY - 5 * DAY,
    )  # fmt: skip
    for days in (31, 30, 21, 20, 19, 11, 10, 9, 5, 4):
        day = TODAY - days * DAY
        assert Signatory.objects.serving_on(day).exists() is one.serves_on(day), days


@pytest.mark.parametrize("is_durable", [True, False])
@pytest.mark.parametrize("executed_on", [TODAY - 60 * DAY, TODAY - 30 * DAY, TODAY - 10 * DAY])
def test_the_list_and_the_power_agree_on_what_incapacity_ended(locke, tecogen, is_durable, executed_on):
    """The stroke was thirty days ago: a durable power outlasts it if it was signed before."""
    locke.incapable_since = TODAY - 30 * DAY
    locke.save()
    power = PowerOfAttorney.objects.create(
        grantor=locke, issuer=tecogen, executed_on=executed_on, text="Know all", is_durable=is_durable
    )
    outlasts = is_durable and executed_on < locke.incapable_since
    assert (power.state_on(TODAY) is PowerState.IN_FORCE) is outlasts
    for state in PowerState:
        for day in (executed_on - DAY, executed_on, TODAY - 31 * DAY, TODAY - 30 * DAY, TODAY):
            assert PowerOfAttorney.objects.in_state(state, day).exists() is (power.state_on(day) is state)
