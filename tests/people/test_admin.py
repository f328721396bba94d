"""The administration: for administrators, told in the log, and without a CCC."""

import datetime as dt

import pytest

from compliance.audit.log import record
from compliance.audit.models import Event
from compliance.models import Membership, Role, User
from compliance.secrets import Secret
from people.models import Position, ReportingOwner
from people.services.seen import (
    BoxFive,
    IssuerSeen,
    OwnerSeen,
    issuers_seen,
    owners_seen,
    positions_seen,
)

CCC = "zq#47abc"
PAGES = [
    "people/issuer/", "people/securityclass/", "people/reportingowner/", "people/position/",
    "people/powerofattorney/", "compliance/user/", "compliance/edgarcalendarday/", "audit/event/",
]  # fmt: skip


@pytest.fixture
def at_administration(client, administrator):
    administrator.is_staff = True
    administrator.save()
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_every_record_is_listed_and_searched(at_administration, power, page):
    assert at_administration.get(f"/admin/{page}", {"q": "locke"}).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_login_for_the_administration_without_the_role_sees_nothing(client, preparer, page):
    preparer.is_staff = True
    preparer.save()
    client.force_login(preparer)
    assert client.get(f"/admin/{page}").status_code == 403


def test_a_ccc_is_written_there_and_never_shown(at_administration, locke):
    locke.ccc = Secret(CCC)
    locke.save()
    address = f"/admin/people/reportingowner/{locke.pk}/change/"
    page = at_administration.get(address).content.decode()
    assert CCC not in page
    assert "gAAAAA" not in page
    typed = {
        "kind": "person", "cik": locke.cik, "conformed_name": "Locke Benjamin M", "last_name": "Locke",
        "new_ccc": "new#1234", "positions-TOTAL_FORMS": "0", "positions-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert at_administration.post(address, typed).status_code == 302
    kept = ReportingOwner.objects.get(pk=locke.pk)
    assert (kept.ccc, kept.conformed_name) == (Secret("new#1234"), "Locke Benjamin M")
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["changed this reporting owner in the administration", "replaced the CCC"]
    assert "new#1234" not in str(list(Event.objects.values()))
    at_administration.post(address, {**typed, "new_ccc": "", "suffix": "Jr."})
    assert ReportingOwner.objects.get(pk=locke.pk).ccc == Secret("new#1234")


def test_what_is_saved_there_is_kept_by_hand_and_no_past_filing_changes_it(at_administration):
    march, may = dt.date(2020, 3, 2), dt.date(2020, 5, 4)
    owner = owners_seen([OwnerSeen(cik="7001", on=march, name="OKAFOR NGOZI")])["7001"]
    issuer = issuers_seen([IssuerSeen(cik="8001", on=march, name="KESTREL INC")])["8001"]
    positions_seen({(owner.pk, issuer.pk): [BoxFive(march, False, director=True)]})
    position = Position.objects.get()
    typed = {
        "kind": "person", "cik": "7001", "conformed_name": "Okafor-Lind Ngozi", "last_name": "Okafor-Lind",
        "positions-TOTAL_FORMS": "1", "positions-INITIAL_FORMS": "1", "positions-0-id": position.pk,
        "positions-0-owner": owner.pk, "positions-0-issuer": issuer.pk, "positions-0-kind": "director",
        "positions-0-started_on": "2015-06-01",
    }  # fmt: skip
    answer = at_administration.post(f"/admin/people/reportingowner/{owner.pk}/change/", typed)
    assert answer.status_code == 302
    owners_seen([OwnerSeen(cik="7001", on=may, name="OKAFOR NGOZI A")])
    positions_seen({(owner.pk, issuer.pk): [BoxFive(march, False, director=True)]})
    assert ReportingOwner.objects.get(cik="7001").conformed_name == "Okafor-Lind Ngozi"
    assert [one.started_on for one in Position.objects.all()] == [dt.date(2015, 6, 1)]


def test_an_administrator_makes_a_login_with_its_role_and_no_log_tells_the_password(at_administration):
    typed = {
        "username": "rosa", "first_name": "Rosa", "last_name": "Iversen", "email": "rosa@harborwell.example",
        "password1": "sixteen-oysters", "password2": "sixteen-oysters",
        "memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0", "memberships-0-role": "preparer",
    }  # fmt: skip
    at_administration.post("/admin/compliance/user/add/", typed)
    rosa = User.objects.get(username="rosa")
    assert rosa.check_password("sixteen-oysters")
    assert "sixteen" not in str(list(Event.objects.values()))


def test_events_are_read_only(at_administration, administrator, locke):
    event = record(actor=administrator, verb="looked", subject=locke)
    assert at_administration.get("/admin/audit/event/add/").status_code == 403
    assert at_administration.post(f"/admin/audit/event/{event.pk}/delete/").status_code == 403
    assert at_administration.post(f"/admin/audit/event/{event.pk}/change/", {"verb": "x"}).status_code == 403


def test_a_deletion_is_told(at_administration, locke):
    at_administration.post(f"/admin/people/reportingowner/{locke.pk}/delete/", {"post": "yes"})
    assert not ReportingOwner.objects.exists()
    assert Event.objects.get().verb == "deleted the reporting owner Benjamin Locke M. in the administration"


def test_a_role_that_is_taken_away_closes_the_administration(at_administration, administrator):
    Membership.objects.filter(user=administrator, role=Role.ADMINISTRATOR).delete()
    assert at_administration.get("/admin/people/issuer/").status_code == 403
