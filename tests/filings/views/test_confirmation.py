"""An insider says by a link on a phone whether the own draft is right."""

import datetime as dt
import smtplib
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from compliance.audit.log import history
from compliance.hardening.redaction import HIDDEN, redacted
from filings.models import Filing
from filings.services.confirmation import confirmation_ask
from filings.services.draft import filing_discard, filing_owner_remove
from filings.views import confirm_link
from tests.filings.harborwell import (
    NOW,
    Desk,
    draft,
    line,
    reviewed,
    sale,
    sign_as,
    under_powers,
)
from tests.filings.views.confirming import a_sale, answered, ask, asking, at_the_desk, opened, question, told
from tests.filings.views.pages import as_person, form_on, page, typed, words
from tests.secrets_search import search  # noqa: F401 -- the fixture


@pytest.fixture
def filing(desk: Desk) -> Filing:
    return a_sale(desk)


def test_the_whole_way_from_the_question_to_yes(desk, filing):
    link = ask(desk, filing)
    phone = opened(link)
    shown = words(phone.get(question(filing)))
    assert "Anil Ramaswamy, is this right?" in shown
    assert "Kemi Adeyemi asks you before it is filed. It is due on Tue 24 Nov 2026" in shown
    assert "500 shares were sold at $38.41 (see footnote 1) on Friday 20 November 2026 (code S)" in shown
    assert "Price $38.41(1) Held after it 12,000, directly (1) A weighted average of prices" in shown
    assert "A weighted average of prices from $38.01 to $38.90." in shown
    assert "Thank you" in words(answered(phone, filing, "right"))
    kept = filing.confirmations.get()
    assert (kept.answer, kept.comment, kept.answered_by) == ("right", "", None)
    staff = at_the_desk(desk, filing)
    assert "Ramaswamy Anil Right asked by Kemi Adeyemi" in staff
    assert "Form 4 Desk kept what Ramaswamy Anil said by the link: This is right" in told(filing)


def test_a_page_behind_a_link_shows_the_report_and_nothing_else_of_the_desk(desk, filing):
    Filing.objects.filter(pk=filing.pk).update(desk_note="Counsel doubts the plan.")
    phone = opened(ask(desk, filing))
    answer = phone.get(question(filing))
    shown = answer.content.decode()
    for hidden in (
        "Counsel doubts",
        "100 MAIN STREET",
        "Queue",
        "Search",
        "Sign out",
        "F4-",
        "anil#12A",
        f"/filings/{filing.pk}",
    ):
        assert hidden not in shown, hidden
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    for name in ("queue", "filings", "people"):
        assert phone.get(reverse(name)).headers["Location"].startswith("/accounts/login/")
    assert phone.get(reverse("filing", args=[filing.pk])).status_code == 302


def test_looking_at_the_link_as_a_mail_scanner_does_uses_nothing_up(desk, filing):
    link = ask(desk, filing)
    for _ in range(3):
        looked = Client().get(link)
        assert "Anil" not in words(looked)
        assert "HARBORWELL" not in words(looked)
    assert "is this right?" in words(opened(link).get(question(filing)))


def test_a_stolen_link_that_is_used_twice_is_refused_and_in_the_log(desk, filing):
    link = ask(desk, filing)
    thief, first = opened(link), question(filing)
    refused = Client().post(link)
    assert refused.status_code == 410
    assert "opened before, in another browser" in words(refused)
    assert "tell Kemi Adeyemi at once, who can send you a new one" in words(refused)
    assert told(filing)[0].startswith(
        "Form 4 Desk refused the link for Ramaswamy Anil: it had been opened before"
    )
    assert history(filing)[0].changes["from"] == ["", "127.0.0.1"]
    staff = at_the_desk(desk, filing)
    assert "the link for Ramaswamy Anil was used again from another browser" in staff
    again = opened(ask(desk, filing))  # the new link takes the old one back
    assert history(filing)[1].changes["earlier link"] == ["open", "revoked"]
    assert "was used again from another browser" not in at_the_desk(desk, filing)
    assert "This link was taken back" in words(thief.get(first))
    assert "is this right?" in words(again.get(question(filing)))


def test_a_thief_who_answered_is_found_out_when_the_insider_comes(desk, filing):
    link = ask(desk, filing)
    answered(opened(link), filing, "right")
    insider = Client()
    assert "A report is waiting" in words(insider.get(link))
    refused = insider.post(link)
    assert refused.status_code == 410
    assert "opened before, in another browser" in words(refused)
    assert "Your answer is kept" not in words(refused)
    assert "Form 4 Desk refused the link for Ramaswamy Anil" in told(filing)[0]
    warning = "Make sure that it was Ramaswamy Anil who answered by it, or ask anew."
    kemi = as_person(desk.kemi)
    for name in ("filing", "filing-review"):
        staff = words(kemi.get(reverse(name, args=[filing.pk])))
        assert warning in staff, name
        assert "Ramaswamy Anil says that this report is right" not in staff, name
    ask(desk, filing)
    assert warning not in at_the_desk(desk, filing)


def test_a_scanner_that_looks_after_the_opening_raises_no_alarm(desk, filing):
    link = ask(desk, filing)
    opened(link)
    before = told(filing)
    for _ in range(2):
        looked = Client().get(link)
        assert looked.status_code == 200
        assert "Anil" not in words(looked)
    assert told(filing) == before
    assert filing.confirmations.get().used_again_at is None


def test_the_button_pressed_twice_in_one_browser_raises_no_alarm(desk, filing):
    link = ask(desk, filing)
    phone = Client()
    sent = typed(form_on(phone.get(link), ""))
    first_tap = {one.key: one.value for one in phone.cookies.values()}
    assert phone.post(link, sent).headers["Location"] == question(filing)
    second = Client()  # what the second tap sends, before the first one's answer came
    second.cookies.load(first_tap)
    assert second.post(link, sent).headers["Location"] == question(filing)
    assert phone.post(link, sent).headers["Location"] == question(filing)  # Back, and again
    assert sum("saw the link" in one for one in told(filing)) == 1
    assert not any("refused the link" in one for one in told(filing))
    assert filing.confirmations.get().used_again_at is None


def test_an_owner_who_was_taken_off_the_draft_sees_nothing_of_it_any_more(desk):
    joint = draft(desk, desk.anil, desk.mira)
    line(desk, joint, sale())
    link = ask(desk, joint, desk.mira)
    phone = opened(link)
    unopened = ask(desk, joint)
    filing_owner_remove(actor=desk.kemi, filing_owner=joint.filing_owners.get(owner=desk.mira))
    mira = joint.confirmations.get(owner=desk.mira)
    for response in (phone.get(link), phone.post(link), phone.get(reverse("confirm", args=[mira.pk]))):
        assert response.status_code == 410
        assert "The report is not about you any more. Ask Kemi Adeyemi" in words(response)
        assert "500" not in words(response)
    assert "is this right?" in words(opened(unopened).get(question(joint)))


def test_the_same_browser_comes_back_by_the_link_too(desk, filing):
    link = ask(desk, filing)
    phone = opened(link)
    assert phone.get(link).headers["Location"] == question(filing)


def test_a_browser_sees_the_question_that_it_opened_and_no_other(desk, filing):
    other = draft(desk, desk.mira)
    line(desk, other, sale())
    theirs = confirmation_ask(actor=desk.kemi, filing_id=other.pk, owner=desk.mira, days=1).confirmation
    phone = opened(ask(desk, filing))
    assert phone.get(reverse("confirm", args=[theirs.pk])).status_code == 404
    assert Client().get(question(filing)).status_code == 404


def test_wrong_needs_a_word_and_is_shown_where_the_report_is_reviewed_and_signed(desk, filing):
    phone = opened(ask(desk, filing))
    refused = answered(phone, filing, "wrong")
    assert refused.status_code == 422
    assert "Say in a few words what is wrong." in words(refused)
    assert "will change the report, or call you" in words(
        answered(phone, filing, "wrong", "It was 600 shares.\nNot 500")
    )
    kemi = as_person(desk.kemi)
    for name in ("filing", "filing-review", "filing-table-1"):
        shown = words(kemi.get(reverse(name, args=[filing.pk])))
        assert "Ramaswamy Anil says that this report is wrong: “It was 600 shares. Not 500”" in shown, name
    kemi.post(
        reverse("confirmation-reply", args=[filing.confirmations.get().pk]), {"text": "The broker says 500."}
    )
    after = words(kemi.get(reverse("filing", args=[filing.pk])))
    assert "says that this report is wrong" not in after
    assert "“The broker says 500.”" in after
    assert "Kemi Adeyemi said what was done about the objection of Ramaswamy Anil" in told(filing)


def test_a_report_that_changed_while_it_was_looked_at_is_shown_again(desk, filing):
    phone = opened(ask(desk, filing))
    seen = page(phone.get(question(filing))).xpath("//input[@name='sha256']/@value")[0]
    line(desk, filing, sale(amount=70))
    answer = phone.post(question(filing), {"sha256": seen, "answer": "right"})
    assert answer.status_code == 409
    assert "The report was changed while you looked at it" in words(answer)
    assert not filing.confirmations.get().answer
    assert "Thank you" in words(answered(phone, filing, "right"))


def test_a_confirmation_says_when_the_report_was_changed_after_it(desk, filing):
    answered(opened(ask(desk, filing)), filing, "right")
    shown = at_the_desk(desk, filing)
    assert "before the report was changed" not in shown
    under_powers(desk, filing)  # another signer, another exhibit: the report is the same
    assert "before the report was changed" not in at_the_desk(desk, filing)
    line(desk, filing, sale(amount=70))
    assert "Right before the report was changed" in at_the_desk(desk, filing)


def test_a_link_serves_for_one_answer(desk, filing):
    link = ask(desk, filing)
    phone = opened(link)
    answered(phone, filing, "right")
    for response in (
        phone.get(link),
        phone.get(question(filing)),
        phone.post(question(filing), {"answer": "wrong"}),
    ):
        assert response.status_code == 410
        assert "Your answer is kept." in words(response)
    assert filing.confirmations.get().answer == "right"


def test_a_link_expires(desk, filing, clock):
    link = ask(desk, filing, days="1")
    phone = opened(link)
    clock.set(NOW + dt.timedelta(days=1))
    for response in (phone.get(link), phone.post(link), phone.get(question(filing))):
        assert response.status_code == 410
        assert "This link has expired. Ask Kemi Adeyemi for a new one." in words(response)


def test_a_link_that_was_revoked_opens_nothing(desk, filing):
    link = ask(desk, filing)
    phone = opened(link)
    as_person(desk.kemi).post(reverse("confirmation-revoke", args=[filing.confirmations.get().pk]))
    for response in (phone.get(question(filing)), phone.get(link), Client().post(link)):
        assert response.status_code == 410
        assert "This link was taken back." in words(response)
    assert "Kemi Adeyemi revoked the link by which Ramaswamy Anil was to confirm the draft" in told(filing)


def test_a_report_that_was_signed_meanwhile_takes_no_answer(desk, filing):
    phone = opened(ask(desk, filing))
    sha256 = page(phone.get(question(filing))).xpath("//input[@name='sha256']/@value")[0]
    sign_as(desk.anil_login, reviewed(desk, filing))
    response = phone.post(question(filing), {"sha256": sha256, "answer": "wrong", "comment": "Too late."})
    assert response.status_code == 410
    assert "The report is signed by now" in words(response)
    assert not filing.confirmations.get().answer


def test_the_link_of_a_draft_that_was_discarded_is_none_any_more(desk, filing):
    link = ask(desk, filing)
    phone, asked = opened(link), question(filing)
    filing_discard(actor=desk.kemi, filing_id=filing.pk)
    for response in (phone.get(link), phone.post(link), phone.get(asked), Client().get(link)):
        assert response.status_code == 404
        assert "the draft was discarded" in words(response)
        assert "Queue" not in words(response)
        assert "queue" not in words(response)


def test_a_token_that_was_never_given_out(db):
    for response in (
        Client().get(reverse("confirm-link", args=["x" * 43])),
        Client().post(reverse("confirm-link", args=["x" * 43])),
        Client().get(reverse("confirm", args=[77])),
    ):
        assert response.status_code == 404
        assert words(response).endswith("Ask whoever sent it to you.")
        assert not page(response).xpath("//nav | //a")


def test_the_desk_sends_the_link_and_says_so_when_the_mail_server_does_not_take_it(desk, filing, monkeypatch):
    shown = ask(desk, filing, address="anil@example.com")
    (message,) = mail.outbox
    assert message.to == ["anil@example.com"]
    assert shown in message.body
    assert "Kemi Adeyemi asks you to look at the Form 4" in message.body
    assert "HARBORWELL" not in message.subject + message.body
    assert filing.confirmations.get().sent_to == "anil@example.com"

    def refuse(_self: EmailMessage) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailMessage, "send", refuse)
    sent = {"days": 2, "address": "anil@example.com"}
    answer = words(as_person(desk.kemi).post(asking(filing, desk.anil), sent))
    assert "The mail server did not take the message to anil@example.com" in answer


def test_the_token_and_the_browsers_secret_are_kept_nowhere(desk, filing, search, monkeypatch):  # noqa: F811
    token = ask(desk, filing).rstrip("/").rpartition("/")[2]
    link = reverse("confirm-link", args=[token])
    assert len(token) >= 43
    phone = search.client()
    phone.post(link, typed(form_on(phone.get(link), "")))
    browser = phone.cookies["form4desk-confirm"].value
    search.client().post(link)  # refused, and so in the application's log
    search.client().get(f"/accounts/login/?next={quote(link, safe='')}")

    def fails(**_: object) -> None:
        raise RuntimeError(f"{token} of {browser} in {link}")

    with monkeypatch.context() as broken:
        broken.setattr(confirm_link, "link_look", fails)
        assert phone.get(link).status_code == 500
    assert any(f"{HIDDEN} of {HIDDEN} in" in one for one in search.reports), "the error was reported"
    search.pages.clear()  # the cookie is set by a page
    assert search.found([token, browser]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Gone: /confirm/open/{}/",
        "GET /accounts/login/?next=%2Fconfirm%2Fopen%2F{}%2F HTTP/1.1",
        "GET /accounts/login/?next=%252Fconfirm%252Fopen%252F{}%252F&a=1",
        "https://desk.example/confirm/open/{}",
    ],
)
def test_a_link_in_a_line_of_the_log_is_hidden_however_it_is_written(text):
    token = "Zx-9_" * 8 + "abc"
    assert token not in redacted(text.format(token))
    assert redacted(text.format(token)) == text.format(HIDDEN)
