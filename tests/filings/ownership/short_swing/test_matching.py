"""The greatest profit, against every matching of small cases and against lowest-in, highest-out."""

import datetime as dt
import random
from decimal import Decimal
from functools import cache

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from filings.ownership.codes import MAX_AMOUNT
from filings.ownership.short_swing import Gap, Price, Side, Standing, gap_between, profit_of
from filings.ownership.short_swing.matching import gain, greatest_profit, may_pair
from filings.ownership.short_swing.values import EXACT, Basis
from tests.filings.ownership.short_swing.trades import bought, leg, sold

FIRST = dt.date(2026, 1, 15)


def by_trying_everything(legs) -> Decimal:
    """The greatest profit of a few whole shares, by trying every matching of share with share."""
    purchases = [one for one in legs if one.side is Side.PURCHASE for _ in range(int(one.shares))]
    sales = [one for one in legs if one.side is Side.SALE for _ in range(int(one.shares))]

    @cache
    def best(number: int, taken: frozenset[int]) -> Decimal:
        if number == len(purchases):
            return Decimal(0)
        found = best(number + 1, taken)
        for index, sale in enumerate(sales):
            one = purchases[number]
            if index in taken or one.trade.security != sale.trade.security or not may_pair(one, sale):
                continue
            each = gain(one, sale)
            if each is not None and each > 0 and gap_between(one.day, sale.day) is Gap.MATCHED:
                found = max(found, each + best(number + 1, taken | {index}))
        return found

    return best(0, frozenset())


def lowest_in_highest_out(legs) -> Decimal:
    """The greedy reading of Smolowe v. Delendo: the widest gap first."""
    left = {id(one): one.shares for one in legs}
    both = [
        (one, other)
        for one in legs
        for other in legs
        if one.side is Side.PURCHASE and other.side is Side.SALE
    ]
    total = Decimal(0)
    for one, other in sorted(both, key=lambda pair: pair[0].price.amount - pair[1].price.amount):
        if gap_between(one.day, other.day) is Gap.MATCHED and gain(one, other) > 0:
            shares = min(left[id(one)], left[id(other)])
            left[id(one)] -= shares
            left[id(other)] -= shares
            total += shares * gain(one, other)
    return total


def test_one_purchase_and_one_sale():
    (pair,) = greatest_profit([bought("2026-08-03", 300, "30.10"), sold("2026-11-20", 500, "38.41")])
    assert (pair.shares, pair.profit, pair.days) == (300, 2493, 109)
    assert pair.first.side is Side.PURCHASE
    assert not pair.at_most


def test_a_sale_before_the_purchase_is_matched_as_well():
    (pair,) = greatest_profit([sold("2026-08-03", 300, 40), bought("2026-11-20", 300, 30)])
    assert pair.profit == 3000
    assert pair.first.side is Side.SALE


def test_a_loss_and_an_even_trade_are_left_aside():
    assert not greatest_profit([bought("2026-08-03", 300, 40), sold("2026-11-20", 300, 30)])
    assert not greatest_profit([bought("2026-08-03", 300, 40), sold("2026-11-20", 300, 40)])


def test_losses_are_not_set_off_against_gains():
    legs = [
        bought("2026-08-03", 100, 10), sold("2026-08-04", 100, 12), bought("2026-08-05", 100, 20),
        sold("2026-08-06", 100, 11),
    ]  # fmt: skip
    assert profit_of(greatest_profit(legs)) == 200


def test_the_lowest_purchase_meets_the_highest_sale():
    legs = [
        bought("2026-08-03", 100, 12), bought("2026-08-04", 100, 10), sold("2026-09-01", 100, 20),
        sold("2026-09-02", 100, 11),
    ]  # fmt: skip
    pairs = greatest_profit(legs)
    assert [(pair.bought_at.amount, pair.sold_at.amount, pair.profit) for pair in pairs] == [(10, 20, 1000)]


def test_lowest_in_highest_out_is_less_where_six_months_part_the_trades():
    """The cheap purchase of June reaches both sales, the dear one of January the first only: greed spoils it."""
    legs = [
        bought("2026-01-15", 100, 15),
        bought("2026-06-15", 100, 10),
        sold("2026-06-20", 100, 30),
        sold("2026-11-20", 100, 25),
    ]
    assert lowest_in_highest_out(legs) == 2000
    pairs = greatest_profit(legs)
    assert [(pair.bought_at.amount, pair.sold_at.amount) for pair in pairs] == [(15, 30), (10, 25)]
    assert profit_of(pairs) == 3000


def test_classes_are_never_matched_with_each_other():
    assert not greatest_profit(
        [of("2026-08-03", bought, security="class b common"), sold("2026-09-01", 100, 20)]
    )


def of(on, way, price=10, market=None, **security):
    """A hundred of another security, bought or sold; ``market`` is what the stock costs."""
    one = way(on, 100, price)
    return structs.replace(
        one,
        trade=structs.replace(one.trade, **security),
        market=None if market is None else Price(Decimal(market)),
    )


def test_the_same_option_is_matched_at_its_own_price_and_with_stock_at_the_markets():
    call = {"series": "call"}
    option_alone = [of("2026-08-03", bought, 2, 30, **call), of("2026-09-01", sold, 3, 45, **call)]
    assert profit_of(greatest_profit(option_alone)) == 100
    with_stock = [of("2026-08-03", bought, 2, 30, **call), sold("2026-09-01", 100, 45)]
    assert profit_of(greatest_profit(with_stock)) == 1500
    assert not greatest_profit([of("2026-08-03", bought, 2, **call), sold("2026-09-01", 100, 45)])


def test_a_put_given_up_is_a_purchase_that_brings_money_in():
    put = {"series": "put", "is_put": True}
    (pair,) = greatest_profit([of("2026-08-03", sold, 2, **put), of("2026-09-01", bought, 5, **put)])
    assert pair.profit == 300
    assert not greatest_profit([of("2026-08-03", sold, 5, **put), of("2026-09-01", bought, 2, **put)])


def test_an_option_written_that_expires_brings_its_premium_and_is_matched_with_nothing_else():
    expired = structs.replace(of("2026-09-01", bought, 0, 10, series="call"), premium_only=True)
    written = of("2026-08-03", sold, 2, 30, series="call")
    assert profit_of(greatest_profit([written, expired])) == 200
    assert not greatest_profit([sold("2026-08-03", 100, 45), expired])


def test_two_trades_after_leaving_are_not_matched_with_each_other():
    after = {"standing": Standing.AFTER_LEAVING}
    late = [bought("2026-08-03", 100, 10, **after), sold("2026-09-01", 100, 20, **after)]
    assert not greatest_profit(late)
    assert profit_of(greatest_profit([*late, bought("2026-07-01", 50, 15)])) == 250


def test_the_greatest_amounts_that_edgar_takes_come_out_exact():
    legs = [
        bought("2026-01-15", MAX_AMOUNT, "0.0001"),
        bought("2026-06-15", MAX_AMOUNT, "0.0002"),
        sold("2026-06-20", MAX_AMOUNT, MAX_AMOUNT),
        sold("2026-11-20", MAX_AMOUNT, MAX_AMOUNT),
    ]
    expected = EXACT.multiply(MAX_AMOUNT, EXACT.subtract(2 * MAX_AMOUNT, Decimal("0.0003")))
    assert profit_of(greatest_profit(legs)) == expected


def test_only_what_a_report_competes_for_is_reckoned():
    legs = [
        bought("2020-08-03", 100, 10), sold("2020-09-01", 100, 20),
        bought("2026-08-03", 100, 10), sold("2026-11-20", 100, 20, report="mine"),
    ]  # fmt: skip
    assert len(greatest_profit(legs)) == 2
    (pair,) = greatest_profit(legs, "mine")
    assert pair.involves("mine")


def test_a_bound_makes_the_profit_at_most():
    sale = structs.replace(sold("2026-09-01", 100, 20), price=Price(Decimal(21), Basis.HIGH))
    (pair,) = greatest_profit([bought("2026-08-03", 100, 10), sale])
    assert (pair.profit, pair.at_most) == (1100, True)


@st.composite
def some_legs(draw):
    """Two to seven legs within 400 days, of one or two shares, some in derivative securities or after leaving."""
    found = []
    for index in range(draw(st.integers(2, 7))):
        one = leg(
            draw(st.sampled_from(Side)),
            FIRST + dt.timedelta(days=draw(st.integers(0, 400))),
            draw(st.integers(1, 2)),
            Decimal(draw(st.integers(1, 9))),
            index=index,
            standing=draw(st.sampled_from([Standing.INSIDER, Standing.INSIDER, Standing.AFTER_LEAVING])),
        )
        if series := draw(st.sampled_from(["", "", "", "call", "put"])):
            market = draw(st.none() | st.integers(1, 9).map(Decimal).map(Price))
            trade = structs.replace(one.trade, series=series, is_put=series == "put")
            one = structs.replace(one, trade=trade, market=market, premium_only=draw(st.integers(0, 5)) == 0)
        found.append(one)
    return found


@given(some_legs())
@settings(max_examples=300, deadline=None)
def test_the_profit_is_that_of_the_best_of_all_matchings(legs):
    assert profit_of(greatest_profit(legs)) == by_trying_everything(legs)


@given(some_legs())
@settings(max_examples=150, deadline=None)
def test_each_share_is_used_once_and_every_pair_may_be_matched_and_gains(legs):
    pairs = greatest_profit(legs)
    for one in legs:
        used = sum(pair.shares for pair in pairs if one in {pair.purchase, pair.sale})
        assert used <= one.shares
    for pair in pairs:
        assert gap_between(pair.purchase.day, pair.sale.day) is Gap.MATCHED
        assert may_pair(pair.purchase, pair.sale)
        assert pair.profit == pair.shares * gain(pair.purchase, pair.sale) > 0


@given(some_legs())
@settings(max_examples=100, deadline=None)
def test_greed_never_finds_more(legs):
    stock = [one for one in legs if one.standing is Standing.INSIDER and not one.trade.series]
    assert lowest_in_highest_out(stock) <= profit_of(greatest_profit(stock))


def by_a_network_of_every_pair(legs) -> int:
    """The greatest profit in cents from a network in which every pair that may be matched has an arc of its own."""
    graph = networkx.DiGraph([("sink", "source")])
    for one in legs:
        ends = ("source", one) if one.side is Side.PURCHASE else (one, "sink")
        graph.add_edge(*(id(end) if end is one else end for end in ends), capacity=int(one.shares))
        for other in legs if one.side is Side.PURCHASE else ():
            if other.side is Side.SALE and gap_between(one.day, other.day) is Gap.MATCHED:
                graph.add_edge(id(one), id(other), weight=-int(100 * gain(one, other)))
    return -networkx.network_simplex(graph)[0]


@pytest.mark.parametrize("days", [300, 700, 1_500])
@pytest.mark.parametrize("seed", range(8))
def test_the_short_network_finds_what_the_long_one_does(days, seed):
    lot = random.Random(seed)
    legs = [
        leg(
            lot.choice(list(Side)),
            FIRST + dt.timedelta(days=lot.randrange(days)),
            lot.randrange(1, 500),
            Decimal(lot.randrange(1_000, 3_000)) / 100,
            index=index,
        )
        for index in range(70)
    ]
    assert 100 * profit_of(greatest_profit(legs)) == by_a_network_of_every_pair(legs)


@given(some_legs(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_legs_does_not_matter(legs, chance):
    mixed = list(legs)
    chance.shuffle(mixed)
    assert profit_of(greatest_profit(mixed)) == profit_of(greatest_profit(legs))


@pytest.mark.parametrize("shares", ["0.5", "0.0001", "12345.6789"])
def test_fractions_of_shares_are_exact(shares):
    (pair,) = greatest_profit([bought("2026-08-03", shares, "1.0001"), sold("2026-09-01", shares, "1.0003")])
    assert pair.profit == Decimal(shares) * Decimal("0.0002")
