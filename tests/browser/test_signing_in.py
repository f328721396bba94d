"""Signing in and proving who one is with a passkey, as Chromium's own authenticator does it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from compliance.models import User
from tests.compliance.signing_in import told_of
from tests.filings.harborwell import PASSWORD, login

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Device:
    """A computer that holds passkeys and asks for a fingerprint; ``verifies`` says if it is the right one."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        session.send("WebAuthn.enable")
        made = session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self._id = made["authenticatorId"]

    def verifies(self, right: bool) -> None:
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": right})


@pytest.fixture
def device(page: Page) -> Iterator[Device]:
    yield Device(page.context.new_cdp_session(page))


@pytest.fixture
def dana(db) -> User:
    return login("dana", "Dana", "Okafor")


def sign_in_by_password(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("dana")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    # Only the answer takes the page away; a page that is asked for before it would come in its place.
    expect(page.locator("input[name=login]")).to_have_count(0)


def add_passkey(page: Page) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.locator("input[name=name]").fill("Office laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()


def test_a_passkey_is_added_and_then_opens_the_desk_without_a_password(page: Page, device, dana) -> None:
    sign_in_by_password(page)
    add_passkey(page)
    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/filings/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Filings")).to_be_visible()
    assert told_of(dana)[-1] == "Dana Okafor signed in with a passkey from 127.0.0.1"


def test_the_password_alone_opens_nothing_once_there_is_a_passkey(page: Page, device, dana) -> None:
    sign_in_by_password(page)
    add_passkey(page)
    page.context.clear_cookies()
    sign_in_by_password(page)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.goto("/people/")
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("link", name="Dana Okafor")).to_be_visible()


def test_a_wrong_fingerprint_opens_nothing_and_the_page_says_so(page: Page, device, dana) -> None:
    sign_in_by_password(page)
    add_passkey(page)
    page.context.clear_cookies()
    device.verifies(False)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not accepted")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_passkey_alone_is_proof_for_what_only_the_person_may_do(page: Page, device, dana) -> None:
    sign_in_by_password(page)
    add_passkey(page)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("link", name="Dana Okafor")).to_be_visible()
    page.goto("/accounts/2fa/recovery-codes/")
    expect(page.get_by_role("heading", name="Prove that it is you")).to_be_visible()
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
