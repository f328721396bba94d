"""Sessions that are ended from elsewhere, and what happens after too many failed attempts."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from compliance.accounts.lockout import login_tried
from compliance.audit.models import Event
from tests.compliance.signing_in import sign_in, signed_in, told_of
from tests.filings.harborwell import PASSWORD
from tests.filings.views.pages import as_person, errors, words

LOGIN = "/accounts/login/"


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("queue")).status_code == 200


# Sessions


def test_a_session_is_ended_from_elsewhere(desk):
    laptop, phone = signed_in(desk.dana), signed_in(desk.dana)
    listed = words(phone.get(reverse("usersessions_list")))
    assert "this one" in listed
    assert "127.0.0.1" in listed
    lost = UserSession.objects.get(session_key=laptop.session.session_key)
    phone.post(reverse("session-end", args=[lost.pk]))
    assert not is_signed_in(laptop)
    assert is_signed_in(phone)
    assert told_of(desk.dana)[-1].startswith("Dana Okafor ended a session of")


def test_all_other_sessions_are_ended_at_once(desk):
    others = [signed_in(desk.dana) for _ in range(3)]
    here = signed_in(desk.dana)
    here.post(reverse("usersessions_list"))
    assert [is_signed_in(one) for one in (*others, here)] == [False, False, False, True]
    assert sum("ended a session" in one for one in told_of(desk.dana)) == 3


def test_nobody_ends_or_sees_the_session_of_somebody_else(desk):
    dana, kemi = signed_in(desk.dana), signed_in(desk.kemi)
    theirs = UserSession.objects.get(user=desk.dana)
    assert kemi.post(reverse("session-end", args=[theirs.pk])).status_code == 404
    assert is_signed_in(dana)


def test_an_administrator_ends_the_sessions_of_a_lost_computer(desk):
    dana = signed_in(desk.dana)
    desk.ruth.is_staff = True
    desk.ruth.save()
    ruth = as_person(desk.ruth)
    ruth.post("/admin/compliance/user/", {"action": "sessions_end", "_selected_action": [desk.dana.pk]})
    assert not is_signed_in(dana)
    assert told_of(desk.dana)[-1].startswith("Ruth Halloran ended a session of")


def test_a_new_password_ends_every_other_session(desk):
    stolen, here = signed_in(desk.dana), signed_in(desk.dana)
    new = {"oldpassword": PASSWORD, "password1": "sixteen-oysters", "password2": "sixteen-oysters"}
    here.post(reverse("account_change_password"), new)
    assert (is_signed_in(stolen), is_signed_in(here)) == (False, True)
    assert "changed the password" in " ".join(told_of(desk.dana))


def test_signing_in_and_out_is_told(desk):
    client = signed_in(desk.dana)
    client.post(reverse("account_logout"))
    assert told_of(desk.dana) == [
        "Dana Okafor signed in with a password from 127.0.0.1",
        "Dana Okafor signed out",
    ]


# Lockout


def test_after_five_wrong_passwords_the_right_one_has_to_wait_too(desk):
    client = Client()
    answers = [sign_in(client, desk.dana, "a guess").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = sign_in(client, desk.dana)
    assert locked.status_code == 429
    assert "Wait 15 minutes" in words(locked)
    assert "– was locked out for 15 minutes after failed attempts from 127.0.0.1" in told_of(desk.dana)


def test_the_lockout_is_told_once_and_not_prolonged_by_trying_on(desk):
    client = Client()
    for _ in range(9):
        sign_in(client, desk.dana, "a guess")
    assert sum("was locked out" in one for one in told_of(desk.dana)) == 1
    assert sum("gave a wrong password" in one for one in told_of(desk.dana)) == 5


def test_a_name_and_its_address_count_as_one_login(desk):
    client = Client()
    for number in range(5):
        login = desk.dana.email.upper() if number % 2 else desk.dana.username
        answer = client.post(LOGIN, {"login": login, "password": "a guess"})
    assert answer.status_code == 429


def test_dana_at_the_office_still_gets_in_while_somebody_guesses_at_home(desk):
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    for _ in range(5):
        sign_in(elsewhere, desk.dana, "a guess")
    assert sign_in(elsewhere, desk.dana).status_code == 429
    assert is_signed_in(signed_in(desk.dana))


def test_many_addresses_together_are_slowed_down_as_well(desk):
    for number in range(12):
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), desk.dana, "a guess")
    refused = sign_in(Client(REMOTE_ADDR="203.0.113.200"), desk.dana)
    assert "Too many failed login attempts" in words(refused)


def test_a_success_forgives_earlier_slips(desk):
    client = Client()
    for _ in range(4):
        sign_in(client, desk.dana, "a guess")
    signed_in(desk.dana)
    assert [sign_in(Client(), desk.dana, "a guess").status_code for _ in range(4)] == [200] * 4


def test_the_lockout_of_a_login_that_is_not_there_looks_the_same(desk):
    known, unknown = Client(REMOTE_ADDR="203.0.113.1"), Client(REMOTE_ADDR="203.0.113.2")
    said = []
    for client, name in ((known, "dana"), (unknown, "nobody")):
        answers = [client.post(LOGIN, {"login": name, "password": "x"}) for _ in range(6)]
        said.append([(one.status_code, errors(one), words(one).replace(name, "")) for one in answers])
    assert [code for code, _, _ in said[0]] == [code for code, _, _ in said[1]]
    assert words(answers[-1]) == said[0][-1][2]


def test_a_password_that_was_typed_into_the_box_for_the_name_is_kept_nowhere(desk, caplog, rf):
    slip = "harbour lights at six!"
    Client().post(LOGIN, {"login": slip, "password": "dana"})
    assert slip not in login_tried(rf.post(LOGIN, {"login": slip}), {"username": slip})
    assert slip not in caplog.text
    assert not Event.objects.filter(verb__contains=slip).exists()
    assert slip not in repr(getattr(cache, "_cache", {}))


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 100_000, "dana' OR 1=1 --", "﷽" * 500])
def test_whatever_is_typed_as_a_name_is_no_error(desk, typed):
    assert Client().post(LOGIN, {"login": typed, "password": "x"}).status_code == 200


def test_a_login_that_was_closed_does_not_get_in_by_its_password(desk):
    desk.dana.is_active = False
    desk.dana.save()
    client = Client()
    sign_in(client, desk.dana)
    assert not is_signed_in(client)
