"""What people see of short-swing profit: beside a report, and on an owner's own page."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from people.models import Issuer, Position
from tests.filings.harborwell import ADDRESS, draft, fresh, line, reviewed, sale, under_powers
from tests.filings.services.test_short_swing import bought, past, sold
from tests.filings.views.pages import as_person, page, proven, words


def panel(response) -> str:
    (section,) = page(response).xpath("//section[contains(@class, 'short-swing')]")
    return " ".join(section.text_content().split())


def own_page(desk, person, **asked):
    return as_person(person).get(reverse("owner-short-swing", args=[desk.anil.pk]), asked)


@pytest.mark.parametrize("step", ["review", "sign"])
def test_a_possible_profit_stands_beside_the_report_with_its_arithmetic(desk, step):
    past(desk, bought())
    filing = sold(desk)
    told = panel(as_person(desk.kemi).get(reverse(f"filing-{step}", args=[filing.pk])))
    assert "possible: $2,493.00" in told
    assert "Bought Mon 3 Aug 2026 at $30.10, sold Fri 20 Nov 2026 at $38.41, 109 days apart." in told
    assert "$38.41 − $30.10" in told


def test_who_signs_sees_it_before_the_signature(desk):
    past(desk, bought())
    filing = reviewed(desk, under_powers(desk, sold(desk)))
    answer = proven(as_person(desk.dana)).get(reverse("filing-sign", args=[filing.pk]))
    text = answer.content.decode()
    assert "possible: $2,493.00" in panel(answer)
    assert text.index("possible: $2,493.00") < text.index('name="sha256"')


def test_nothing_found_is_said_as_well(desk):
    told = panel(as_person(desk.kemi).get(reverse("filing-review", args=[sold(desk).pk])))
    assert "none found" in told


def test_an_exempt_line_says_under_which_rule(desk):
    told = panel(as_person(desk.kemi).get(reverse("filing-review", args=[sold(desk, code="F").pk])))
    assert "every line is exempt" in told
    assert "Rule 16b-3(e)" in told


def test_a_question_for_counsel_is_amber(desk):
    past(desk, bought(on=dt.date(2026, 5, 20)))
    told = panel(as_person(desk.kemi).get(reverse("filing-review", args=[sold(desk).pk])))
    assert "1 to decide" in told
    assert "Exactly six months apart" in told


def test_a_foreign_private_issuer_is_outside(desk):
    Issuer.objects.update(is_foreign_private_issuer=True)
    told = panel(as_person(desk.kemi).get(reverse("filing-review", args=[sold(desk).pk])))
    assert "does not apply" in told


def test_an_empty_draft_has_nothing_to_match(desk):
    told = panel(as_person(desk.kemi).get(reverse("filing-review", args=[draft(desk).pk])))
    assert "no transaction" in told


def test_the_owners_page_shows_trades_matches_and_what_is_blocked(desk):
    past(desk, bought())
    sold(desk)
    answer = own_page(desk, desk.kemi)
    told = words(answer)
    assert "Profit the issuer could claim $2,493.00" in told
    assert "A sale until Mon 1 Feb 2027" in told
    assert "from Thu 4 Feb 2027 on nobody could argue it" in told
    assert "A purchase until Tue 18 May 2027" in told
    assert "Below $38.41 it would be a profit" in told
    pictures = page(answer).xpath("//*[local-name()='svg' and @role='img']")
    assert len(pictures) == 2
    for picture in pictures:
        assert len(picture.xpath(".//*[local-name()='circle']")) == 2
        assert picture.xpath("string(.//*[local-name()='desc'])").strip()


def test_the_owners_page_is_reached_from_the_person(desk):
    answer = as_person(desk.kemi).get(reverse("owner", args=[desk.anil.pk]))
    assert reverse("owner-short-swing", args=[desk.anil.pk]) in answer.content.decode()


def test_the_question_before_a_trade_is_answered(desk):
    past(desk, bought())
    asked = {"side": "sale", "shares": "1,000", "price": "$40", "day": "12/01/2026"}
    told = words(own_page(desk, desk.kemi, **asked))
    assert (
        "A sale of 1,000 shares at $40 on Tue 1 Dec 2026 would add a possible short-swing profit of $2,970.00"
        in told
    )
    free = words(own_page(desk, desk.kemi, **asked | {"day": "2/4/2027"}))
    assert "would add no short-swing profit" in free
    edge = words(own_page(desk, desk.kemi, **asked | {"day": "2/3/2027"}))
    assert "Exactly six months apart" in edge


@pytest.mark.parametrize(
    ("name", "typed"),
    [("shares", "-5"), ("shares", "many"), ("price", ""), ("day", "soon"), ("day", "9/9/9999"), ("side", "x"),
     ("security", "nothing like it")],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_says_why(desk, name, typed):
    past(desk, bought())
    asked = {"side": "sale", "shares": "10", "price": "40", "day": "12/01/2026"} | {name: typed}
    answer = own_page(desk, desk.kemi, **asked)
    assert answer.status_code == 200
    assert not page(answer).xpath("//*[@role='status']")


def test_two_classes_are_a_choice(desk):
    past(desk, bought())
    assert not page(own_page(desk, desk.kemi)).xpath("//select[@name='security']")
    other = draft(desk)
    line(desk, other, sale(title="Class B Common Stock"))
    (choice,) = page(own_page(desk, desk.kemi)).xpath("//select[@name='security']")
    assert len(choice.xpath("option")) == 2


def test_two_issuers_are_a_choice(desk):
    past(desk, bought())
    other = Issuer.objects.create(cik="99", conformed_name="ALDER CO", trading_symbol="ALDR", **ADDRESS)
    Position.objects.create(owner=desk.anil, issuer=other, kind="director", started_on=dt.date(2024, 1, 2))
    told = own_page(desk, desk.kemi, issuer=desk.issuer.pk)
    assert "ALDER CO" in words(told)
    assert "Mon 3 Aug 2026" in words(told)
    assert "Mon 3 Aug 2026" not in words(own_page(desk, desk.kemi, issuer=other.pk))
    assert own_page(desk, desk.kemi, issuer="x").status_code == 200


def test_an_owner_without_anything_on_record(desk):
    desk.anil.positions.all().delete()
    assert "nothing to match" in words(own_page(desk, desk.kemi))


def test_a_foreign_issuer_has_no_page_of_profit(desk):
    Issuer.objects.update(is_foreign_private_issuer=True)
    past(desk, bought())
    assert "3a12-3(b)" in words(own_page(desk, desk.kemi))


def test_the_insider_sees_the_own_page_and_nobody_elses(desk):
    past(desk, bought())
    assert own_page(desk, desk.anil_login).status_code == 200
    theirs = reverse("owner-short-swing", args=[desk.mira.pk])
    assert as_person(desk.anil_login).get(theirs).status_code == 403


def test_a_profit_of_more_than_two_years_ago_is_set_apart(desk):
    past(desk, bought(on=dt.date(2023, 8, 3)))
    old = draft(desk)
    line(desk, old, sale(date=dt.date(2023, 9, 1), price=Decimal(40)))
    told = words(own_page(desk, desk.kemi))
    assert "Profit the issuer could claim none" in told
    assert "1 match from before" in told


def test_a_draft_without_date_or_number_breaks_nothing(desk):
    filing = draft(desk)
    line(desk, filing, sale(date=None, amount=None, price=None, acquired_disposed=""))
    assert own_page(desk, desk.kemi).status_code == 200
    assert as_person(desk.kemi).get(reverse("filing-review", args=[fresh(filing).pk])).status_code == 200
