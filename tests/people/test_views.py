"""The pages of people, issuers and powers of attorney, for each role."""

import datetime as dt
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from compliance.audit.models import Event
from compliance.secrets import Secret
from people.models import Issuer, Position, PowerOfAttorney, ReportingOwner, SecurityClass
from people.services.powers import poa_scan_replace
from tests.people.test_scans import pdf

CCC = "zq#47abc"

READING = ["people", "owner", "issuers", "issuer", "powers", "power"]
CHANGING = [
    "owner-new", "owner-edit", "owner-position-new", "owner-position-edit", "owner-position-end",
    "issuer-new", "issuer-edit", "issuer-class-new", "issuer-class-edit",
]  # fmt: skip
AUTHORISING = [
    "power-new", "power-edit", "power-revoke", "power-attorney-end", "power-scan-new", "owner-ccc",
]  # fmt: skip
EVERY_PAGE = [*READING, *CHANGING, *AUTHORISING]


@pytest.fixture
def addresses(power, locke, tecogen):
    """The address of each page, by its name, for one owner, issuer and power."""
    locke.ccc = Secret(CCC)
    locke.save()
    position = Position.objects.create(
        owner=locke, issuer=tecogen, kind="officer", title="CEO", started_on=dt.date(2014, 11, 17)
    )
    stock = SecurityClass.objects.create(issuer=tecogen, title="Common Stock")
    attorney = power.named_attorneys.get()
    arguments = {
        "owner": [locke.pk],
        "owner-edit": [locke.pk],
        "owner-ccc": [locke.pk],
        "owner-position-new": [locke.pk],
        "owner-position-edit": [locke.pk, position.pk],
        "owner-position-end": [locke.pk, position.pk],
        "issuer": [tecogen.pk],
        "issuer-edit": [tecogen.pk],
        "issuer-class-new": [tecogen.pk],
        "issuer-class-edit": [tecogen.pk, stock.pk],
        "issuer-class-remove": [tecogen.pk, stock.pk],
        "power": [power.pk],
        "power-edit": [power.pk],
        "power-revoke": [power.pk],
        "power-attorney-end": [power.pk, attorney.pk],
        "power-scan": [power.pk],
        "power-scan-new": [power.pk],
    }
    names = {*EVERY_PAGE, "power-scan", "issuer-class-remove"}
    return {name: reverse(name, args=arguments.get(name, [])) for name in names}


def test_whoever_is_not_signed_in_is_asked_to(client, addresses):
    for address in addresses.values():
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("preparer", {*READING, *CHANGING}),
        ("attorney", set(READING)),
        ("administrator", set(EVERY_PAGE)),
    ],
)
def test_each_role_opens_its_pages_and_no_others(client, addresses, request, role, opened):
    client.force_login(request.getfixturevalue(role))
    allowed = {name for name in EVERY_PAGE if client.get(addresses[name]).status_code == 200}
    refused = {name for name in EVERY_PAGE if client.get(addresses[name]).status_code == 403}
    assert allowed == opened
    assert refused == set(EVERY_PAGE) - opened


def test_somebody_without_a_role_opens_nothing(client, addresses, preparer):
    preparer.memberships.all().delete()
    client.force_login(preparer)
    assert {client.get(addresses[name]).status_code for name in EVERY_PAGE} == {403}


@pytest.mark.parametrize("role", ["preparer", "attorney"])
def test_only_an_administrator_writes_powers_and_cccs(client, addresses, request, role):
    client.force_login(request.getfixturevalue(role))
    assert {client.post(addresses[name]).status_code for name in AUTHORISING} == {403}


def test_no_page_shows_a_ccc(client, addresses, administrator):
    client.force_login(administrator)
    for name in EVERY_PAGE:
        page = client.get(addresses[name]).content.decode()
        assert CCC not in page, name
        assert not re.search(r"gAAAAA", page), name


def test_no_page_has_a_script_or_a_style_of_its_own(client, addresses, administrator):
    client.force_login(administrator)
    for name in EVERY_PAGE:
        page = client.get(addresses[name]).content.decode()
        assert " style=" not in page, name
        assert "<style" not in page, name
        assert not re.search(r"<script(?![^>]* src=)", page), name
        assert not re.search(r"\son[a-z]+=", page), name


@pytest.mark.parametrize("address", ["/people/999/", "/issuers/999/", "/powers/999/", "/powers/999/scan/"])
def test_what_is_not_here(client, administrator, address):
    client.force_login(administrator)
    assert client.get(address).status_code == 404


def test_a_position_and_a_class_belong_to_their_page(client, administrator, addresses, ramaswamy, harborwell):
    client.force_login(administrator)
    position, stock = Position.objects.get(), SecurityClass.objects.get()
    assert client.get(f"/people/{ramaswamy.pk}/positions/{position.pk}/").status_code == 404
    assert client.post(f"/issuers/{harborwell.pk}/classes/{stock.pk}/remove/").status_code == 404
    assert SecurityClass.objects.exists()


class TestOwner:
    TYPED = {
        "kind": "person",
        "cik": "CIK 0000000042",
        "conformed_name": "Doe Jane Q.",
        "first_name": "Jane",
        "last_name": "Doe",
    }

    def test_a_preparer_adds_an_owner_and_reads_how_the_signature_will_stand(self, client, preparer):
        client.force_login(preparer)
        response = client.post(reverse("owner-new"), self.TYPED, follow=True)
        owner = ReportingOwner.objects.get(cik="42")
        assert response.redirect_chain == [(f"/people/{owner.pk}/", 302)]
        assert "the signature will read Jane Doe" in response.content.decode()
        assert Event.objects.get().actor == preparer

    def test_what_was_typed_stays_where_a_box_is_refused(self, client, preparer):
        client.force_login(preparer)
        typed = {**self.TYPED, "city": "<script>alert(1)</script>", "first_name": "Ren\u00e9"}
        page = client.post(reverse("owner-new"), typed).content.decode()
        assert 'value="CIK 0000000042"' in page
        assert 'value="&lt;script&gt;alert(1)&lt;/script&gt;"' in page
        assert "<script>alert(1)" not in page
        assert "Nothing is saved yet." in page
        assert 'href="#id_first_name"' in page
        assert not ReportingOwner.objects.exists()

    def test_a_preparer_cannot_give_somebody_authority_by_a_login(self, client, preparer, locke):
        client.force_login(preparer)
        client.post(
            reverse("owner-edit", args=[locke.pk]), {**self.TYPED, "cik": locke.cik, "user": preparer.pk}
        )
        locke.refresh_from_db()
        assert locke.last_name == "Doe"
        assert locke.user is None

    def test_a_ccc_goes_in_and_does_not_come_out(self, client, administrator, locke):
        client.force_login(administrator)
        address = reverse("owner-ccc", args=[locke.pk])
        refused = client.post(address, {"ccc": CCC, "again": "zq#47abd"})
        assert CCC not in refused.content.decode()
        kept = client.post(address, {"ccc": CCC, "again": CCC}, follow=True)
        assert CCC not in kept.content.decode()
        assert "On file" in kept.content.decode()
        assert ReportingOwner.objects.get(pk=locke.pk).ccc == Secret(CCC)
        assert CCC not in str(list(Event.objects.values()))

    @pytest.mark.parametrize(("until", "ended"), [("11/20/2099", False), ("11/20/2020", True)])
    def test_the_page_says_until_when_the_filer_has_access_to_edgar(
        self, client, preparer, locke, until, ended
    ):
        client.force_login(preparer)
        assert "not on record" in client.get(reverse("owner", args=[locke.pk])).content.decode()
        typed = {"kind": "person", "cik": locke.cik, "conformed_name": "LOCKE B", "last_name": "Locke"}
        address = reverse("owner-edit", args=[locke.pk])
        page = client.post(address, typed | {"edgar_access_until": until}, follow=True).content.decode()
        assert f"until {until}" in page
        assert ("ended</span>" in page) is ended

    def test_positions_are_added_and_ended(self, client, preparer, locke, tecogen):
        client.force_login(preparer)
        client.post(
            reverse("owner-position-new", args=[locke.pk]),
            {"issuer": tecogen.pk, "kind": "officer", "title": "CEO", "started_on": "11/17/2014"},
        )
        position = locke.positions.get()
        client.post(reverse("owner-position-end", args=[locke.pk, position.pk]), {"day": "6/30/2026"})
        page = client.get(reverse("owner", args=[locke.pk])).content.decode()
        assert "1 earlier position" in page
        assert "06/30/2026" in page

    def test_the_page_opens_while_a_ccc_cannot_be_read(self, client, administrator, locke, settings):
        locke.ccc = Secret(CCC)
        locke.save()
        settings.FIELD_ENCRYPTION_KEYS = ["b3RoZXIga2V5IGZvciB0ZXN0cyBvbmx5LCB0cnVseSE="]
        client.force_login(administrator)
        assert client.get(reverse("owner", args=[locke.pk])).status_code == 200
        assert client.get(reverse("people")).status_code == 200

    def test_the_list_keeps_its_search_over_its_pages(self, client, preparer):
        ReportingOwner.objects.bulk_create(
            ReportingOwner(cik=str(number), conformed_name=f"Doe {number:03}", last_name="Doe")
            for number in range(1, 61)
        )
        client.force_login(preparer)
        page = client.get(reverse("people"), {"q": "doe"}).content.decode()
        assert "1 to 50 of 60" in page
        assert "?q=doe&amp;page=2" in page
        assert "51 to 60 of 60" in client.get(reverse("people"), {"q": "doe", "page": "99"}).content.decode()
        assert "Nobody here matches" in client.get(reverse("people"), {"q": "\x00zz"}).content.decode()


class TestIssuer:
    def test_a_preparer_adds_an_issuer_with_a_class(self, client, preparer):
        client.force_login(preparer)
        typed = {"cik": "0000000099", "conformed_name": "NORTHWIND LABS INC", "fiscal_year_end": "9/30"}
        client.post(reverse("issuer-new"), typed)
        issuer = Issuer.objects.get(cik="99")
        client.post(reverse("issuer-class-new", args=[issuer.pk]), {"title": "Common Stock"})
        page = client.get(reverse("issuer", args=[issuer.pk])).content.decode()
        assert "Common Stock" in page
        assert "09/30" in page

    def test_the_page_of_a_foreign_private_issuer_shows_its_home_regime(self, client, preparer, tecogen):
        client.force_login(preparer)
        address = reverse("issuer", args=[tecogen.pk])
        assert "Organized in" not in client.get(address).content.decode()
        Issuer.objects.update(
            is_foreign_private_issuer=True, organized_in="2M", qualifying_regulation="Article 19 MAR"
        )
        page = client.get(address).content.decode()
        assert "GERMANY" in page
        assert "Article 19 MAR" in page

    def test_an_issuer_that_is_already_here_is_led_to(self, client, preparer, tecogen):
        client.force_login(preparer)
        page = client.post(reverse("issuer-new"), {"cik": "1537435"}).content.decode()
        assert f'CIK 1537435 is already here: <a href="/issuers/{tecogen.pk}/">TECOGEN INC.</a>.' in page

    def test_a_class_in_use_stays_and_says_why(self, client, preparer, tecogen):
        stock = SecurityClass.objects.create(issuer=tecogen, title="Common Stock")
        SecurityClass.objects.create(issuer=tecogen, title="Option", is_derivative=True, underlying=stock)
        client.force_login(preparer)
        address = reverse("issuer-class-remove", args=[tecogen.pk, stock.pk])
        page = client.post(address, follow=True).content.decode()
        assert "Common Stock underlies Option" in page
        assert client.get(address).status_code == 405


class TestPower:
    def test_an_administrator_enters_a_power_from_its_grantors_page(
        self, client, administrator, locke, attorney
    ):
        client.force_login(administrator)
        form = client.get(reverse("power-new"), {"grantor": locke.pk}).content.decode()
        assert f'<option value="{locke.pk}" selected>' in form
        typed = {
            "grantor": locke.pk,
            "covers_form_4": "on",
            "attorneys": attorney.pk,
            "executed_on": "3/12/2025",
            "ends": "revocation",
            "text": "Know all by these presents. /s/ Benjamin Locke",
        }
        page = client.post(reverse("power-new"), typed, follow=True).content.decode()
        power = PowerOfAttorney.objects.get()
        assert f"Kemi Adeyemi may sign Form 4 but no amendments for {locke.signing_name}" in page
        assert [one.user for one in power.named_attorneys.all()] == [attorney]

    def test_a_grantor_that_is_none_is_no_error(self, client, administrator):
        client.force_login(administrator)
        assert client.get(reverse("power-new"), {"grantor": "x", "issuer": "\x00"}).status_code == 200

    def test_a_revocation_shows_on_the_page_and_in_the_register(self, client, administrator, power):
        client.force_login(administrator)
        client.post(reverse("power-revoke", args=[power.pk]), {"day": "1/5/2026"})
        assert (
            "until it was revoked on 5 January 2026"
            in client.get(reverse("power", args=[power.pk])).content.decode()
        )
        revoked = client.get(reverse("powers"), {"state": "revoked"}).content.decode()
        assert "Benjamin Locke M." in revoked
        assert "Revoked 1" in revoked
        assert (
            "No power of attorney matches"
            in client.get(reverse("powers"), {"state": "in-force"}).content.decode()
        )

    def test_a_state_that_is_none_shows_all(self, client, attorney, power):
        client.force_login(attorney)
        assert "Benjamin Locke M." in client.get(reverse("powers"), {"state": "?"}).content.decode()

    def test_an_attorney_who_leaves_ends_alone(self, client, administrator, power, garrison):
        power.attorneys.add(garrison)
        leaving = power.named_attorneys.exclude(user=garrison).get()
        client.force_login(administrator)
        client.post(reverse("power-attorney-end", args=[power.pk, leaving.pk]), {"day": "6/30/2026"})
        page = client.get(reverse("power", args=[power.pk])).content.decode()
        assert "David Garrison may sign" in page
        assert "06/30/2026" in page

    @pytest.fixture(autouse=True)
    def _archive(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def test_a_scan_is_handed_out_as_a_download_that_no_browser_guesses_about(
        self, client, administrator, attorney, power
    ):
        client.force_login(administrator)
        scan = ContentFile(pdf(), "../evil.html")
        client.post(reverse("power-scan-new", args=[power.pk]), {"scan": scan})
        client.force_login(attorney)
        response = client.get(reverse("power-scan", args=[power.pk]))
        assert b"".join(response.streaming_content).startswith(b"%PDF-1.")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == (
            'attachment; filename="power-of-attorney-1600001-2025-03-12.pdf"'
        )
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox"
        assert "no-store" in response["Cache-Control"]

    def test_a_page_that_calls_itself_a_scan_is_refused_in_one_sentence(self, client, administrator, power):
        client.force_login(administrator)
        scan = ContentFile(b"<html><script>alert(1)</script>", "scan.pdf")
        page = client.post(reverse("power-scan-new", args=[power.pk]), {"scan": scan}).content.decode()
        assert "This is not a PDF, PNG, JPEG or TIFF" in page
        assert client.get(reverse("power-scan", args=[power.pk])).status_code == 404

    def test_a_scan_that_is_gone_from_the_archive_is_missed_and_not_an_error(
        self, client, administrator, power
    ):
        poa_scan_replace(actor=administrator, power=power, scan=ContentFile(b"%PDF-1.7", "x"))
        power.scan.storage.delete(power.scan.name)
        client.force_login(administrator)
        for address in ("power-scan", "power-scan-shown", "power-confirm"):
            answer = client.get(reverse(address, args=[power.pk]))
            assert answer.status_code == 404
            assert "The file is missing from the archive." in answer.content.decode()


class TestSignIn:
    def test_somebody_signs_in_with_the_user_name_or_the_address(self, client, preparer):
        preparer.set_password("harborwell-7")
        preparer.save()
        for login in ("dana", "dana@harborwell.example"):
            response = client.post("/accounts/login/", {"login": login, "password": "harborwell-7"})
            assert response.status_code == 302
            client.logout()

    @pytest.mark.django_db
    def test_a_wrong_password_says_so_and_keeps_the_name(self, client):
        page = client.post("/accounts/login/", {"login": "dana", "password": "no"}).content.decode()
        assert 'value="dana"' in page
        assert 'role="alert"' in page

    @pytest.mark.django_db
    def test_nobody_signs_up(self, client):
        page = client.get("/accounts/signup/").content.decode()
        assert "Accounts are made by the desk's administrator" in page
        assert "sign up" not in client.get("/accounts/login/").content.decode().lower()

    def test_a_forgotten_password_is_set_anew_by_mail(self, client, preparer, mailoutbox):
        response = client.post("/accounts/password/reset/", {"email": preparer.email}, follow=True)
        assert "a message with a link is on its way" in response.content.decode()
        assert mailoutbox[0].subject.endswith("Form 4 Desk: set a new password")
        link = re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1]
        form = client.get(link, follow=True)
        assert "Set the password" in form.content.decode()
        where = form.redirect_chain[-1][0]
        typed = {"password1": "sixteen-oysters", "password2": "sixteen-oysters"}
        assert "The password is set" in client.post(where, typed, follow=True).content.decode()
        preparer.refresh_from_db()
        assert preparer.check_password("sixteen-oysters")
