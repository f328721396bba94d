"""What is found, who holds which position, and who may sign."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from compliance.models import Membership, Role, User
from compliance.secrets import Secret
from people.authority import Occasion
from people.models import AttorneyInFact, Position, PowerOfAttorney, PowerState, ReportingOwner
from people.selectors.issuers import insiders_of, issuers_listed, issuers_matching
from people.selectors.owners import owner_shown, owners_listed, owners_matching, positions_on
from people.selectors.powers import (
    possible_signers,
    powers_for,
    powers_listed,
    powers_shown,
    signing_authority,
)

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def ceo(locke, tecogen):
    return Position.objects.create(
        owner=locke, issuer=tecogen, kind="officer", title="CEO", started_on=dt.date(2014, 11, 17)
    )


@pytest.mark.parametrize(
    "query", ["locke", "LOCKE benjamin", "benj", "1600001", "0001600001", "ceo", "tgen", "tecogen locke", ""]
)
def test_an_owner_is_found_by_names_cik_title_and_issuer(ceo, ramaswamy, preparer, query):
    assert ceo.owner in owners_matching(query, preparer)


@pytest.mark.parametrize("query", ["ramaswamy tgen", "lockes", "%", "_", "\x00locke ramaswamy", "16000012"])
def test_every_word_must_fit(ceo, ramaswamy, preparer, query):
    assert not owners_matching(query, preparer).exists()


def test_an_owner_with_several_positions_is_listed_once(ceo, locke, tecogen, preparer):
    Position.objects.create(owner=locke, issuer=tecogen, kind="director", started_on=dt.date(2014, 11, 17))
    assert [owner.pk for owner in owners_matching("tecogen", preparer)] == [locke.pk]


def test_the_list_shows_todays_positions_and_whether_a_power_is_in_force(
    ceo, power, ramaswamy, harborwell, preparer, django_assert_num_queries
):
    Position.objects.create(
        owner=ramaswamy,
        issuer=harborwell,
        kind="director",
        started_on=dt.date(2020, 1, 1),
        ended_on=dt.date(2026, 11, 23),
    )
    with django_assert_num_queries(3):  # the reader's roles, once
        listed = {owner.pk: owner for owner in owners_listed("", TODAY, preparer)}
    assert [str(one) for one in listed[ceo.owner_id].current_positions] == ["CEO"]
    assert listed[ceo.owner_id].has_power
    assert listed[ramaswamy.pk].current_positions == []
    assert not listed[ramaswamy.pk].has_power


def test_a_page_knows_whether_a_ccc_is_on_file_without_reading_it(locke, settings):
    assert not owner_shown().get(pk=locke.pk).has_ccc
    locke.ccc = Secret("abcd#123")
    locke.save()
    settings.FIELD_ENCRYPTION_KEYS = ["b3RoZXIga2V5IGZvciB0ZXN0cyBvbmx5LCB0cnVseSE="]
    shown = owner_shown().get(pk=locke.pk)
    assert shown.has_ccc
    assert "ccc" in shown.get_deferred_fields()


def test_positions_count_on_their_first_and_last_day(locke, tecogen, harborwell):
    first, last = dt.date(2026, 1, 5), dt.date(2026, 6, 30)
    held = Position.objects.create(
        owner=locke, issuer=tecogen, kind="director", started_on=first, ended_on=last
    )
    assert list(positions_on(locke, tecogen, first)) == [held]
    assert list(positions_on(locke, tecogen, last)) == [held]
    assert not positions_on(locke, tecogen, first - dt.timedelta(1)).exists()
    assert not positions_on(locke, tecogen, last + dt.timedelta(1)).exists()
    assert not positions_on(locke, harborwell, first).exists()


def test_an_issuer_counts_each_insider_once(ceo, locke, tecogen, harborwell, preparer):
    Position.objects.create(owner=locke, issuer=tecogen, kind="director", started_on=dt.date(2014, 11, 17))
    insiders = {issuer.pk: issuer.insiders for issuer in issuers_listed("", TODAY, preparer)}
    assert insiders == {tecogen.pk: 1, harborwell.pk: None}
    assert [str(position) for position in insiders_of(tecogen, TODAY)] == ["Director", "CEO"]
    assert list(issuers_matching("0001537435", preparer)) == [tecogen]


def test_the_register_is_searched_by_grantor_attorney_issuer_and_state(power, tecogen, preparer):
    for query in ("locke", "adeyemi", "tgen", "kemi tecogen", "1600001"):
        assert list(powers_listed(query, None, TODAY, preparer)) == [power]
    assert list(powers_listed("", PowerState.IN_FORCE, TODAY, preparer)) == [power]
    assert not powers_listed("", PowerState.REVOKED, TODAY, preparer).exists()
    assert not powers_listed("garrison", None, TODAY, preparer).exists()


@pytest.fixture
def occasion(tecogen):
    return Occasion(form="4", is_amendment=False, issuer=tecogen, on=TODAY)


def test_authority_is_read_in_few_queries_however_many_attorneys(
    power, garrison, attorney, locke, occasion, django_assert_num_queries
):
    AttorneyInFact.objects.create(power=power, user=garrison)
    # The powers, the attorneys, their names, their substitutes; who signs in a capacity; who holds the role.
    with django_assert_num_queries(6):
        assert signing_authority(attorney, locke, occasion).power == power


def test_the_newest_power_comes_first(power, locke, attorney, occasion):
    newer = PowerOfAttorney.objects.create(grantor=locke, executed_on=dt.date(2026, 1, 5), text="Know all")
    AttorneyInFact.objects.create(power=newer, user=attorney)
    assert list(powers_for(locke)) == [newer, power]
    assert signing_authority(attorney, locke, occasion).power == newer


def test_who_may_sign_is_the_owner_first_and_then_every_attorney_in_force(
    power, locke, attorney, garrison, occasion
):
    AttorneyInFact.objects.create(power=power, user=garrison, ended_on=TODAY - dt.timedelta(1))
    assert [signer for signer, _ in possible_signers(locke, occasion)] == [attorney]
    locke.user = User.objects.create(username="locke", email="locke@tecogen.example")
    locke.save()
    signers = possible_signers(locke, occasion)
    assert [(signer, answer.power) for signer, answer in signers] == [(locke.user, None), (attorney, power)]


def test_an_attorney_without_the_role_or_with_a_closed_login_cannot_sign(power, locke, attorney, occasion):
    attorney.is_active = False
    attorney.save()
    assert possible_signers(locke, occasion) == []
    attorney.is_active = True
    attorney.save()
    Membership.objects.filter(user=attorney, role=Role.ATTORNEY).delete()
    assert possible_signers(locke, occasion) == []


class StateInTheDatabase(TestCase):
    """The register's filter and a power's own state are the same rule, written twice."""

    days = st.integers(0, 6).map(lambda number: TODAY + dt.timedelta(number))

    @given(
        executed=days,
        length=st.none() | st.integers(0, 6),
        revoked=st.none() | st.integers(0, 6),
        died=st.none() | days,
        incapable=st.none() | days,
        durable=st.booleans(),
        day=days,
    )
    def test_the_filter_agrees_with_the_state_of_each_power(
        self, executed, length, revoked, died, incapable, durable, day
    ):
        ReportingOwner.objects.update_or_create(
            cik="1", defaults={"last_name": "Doe", "died_on": died, "incapable_since": incapable}
        )
        power = PowerOfAttorney.objects.create(
            grantor=ReportingOwner.objects.get(cik="1"),
            is_durable=durable,
            executed_on=executed,
            ends="revocation" if length is None else "date",
            ends_on=None if length is None else executed + dt.timedelta(length),
            revoked_on=None if revoked is None else executed + dt.timedelta(revoked),
            text="Know all",
        )
        found = [state for state in PowerState if power in powers_shown().in_state(state, day)]
        assert found == [power.state_on(day)]

    @given(sent=st.booleans(), day=days)
    def test_a_draft_is_a_draft_on_every_day(self, sent, day):
        grantor, _ = ReportingOwner.objects.get_or_create(cik="1", last_name="Doe")
        stage = {"stage": "sent", "sent_on": TODAY} if sent else {"stage": "drafted"}
        power = PowerOfAttorney.objects.create(grantor=grantor, text="Know all", **stage)
        found = [state for state in PowerState if power in powers_shown().in_state(state, day)]
        assert found == [power.state_on(day)] == [PowerState.SENT if sent else PowerState.DRAFTED]
