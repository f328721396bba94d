"""What is recorded beside the forms: openings, purchases under plans, transfers, splits and reversals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.ownership.ledger import AdjustmentKind, amount_of, replay
from filings.ownership.report import Cell
from tests.filings.ownership.checks.cases import units
from tests.filings.ownership.ledger.histories import (
    Desk,
    balances,
    held,
    key_of,
    on,
    only,
    option,
    sold,
    traded,
    trust,
    whole,
)

KIND = AdjustmentKind
STOCK = key_of(sold(1, 1))
IN_TRUST = key_of(trust(held(1)))


def after(account) -> list[Decimal]:
    return [amount_of(one.after) for one in account.postings()]


def test_a_purchase_under_a_plan_is_what_the_next_form_goes_on_from():
    desk = Desk()
    history = [desk.report(0, sold(500, 12_000)), desk.report(30, sold(100, 12_066, 30))]
    bought = desk.adjustment(20, kind=KIND.PLAN_PURCHASE, key=STOCK, change=whole(166))
    account = only(history, [bought])
    assert after(account) == [12_000, 12_166, 12_066]
    assert not any(one.gap for one in account.postings())


def test_an_opening_balance_comes_before_the_first_form():
    desk = Desk()
    opening = desk.adjustment(-30, kind=KIND.OPENING, key=STOCK, change=whole(12_500))
    account = only([desk.report(0, sold(500, 12_000))], [opening])
    assert after(account) == [12_500, 12_000]
    assert amount_of(account.balance_on(on(-1))) == 12_500


def test_a_change_in_form_of_ownership_moves_shares_between_two_accounts():
    desk = Desk()
    history = [desk.report(0, sold(500, 12_000)), desk.report(30, trust(held(1_000)))]
    moved = desk.adjustment(9, kind=KIND.TRANSFER, key=STOCK, to=IN_TRUST, change=whole(1_000))
    assert balances(history, [moved]) == {"common stock": 11_000, "common stock, by trust": 1_000}
    assert not any(one.gap for account in replay(history, [moved]) for one in account.postings())


def test_a_reversed_adjustment_does_not_count_and_neither_does_its_reversal():
    desk = Desk()
    history = [desk.report(0, sold(500, 12_000))]
    wrong = desk.adjustment(9, kind=KIND.PLAN_PURCHASE, key=STOCK, change=whole(166))
    reversal = desk.adjustment(
        9, kind=KIND.PLAN_PURCHASE, key=STOCK, change=whole(166), reverses=wrong.reference
    )
    assert balances(history, [wrong, reversal]) == {"common stock": 12_000}


def test_an_adjustment_of_what_nobody_knows_changes_nothing():
    desk = Desk()
    lost = desk.adjustment(0, kind=KIND.CORRECTION, key=STOCK, change=whole(5))
    assert only([], [lost]).balance is None


def test_an_adjustment_within_a_form_comes_before_the_lines_of_its_day():
    desk = Desk()
    report = desk.report(0, sold(500, 12_000), sold(100, 12_066, 4))
    bought = desk.adjustment(4, kind=KIND.PLAN_PURCHASE, key=STOCK, change=whole(166))
    account = only([report], [bought])
    assert after(account) == [12_000, 12_166, 12_066]
    assert not any(one.gap for one in account.postings())


@pytest.mark.parametrize(("day", "gaps"), [(1, 0), (2, 0), (3, 2)])
def test_an_adjustment_recorded_for_a_day_before_the_form_went_is_in_its_total(day, gaps):
    desk = Desk()
    history = [
        desk.report(-9, held(12_500)),
        desk.report(0, sold(500, 12_166)),
        desk.report(30, sold(66, 12_100, 30)),
    ]
    bought = desk.adjustment(day, kind=KIND.PLAN_PURCHASE, key=STOCK, change=whole(166))
    account = only(history, [bought])
    assert sum(bool(one.gap) for one in account.postings()) == gaps
    assert amount_of(account.balance) == 12_100


def test_a_split_recorded_for_the_day_after_is_in_the_totals_of_a_form_that_knew_of_it():
    desk = Desk()
    history = [desk.report(0, held(1_000)), desk.report(9, sold(100, 3_900, 9), trust(held(8)))]
    account = replay(history, [a_split(desk, 11, 4, 1)])[0]
    assert after(account) == [1_000, 4_000, 3_900]
    assert not any(one.gap for one in account.postings())


def a_split(desk: Desk, day: int, new: int, old: int, title: str = "Common Stock"):
    return desk.adjustment(day, kind=KIND.SPLIT, title=title, new=whole(new), old=whole(old))


def test_a_split_multiplies_every_account_of_the_class_and_what_is_on_it():
    desk = Desk()
    history = [
        desk.report(
            0,
            sold(500, 12_000),
            trust(held(900)),
            option("A", 1_000, 21.5, "A", 1_000),
            units("A", 400, "A", 400),
            sold(1, 70, title=Cell("Class B Common Stock")),
            notes=("Each unit is a right to one share.",),
        )
    ]
    told = balances(history, [a_split(desk, 9, 4, 1)])
    assert told == {
        "common stock": 48_000,
        "common stock, by trust": 3_600,
        "stock option (right to buy)": 4_000,
        "restricted stock units": 1_600,
        "class b common stock": 70,
    }


def test_an_option_goes_on_at_the_price_that_a_split_has_made_of_its_own():
    desk = Desk()
    history = [
        desk.report(0, option("A", 1_000, 21.5, "A", 1_000)),
        desk.report(60, traded(option("M", 900, "7.17", "D", 2_100), 60)),
    ]
    account = only(history, [a_split(desk, 9, 3, 1)])
    assert after(account) == [1_000, 3_000, 2_100]
    assert [key.terms.exercise_price for key in account.keys] == ["21.5", "7.17"]


def test_a_reverse_split_leaves_a_fraction_that_is_paid_in_cash():
    desk = Desk()
    history = [desk.report(0, held(1_005)), desk.report(30, sold(50, 50, 30))]
    account = only(history, [a_split(desk, 9, 1, 10)])
    assert [amount_of(one.gap) for one in account.postings()] == [0, 0, Decimal("-0.5")]


def test_a_split_on_the_day_of_a_trade_comes_before_it():
    desk = Desk()
    history = [desk.report(0, held(1_000)), desk.report(9, sold(100, 3_900, 9))]
    account = only(history, [a_split(desk, 9, 4, 1)])
    assert after(account) == [1_000, 4_000, 3_900]


def test_a_split_goes_for_what_is_still_to_be_corrected_as_well():
    desk = Desk()
    wrong = desk.report(0, sold(50, 11_950))
    carrying = desk.report(20, sold(100, 47_700, 20))
    amendment = desk.amendment(wrong, sold(500, 11_500), went=30)
    account = only([wrong, carrying, amendment], [a_split(desk, 9, 4, 1)])
    assert after(account) == [11_500, 46_000, 45_900]
    assert account.tracks[0].last.lacks == (amendment.reference,)


@given(
    number=st.decimals(0, 10**9, places=4),
    new=st.integers(1, 50),
    old=st.integers(1, 50),
)
def test_a_split_is_exact_to_the_ten_thousandth(number, new, old):
    desk = Desk()
    account = only([desk.report(0, held(number))], [a_split(desk, 9, new, old)])
    exact = Fraction(number) * new / old
    assert abs(Fraction(amount_of(account.balance)) - exact) <= Fraction(1, 20_000)


@pytest.mark.parametrize("kind", [KIND.PLAN_PURCHASE, KIND.REINVESTMENT, KIND.CORRECTION])
def test_adjustments_of_one_day_come_in_the_order_in_which_they_were_recorded(kind):
    desk = Desk()
    first = desk.adjustment(9, kind=kind, key=STOCK, change=whole(1))
    second = desk.adjustment(9, kind=kind, key=STOCK, change=whole(2))
    account = only([desk.report(0, held(10))], [second, first])
    assert after(account) == [10, 11, 13]
