"""What a role at one issuer lets somebody see and do, and what it does not: two issuers on one desk."""

import datetime as dt

import pytest
from django.urls import reverse

from compliance.audit.log import history
from compliance.models import Membership, Role, User
from filings.models import Filing
from people.models import Position
from tests.compliance.addresses import (
    ROLES,
)
from tests.compliance.two_desks import ELSEWHERE, at_harborwell, content_of, of_mira
from tests.filings.harborwell import (
    Desk,
    draft,
    login,
    power_of_attorney,
)
from tests.filings.views.pages import as_person, proven, words

SEARCHES = ("search", "filings", "people", "issuers", "powers")

# The lists, as somebody at one issuer asks them for more than is theirs


@pytest.mark.parametrize("role", ROLES)
def test_no_search_and_no_file_tells_of_the_other_issuer(role, desk, records):
    client = as_person(at_harborwell(desk, Role(role)))
    other = records["other"]
    asked = [
        *(
            f"{reverse(name)}?q={word}"
            for name in SEARCHES
            for word in ("otherwise", "quis", "umbra", "999900")
        ),
        *(
            f"{reverse(name)}?as={kind}"
            for name in ("report-due", "report-small")
            for kind in ("csv", "xlsx")
        ),
        f"{reverse('reports')}?issuer={other['issuer']}",
        f"{reverse('powers-gaps')}?issuer={other['issuer']}",
        f"{reverse('powers-register')}?owner={other['owner']}&form=4&on=11/23/2026",
        f"{reverse('powers-register')}?issuer={other['issuer']}&form=4&on=11/23/2026",
        f"{reverse('powers-register')}?attorney={other['signer']}&form=4&on=11/23/2026",
    ]
    for address in asked:
        content = content_of(client.get(address))
        assert [word for word in ELSEWHERE if word.encode() in content] == [], address


def test_a_list_of_the_whole_desk_holds_both_issuers(desk, records):
    client = as_person(desk.kemi)
    for name in ("queue", "filings", "people", "issuers", "powers", "report-due"):
        shown = words(client.get(reverse(name)))
        assert "HARBORWELL" in shown or "Ramaswamy" in shown, name
        assert "OTHERWISE" in shown or "Quist" in shown, name


# What somebody at one issuer sends about the other one


def test_nobody_starts_a_report_about_an_issuer_beyond_the_role(desk, other_desk):
    client = as_person(at_harborwell(desk, Role.PREPARER))
    for owner, issuer in ((desk.anil, other_desk.issuer), (other_desk.anil, desk.issuer)):
        client.post(
            reverse("filing-new"), {"owner": owner.pk, "issuer": issuer.pk, "traded_on": "11/20/2026"}
        )
    assert not Filing.objects.exists()


def test_nobody_puts_an_owner_of_another_issuer_on_a_report(desk, other_desk):
    filing = draft(desk)
    client = as_person(at_harborwell(desk, Role.PREPARER))
    client.post(reverse("filing-owner-add", args=[filing.pk]), {"owner": other_desk.anil.pk})
    assert [one.owner for one in filing.filing_owners.all()] == [desk.anil]


def test_nobody_gives_a_position_at_an_issuer_beyond_the_role(desk, other_desk):
    client = as_person(at_harborwell(desk, Role.PREPARER))
    typed = {"issuer": other_desk.issuer.pk, "kind": "director", "started_on": "11/01/2026"}
    client.post(reverse("owner-position-new", args=[desk.anil.pk]), typed)
    assert not desk.anil.positions.filter(issuer=other_desk.issuer).exists()


def a_power(desk: Desk, **terms: object) -> dict[str, object]:
    return {
        "grantor": desk.anil.pk, "issuer": desk.issuer.pk, "covers_form_4": "on", "attorneys": [desk.dana.pk],
        "executed_on": "11/02/2026", "ends": "revocation", "text": "I appoint.\n/s/ Anil", **terms,
    }  # fmt: skip


def test_an_administrator_at_one_issuer_enters_powers_for_it_alone(desk, other_desk):
    client = as_person(at_harborwell(desk, Role.ADMINISTRATOR))
    before = desk.anil.powers_of_attorney.count()
    for refused in (
        a_power(desk, issuer=other_desk.issuer.pk),
        a_power(desk, grantor=other_desk.anil.pk),
        a_power(desk, attorneys=[other_desk.dana.pk]),
    ):
        assert client.post(reverse("power-new"), refused).status_code == 200
    assert client.post(reverse("power-new"), a_power(desk)).status_code == 302
    assert (
        client.post(reverse("power-new"), a_power(desk, issuer="")).status_code == 302
    )  # Anil reports here alone
    assert desk.anil.powers_of_attorney.count() == before + 2


def on_both_boards(desk: Desk, other_desk: Desk) -> None:
    Position.objects.create(
        owner=desk.anil, issuer=other_desk.issuer, kind="director", started_on=dt.date(2024, 1, 2)
    )


def test_a_power_for_all_issuers_of_who_sits_on_two_boards_takes_a_role_at_both(desk, other_desk):
    on_both_boards(desk, other_desk)
    person = at_harborwell(desk, Role.ADMINISTRATOR)
    refused = as_person(person).post(reverse("power-new"), a_power(desk, issuer=""))
    assert "your role does not reach every issuer at which Ramaswamy Anil reports" in words(refused)
    Membership.objects.create(user=person, role=Role.ADMINISTRATOR, issuer=other_desk.issuer)
    assert as_person(person).post(reverse("power-new"), a_power(desk, issuer="")).status_code == 302


def test_what_lets_somebody_sign_everywhere_takes_a_role_everywhere(desk, other_desk):
    """Own login, capacity and CCC of an owner take effect at each of the owner's issuers."""
    on_both_boards(desk, other_desk)
    client = as_person(at_harborwell(desk, Role.ADMINISTRATOR))
    for name in ("owner-ccc", "owner-signatory-new", "owner-capacity"):
        assert client.get(reverse(name, args=[desk.anil.pk])).status_code == 403, name
    page = client.get(reverse("owner-edit", args=[desk.anil.pk]))
    assert 'name="street1"' in page.content.decode()
    assert 'name="user"' not in page.content.decode()


def test_who_sits_on_two_boards_is_shown_at_each_with_what_belongs_there(desk, other_desk):
    on_both_boards(desk, other_desk)
    power_of_attorney(desk.anil, other_desk.dana, other_desk.issuer)
    there = as_person(at_harborwell(desk, Role.ATTORNEY))
    for name in ("owner", "owner-ledger", "owner-short-swing"):
        assert "OTHERWISE" not in words(there.get(reverse(name, args=[desk.anil.pk])))
    assert "OTHERWISE" in words(as_person(desk.kemi).get(reverse("owner", args=[desk.anil.pk])))


def test_a_new_owner_is_seen_at_once_by_who_entered_it_and_by_nobody_at_another_issuer(desk, other_desk):
    here, person = Role.PREPARER, at_harborwell(desk, Role.PREPARER)
    typed = {
        "entered_for": desk.issuer.pk, "kind": "person", "cik": "42", "conformed_name": "Doe Jane",
        "first_name": "Jane", "last_name": "Doe",
    }  # fmt: skip
    assert "entered_for" in as_person(person).get(reverse("owner-new")).content.decode()
    assert as_person(person).post(reverse("owner-new"), typed | {"entered_for": ""}).status_code == 200
    kept = as_person(person).post(reverse("owner-new"), typed, follow=True)
    assert "Doe Jane" in words(kept)
    elsewhere = login("nils", "Nils", "Berg")
    Membership.objects.create(user=elsewhere, role=here, issuer=other_desk.issuer)
    assert "Doe Jane" not in words(as_person(elsewhere).get(reverse("people")))
    refused = as_person(elsewhere).post(reverse("owner-new"), typed | {"entered_for": other_desk.issuer.pk})
    assert "CIK 42 is on this desk already, where your role does not reach" in words(refused)
    assert "Doe Jane" not in words(refused).replace('value="Doe Jane"', "")


def test_an_attorney_signs_where_the_role_is_held_and_not_elsewhere(desk, other_desk):
    """Named in the power of attorney, and with the role of an attorney for another client only."""
    filing = of_mira(desk)
    address, sent = reverse("filing-sign", args=[filing.pk]), {"sha256": filing.reviewed_sha256}
    desk.dana.memberships.all().delete()
    Membership.objects.create(user=desk.dana, role=Role.ATTORNEY, issuer=other_desk.issuer)
    assert as_person(desk.dana).get(address).status_code == 403
    refused = proven(as_person(desk.dana)).post(address, sent)
    assert refused.status_code == 403
    assert not filing.signatures.exists()
    Membership.objects.create(user=desk.dana, role=Role.ATTORNEY, issuer=desk.issuer)
    client = proven(as_person(desk.dana))
    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 302
    assert filing.signatures.get().signer == desk.dana


def test_an_administrator_at_one_issuer_is_none_in_the_administration(desk):
    person = at_harborwell(desk, Role.ADMINISTRATOR)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client = as_person(person)
    for name in ("compliance_user", "people_issuer", "people_reportingowner", "audit_event"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403


def test_a_role_that_is_given_or_taken_in_the_administration_is_in_the_log(desk):
    User.objects.filter(pk=desk.ruth.pk).update(is_staff=True)
    held = Membership.objects.create(user=desk.kemi, role=Role.AUDITOR)
    preparer = desk.kemi.memberships.get(role=Role.PREPARER)
    typed = {
        "username": "kemi", "first_name": "Kemi", "last_name": "Adeyemi", "email": desk.kemi.email,
        "is_active": "on", "memberships-TOTAL_FORMS": "3", "memberships-INITIAL_FORMS": "2",
        "memberships-0-id": held.pk, "memberships-0-user": desk.kemi.pk, "memberships-0-role": "auditor",
        "memberships-0-DELETE": "on",
        "memberships-1-id": preparer.pk, "memberships-1-user": desk.kemi.pk, "memberships-1-role": "preparer",
        "memberships-2-user": desk.kemi.pk, "memberships-2-role": "attorney",
        "memberships-2-issuer": desk.issuer.pk,
    }  # fmt: skip
    answer = as_person(desk.ruth).post(reverse("admin:compliance_user_change", args=[desk.kemi.pk]), typed)
    assert answer.status_code == 302
    told = [event.verb for event in history(desk.kemi)]
    assert (
        "added the membership Kemi Adeyemi: Attorney-in-fact, HARBORWELL INC. [HBRW] in the administration"
        in told
    )
    assert "deleted the membership Kemi Adeyemi: Auditor, the whole desk in the administration" in told
