"""Everything together: from reports to the profit, the open questions, and the question before a trade."""

import datetime as dt
from decimal import Decimal

import pytest

from filings.ownership.codes import MAX_AMOUNT
from filings.ownership.report import Cell
from filings.ownership.short_swing import Question, Side, Standing, Tenure, block, reckon, would_be
from tests.filings.ownership.checks.cases import form4, option, owned_by, price, stock
from tests.filings.ownership.short_swing.trades import day, purchase, reckoned, reported, sale

DAY = dt.timedelta(days=1)
TODAY = day("2026-11-24")


def test_a_purchase_and_a_sale_within_six_months():
    found = reckoned(purchase("2026-08-03", 300, "30.10"), sale("2026-11-20", 500, "38.41"))
    assert (found.profit, found.at_most, found.doubts) == (Decimal("2493.00"), False, ())


def test_legs_may_stand_on_different_reports_in_any_order():
    reports = [
        reported(form4(sale("2026-11-20", 500, 38)), "b"),
        reported(form4(purchase("2026-08-03", 300, 30)), "a", filed="2026-08-05"),
    ]
    assert reckon(reports).profit == reckon(reports[::-1]).profit == 2400


def test_the_insiders_of_a_foreign_private_issuer_are_outside():
    found = reckoned(
        purchase("2026-08-03", 300, 30), sale("2026-11-20", 500, 38), foreign_private_issuer=True
    )
    assert "3a12-3(b)" in found.off
    assert not found.pairs


@pytest.mark.parametrize(
    ("apart", "words"), [(1, "One day less"), (0, "Exactly six months")], ids=["a day short", "to the day"]
)
def test_the_edge_of_six_months_is_asked_and_never_summed(apart, words):
    on = day("2026-11-20") - apart * DAY
    found = reckoned(purchase("2026-05-20", 100, 30), sale(f"{on}", 100, 38))
    (doubt,) = found.doubts
    assert (doubt.question, doubt.profit, found.profit) == (Question.EDGE, 800, 0)
    assert doubt.words.startswith(words)


def test_no_question_where_there_is_no_gain_or_more_than_six_months():
    assert not reckoned(purchase("2026-05-20", 100, 38), sale("2026-11-20", 100, 30)).doubts
    assert not reckoned(purchase("2026-05-19", 100, 30), sale("2026-11-20", 100, 38)).doubts


def test_two_classes_are_asked_and_never_summed():
    other = purchase("2026-08-03", 100, 30, title=Cell("Class B Common Stock"))
    found = reckoned(other, sale("2026-11-20", 50, 38))
    (doubt,) = found.doubts
    assert (doubt.question, doubt.profit, found.profit) == (Question.CLASSES, 400, 0)


def test_a_price_in_a_footnote_is_asked_and_never_summed():
    unpriced = purchase("2026-08-03", 100, None)
    found = reckoned(unpriced, sale("2026-11-20", 50, 38))
    (doubt,) = found.doubts
    assert (doubt.question, doubt.profit) == (Question.PRICE, None)


def test_code_j_is_asked_and_never_summed():
    found = reckoned(stock("J", 100, 30, "A", 100, date=Cell(day("2026-08-03"))), sale("2026-11-20", 50, 38))
    (doubt,) = found.doubts
    assert (doubt.question, doubt.profit, found.profit) == (Question.FACTS, 400, 0)


def test_an_option_and_the_stock_are_matched_at_most_at_the_markets():
    """The option was bought on a day on which shares were withheld at $31: that was the market."""
    bought = option("P", 100, 25, "A", 100, date=Cell(day("2026-08-03")), price=price(9))
    withheld = stock("F", 10, 31, "D", 100, date=Cell(day("2026-08-03")))
    found = reckoned(bought, withheld, sale("2026-11-20", 100, 38))
    assert (found.profit, found.at_most) == (700, True)
    without = reckoned(bought, sale("2026-11-20", 100, 38))
    assert (without.profit, without.at_most) == (2900, True)  # it cost at least what its option cost


def test_a_written_option_that_expires_brings_back_its_premium():
    written = option("S", 100, 50, "D", 100, date=Cell(day("2026-08-03")), price=price(2))
    expired = option("E", 100, 50, "A", 0, date=Cell(day("2026-11-20")), price=price(0))
    assert reckoned(written, expired).profit == 200
    late = option("E", 100, 50, "A", 0, date=Cell(day("2027-03-01")), price=price(0))
    assert reckoned(written, late).profit == 0


def test_a_discretionary_transaction_counts_only_after_an_opposite_one_within_six_months():
    def elected(on: str, way: str, at: int):
        return stock("I", 100, at, way, 100, date=Cell(day(on)))

    alone = reckoned(elected("2026-11-20", "D", 38), purchase("2026-08-03", 100, 30))
    assert not alone.pairs
    assert alone.exclusions[0].rule == "Rule 16b-3(f)"
    long_ago = reckoned(
        elected("2026-05-20", "A", 20), elected("2026-11-20", "D", 38), purchase("2026-08-03", 100, 30)
    )
    assert not long_ago.pairs
    too_soon = reckoned(
        elected("2026-07-01", "A", 20), elected("2026-11-20", "D", 38), purchase("2026-08-03", 100, 30)
    )
    assert too_soon.profit == 800  # the first election stays exempt
    assert any("16b-3(f)" in text for text in too_soon.assumptions)


def test_what_is_taken_for_granted_is_said():
    trust = {"ownership": Cell("I"), "nature": Cell("By Trust")}
    found = reckoned(stock("F", 10, 31, "D", 100), sale("2026-11-20", 50, 38, **trust))
    told = " ".join(found.assumptions)
    for words in ("code F", "indirectly", "No position is on record", "split"):
        assert words in told


def test_after_leaving_only_a_trade_from_before_is_matched():
    left = (Tenure(started_on=day("2020-01-01"), ended_on=day("2026-09-30")),)
    rows = purchase("2026-10-05", 100, 20), sale("2026-11-20", 100, 38)
    assert reckoned(*rows, tenures=left).profit == 0
    before = purchase("2026-09-01", 100, 30)
    found = reckoned(before, *rows, tenures=left)
    assert found.profit == 800
    assert [leg.standing for leg in found.legs].count(Standing.AFTER_LEAVING) == 2


def test_a_large_holder_is_matched_on_awards_too():
    rows = stock("A", 100, 30, "A", 100, date=Cell(day("2026-08-03"))), sale("2026-11-20", 100, 38)
    assert reckoned(*rows).profit == 0
    assert reckoned(*rows, changes=owned_by(ten_percent_owner=True)).profit == 800


def test_the_greatest_amounts_come_out_exact():
    found = reckoned(purchase("2026-08-03", MAX_AMOUNT, "0.0001"), sale("2026-11-20", MAX_AMOUNT, MAX_AMOUNT))
    assert f"{found.profit:f}" == "999999999999999700000000.00000002"


# Before a trade


def test_a_sale_is_blocked_by_the_purchase_that_reaches_farthest_and_free_the_day_after_six_months():
    found = reckoned(purchase("2026-08-03", 100, 30), purchase("2026-09-01", 100, 35))
    blocked = block(found, Side.SALE, TODAY)
    assert blocked.leg.day == day("2026-09-01")
    assert (blocked.last_matched, blocked.free_from) == (day("2027-02-27"), day("2027-03-02"))
    assert blocked.worst.amount == 30
    assert block(found, Side.PURCHASE, TODAY) is None


def test_the_block_ends():
    found = reckoned(purchase("2026-08-03", 100, 30))
    assert block(found, Side.SALE, day("2027-02-03")).free_from == day("2027-02-04")
    assert block(found, Side.SALE, day("2027-02-04")) is None


def test_a_price_that_only_the_edge_still_reaches_does_not_make_a_profit_for_sure():
    found = reckoned(purchase("2026-05-24", 100, 10), purchase("2026-08-03", 100, 30))
    assert block(found, Side.SALE, TODAY).worst.amount == 30


def test_a_purchase_is_blocked_at_the_highest_sale():
    found = reckoned(sale("2026-08-03", 100, 30), sale("2026-09-01", 100, 25))
    assert block(found, Side.PURCHASE, TODAY).worst.amount == 30


def test_who_left_is_blocked_by_trades_from_before_alone():
    left = (Tenure(started_on=day("2020-01-01"), ended_on=day("2026-09-30")),)
    before, after = purchase("2026-09-01", 100, 30), purchase("2026-10-05", 100, 20)
    assert block(reckoned(before, after, tenures=left), Side.SALE, TODAY).leg.day == day("2026-09-01")
    assert block(reckoned(after, tenures=left), Side.SALE, TODAY) is None


def asked(found, side: Side, shares: int, at: int, on: str):
    return would_be(
        found, side=side, shares=Decimal(shares), price=Decimal(at), day=day(on), security="common"
    )


def test_what_a_sale_would_make():
    found = reckoned(purchase("2026-08-03", 100, 30))
    answer = asked(found, Side.SALE, 500, 38, "2026-12-01")
    assert (answer.adds, answer.displaces, len(answer.pairs)) == (800, False, 1)
    assert asked(found, Side.SALE, 500, 30, "2026-12-01").adds == 0
    assert asked(found, Side.SALE, 500, 38, "2027-02-04").adds == 0


def test_a_better_sale_takes_the_place_of_one_that_was_made():
    found = reckoned(purchase("2026-08-03", 100, 30), sale("2026-11-20", 100, 35))
    answer = asked(found, Side.SALE, 100, 38, "2026-12-01")
    assert (answer.before, answer.after.profit, answer.adds, answer.displaces) == (500, 800, 300, True)


def test_a_trade_on_the_edge_is_said():
    found = reckoned(purchase("2026-08-03", 100, 30))
    answer = asked(found, Side.SALE, 100, 38, "2027-02-02")
    assert (answer.adds, [doubt.question for doubt in answer.doubts]) == (0, [Question.EDGE])


def test_a_trade_after_the_stake_was_given_up_is_not_counted():
    stake = (Tenure(started_on=day("2020-01-01"), ended_on=day("2026-10-30"), large_holder=True),)
    answer = asked(reckoned(purchase("2026-08-03", 100, 30), tenures=stake), Side.SALE, 100, 38, "2026-12-01")
    assert (answer.adds, "10%" in answer.not_counted) == (0, True)
