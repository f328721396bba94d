"""Every page of the demo desk fits the screen and can be used by everybody, light and dark."""

import datetime as dt
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from compliance.models import Membership, Role, User
from filings.demo import PASSWORD, demo_load
from filings.models import Attestation, AuthenticationDocument, Filing, FilingState, ImportRun, LedgerKey
from filings.selectors.ledger import accounts_of
from filings.services.history import import_sources
from people.models import Issuer, PowerOfAttorney, ReportingOwner
from tests.filings.past import document, sale

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEPS = ("who", "report", "table-1", "table-2", "notes", "exhibits", "review", "sign")


@pytest.fixture
def addresses(page: Page, tmp_path: Path) -> list[str]:
    """The addresses of every kind of page on the demo desk, for somebody who is signed in and may open all."""
    demo_load()
    person = User.objects.get(username="administrator")
    Membership.objects.create(user=person, role=Role.PREPARER)
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(person.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("/")
    draft = Filing.objects.get(state=FilingState.DRAFT)
    (tmp_path / "past.xml").write_bytes(document(sale(dt.date(2020, 3, 2))))
    (tmp_path / "notes.txt").write_bytes(b"no filing")
    list(import_sources([str(tmp_path)]))
    return [
        "/", "/filings/", "/filings/new/", "/people/", "/issuers/", "/powers/", "/powers/register/", "/powers/gaps/",
        "/powers/draft/", "/checks/", "/search/?q=locke",
        "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/sessions/", "/accounts/prove/",
        "/calendar/?traded_on=11/25/2026", "/people/new/", "/issuers/new/", "/powers/new/",
        "/filings/import/", *(one.get_absolute_url() for one in ImportRun.objects.all()),
        *(f"/people/{one.pk}/" for one in ReportingOwner.objects.all()[:1]),
        *(f"/people/{one.owner_id}/short-swing/" for one in draft.filing_owners.all()),
        *(f"/people/{one.pk}/holdings/{page}" for one in ReportingOwner.objects.all() for page in ("", "breaks/")),
        *(f"/people/{owner}/holdings/{key}/" for owner, key in accounts()),
        *(
            f"/people/{draft.filing_owners.all()[0].owner_id}/holdings/{draft.issuer_id}/record/{kind}/"
            for kind in ("opening", "transfer", "correction")
        ),
        f"/issuers/{draft.issuer_id}/split/",
        *(
            f"/issuers/{key.issuer_id}/split/?title={key.title}&new=2&old=1&day=1/4/2026"
            for key in LedgerKey.objects.all()[:1]
        ),
        *(f"/issuers/{one.pk}/" for one in Issuer.objects.all()[:1]),
        *(f"/powers/{one.pk}/" for one in PowerOfAttorney.objects.all()),
        *(f"/powers/{one.pk}/paper/" for one in PowerOfAttorney.objects.filter(stage="sent")),
        "/sign/", "/attestations/", "/retention/?state=free", "/retention/",
        *(f"/attestations/{one.pk}/end/" for one in Attestation.objects.all()[:1]),
        *(f"/attestations/of/{one.pk}/new/" for one in User.objects.all()[:1]),
        *(f"/retention/{one.pk}/destroy/" for one in AuthenticationDocument.objects.all()[:1]),
        *(f"/filings/{one.pk}/" for one in Filing.objects.all()),
        *(f"/filings/{draft.pk}/{step}/" for step in STEPS),
        "/reports/", "/reports/due/", "/reports/small-acquisitions/",
        *(f"/reports/{draft.issuer_id}/2020/{one}/" for one in ("late", "item-405", "year-end")),
        *(
            f"/reports/{draft.issuer_id}/2020/year-end/{one.owner_id}/{page}"
            for one in draft.filing_owners.all()
            for page in ("", "statement/")
        ),
        *(f"/filings/{draft.pk}/rows/{row.pk}/" for row in draft.rows.all()),
    ]  # fmt: skip


def accounts() -> set[tuple[int, int]]:
    """Every account on the desk: its owner and its key."""
    return {
        (owner.pk, account.security.key)
        for owner in ReportingOwner.objects.all()
        for issuer in Issuer.objects.all()
        for account in accounts_of(owner, issuer)
    }


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways(page: Page, addresses: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 860})
    for address in addresses:
        response = page.goto(address)
        assert response is not None and response.ok, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} is too wide"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(page: Page, addresses: list[str], scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    for address in addresses:
        page.goto(address)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
        serious = [
            (one["id"], [node["html"][:160] for node in one["nodes"]][:3])
            for one in found.response["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        assert not serious, f"{address}: {serious}"
