"""Secrets are silent: in logs, in reports of errors, and wherever else a desk writes something down."""

import logging
import string

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import override_settings
from django.urls import path, reverse
from hypothesis import given
from hypothesis import strategies as st

from compliance.access import public
from compliance.audit.models import Event
from compliance.hardening.redaction import HIDDEN, Redacting, is_secret_name, redacted
from people.models import ReportingOwner
from tests.compliance.signing_in import SECRET, code, recovery_codes, sign_in, with_app
from tests.filings.harborwell import PASSWORD
from tests.secrets_search import search

__all__ = ["search"]

CCC = "zq#47abc"
TYPED = "fourteen-herons"


@pytest.mark.parametrize(
    "line",
    [
        "password=fourteen-herons",
        "{'password': 'fourteen-herons', 'login': 'dana'}",
        '{"oldpassword": "fourteen-herons"}',
        "<QueryDict: {'password1': ['fourteen-herons'], 'password2': ['fourteen-herons']}>",
        "new_ccc='fourteen-herons'",
        "CCC: fourteen-herons",
        "<filerCcc>fourteen-herons</filerCcc>",
        "<ns1:ccc xmlns:ns1='x'>fourteen-herons</ns1:ccc>",
        "Cookie: sessionid=fourteen-herons; csrftoken=fourteen-herons",
        "Authorization: Bearer fourteen-herons",
        "Set-Cookie: __Host-session=fourteen-herons; Path=/",
        "sessionid=fourteen-herons",
        "session_key 'x' csrfmiddlewaretoken=fourteen-herons",
        "client_secret=fourteen-herons&grant_type=authorization_code",
        "GET /accounts/oidc/company/login/callback/?code=fourteen-herons&state=fourteen-herons",
        "Not Found: /accounts/password/reset/key/1-fourteen-herons/",
        "postgres://desk:fourteen-herons@db/desk",
        "redis://:fourteen-herons@cache:6379/0",
        "smtp://user:fourteen-herons@mail",
        "access_token: 'fourteen-herons'",
        "otpauth://totp/dana?secret=fourteen-herons",
        "eyJhbGciOiJIUzI1NiJ9.fourteen-herons.fourteen-herons",
    ],
)
def test_a_secret_is_hidden_by_what_stands_beside_it(line):
    assert TYPED not in redacted(line)
    assert HIDDEN in redacted(line)


@pytest.mark.parametrize(
    "secret",
    [
        Fernet(Fernet.generate_key()).encrypt(b"x").decode(),
        Argon2PasswordHasher().encode("x", "a salt of it"),
    ],
)
def test_a_token_and_a_hash_are_hidden_wherever_they_stand(secret):
    assert secret not in redacted(f"the row was ({secret!r},) and so on")


@pytest.mark.parametrize(
    "line",
    [
        "The broker cannot be reached (Error 111): a sweep will publish the work again.",
        "Made the PDF of filing 12: imports/0123456789abcdef0123456789abcdef, attempt 2",
        "transaction code S, 500 shares at $38.41",
        "The password is changed.",
        "Not Found: /filings/999/",
        "Report 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c0f00a08 is reviewed",
        "http://127.0.0.1:8000/accounts/login/?next=/filings/",
    ],
)
def test_an_ordinary_line_stays_as_it_is(line):
    assert redacted(line) == line


def test_what_the_desk_proves_itself_with_is_hidden_wherever_it_turns_up(settings):
    settings.EMAIL_HOST_PASSWORD = "nineteen-otters"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{"secret": "seven-badgers"}]}}
    told = redacted("the server answered nineteen-otters to us, and seven-badgers to the provider")
    assert told == f"the server answered {HIDDEN} to us, and {HIDDEN} to the provider"


@given(st.text(alphabet=string.ascii_letters + string.digits + "!#$%*+-.?@^_~", min_size=8, max_size=24))
def test_any_password_is_hidden_behind_its_name(password):
    for line in (f"password={password}", f"{{'password': '{password}'}}", f'"ccc": "{password}"'):
        assert redacted(line).count(HIDDEN) >= 1
        assert password not in redacted(line)


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "oldpassword",
        "password2",
        "ccc",
        "new_ccc",
        "again",
        "code",
        "credential",
        "csrfmiddlewaretoken",
    ],
)
def test_every_box_for_a_secret_is_known_by_its_name(name):
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["login", "remarks", "zip_code", "transaction_code", "cik", "comment"])
def test_a_box_for_anything_else_is_not(name):
    assert not is_secret_name(name)


def test_what_a_line_of_a_log_is_made_of_is_hidden_with_its_traceback():
    record = logging.LogRecord("filings", logging.ERROR, "x.py", 1, "sent %s", ({"ccc": CCC},), None)
    problem = ValueError(f"ccc={CCC}")
    record.exc_info = (type(problem), problem, None)
    assert Redacting().filter(record)
    assert CCC not in logging.Formatter().format(record)


def test_a_format_that_does_not_fit_its_arguments_says_none_of_them(caplog):
    record = logging.LogRecord("filings", logging.ERROR, "x.py", 1, "sent %s %s", (CCC,), None)
    Redacting().filter(record)
    assert record.getMessage() == "sent %s %s"


@given(st.text())
def test_what_was_redacted_once_stays_as_it_is(line):
    for text in (line, f"password={line}", f"{{'ccc': [{line!r}]}}"):
        assert redacted(redacted(text)) == redacted(text)


def test_every_handler_of_the_desk_redacts():
    from compliance.settings import base

    assert all("redacted" in one["filters"] for one in base.LOGGING["handlers"].values())
    django_handlers = base.LOGGING["loggers"]["django"]["handlers"]
    assert set(django_handlers) <= set(base.LOGGING["handlers"])


# Everywhere


@public
def falls(request):
    """A page that falls with all that was typed in its hands."""
    sent, cookies = request.POST.dict(), dict(request.COOKIES)
    raise ValueError(f"cannot do anything with {sent!r} of {cookies!r}")


urlpatterns = [
    path("falls/", falls),
    *__import__("compliance.urls", fromlist=["urlpatterns"]).urlpatterns,
]
handler400, handler403, handler404 = (
    f"compliance.hardening.errors.{name}" for name in ("bad_request", "forbidden", "not_found")
)


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("debugging", [False, True])
def test_an_error_is_reported_without_anything_that_was_typed(search, settings, debugging):
    settings.DEBUG = debugging
    client = search.client()
    client.cookies["sessionid"] = "abcdefghijklmnopqrstuvwxyz012345"
    sent = {"password": TYPED, "ccc": CCC, "code": "123456", "remarks": "sold before the announcement"}
    response = client.post("/falls/?next=sold-by-query", sent)
    assert response.status_code == 500
    assert search.found([*sent.values(), "abcdefghijklmnopqrstuvwxyz012345", "sold-by-query"]) == []
    if not debugging:
        assert b"ValueError" in b" ".join(content for place, content in search.places() if place == "mail")


def test_no_password_code_or_token_is_found_anywhere_after_a_day_of_signing_in(search, desk):
    """Right and wrong passwords and codes, into right and wrong boxes, and a new password."""
    dana = with_app(desk.dana)
    codes = recovery_codes(dana)
    client = search.client()
    sign_in(client, dana, TYPED)
    client.post(reverse("account_login"), {"login": TYPED, "password": dana.username})
    client.post(reverse("account_login"), {"login": f"{TYPED}@harborwell.example", "password": TYPED})
    sign_in(client, dana)
    client.post(reverse("mfa_authenticate"), {"code": TYPED})
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    now = code()
    for sent in (
        {"password": TYPED, "code": now},
        {"password": PASSWORD, "code": TYPED},
        {"credential": TYPED},
    ):
        client.post(reverse("prove"), sent)
    client.post(reverse("prove"), {"password": PASSWORD, "code": now})
    new = {"oldpassword": PASSWORD, "password1": "nineteen-lanterns", "password2": "nineteen-lanterns"}
    client.post(reverse("account_change_password"), new | {"oldpassword": TYPED})
    client.post(reverse("account_change_password"), new)
    # The boxes show a name that was mistyped to the one who typed it, and to nobody else.
    search.pages = [(at, text) for at, text in search.pages if at != reverse("account_login")]
    assert search.found([TYPED, PASSWORD, "nineteen-lanterns", SECRET, codes[0], codes[1]]) == []
    assert Event.objects.filter(subject_id=dana.pk).count() >= 5


def test_no_ccc_is_found_anywhere_after_it_was_kept(search, desk):
    client = search.client()
    client.force_login(desk.ruth, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("owner-ccc", args=[desk.anil.pk])
    for ccc, again in ((CCC, "other#12"), (f"{CCC}-too-long", CCC), (CCC, CCC)):
        client.post(address, {"ccc": ccc, "again": again})
    for name, record in (("owner", desk.anil.pk), ("owner-edit", desk.anil.pk), ("owner-ccc", desk.anil.pk)):
        client.get(reverse(name, args=[record]))
    assert ReportingOwner.objects.get(pk=desk.anil.pk).ccc.reveal() == CCC
    assert search.found([CCC, "other#12"]) == []


def test_the_search_itself_finds_what_is_there(search, desk):
    client = search.client()
    client.force_login(desk.kemi, backend="django.contrib.auth.backends.ModelBackend")
    logging.getLogger("filings").warning("heron in a log")
    Event.objects.all()
    desk.anil.last_name = "heron in a table"
    desk.anil.save()
    client.get(reverse("people"), {"q": "heron on a page"})
    found = " ".join(search.found(["heron"]))
    assert all(place in found for place in ("log", "table people_reportingowner", "page /people/"))
