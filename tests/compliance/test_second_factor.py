"""A password alone is not enough, and whoever has no second factor is led to one."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from compliance.models import Role
from compliance.secrets import decrypted
from tests.compliance.signing_in import (
    SECRET,
    code,
    recovery_codes,
    sign_in,
    signed_in,
    told_of,
    with_app,
    wrong_code,
)
from tests.filings.harborwell import PASSWORD, login
from tests.filings.views.pages import as_person, errors, page, proven, words

AUTHENTICATE = "/accounts/2fa/authenticate/"


@pytest.fixture
def dana(desk):
    return with_app(desk.dana)


# A stolen password


def test_a_stolen_password_without_the_second_factor_opens_nothing(dana):
    thief = Client()
    assert sign_in(thief, dana).headers["Location"] == reverse("mfa_authenticate")
    for name in ("queue", "people", "filings", "mfa_index", "prove", "usersessions_list", "admin:index"):
        assert "login/?next=" in thief.get(reverse(name)).headers["Location"], name
    response = thief.post(AUTHENTICATE, {"code": wrong_code()})
    assert "Incorrect code" in errors(response)
    assert thief.get(reverse("queue")).status_code == 302


def test_a_thief_who_guesses_codes_is_locked_out_with_the_password_as_well(dana):
    thief = Client()
    sign_in(thief, dana)
    answers = [thief.post(AUTHENTICATE, {"code": wrong_code()}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert thief.post(AUTHENTICATE, {"code": code()}).headers["Location"] == reverse("account_login")
    assert sign_in(thief, dana).status_code == 429
    assert "was locked out for 15 minutes" in told_of(dana)[-1]


def test_dana_signs_in_with_the_code_and_the_log_says_how(dana):
    client = signed_in(dana, code())
    assert client.get(reverse("queue")).status_code == 200
    assert (
        told_of(dana)[-1] == "Dana Okafor signed in with a password and an authenticator app from 127.0.0.1"
    )


def test_a_code_serves_once(dana):
    used = code()
    signed_in(dana, used)
    over_the_shoulder = Client()
    sign_in(over_the_shoulder, dana)
    assert "Incorrect code" in errors(over_the_shoulder.post(AUTHENTICATE, {"code": used}))


def test_a_phone_whose_clock_is_half_a_minute_off_is_accepted_and_one_of_an_hour_is_not(dana):
    signed_in(dana, code(-1))
    late = Client()
    sign_in(late, dana)
    assert "Incorrect code" in errors(late.post(AUTHENTICATE, {"code": code(120)}))


def test_a_recovery_code_lets_in_once(dana):
    one = recovery_codes(dana)[0]
    signed_in(dana, one)
    assert "used a recovery code" in " ".join(told_of(dana))
    again = Client()
    sign_in(again, dana)
    assert "Incorrect code" in errors(again.post(AUTHENTICATE, {"code": one}))
    assert len(recovery_codes(dana)) == 9


def test_a_wrong_code_is_told_and_never_what_it_was(dana):
    client = Client()
    sign_in(client, dana)
    typed = wrong_code()
    client.post(AUTHENTICATE, {"code": typed})
    assert told_of(dana)[-1] == "– gave a wrong code for an authenticator app, from 127.0.0.1"
    assert typed not in " ".join(told_of(dana))


# Where it is required


@pytest.fixture
def required(settings):
    settings.REQUIRE_MFA = True


@pytest.mark.usefixtures("required")
def test_who_has_no_second_factor_is_led_to_set_one_up_from_every_page(desk):
    kemi = as_person(desk.kemi)
    for name in ("queue", "people", "calendar", "filing-new", "usersessions_list", "account_change_password"):
        assert kemi.get(reverse(name)).headers["Location"] == reverse("mfa_index"), name
    assert kemi.post(reverse("filing-new"), {}).headers["Location"] == reverse("mfa_index")
    assert "set up one of these first" in words(kemi.get(reverse("mfa_index")))
    htmx = kemi.get(reverse("queue"), headers={"HX-Request": "true"})
    assert htmx.headers["HX-Redirect"] == reverse("mfa_index")


@pytest.mark.usefixtures("required")
def test_who_has_no_second_factor_may_still_leave(desk):
    kemi = as_person(desk.kemi)
    assert kemi.post(reverse("account_logout")).headers["Location"] == reverse("account_login")


@pytest.mark.usefixtures("required")
def test_the_administration_is_no_way_around(desk):
    desk.ruth.is_staff = True
    desk.ruth.save()
    assert as_person(desk.ruth).get("/admin/").headers["Location"] == reverse("mfa_index")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("required")
def test_an_app_is_set_up_once_the_password_was_given_again_and_then_the_desk_opens(desk, mailoutbox):
    kemi = as_person(desk.kemi)
    asked = kemi.get(reverse("mfa_activate_totp"))
    assert asked.headers["Location"].startswith(reverse("prove"))
    opened = proven(kemi).get(reverse("mfa_activate_totp"))
    (secret,) = page(opened).xpath("//*[contains(@class, 'secret')]/text()")
    refused = kemi.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert errors(refused)
    done = kemi.post(reverse("mfa_activate_totp"), {"code": code(secret=secret)}, follow=True)
    assert "Recovery codes" in words(done)
    assert kemi.get(reverse("queue")).status_code == 200
    assert [one.split(" ", 2)[2] for one in told_of(desk.kemi)[-2:]] == [
        "set up an authenticator app",
        "set up recovery codes",
    ]
    assert mailoutbox[-1].to == [desk.kemi.email]
    assert "Authenticator app activated." in mailoutbox[-1].body


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_does_not_stop_somebody_from_securing_the_account(desk, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    kemi = proven(as_person(desk.kemi))
    opened = kemi.get(reverse("mfa_activate_totp"))
    (secret,) = page(opened).xpath("//*[contains(@class, 'secret')]/text()")
    kemi.post(reverse("mfa_activate_totp"), {"code": code(secret=secret)})
    assert Authenticator.objects.filter(user=desk.kemi, type="totp").exists()
    assert "could not be sent" in caplog.text


# Managing it


@pytest.mark.parametrize(
    "name",
    ["mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_add_webauthn"],
)
def test_a_session_that_was_left_open_does_not_let_anybody_change_the_second_factor(dana, name):
    client = signed_in(dana, code())
    assert client.get(reverse(name)).headers["Location"].startswith(reverse("prove"))
    client.post(reverse(name), {})
    assert Authenticator.objects.filter(user=dana).count() == 2
    assert len(recovery_codes(dana)) == 10


def test_to_prove_it_again_takes_the_password_and_the_code(dana):
    client = signed_in(dana, code())
    sent = {"password": PASSWORD, "code": wrong_code()}
    assert client.post(reverse("prove"), sent).status_code == 422
    assert client.post(reverse("prove"), {"password": "no", "code": code(1)}).status_code == 422
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 302
    assert client.post(reverse("prove"), {"password": PASSWORD, "code": code(1)}).status_code == 302
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_removing_the_app_removes_the_codes_that_stood_in_for_it(dana):
    client = signed_in(dana, code())
    client.post(reverse("prove"), {"password": PASSWORD, "code": code(1)})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=dana).exists()
    assert [one.split(" ", 2)[2] for one in told_of(dana)[-2:]] == [
        "removed an authenticator app",
        "removed recovery codes",
    ]


def test_an_administrator_removes_the_second_factor_of_a_lost_phone_and_dana_is_told(dana, desk, mailoutbox):
    desk.ruth.is_staff = True
    desk.ruth.save()
    ruth = as_person(desk.ruth)
    sent = {"action": "second_factors_remove", "_selected_action": [dana.pk]}
    assert ruth.post("/admin/compliance/user/", sent).headers["Location"].startswith(reverse("prove"))
    assert Authenticator.objects.filter(user=dana).count() == 2
    proven(ruth).post("/admin/compliance/user/", sent)
    assert not Authenticator.objects.filter(user=dana).exists()
    assert "Ruth Halloran removed an authenticator app" in told_of(dana)
    assert [one.to for one in mailoutbox] == [[dana.email]]
    assert "removed by an administrator" in mailoutbox[0].body


def test_an_administrator_who_sets_a_password_proves_who_it_is_and_stands_in_the_log(desk, mailoutbox):
    desk.ruth.is_staff = True
    desk.ruth.save()
    ruth = as_person(desk.ruth)
    address = f"/admin/compliance/user/{desk.dana.pk}/password/"
    typed = {"password1": "sixteen-oysters", "password2": "sixteen-oysters", "usable_password": "true"}
    assert ruth.post(address, typed).headers["Location"].startswith(reverse("prove"))
    proven(ruth).post(address, typed)
    assert "Ruth Halloran set a new password for this login" in told_of(desk.dana)
    assert "sixteen-oysters" not in " ".join(told_of(desk.dana))
    assert [one.to for one in mailoutbox] == [[desk.dana.email]]


def test_who_has_no_account_page_of_the_kind_is_not_led_into_a_dead_end(desk):
    desk.kemi.set_unusable_password()
    desk.kemi.save()
    kemi = as_person(desk.kemi)
    led = kemi.get(reverse("account_change_password"), follow=True)
    assert led.status_code == 200
    assert "Your login has no password here" in words(led)


def test_a_forgotten_password_stands_in_nobodys_way_to_a_second_factor(desk, mailoutbox):
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": desk.kemi.email})
    assert mailoutbox
    kemi = proven(as_person(desk.kemi))
    assert kemi.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_former_address_opens_nothing_any_more(desk, mailoutbox):
    former = desk.dana.email
    Client().post(reverse("account_reset_password"), {"email": former})  # allauth remembers the address
    desk.dana.email = "dana.new@harborwell.example"
    desk.dana.save()
    mailoutbox.clear()
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": former})
    assert "There is no such account" in mailoutbox[-1].body
    visitor.post(reverse("account_login"), {"login": former, "password": PASSWORD})
    assert visitor.get(reverse("queue")).status_code == 302


# At rest


def test_the_key_of_an_app_lies_encrypted_in_the_database_also_while_it_is_set_up(desk):
    kemi = proven(as_person(desk.kemi))
    opened = kemi.get(reverse("mfa_activate_totp"))
    (secret,) = page(opened).xpath("//*[contains(@class, 'secret')]/text()")
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        sessions = " ".join(row[0] for row in cursor.fetchall())
    assert kemi.session["mfa.totp.secret"] == secret
    assert secret not in sessions
    kemi.post(reverse("mfa_activate_totp"), {"code": code(secret=secret)})
    stored = Authenticator.objects.get(user=desk.kemi, type="totp").data["secret"]
    assert stored.startswith("gAAAAA")
    assert decrypted(stored.encode()).decode() == secret


def test_a_session_whose_key_is_gone_is_an_empty_one_and_no_error(desk, settings):
    kemi = as_person(desk.kemi)
    settings.FIELD_ENCRYPTION_KEYS = ["bm90IHRoZSBrZXkgb2YgdGhlIHRlc3RzLCBidXQgb24="]
    assert kemi.get(reverse("queue")).headers["Location"].startswith(reverse("account_login"))


def test_whoever_has_a_role_only_in_name_keeps_the_own_login_safe_too(db):
    otto = as_person(login("otto", "Otto", "Lind", Role.PREPARER))
    assert otto.get(reverse("mfa_index")).status_code == 200
    assert SECRET not in otto.get(reverse("mfa_index")).content.decode()
