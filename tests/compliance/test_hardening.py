"""What browsers are told, what is too large, and what is shown when something is wrong."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, override_settings
from django.urls import path, reverse
from waitress.adjustments import Adjustments

from compliance.access import public
from compliance.hardening.server import BoundedBuffer, DeskRequestParser
from compliance.hardening.uploads import largest_request
from tests.compliance.signing_in import signed_in
from tests.filings.views.pages import as_person, words

MEGABYTE = 2**20

# Headers


@pytest.fixture
def kemi(desk):
    return as_person(desk.kemi)


@pytest.mark.parametrize(
    "address", ["/", "/accounts/login/", "/nothing/", "/healthz", "/static/desk/desk.css"]
)
def test_every_answer_tells_the_browser_what_not_to_do(kemi, address):
    told = kemi.get(address).headers
    policy = told["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in told["Permissions-Policy"]


@pytest.mark.parametrize("name", ["queue", "people", "filings", "account_login", "mfa_index", "checks-json"])
def test_no_browser_keeps_a_page(kemi, name):
    assert "no-store" in kemi.get(reverse(name), follow=True).headers["Cache-Control"]


def test_what_is_the_same_for_everybody_may_be_kept(client):
    assert "no-store" not in client.get("/static/desk/desk.css").headers["Cache-Control"]


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(desk):
    kemi = signed_in(desk.kemi)
    session, token = kemi.cookies["sessionid"], kemi.cookies["csrftoken"]
    assert session["httponly"]
    assert token["httponly"]
    assert session["samesite"] == token["samesite"] == "Lax"


# Sizes


def refused(client: Client, address: str, size: int):
    """A request that says that it has so many bytes; none of them is there to be read."""
    return client.generic("POST", address, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(size))


def test_a_scan_of_300_megabytes_is_refused_in_one_sentence(kemi):
    response = refused(kemi, "/powers/1/scan/new/", 300 * MEGABYTE)
    assert response.status_code == 413
    assert "at most 16 MB are taken here" in words(response)


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/nothing/", "/admin/"])
def test_so_it_is_everywhere_before_anybody_has_signed_in(db, address):
    assert refused(Client(), address, 300 * MEGABYTE).status_code == 413


def test_an_import_takes_what_an_import_needs(settings):
    assert largest_request(reverse("imports")) == 2 * settings.MAX_IMPORT_BYTES
    assert largest_request("/powers/1/scan/new/") == settings.MAX_REQUEST_BYTES


def test_a_form_with_five_megabytes_of_text_is_too_large_and_no_fault_of_the_desk(db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    sent = {"login": "x" * 2000, "password": "x"}
    assert Client().post(reverse("account_login"), sent).status_code == 413


def received(head: bytes, *parts: bytes) -> DeskRequestParser:
    parser = DeskRequestParser(Adjustments(inbuf_overflow=1000))
    for part in (head, *parts):
        while part:
            part = part[parser.received(part) :]
    return parser


def kept(parser: DeskRequestParser) -> int:
    buffer = parser.body_rcv.buf
    assert isinstance(buffer, BoundedBuffer)
    return len(buffer.buf or b"") + len(buffer.strbuf)


def test_300_megabytes_are_thrown_away_as_they_come_in():
    head = b"POST /powers/1/scan/new/ HTTP/1.1\r\nHost: desk\r\nContent-Length: %d\r\n\r\n" % (300 * MEGABYTE)
    piece = b"x" * MEGABYTE
    parser = received(head, *[piece] * 10)
    assert kept(parser) == 10 * MEGABYTE
    for number in range(290):
        parser.received(piece)
        assert kept(parser) <= 16 * MEGABYTE, number
    assert parser.completed
    assert parser.error is None
    assert kept(parser) == 0
    assert parser.headers["CONTENT_LENGTH"] == str(300 * MEGABYTE)


def test_so_is_what_comes_in_pieces_without_saying_how_many():
    head = b"POST /powers/1/scan/new/ HTTP/1.1\r\nHost: desk\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"100000\r\n" + b"x" * MEGABYTE + b"\r\n"
    parser = received(head, *[piece] * 20, b"0\r\n\r\n")
    assert parser.completed
    assert kept(parser) == 0
    assert parser.headers["CONTENT_LENGTH"] == str(20 * MEGABYTE)


def test_what_fits_arrives_whole():
    body = bytes(range(256)) * 4096
    head = b"POST /accounts/login/ HTTP/1.1\r\nHost: desk\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert received(head, body[:5], body[5:]).get_body_stream().read() == body


# Errors


@public
def falls(request):
    raise ValueError("the secret is harbour lights")


@public
def forbids(request):
    raise PermissionDenied("only for Mira Ramaswamy")


@public
def suspects(request):
    raise SuspiciousOperation("harbour lights")


urlpatterns = [
    *__import__("compliance.urls", fromlist=["urlpatterns"]).urlpatterns,
    path("falls/", falls),
    path("forbids/", forbids),
    path("suspects/", suspects),
]
handler400 = "compliance.hardening.errors.bad_request"
handler403 = "compliance.hardening.errors.forbidden"
handler404 = "compliance.hardening.errors.not_found"


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/falls/?q=hidden-text", 500, "Something went wrong"),
        ("/forbids/?q=hidden-text", 403, "Not yours to open"),
        ("/suspects/?q=hidden-text", 400, "That was no request"),
        ("/hidden-text/", 404, "Nothing here"),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_a_page_of_an_error_repeats_nothing_of_the_request(db, address, status, heading):
    client = Client(raise_request_exception=False)
    response = client.get(address)
    assert response.status_code == status
    assert heading in words(response)
    shown = response.content.decode()
    for told in ("hidden-text", "harbour lights", "Mira", "Traceback", "Django"):
        assert told not in shown
    assert "Form 4 Desk" in shown


def test_a_form_that_was_open_too_long_says_so_and_nothing_else(db):
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "dana"})
    assert response.status_code == 403
    assert "This page was open too long" in words(response)
    assert "dana" not in response.content.decode()


def test_too_many_requests_have_a_page_of_the_desk(db):
    client = Client(REMOTE_ADDR="203.0.113.77")
    answers = [client.post(reverse("account_reset_password"), {"email": "x@y.example"}) for _ in range(12)]
    assert answers[-1].status_code == 429
    assert "Too many requests" in words(answers[-1])
