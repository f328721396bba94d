"""No page of the desk asks the browser for anything that the content security policy forbids."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from compliance.models import User
from people.models import PowerOfAttorney
from tests.browser.test_pages import addresses

__all__ = ["addresses"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACCOUNT = (
    "/accounts/2fa/", "/accounts/sessions/", "/accounts/prove/", "/accounts/password/change/", "/accounts/logout/",
    "/accounts/2fa/webauthn/", "/nothing/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/",
)  # fmt: skip
SIGNED_OUT = ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/")
ADMINISTRATION = (
    "/admin/", "/admin/compliance/user/", "/admin/compliance/user/add/", "/admin/audit/event/",
    "/admin/people/reportingowner/", "/admin/people/reportingowner/add/", "/admin/people/powerofattorney/",
    "/admin/people/position/add/", "/admin/compliance/edgarcalendarday/add/", "/admin/socialaccount/socialaccount/",
)  # fmt: skip


@pytest.fixture
def violations(page: Page) -> Iterator[list[str]]:
    """What the browser refused, as it tells by its event and on its console; filled while the page is used."""
    found: list[str] = []
    page.expose_function("refused", lambda told: found.append(f"{page.url}: {told}"))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', (event) =>"
        " window.refused(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"
    )
    page.on(
        "console",
        lambda said: (
            found.append(f"{page.url}: {said.text}")
            if re.search("Content.Security.Policy|Permissions.Policy", said.text)
            else None
        ),
    )
    page.on("pageerror", lambda problem: found.append(f"{page.url}: {problem}"))
    yield found


def test_no_page_of_the_desk_breaks_the_policy(page: Page, violations, addresses: list[str]) -> None:
    for address in (*addresses, *ACCOUNT):
        page.goto(address)
    for power in PowerOfAttorney.objects.all():
        page.goto(f"/powers/{power.pk}/confirm/")
    page.wait_for_timeout(300)
    assert violations == []


def test_no_page_of_the_administration_breaks_the_policy(page: Page, violations, addresses) -> None:
    User.objects.filter(username="administrator").update(is_staff=True, is_superuser=True)
    for address in ADMINISTRATION:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
    page.goto("/admin/compliance/user/")
    page.locator("#action-toggle").check()
    page.goto(f"/admin/compliance/user/{User.objects.get(username='attorney').pk}/change/")
    page.wait_for_timeout(300)
    assert violations == []


def test_no_page_before_signing_in_breaks_the_policy(page: Page, violations) -> None:
    for address in SIGNED_OUT:
        page.goto(address)
    page.wait_for_timeout(300)
    assert violations == []


def test_the_policy_is_there_and_stops_a_script_that_was_smuggled_in(page: Page, violations) -> None:
    page.goto("/accounts/login/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title=1\">')")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'document.title=1'}))"
    )
    page.wait_for_timeout(300)
    assert page.title() != "1"
    assert any("script-src" in one for one in violations)
