"""An insider says whether the own draft is right: by a link on a phone, or with the own login."""

import datetime as dt
import re
import smtplib
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from compliance.audit.log import history
from compliance.hardening.redaction import HIDDEN, redacted
from filings.models import Confirmation, Filing
from filings.ownership.codes import Table
from filings.services.confirmation import confirmation_ask
from filings.services.draft import filing_discard, filing_owner_remove
from filings.views import confirm_link
from people.models import ReportingOwner, Signatory
from tests.filings.harborwell import (
    NOW,
    Desk,
    draft,
    fresh,
    line,
    option,
    reviewed,
    sale,
    sign_as,
    under_powers,
)
from tests.filings.views.pages import as_person, filled, form_on, page, typed, words
from tests.secrets_search import search  # noqa: F401 -- the fixture


@pytest.fixture
def filing(desk: Desk) -> Filing:
    one = draft(desk)
    line(desk, one, sale(), notes={"price": "A weighted average of prices from $38.01 to $38.90."})
    return fresh(one)


def at_the_desk(desk: Desk, filing: Filing) -> str:
    """The filing's page as the preparer reads it."""
    return words(as_person(desk.kemi).get(reverse("filing", args=[filing.pk])))


def told(filing: Filing) -> list[str]:
    return [str(event) for event in history(filing)]


def asking(filing: Filing, owner: ReportingOwner) -> str:
    return f"{reverse('filing-ask', args=[filing.pk])}?owner={owner.pk}"


def ask(desk: Desk, filing: Filing, owner: ReportingOwner | None = None, **values: Any) -> str:
    """Make a link as the preparer does, for Anil if nobody else is named; its address as the page shows it."""
    owner, values = owner or desk.anil, {"address": "", "days": "2"} | values
    address = asking(filing, owner)
    kemi = as_person(desk.kemi)
    shown = kemi.post(address, filled(form_on(kemi.get(address), f"?owner={owner.pk}"), **values))
    (link,) = page(shown).xpath("//*[@class='link-shown']/text()")
    return link


def opened(link: str) -> Client:
    """A telephone on which the link was opened."""
    phone = Client()
    form = form_on(phone.get(link), "")
    assert phone.post(link, typed(form)).status_code == 302
    return phone


def question(filing: Filing) -> str:
    return reverse("confirm", args=[filing.confirmations.latest("pk").pk])


def answered(phone: Client, filing: Filing, answer: str, comment: str = ""):
    sha256 = page(phone.get(question(filing))).xpath("//input[@name='sha256']/@value")[0]
    return phone.post(question(filing), {"sha256": sha256, "answer": answer, "comment": comment})


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
    assert answer.headers["Cache-Control"] == "no-store"
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


def test_the_insider_with_an_own_login_answers_there(desk, filing):
    anil = as_person(desk.anil_login)
    ask(desk, filing)
    address = reverse("filing-confirm", args=[filing.pk])
    assert "Is this right?" in words(anil.get(reverse("filing", args=[filing.pk])))
    sha256 = page(anil.get(address)).xpath("//input[@name='sha256']/@value")[0]
    anil.post(address, {"sha256": sha256, "answer": "wrong", "comment": "The price was $38.40."})
    kept = filing.confirmations.latest("pk")
    assert (kept.answer, kept.answered_by, kept.comment) == (
        "wrong",
        desk.anil_login,
        "The price was $38.40.",
    )
    assert told(filing)[0] == "Anil Ramaswamy said for Ramaswamy Anil that the draft is wrong"
    assert filing.confirmations.earliest("pk").revoked_at is not None  # the link is not needed any more


def test_only_those_who_report_answer_and_only_preparers_ask(desk, filing):
    assert as_person(desk.dana).get(reverse("filing-confirm", args=[filing.pk])).status_code == 403
    for person in (desk.dana, desk.ruth, desk.anil_login):
        assert as_person(person).get(reverse("filing-ask", args=[filing.pk])).status_code == 403


def test_an_owner_who_is_not_on_the_report_is_not_asked(desk, filing):
    refused = as_person(desk.kemi).post(asking(filing, desk.mira), {"days": 2})
    assert refused.status_code == 422
    assert "That owner is not on this report any more" in words(refused)
    assert not Confirmation.objects.exists()


def test_nobody_is_asked_about_a_signed_report(desk, filing):
    sign_as(desk.anil_login, reviewed(desk, filing))
    answer = as_person(desk.kemi).post(
        reverse("filing-ask", args=[filing.pk]), {"owner": desk.anil.pk, "days": 2}, follow=True
    )
    assert re.search("is signed. Start an amendment", words(answer))


@pytest.fixture
def joint(desk: Desk) -> Filing:
    """A report of Anil and Mira together, of whom Anil has a login."""
    one = draft(desk, desk.anil, desk.mira)
    line(desk, one, sale())
    return fresh(one)


def test_each_owner_of_a_joint_report_is_asked_by_a_link_of_the_own(desk, joint):
    kemi = as_person(desk.kemi)
    shown = page(kemi.get(reverse("filing", args=[joint.pk])))
    links = shown.xpath("//*[@id='confirmations']//a[contains(@href, '?owner=')]")
    assert [(one.text_content(), one.get("href")) for one in links] == [
        ("Ramaswamy Anil", asking(joint, desk.anil)),
        ("Ramaswamy Mira", asking(joint, desk.mira)),
    ]
    filled_in = [
        typed(form_on(kemi.get(one.get("href")), f"?owner={owner.pk}")).get("address", [""])
        for one, owner in zip(links, (desk.anil, desk.mira), strict=True)
    ]
    assert filled_in == [["anil@harborwell.example"], [""]]
    choice = page(kemi.get(reverse("filing-ask", args=[joint.pk])))
    assert not choice.xpath("//input[@name='address']")
    assert "Ramaswamy Mira" in choice.text_content()
    ask(desk, joint, desk.mira)
    assert joint.confirmations.get().owner == desk.mira


def test_who_reports_does_not_read_what_a_co_owner_was_asked_and_answered(desk, joint):
    mira = opened(ask(desk, joint, desk.mira, address="mira@example.com"))
    answered(mira, joint, "wrong", "Anil must not know why.")
    address = reverse("filing", args=[joint.pk])
    staff, anil = words(as_person(desk.kemi).get(address)), words(as_person(desk.anil_login).get(address))
    for told_to_staff in ("Anil must not know why.", "mira@example.com", "This is wrong", "127.0.0.1"):
        assert told_to_staff in staff, told_to_staff
        assert told_to_staff not in anil, told_to_staff
    for name in ("filing-review", "filing-sign"):
        shown = as_person(desk.anil_login).get(reverse(name, args=[joint.pk]))
        assert "must not know" not in words(shown), name
    answered(opened(ask(desk, joint, desk.anil)), joint, "wrong", "It was 600 shares.")
    assert "“It was 600 shares.”" in words(as_person(desk.anil_login).get(address))


def test_who_speaks_for_two_owners_on_a_report_answers_for_both(desk, joint):
    Signatory.objects.create(
        owner=desk.mira, user=desk.anil_login, capacity="guardian", started_on=dt.date(2024, 1, 2)
    )
    ask(desk, joint, desk.mira)
    address, anil = reverse("filing-confirm", args=[joint.pk]), as_person(desk.anil_login)
    shown = anil.get(address)
    assert "Your answer is kept for: Ramaswamy Anil and Ramaswamy Mira" in words(shown)
    sha256 = page(shown).xpath("//input[@name='sha256']/@value")[0]
    anil.post(address, {"sha256": sha256, "answer": "right"})
    given = joint.confirmations.filter(answer="right").order_by("owner")
    assert [(one.owner, one.answered_by) for one in given] == [
        (desk.anil, desk.anil_login),
        (desk.mira, desk.anil_login),
    ]
    assert told(joint)[:2] == [
        "Anil Ramaswamy confirmed for Ramaswamy Mira that the draft is right",
        "Anil Ramaswamy confirmed for Ramaswamy Anil that the draft is right",
    ]
    assert history(joint)[0].changes["earlier link"] == ["open", "revoked"]
    assert "earlier link" not in history(joint)[1].changes


@pytest.mark.parametrize("way", ["link", "login"])
def test_what_was_typed_stays_when_the_report_was_changed_meanwhile(desk, filing, way):
    if way == "link":
        browser = opened(ask(desk, filing))
        address = question(filing)
    else:
        browser, address = as_person(desk.anil_login), reverse("filing-confirm", args=[filing.pk])
    seen = page(browser.get(address)).xpath("//input[@name='sha256']/@value")[0]
    line(desk, filing, sale(amount=70))
    shown = browser.post(address, {"sha256": seen, "answer": "wrong", "comment": "It was 600 shares."})
    assert shown.status_code == 409
    assert "The report was changed while you looked at it" in words(shown)
    (kept,) = page(shown).xpath("//details[@open]//textarea[@name='comment']")
    assert kept.text_content().strip() == "It was 600 shares."


def test_who_answers_with_the_own_login_after_the_signature_is_told_so(desk, filing):
    anil, address = as_person(desk.anil_login), reverse("filing-confirm", args=[filing.pk])
    sha256 = page(anil.get(address)).xpath("//input[@name='sha256']/@value")[0]
    sign_as(desk.anil_login, reviewed(desk, filing))
    for response in (
        anil.post(address, {"sha256": sha256, "answer": "wrong", "comment": "Late."}, follow=True),
        anil.get(address, follow=True),
    ):
        assert response.status_code == 200
        assert "This Form 4 is signed. Start an amendment" in words(response)


def test_that_the_owner_agrees_is_told_where_the_report_is_reviewed_and_signed(desk, filing):
    answered(opened(ask(desk, filing)), filing, "right")
    kemi, calm = as_person(desk.kemi), "Ramaswamy Anil says that this report is right (23 Nov, 11:00 a.m.)."
    for name in ("filing-review", "filing-sign"):
        assert calm in words(kemi.get(reverse(name, args=[filing.pk]))), name
    line(desk, filing, sale(amount=70))
    assert calm not in words(kemi.get(reverse("filing-review", args=[filing.pk])))


def test_the_owner_is_told_that_the_report_is_late(desk, filing, clock):
    phone = opened(ask(desk, filing, days="7"))
    clock.set(NOW + dt.timedelta(days=2))
    assert "It was due on Tue 24 Nov 2026 and is 1 business day late." in words(phone.get(question(filing)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"under_plan": True},
            "10:00 p.m. Eastern time, at the latest: an earlier notice of the broker makes it due sooner.",
        ),
        (
            {"code": "L", "acquired_disposed": "A", "amount": Decimal(10)},
            "Nothing on it is due on Form 4: it may wait for Form 5, due Tue 16 Feb 2027.",
        ),
    ],
)
def test_the_owner_is_told_how_sure_the_due_day_is(desk, changes, said):
    one = draft(desk)
    line(desk, one, sale(**changes))
    shown = opened(ask(desk, one, address="anil@example.com")).get(question(one))
    assert said in words(shown)
    assert said in mail.outbox[0].body


def test_the_owner_reads_everything_that_a_line_says(desk, filing):
    line(
        desk,
        filing,
        option(
            code="J",
            equity_swap=True,
            is_early=True,
            under_plan=True,
            notified_on=dt.date(2026, 11, 23),
            underlying_amount=Decimal(25_000),
            underlying_measure="value",
            ownership="I",
            nature="By trust",
        ),
        table=Table.II,
        notes={"underlying_amount": "About so much.", "ownership": "Of the family."},
    )
    shown = words(opened(ask(desk, filing)).get(question(filing)))
    for said in (
        "Deemed executed Mon 23 Nov 2026",
        "(code J/K, in an equity swap, V: reported early)",
        "Exercisable Sat 20 Nov 2027",
        "Becomes $25,000",
        "of Common Stock",
        "indirectly(",
        ": By trust",
    ):
        assert said in shown, said
