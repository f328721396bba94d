"""Whom the desk asks about a draft, what is told of it and to whom, and the answer with the own login."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse

from compliance.audit.log import history
from compliance.models import User
from filings.models import Confirmation, Filing
from filings.ownership.codes import Table
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
)
from tests.filings.views.confirming import a_sale, answered, ask, asking, opened, question, told
from tests.filings.views.pages import as_person, form_on, page, typed, words
from tests.secrets_search import search  # noqa: F401 -- the fixture


@pytest.fixture
def filing(desk: Desk) -> Filing:
    return a_sale(desk)


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
        owner=desk.mira,
        user=desk.anil_login,
        basis=Signatory.Basis.GUARDIANSHIP,
        capacity="guardian",
        started_on=dt.date(2024, 1, 2),
    )
    ReportingOwner.objects.filter(pk=desk.mira.pk).update(incapable_since=dt.date(2024, 1, 2))
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


def test_who_is_named_executor_in_advance_sees_the_reports_only_from_the_death_on(desk, joint):
    heir = User.objects.create(username="heir", email="heir@example.com")
    Signatory.objects.create(
        owner=desk.mira,
        user=heir,
        basis=Signatory.Basis.ESTATE,
        capacity="executor of the estate",
        started_on=dt.date(2024, 1, 2),
    )
    address = reverse("filing", args=[joint.pk])
    assert as_person(heir).get(address).status_code == 403
    ReportingOwner.objects.filter(pk=desk.mira.pk).update(died_on=dt.date(2024, 6, 3))
    assert as_person(heir).get(address).status_code == 200


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
