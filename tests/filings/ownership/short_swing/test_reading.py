"""What each code makes of a line: purchase, sale, or exempt under which rule; and at which price it counts."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec import structs

from filings.ownership.codes import CODES, Table
from filings.ownership.report import Cell, Coding, Measure, Quantity, Underlying
from filings.ownership.short_swing import Context, Exclusion, Leg, Side
from filings.ownership.short_swing.matching import greatest_profit
from filings.ownership.short_swing.values import Basis
from tests.filings.ownership.checks.cases import form4, option, owned_by, price, shares, stock
from tests.filings.ownership.short_swing.trades import reported

TEN_PERCENT = owned_by(ten_percent_owner=True)
ON_FRIDAY = "The prices are a weighted average; the shares were sold at prices ranging from $38.10 to $38.95."


def read(*rows, notes=(), context=None, **changes):
    """What becomes of the one line of a report."""
    (line,) = reported(form4(*rows, notes=notes, **changes), context=context).lines
    return line


def approved(basis: str, table: Table = Table.I) -> Context:
    return Context(approvals={(table, 0): basis})


@pytest.mark.parametrize(
    ("code", "way", "side"),
    [
        ("P", "A", Side.PURCHASE),
        ("L", "A", Side.PURCHASE),
        ("O", "A", Side.PURCHASE),
        ("S", "D", Side.SALE),
        ("U", "D", Side.SALE),
        ("O", "D", Side.SALE),
    ],
)
def test_a_code_that_nothing_exempts_is_a_leg(code, way, side):
    line = read(stock(code, 100, "38.41", way, 900))
    assert isinstance(line, Leg)
    assert (line.side, line.shares, line.price.amount) == (side, 100, Decimal("38.41"))


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("C", "Rule 16b-6(b)"),
        ("X", "Rule 16b-6(b)"),
        ("G", "Rule 16b-5"),
        ("W", "Rule 16b-5"),
        ("Z", "Rule 16b-8"),
    ],
)
def test_a_code_that_is_exempt_by_itself(code, rule):
    line = read(stock(code, 100, "38.41", "D", 900))
    assert isinstance(line, Exclusion)
    assert (line.rule, line.assumed) == (rule, False)
    assert line.reason == CODES[code].short


@pytest.mark.parametrize(
    ("code", "way", "rule"),
    [
        ("A", "A", "Rule 16b-3(d)"),
        ("M", "A", "Rule 16b-3"),
        ("F", "D", "Rule 16b-3(e)"),
        ("D", "D", "Rule 16b-3(e)"),
    ],
)
def test_a_code_of_rule_16b_3_counts_as_exempt_and_says_whether_that_is_on_record(code, way, rule):
    row = stock(code, 100, "38.41", way, 900)
    unknown, known = read(row), read(row, context=approved("committee"))
    assert (unknown.rule, unknown.assumed) == (rule, True)
    assert (known.rule, known.assumed) == (rule, False)
    assert isinstance(read(row, context=approved("none")), Leg)


def test_a_large_holder_has_no_exemption_of_rule_16b_3():
    for code, way, side in (("A", "A", Side.PURCHASE), ("D", "D", Side.SALE), ("F", "D", Side.SALE)):
        leg = read(stock(code, 100, 9, way, 900), **TEN_PERCENT)
        assert (leg.side, "16b-3(a)" in leg.assumed) == (side, True)
    exercise = read(stock("M", 100, 9, "A", 900), **TEN_PERCENT)
    assert (exercise.rule, exercise.assumed) == ("Rule 16b-6(b)", True)
    assert isinstance(
        read(stock("A", 100, 9, "A", 900), **owned_by(ten_percent_owner=True, director=True)), Exclusion
    )


def test_an_exercise_closes_its_own_option_without_a_sale():
    for code in "MO":
        line = read(option(code, 100, 20, "D", 0))
        assert (line.reason, line.rule) == ("closed by its own exercise", "Rule 16b-6(b)")


def test_code_j_waits_for_its_facts():
    leg = read(stock("J", 100, 20, "D", 0))
    assert (leg.side, bool(leg.doubt)) == (Side.SALE, True)


@pytest.mark.parametrize("code", ["", "V", "K", "B"])
def test_a_code_that_is_none_is_not_matched(code):
    assert isinstance(read(stock(code, 100, 20, "D", 0)), Exclusion)


@pytest.mark.parametrize(
    "changes",
    [
        {"date": Cell(None)},
        {"date": Cell(dt.date(9999, 12, 31))},
        {"acquired_disposed": Cell(None)},
        {"amount": shares(None)},
        {"amount": shares(0)},
        {"amount": Quantity(Decimal(1000), measure=Measure.VALUE)},
        {"amount": shares("1E+60")},
        {"amount": shares("-5")},
    ],
)
def test_a_line_that_cannot_be_counted_says_so(changes):
    line = read(stock("S", 100, 20, "D", 0, **changes))
    assert isinstance(line, Exclusion)
    assert line.reason


@pytest.mark.parametrize("at", [price(None, "F1"), price(0), price("1E+60"), price(None)])
def test_a_price_that_is_not_on_file_leaves_the_leg_without_one(at):
    assert read(stock("P", 100, 20, "A", 0, price=at), notes=("In exchange for services.",)).price is None


@pytest.mark.parametrize(
    ("code", "way", "bound", "basis"), [("P", "A", "38.10", Basis.LOW), ("S", "D", "38.95", Basis.HIGH)]
)
def test_an_average_counts_at_the_end_of_its_range_that_makes_most(code, way, bound, basis):
    leg = read(stock(code, 100, 0, way, 0, price=price("38.41", "F1")), notes=(ON_FRIDAY,))
    assert (leg.price.amount, leg.price.basis, leg.price.is_bound) == (Decimal(bound), basis, True)


@pytest.mark.parametrize(
    ("note", "basis"),
    [
        ("A weighted average price.", Basis.AVERAGE),
        ("Average of prices ranging from $50.00 to $51.00.", Basis.AVERAGE),  # not this line's
        ("Sold by the trust.", Basis.STATED),
    ],
)
def test_an_average_without_its_own_range_is_taken_as_it_is(note, basis):
    leg = read(stock("S", 100, 0, "D", 0, price=price("38.41", "F1")), notes=(note,))
    assert (leg.price.amount, leg.price.basis, leg.price.is_bound) == (Decimal("38.41"), basis, False)


# Derivative securities


@pytest.mark.parametrize(
    ("title", "way", "side"),
    [
        ("Call Option (right to buy)", "A", Side.PURCHASE),
        ("Call Option (obligation to sell)", "D", Side.SALE),
        ("Warrant", "A", Side.PURCHASE),
        ("Put Option (right to sell)", "A", Side.SALE),
        ("Put Option (obligation to buy)", "D", Side.PURCHASE),
    ],
)
def test_a_call_acquired_is_a_purchase_and_a_put_acquired_a_sale(title, way, side):
    code = "P" if way == "A" else "S"
    assert read(option(code, 100, 20, way, 0, title=Cell(title), price=price(2))).side is side


def test_units_are_counted_by_the_shares_underneath_and_priced_by_the_share():
    row = option(
        "P", 10, 20, "A", 10, price=price(250), underlying=Underlying(Cell("Common Stock"), shares(1_000))
    )
    leg = read(row)
    assert (leg.shares, leg.price.amount, leg.price.basis) == (1_000, Decimal("2.5"), Basis.STATED)
    ratio = Context(shares_per_unit={(Table.II, 0): Decimal(50)})
    assert read(row, context=ratio).shares == 500


def test_a_price_by_the_share_that_has_no_end_is_rounded_to_the_larger_profit():
    underlying = Underlying(Cell("Common Stock"), shares(3))
    bought = read(option("P", 1, 20, "A", 1, price=price(10), underlying=underlying))
    sold = read(option("S", 1, 20, "D", 1, price=price(10), underlying=underlying))
    assert (bought.price.amount, sold.price.amount) == (Decimal("3.3333"), Decimal("3.3334"))
    assert bought.price.is_bound
    assert sold.price.is_bound


def test_the_line_itself_bounds_what_the_stock_cost():
    """A call is worth at least its exercise and at most the stock; a put at least its exercise."""
    sold_call = read(option("S", 100, 20, "D", 0, price=price(15)))
    bought_call = read(option("P", 100, 20, "A", 0, price=price(15)))
    sold_put = read(option("S", 100, 20, "D", 0, title=Cell("Put Option"), price=price(3)))
    assert [leg.market.amount for leg in (sold_call, bought_call, sold_put)] == [35, 15, 17]
    note = read(option("P", 100, 20, "A", 0, title=Cell("Convertible Note"), price=price(15)))
    bought_put = read(option("P", 100, 20, "A", 0, title=Cell("Put Option"), price=price(3)))
    assert note.market is bought_put.market is None


def test_an_equity_swap_is_what_its_code_says_at_its_reference_price():
    swap = option(
        "S", 100, None, "D", 0, price=price(40), coding=Coding("4", "S", True), title=Cell("Equity Swap")
    )
    leg = read(swap)
    assert (leg.side, leg.market.amount, leg.market.is_bound) == (Side.SALE, 40, True)


def test_an_expiry_for_value_is_a_sale_and_one_of_a_short_position_brings_its_premium_alone():
    for_value = read(option("H", 100, 20, "D", 0, price=price(3)))
    assert (for_value.side, for_value.premium_only) == (Side.SALE, False)
    short = read(option("E", 100, 20, "A", 0))
    assert (short.side, short.price.amount, short.premium_only) == (Side.PURCHASE, 0, True)


def test_derivatives_without_shares_underneath_are_not_counted():
    blank = Underlying(Cell("Common Stock"), shares(None, "F1"))
    assert isinstance(read(option("P", 100, 20, "A", 0, underlying=blank), notes=("Unknown.",)), Exclusion)


def test_the_largest_amounts_are_read_and_matched_without_a_slip():
    """One unit at the highest price that brings the least of shares: a price a share of thirty digits."""
    most, least = Decimal("999999999999.9999"), Decimal("0.0001")
    underlying = Underlying(Cell("Common Stock"), shares(least))
    sold = read(option("S", most, 1, "D", 0, price=price(most), underlying=underlying))
    bought = read(option("P", 1, 1, "A", 0, price=price(least), underlying=underlying))
    assert f"{sold.price.amount:f}" == "9999999999999998000000000000.0001"
    (pair,) = greatest_profit([bought, sold])
    assert f"{pair.profit:f}" == "999999999999999799999999.99990001"


# Classes


def test_one_class_under_many_titles():
    titles = (
        "Common Stock",
        "common stock, $0.01 par value",
        "Common Shares, no par value",
        "Harborwell Common Stock",
    )
    lines = reported(form4(*[stock("S", 100, 9, "D", 0, title=Cell(title)) for title in titles])).lines
    assert {line.trade.security for line in lines} == {"common"}


def test_classes_series_and_tracking_stocks_stay_apart():
    titles = (
        "Class A Common Stock",
        "Class B Common Stock",
        "Braves Series A Common Stock",
        "Series A-1 Preferred",
    )
    lines = reported(form4(*[stock("S", 100, 9, "D", 0, title=Cell(title)) for title in titles])).lines
    assert len({line.trade.security for line in lines}) == len(titles)


def test_an_option_is_of_the_class_underneath():
    leg = read(option("P", 100, 20, "A", 0, price=price(2)))
    assert leg.trade.security == "common"
    other = structs.replace(option("P", 100, 21, "A", 0, price=price(2)))
    assert leg.trade.series != read(other).trade.series
