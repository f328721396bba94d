"""An insider answers on a telephone, by a link that opens once."""

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from filings.services.confirmation import confirmation_ask
from tests.filings.harborwell import Desk, draft, line, open_desk, sale

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def telephone(chromium: Browser, url: str) -> Page:
    context = chromium.new_context(base_url=url, viewport={"width": 390, "height": 800})
    context.set_default_timeout(10_000)
    return context.new_page()


def test_the_insider_says_on_the_phone_what_is_wrong_and_nobody_opens_the_link_again(
    chromium: Browser, live_server
) -> None:
    desk: Desk = open_desk()
    filing = draft(desk)
    line(desk, filing, sale())
    token = confirmation_ask(actor=desk.kemi, filing_id=filing.pk, owner=desk.anil, days=2).token
    phone, other = telephone(chromium, live_server.url), telephone(chromium, live_server.url)
    try:
        phone.goto(f"/confirm/open/{token}/")
        phone.get_by_role("button", name="Open my report").click()
        expect(phone.get_by_role("heading", name="Anil Ramaswamy, is this right?")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") == 390
        other.goto(f"/confirm/open/{token}/")
        other.get_by_role("button", name="Open my report").click()
        expect(other.get_by_text("opened before, in another browser")).to_be_visible()
        phone.get_by_text("No, something is wrong").click()
        phone.get_by_label("What is wrong?").fill("It was 600 shares.")
        phone.get_by_role("button", name="Send: this is wrong").click()
        expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    finally:
        phone.context.close()
        other.context.close()
    kept = filing.confirmations.get()
    assert (kept.answer, kept.comment) == ("wrong", "It was 600 shares.")
    assert kept.used_again_at is not None


def test_the_link_itself_is_told_to_no_other_request_and_its_button_still_works(
    chromium: Browser, live_server
) -> None:
    desk: Desk = open_desk()
    filing = draft(desk)
    line(desk, filing, sale())
    token = confirmation_ask(actor=desk.kemi, filing_id=filing.pk, owner=desk.anil, days=2).token
    phone = telephone(chromium, live_server.url)
    sent: list[Request] = []
    phone.on("request", lambda request: sent.append(request))
    try:
        phone.goto(f"/confirm/open/{token}/")
        phone.get_by_role("button", name="Open my report").dblclick()
        expect(phone.get_by_role("heading", name="Anil Ramaswamy, is this right?")).to_be_visible()
        headers = [(one.url, one.all_headers()) for one in sent]
    finally:
        phone.context.close()
    assert any("/static/" in url for url, _ in headers)
    assert [url for url, told in headers if token in told.get("referer", "")] == []
    posted = [told["origin"] for url, told in headers if token in url and "origin" in told]
    assert set(posted) == {live_server.url}
    assert filing.confirmations.get().used_again_at is None
