"""Signing in through a SAML identity provider, with assertions that are signed as one does."""

import base64
import datetime as dt
import uuid
import zlib
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import etree

from compliance.models import User
from compliance.settings.providers import saml
from tests.compliance.signing_in import told_of
from tests.compliance.test_providers import environment
from tests.filings.views.pages import words

utils = pytest.importorskip("onelogin.saml2.utils", reason="requirements/saml.txt is not installed")

PROVIDER = "https://idp.harborwell.example"
DESK = "http://localhost/accounts/saml/company"


def key_and_certificate() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    kept = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return kept.decode(), certificate.public_bytes(pem).decode()


KEY, CERTIFICATE = key_and_certificate()


@pytest.fixture(autouse=True)
def provider(settings) -> None:
    """A desk that knows the provider and takes its word for addresses."""
    env = environment(
        FORM4DESK_SAML_ENTITY_ID=PROVIDER,
        FORM4DESK_SAML_SSO_URL=f"{PROVIDER}/sso",
        FORM4DESK_SAML_CERTIFICATE=CERTIFICATE,
        FORM4DESK_SAML_TRUST_EMAIL="true",
    )
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": saml(env)}


@pytest.fixture
def browser() -> Client:
    return Client(SERVER_NAME="localhost", HTTP_HOST="localhost")


def asked(browser: Client) -> str:
    """Go to the provider; the number of the desk's request."""
    sent = parse_qs(urlsplit(browser.post("/accounts/saml/company/login/").headers["Location"]).query)
    request = zlib.decompress(base64.b64decode(sent["SAMLRequest"][0]), -15)
    return str(etree.fromstring(request).get("ID"))


def assertion(number: str, address: str, *, key: str | None = KEY, expires: int = 5) -> str:
    """What the provider says of somebody, for so many minutes; signed unless there is no key."""
    now = dt.datetime.now(dt.UTC)
    until = f"{now + dt.timedelta(minutes=expires):%Y-%m-%dT%H:%M:%SZ}"
    stated = f"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{uuid.uuid4().hex}"
        Version="2.0" IssueInstant="{now:%Y-%m-%dT%H:%M:%SZ}"><saml:Issuer>{PROVIDER}</saml:Issuer><saml:Subject>
        <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">subject-dana</saml:NameID>
        <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
        NotOnOrAfter="{until}" Recipient="{DESK}/acs/" InResponseTo="{number}"/>
        </saml:SubjectConfirmation></saml:Subject>
        <saml:Conditions NotBefore="2020-01-01T00:00:00Z" NotOnOrAfter="{until}"><saml:AudienceRestriction>
        <saml:Audience>{DESK}/metadata/</saml:Audience></saml:AudienceRestriction></saml:Conditions>
        <saml:AuthnStatement AuthnInstant="{now:%Y-%m-%dT%H:%M:%SZ}"><saml:AuthnContext>
        <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
        </saml:AuthnContext></saml:AuthnStatement>
        <saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>{address}</saml:AttributeValue>
        </saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
    if key is None:
        return stated
    signed = utils.OneLogin_Saml2_Utils.add_sign(stated, key, CERTIFICATE)
    return signed.decode() if isinstance(signed, bytes) else str(signed)


def come_back(browser: Client, stated: str, number: str) -> HttpResponse:
    now = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    answer = f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
        xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{uuid.uuid4().hex}" Version="2.0" IssueInstant="{now}"
        Destination="{DESK}/acs/" InResponseTo="{number}"><saml:Issuer>{PROVIDER}</saml:Issuer><samlp:Status>
        <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
        {stated}</samlp:Response>"""
    sent = {"SAMLResponse": base64.b64encode(answer.encode()).decode(), "RelayState": ""}
    return browser.post("/accounts/saml/company/acs/", sent, follow=True)


def is_signed_in(browser: Client) -> bool:
    return browser.get(reverse("queue")).status_code == 200


def test_an_account_with_the_address_is_opened_and_then_known_by_its_subject(browser, desk, settings):
    number = asked(browser)
    come_back(browser, assertion(number, desk.dana.email), number)
    assert is_signed_in(browser)
    assert SocialAccount.objects.get(user=desk.dana).uid == "subject-dana"
    assert told_of(desk.dana)[-1] == "Dana Okafor signed in with the identity provider from 127.0.0.1"
    browser.post(reverse("account_logout"))
    User.objects.filter(pk=desk.dana.pk).update(email="dana.new@harborwell.example")
    number = asked(browser)
    come_back(browser, assertion(number, "whatever@harborwell.example"), number)
    assert is_signed_in(browser)


def test_whom_the_desk_does_not_know_is_turned_away(browser, desk):
    number = asked(browser)
    response = come_back(browser, assertion(number, "somebody@else.example"), number)
    assert response.status_code == 403
    assert "no open account with the address somebody@else.example" in words(response)
    assert not is_signed_in(browser)


def test_an_assertion_that_is_not_signed_opens_nothing(browser, desk):
    number = asked(browser)
    assert come_back(browser, assertion(number, desk.dana.email, key=None), number).status_code == 401
    assert not is_signed_in(browser)


def test_an_assertion_that_was_changed_or_signed_by_another_opens_nothing(browser, desk):
    number = asked(browser)
    changed = assertion(number, desk.dana.email).replace(desk.dana.email, desk.ruth.email)
    assert come_back(browser, changed, number).status_code == 401
    other, _ = key_and_certificate()
    number = asked(browser)
    assert come_back(browser, assertion(number, desk.dana.email, key=other), number).status_code == 401
    assert not is_signed_in(browser)


def test_an_old_assertion_opens_nothing(browser, desk):
    number = asked(browser)
    assert come_back(browser, assertion(number, desk.dana.email, expires=-10), number).status_code == 401
    assert not is_signed_in(browser)


def test_an_assertion_for_a_login_that_nobody_here_began_opens_nothing(browser, desk):
    number = asked(Client(SERVER_NAME="localhost", HTTP_HOST="localhost"))
    come_back(browser, assertion(number, desk.dana.email), number)
    assert not is_signed_in(browser)


def test_the_desk_describes_itself(browser, db):
    described = etree.fromstring(browser.get("/accounts/saml/company/metadata/").content)
    assert described.get("entityID") == f"{DESK}/metadata/"
