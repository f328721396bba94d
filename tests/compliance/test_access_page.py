"""Who may do what: the page of access, roles given and roles taken."""

import pytest
from django.urls import reverse

from compliance.audit.log import history
from compliance.models import Membership, Role, User
from people.services.roles import RoleRefused, role_give, role_take
from tests.compliance.two_desks import ELSEWHERE, at_harborwell, open_other_desk
from tests.filings.views.pages import as_person, proven, words


def held(person: User) -> set[str]:
    return {
        f"{one.role} {one.issuer.trading_symbol if one.issuer else 'everywhere'}"
        for one in person.memberships.all()
    }


def test_an_administrator_gives_a_role_at_one_issuer_and_the_log_says_so(desk):
    client, address = proven(as_person(desk.ruth)), reverse("role-give", args=[desk.anil_login.pk])
    assert "Give a role" in words(client.get(address))
    client.post(address, {"role": "auditor", "issuer": desk.issuer.pk})
    assert held(desk.anil_login) == {"auditor HBRW"}
    told = history(desk.anil_login).first()
    assert str(told) == "Ruth Halloran gave the role of auditor at HARBORWELL INC."
    assert told.changes == {"roles": ["", "Auditor, HARBORWELL INC. [HBRW]"]}


def test_whoever_gives_a_role_proves_anew_who_they_are(desk):
    client, address = as_person(desk.ruth), reverse("role-give", args=[desk.kemi.pk])
    for answer in (client.get(address), client.post(address, {"role": "auditor"})):
        assert answer.headers["Location"].startswith(reverse("prove"))
    client.post(reverse("role-take", args=[desk.kemi.memberships.get().pk]))
    assert held(desk.kemi) == {"preparer everywhere"}


def test_an_administrator_at_one_issuer_gives_roles_there_alone(desk):
    other = open_other_desk(desk)
    client = proven(as_person(at_harborwell(desk, Role.ADMINISTRATOR)))
    address = reverse("role-give", args=[desk.kemi.pk])
    for issuer in (other.issuer.pk, ""):
        assert client.post(address, {"role": "auditor", "issuer": issuer}).status_code == 200
    assert held(desk.kemi) == {"preparer everywhere"}
    client.post(address, {"role": "auditor", "issuer": desk.issuer.pk})
    assert held(desk.kemi) == {"preparer everywhere", "auditor HBRW"}
    client.post(reverse("role-take", args=[desk.kemi.memberships.get(role=Role.PREPARER).pk]))
    client.post(reverse("role-take", args=[desk.kemi.memberships.get(role=Role.AUDITOR).pk]))
    assert held(desk.kemi) == {"preparer everywhere"}


def test_a_role_that_is_taken_away_opens_nothing_any_more(desk):
    ruth, kemi = proven(as_person(desk.ruth)), as_person(desk.kemi)
    assert kemi.get(reverse("filing-new")).status_code == 200
    ruth.post(reverse("role-take", args=[desk.kemi.memberships.get().pk]))
    assert kemi.get(reverse("filing-new")).status_code == 403
    assert str(history(desk.kemi).first()) == "Ruth Halloran took away the role of preparer on the whole desk"


def test_the_last_administrator_of_the_whole_desk_stays(desk):
    client = proven(as_person(desk.ruth))
    role = desk.ruth.memberships.get()
    kept = client.post(reverse("role-take", args=[role.pk]), follow=True)
    assert "Nobody else administers the whole desk" in words(kept)
    assert held(desk.ruth) == {"administrator everywhere"}
    role_give(actor=desk.ruth, person=desk.kemi, role=Role.ADMINISTRATOR, issuer=desk.issuer)
    with pytest.raises(RoleRefused):
        role_take(actor=desk.ruth, membership=role)
    role_give(actor=desk.ruth, person=desk.dana, role=Role.ADMINISTRATOR, issuer=None)
    role_take(actor=desk.ruth, membership=role)
    assert held(desk.ruth) == set()


def test_a_role_that_is_held_already_is_not_given_twice(desk):
    with pytest.raises(RoleRefused, match="Kemi Adeyemi is preparer on the whole desk already"):
        role_give(actor=desk.ruth, person=desk.kemi, role=Role.PREPARER, issuer=desk.issuer)
    role_give(actor=desk.ruth, person=desk.kemi, role=Role.AUDITOR, issuer=desk.issuer)
    with pytest.raises(RoleRefused, match=r"is auditor at HARBORWELL INC\. already"):
        role_give(actor=desk.ruth, person=desk.kemi, role=Role.AUDITOR, issuer=desk.issuer)


def test_a_role_that_somebody_else_took_away_meanwhile(desk):
    role = Membership.objects.create(user=desk.kemi, role=Role.AUDITOR)
    Membership.objects.filter(pk=role.pk).delete()
    with pytest.raises(Membership.DoesNotExist):
        role_take(actor=desk.ruth, membership=role)


def test_the_page_shows_everybody_with_what_each_login_opens(desk):
    shown = words(as_person(desk.ruth).get(reverse("access")))
    assert "Kemi Adeyemikemi · kemi@harborwell.example Preparer whole desk Take away" in shown
    assert "Anil Ramaswamyanil · anil@harborwell.example none Ramaswamy Anil none never" in shown


def test_an_auditor_reads_the_page_and_finds_nothing_to_press(desk):
    alma = at_harborwell(desk, Role.AUDITOR)
    page = as_person(alma).get(reverse("access")).content.decode()
    assert "Kemi Adeyemi" in page
    assert "Take away" not in page
    assert "Give a role" not in page


def test_the_page_of_one_issuer_names_nobody_of_another(desk):
    other = open_other_desk(desk)
    Membership.objects.create(user=desk.kemi, role=Role.AUDITOR, issuer=other.issuer)
    page = as_person(at_harborwell(desk, Role.ADMINISTRATOR)).get(reverse("access")).content.decode()
    assert "Kemi Adeyemi" in page
    assert [word for word in (*ELSEWHERE, "Otto Lind") if word in page] == []


def test_ones_own_page_says_what_the_login_opens(desk):
    assert "Preparer on the whole desk" in words(as_person(desk.kemi).get(reverse("mfa_index")))
    assert "The reports of Ramaswamy Anil, to read and to sign" in words(
        as_person(desk.anil_login).get(reverse("mfa_index"))
    )
