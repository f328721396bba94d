"""Powers that were kept before their life was: they go on as executed, in force, and not yet read beside a scan."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from people import fixed_terms
from people.models import PowerOfAttorney, PowerState, Signatory
from people.selectors.powers_gaps import gaps_on

LIFE, TOGETHER = ("people", "0010_powers_life"), ("filings", "0010_signed_together")
BASIS = ("people", "0013_basis_of_a_capacity")


def just_before(*migrations):
    """The migration of the same app before each."""
    graph = MigrationExecutor(connection).loader.graph
    return [
        parent.key for key in migrations for parent in graph.node_map[key].parents if parent.key[0] == key[0]
    ]


def migrated(*targets):
    """The models as they are after migrating there."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def before(transactional_db, request):
    """The tables as they were; they are brought up to date again, whatever happens."""
    fixed_terms.remove(connection)
    latest = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    try:
        yield migrated(*just_before(*request.param)), latest
    finally:
        migrated(*latest)
        fixed_terms.install(connection)


@pytest.mark.parametrize("before", [(LIFE, TOGETHER)], indirect=True, ids=["powers"])
def test_a_power_is_carried_over_as_executed_usable_and_unconfirmed(before):
    apps, latest = before
    owner = apps.get_model("people", "ReportingOwner").objects.create(cik="42", last_name="Doe")
    old = apps.get_model("people", "PowerOfAttorney")
    user = apps.get_model("compliance", "User").objects.create(username="kemi", email="kemi@x.example")
    signed_under, _ = (
        old.objects.create(grantor=owner, executed_on=dt.date(2025, 3, day), text="Know all", scan=scan)
        for day, scan in ((1, "powers-of-attorney/x.pdf"), (2, ""))
    )
    filing = apps.get_model("filings", "Filing").objects.create(
        issuer=apps.get_model("people", "Issuer").objects.create(cik="7", conformed_name="TECOGEN INC."),
        created_by=user,
    )
    apps.get_model("filings", "Signature").objects.create(
        filing=filing, owner=owner, signer=user, power=signed_under, line="/s/ Kemi",
        signed_on=dt.date(2025, 6, 1), signed_at=dt.datetime(2025, 6, 1, tzinfo=dt.UTC), report_sha256="0" * 64,
    )  # fmt: skip
    migrated(*latest)
    first, second = PowerOfAttorney.objects.order_by("executed_on")
    today = dt.date(2026, 11, 24)
    assert first.state_on(today) is second.state_on(today) is PowerState.IN_FORCE
    assert (first.used_on, first.last_used_on) == (dt.date(2025, 6, 1), dt.date(2025, 6, 1))
    assert second.used_on is None
    assert {one.sentence for one in gaps_on(today).papers} == {
        "Nobody has read the text beside the scan.",
        "The scan of the signed paper is missing.",
    }


@pytest.mark.parametrize("before", [(BASIS,)], indirect=True, ids=["capacities"])
@pytest.mark.parametrize(
    ("kind", "capacity", "basis"),
    [
        ("person", "Executor of the Estate", "estate"),
        ("person", "Administratrix", "estate"),
        ("person", "personal representative", "estate"),
        ("person", "Conservator", "guardianship"),
        ("entity", "Administrative Partner", "entity"),
    ],
)
def test_a_capacity_that_was_stated_before_goes_on_for_what_its_words_say(before, kind, capacity, basis):
    apps, latest = before
    apps.get_model("people", "Signatory").objects.create(
        owner=apps.get_model("people", "ReportingOwner").objects.create(cik="42", kind=kind, last_name="Doe"),
        user=apps.get_model("compliance", "User").objects.create(username="kemi", email="kemi@x.example"),
        capacity=capacity,
        started_on=dt.date(2025, 1, 2),
    )
    migrated(*latest)
    assert Signatory.objects.get().basis == basis
