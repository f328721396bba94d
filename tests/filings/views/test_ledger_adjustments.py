"""Recording what no form says, on its pages: with a preview where it touches everybody, and with a way back."""

import datetime as dt

import pytest
from django.urls import reverse

from compliance.audit.models import Event
from filings.models import Adjustment, LedgerKey
from filings.ownership.report import Cell
from tests.filings.ownership.checks.cases import held, option
from tests.filings.views.pages import as_person, errors, page, submit, words
from tests.filings.views.test_ledger import MARCH, account, breaks, broken, holdings, imported, on, rows, sold

APRIL_1 = "04/01/2026"


def form(desk, kind: str) -> str:
    return reverse("owner-adjustment-new", args=[desk.anil.pk, desk.issuer.pk, kind])


def recorded(desk, kind: str, **values):
    """Open a form, fill it in and send it; the holding is the first on record unless it is named."""
    known = LedgerKey.objects.order_by("pk").first()
    account = {"account": str(known.pk)} if known else {}
    return submit(
        as_person(desk.kemi), form(desk, kind), **account | {"day": APRIL_1, "note": "A statement."} | values
    )


@pytest.mark.parametrize("kind", ["plan_purchase", "reinvestment", "correction"])
def test_a_break_is_explained_by_the_adjustment_that_it_proposes(desk, kind):
    broken(desk)
    client = as_person(desk.kemi)
    (link,) = page(breaks(desk, desk.kemi)).xpath(f"//a[contains(@href, '/record/{kind}/')]/@href")
    answer = submit(client, link, note="The plan's statement of April.")
    assert answer.status_code == 302
    adjustment = Adjustment.objects.get()
    assert (adjustment.kind, adjustment.change, adjustment.day) == (kind, 230, dt.date(2026, 4, 2))
    assert "Every total follows" in words(breaks(desk, desk.kemi))
    assert "The plan's statement of April." in words(account(desk, desk.kemi))
    assert "The plan's statement of April." in words(holdings(desk, desk.kemi))


@pytest.mark.parametrize(
    ("kind", "rule"),
    [("plan_purchase", "16b-3(c)"), ("reinvestment", "16a-11"), ("transfer", "16a-13"), ("split", "16a-9")],
)
def test_a_rule_that_counsel_has_still_to_read_is_called_unconfirmed(desk, kind, rule):
    imported(desk, on(MARCH, sold(500, 12_500)))
    answer = split(desk) if kind == "split" else as_person(desk.kemi).get(form(desk, kind))
    assert f"(Rule {rule}, unconfirmed)" in words(answer)


def test_fewer_than_expected_is_a_correction_downwards(desk):
    imported(desk, on(MARCH, sold(500, 12_500)))
    imported(desk, on(dt.date(2026, 4, 2), held(12_000)))
    links = page(breaks(desk, desk.kemi)).xpath("//a[contains(@href, '/record/')]/@href")
    assert [link.split("/record/")[1].split("/")[0] for link in links] == ["correction", "transfer"]
    assert submit(as_person(desk.kemi), links[0], note="A gift was told late.").status_code == 302
    assert Adjustment.objects.get().change == -500


def test_a_transfer_moves_shares_to_a_way_of_holding_that_no_form_names_yet(desk):
    imported(desk, on(MARCH, sold(500, 12_500)))
    answer = recorded(desk, "transfer", to="new", ownership="I", nature="By Trust", number="2,500")
    assert answer.status_code == 302
    assert [row[:2] for row in rows(holdings(desk, desk.kemi), "holdings")] == [
        ["Common Stock", "12,500"], ["Direct", "10,000"], ["By Trust", "2,500"],
    ]  # fmt: skip


def test_an_opening_balance_of_a_holding_that_no_form_names(desk):
    answer = recorded(
        desk, "opening", account="new", title="Common Stock", ownership="D", nature="", number="4,000"
    )
    assert answer.status_code == 302
    assert rows(holdings(desk, desk.kemi), "holdings")[0][:2] == ["Common Stock Direct", "4,000"]


def test_an_opening_balance_of_options_keeps_their_terms(desk):
    imported(desk, on(MARCH, option("M", 100, 20, "D", 800)))
    answer = recorded(
        desk, "opening", account="new", title="Stock Option (Right to Buy)", ownership="D", nature="",
        exercise_price="$25.00", exercisable="2/15/2025", expiration="2/15/2031", underlying="Common Stock",
        number="600",
    )  # fmt: skip
    assert answer.status_code == 302
    told = [row[:2] for row in rows(holdings(desk, desk.kemi), "holdings")]
    assert told == [
        ["Stock Option (Right to Buy) 2 series", "1,400"],
        ["at $20, exercisable 15 Feb 2024, expires 15 Feb 2030 Direct", "800"],
        ["at $25, exercisable 15 Feb 2025, expires 15 Feb 2031 Direct", "600"],
    ]


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("plan_purchase", {"number": "-5"}, "never negative"),
        ("plan_purchase", {"number": "0"}, "above zero"),
        ("plan_purchase", {"number": "many"}, "not a number"),
        ("plan_purchase", {"number": "5", "note": ""}, "Fill in this box"),
        ("plan_purchase", {"number": "5", "day": "13/1/2026"}, "There is no month 13"),
        ("plan_purchase", {"number": "5", "day": "01/04/2030"}, "has not come yet"),
        ("plan_purchase", {"number": "5", "day": "01/04/2019"}, "This holding begins on"),
        ("plan_purchase", {"number": "5", "account": ""}, "Choose one"),
        ("correction", {"number": "13,000", "way": "fewer"}, "would leave a holding of -500"),
        ("transfer", {"number": "5", "to": ""}, "Choose where the securities went"),
        ("transfer", {"number": "5", "to": "new", "ownership": "I", "nature": ""}, "Say how it is held"),
        ("transfer", {"number": "5", "to": "new", "ownership": "D", "nature": "By Trust"}, "has no nature"),
        ("opening", {"number": "5", "account": "new", "title": ""}, "Name the class"),
        ("opening", {"number": "5", "day": "03/04/2026"}, "knows this holding from"),
    ],
)
def test_what_cannot_be_recorded_says_why_in_a_sentence(desk, kind, values, sentence):
    imported(desk, on(MARCH, sold(500, 12_500)))
    answer = recorded(desk, kind, **values)
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert not Adjustment.objects.exists()


def test_a_class_that_was_mistyped_in_what_was_refused_is_forgotten(desk):
    values = {"account": "new", "title": "Comon Stock", "ownership": "D", "nature": "", "number": "5"}
    assert "has not come yet" in words(recorded(desk, "opening", day="01/04/2030", **values))
    assert not LedgerKey.objects.exists()


def test_what_is_sent_past_the_page_does_not_break_it(desk):
    imported(desk, on(MARCH, sold(500, 12_500)))
    client = as_person(desk.kemi)
    assert client.post(form(desk, "correction"), {"account": "999", "number": "x" * 99}).status_code == 200
    assert client.get(form(desk, "split")).status_code == 404
    assert client.get(form(desk, "nonsense")).status_code == 404


def split(desk, **asked):
    return as_person(desk.kemi).get(
        reverse("issuer-split", args=[desk.issuer.pk]),
        {"title": "Common Stock", "new": "4", "old": "1", "day": APRIL_1} | asked,
    )


def test_a_split_shows_everybodys_holdings_before_and_after_and_is_recorded_once(desk):
    imported(desk, on(MARCH, sold(500, 12_500), option("A", 900, 20, "A", 900)))
    imported(desk, on(MARCH, sold(500, 1_000)), desk.mira)
    assert [row[1:] for row in rows(split(desk), "entries")] == [
        ["12,500", "50,000", "–", "–"], ["900", "3,600", "$20", "$5"], ["1,000", "4,000", "–", "–"],
    ]  # fmt: skip
    assert not Adjustment.objects.exists()
    client, address = as_person(desk.kemi), reverse("issuer-split", args=[desk.issuer.pk])
    preview = f"{address}?title=Common+Stock&new=4&old=1&day={APRIL_1}"
    assert "Fill in this box" in words(submit(client, preview, "", note=""))
    assert submit(client, preview, "", note="The issuer's 8-K of 2 March.").status_code == 302
    assert rows(holdings(desk, desk.kemi), "holdings")[0][1] == "50,000"
    assert "is recorded already" in words(submit(client, preview, "", note="Once more."))
    assert Adjustment.objects.count() == 1


def figures(row) -> list[str]:
    return row.xpath(".//*[contains(@class, 'num')]//text()[not(parent::*[@class='visually-hidden'])]")


def test_the_sum_of_a_split_stands_first_and_each_owners_holdings_are_folded_under_the_owners_own(desk):
    imported(desk, on(MARCH, sold(500, 12_500), held(3_000, "I", "By Trust"), option("A", 900, 20, "A", 900)))
    (alone,) = page(split(desk)).xpath("//details[@class='split']")
    assert alone.get("open") is not None
    assert not page(split(desk)).xpath("//*[contains(@class, 'split-row sum')]")
    imported(desk, on(MARCH, sold(500, 1_000)), desk.mira)
    shown = page(split(desk))
    (together,) = shown.xpath("//*[contains(@class, 'split-row sum')]")
    assert figures(together) == ["16,500", "66,000", "900", "3,600"]
    assert "2 owners" in together.text_content()
    owners = shown.xpath("//details[@class='split']")
    assert [one.get("open") for one in owners] == [None, None]
    assert [figures(one.find("summary")) for one in owners] == [
        ["15,500", "62,000", "900", "3,600"], ["1,000", "4,000", "–", "–"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"new": "1"}, "give two different numbers"),
        ({"old": "0"}, "The number is above zero"),
        ({"day": "soon"}, "This is not a day"),
        ({"title": "Preferred"}, "Choose one of the classes"),
    ],
)
def test_a_split_that_is_none_is_not_shown(desk, asked, sentence):
    imported(desk, on(MARCH, sold(500, 12_500)))
    answer = split(desk, **asked)
    assert sentence in errors(answer)
    assert "Before and after" not in words(answer)


def test_a_split_that_has_not_come_yet_is_refused_when_it_is_recorded(desk):
    imported(desk, on(MARCH, sold(500, 12_500)))
    address = f"{reverse('issuer-split', args=[desk.issuer.pk])}?title=Common+Stock&new=4&old=1&day=12/1/2026"
    assert "has not come yet" in words(submit(as_person(desk.kemi), address, "", note="A notice."))


def test_an_adjustment_is_reversed_with_a_reason_and_stays_on_record(desk):
    broken(desk)
    recorded(desk, "plan_purchase", number="230")
    client = as_person(desk.kemi)
    (link,) = page(holdings(desk, desk.kemi)).xpath("//a[contains(@href, '/reverse/')]/@href")
    assert "Fill in this box" in words(submit(client, link, note=""))
    assert submit(client, link, note="It was another plan.").status_code == 302
    told = words(holdings(desk, desk.kemi))
    assert "It was another plan." in told
    assert "1 total does not follow" in told
    assert not page(holdings(desk, desk.kemi)).xpath("//a[contains(@href, '/reverse/')]")
    assert "reversed already" in words(submit(client, link, note="Again."))
    assert Event.objects.filter(verb__startswith="recorded the reversal of").count() == 1


def test_a_split_is_reversed_from_the_issuers_page(desk):
    imported(desk, on(MARCH, sold(500, 12_500)))
    address = reverse("issuer-split", args=[desk.issuer.pk])
    submit(
        as_person(desk.kemi), f"{address}?title=Common+Stock&new=4&old=1&day={APRIL_1}", "", note="A notice."
    )
    (link,) = page(as_person(desk.kemi).get(address)).xpath("//a[contains(@href, '/reverse/')]/@href")
    answer = submit(as_person(desk.kemi), link, note="It was cancelled.")
    assert answer.url == address
    assert rows(holdings(desk, desk.kemi), "holdings")[0][1] == "12,500"


def test_a_class_with_other_words_around_it_is_offered_once(desk):
    imported(desk, on(MARCH, sold(500, 12_500)))
    imported(desk, on(MARCH, sold(500, 12_500, title=Cell("Common Stock, $.01 par value"))), desk.mira)
    options = page(as_person(desk.kemi).get(reverse("issuer-split", args=[desk.issuer.pk]))).xpath("//option")
    assert [one.text for one in options] == ["Common Stock"]


def test_who_may_not_change_people_is_not_offered_to_record(desk):
    broken(desk)
    told = words(holdings(desk, desk.dana))
    assert "Opening balance" not in told
    assert "If it is known why" not in words(breaks(desk, desk.dana))
    assert as_person(desk.dana).get(form(desk, "correction")).status_code == 403
