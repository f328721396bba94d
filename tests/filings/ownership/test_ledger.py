"""Running totals, and what one of them is about."""

from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from filings.ownership.ledger import Balance, BalanceKey, balance_key, running_totals
from filings.ownership.report import Cell, Measure, Quantity
from tests.filings.ownership.checks.cases import (
    form4,
    held,
    option,
    options_held,
    price,
    shares,
    stock,
    units,
)
from tests.reports import typical_report


def keys(*rows, notes: tuple[str, ...] = ()) -> list[BalanceKey]:
    report = form4(*rows, notes=notes)
    return [balance_key(row, report) for row in report.rows()]


def totals(*rows, before: int | None = None, notes: tuple[str, ...] = ()) -> list[Decimal | None]:
    report = form4(*rows, notes=notes)
    first = next(report.rows())
    opening = {} if before is None else {balance_key(first, report): (Balance(Decimal(before)),)}
    one, two = running_totals(report, opening)
    return [*one, *two]


def test_capitals_and_spaces_do_not_make_another_class():
    one, other = keys(held(1), stock("S", 1, 9, "D", 1, title=Cell("COMMON  STOCK ")))
    assert one == other


def test_classes_ways_of_holding_and_series_are_apart():
    rows = (
        held(1),
        held(1, "I", "By spouse"),
        held(1, "I", "By Trust"),
        stock("S", 1, 9, "D", 1, title=Cell("Class B Common Stock")),
        option("M", 1, 21.5, "D", 1),
        option("M", 1, 18, "D", 1),
        option("M", 1, 18, "D", 1, expiration=Cell(None, ("F1",))),
    )
    assert len(set(keys(*rows, notes=("No expiration.",)))) == len(rows)


def test_a_price_is_the_same_with_or_without_its_zeros():
    one, other = keys(option("M", 1, 0, "D", 1, exercise_price=price("21.50")), options_held(1))
    assert one == other


def test_the_text_of_a_footnote_tells_trusts_and_awards_apart_and_its_number_does_not():
    def trust(note):
        return held(1, "I", "See footnote", note)

    first, second, same = keys(
        trust("F1"), trust("F2"), trust("F3"), notes=("The 2011 Trust.", "The 2014 Trust.", "The 2011 trust.")
    )
    assert first == same != second
    one, other = keys(
        units("M", 1, "D", 1), units("M", 1, "D", 1, exercisable=Cell(None, ("F2",))), notes=("a", "b")
    )
    assert one != other


def test_a_value_and_a_number_of_shares_are_never_added():
    value = Quantity(Decimal(5_000), (), Measure.VALUE)
    assert totals(stock("P", 100, 9, "A", 0, owned_after=value), before=5_000) == [None]
    assert len(set(keys(held(1), msgspec.structs.replace(held(1), owned_after=value)))) == 2


def test_each_line_adds_to_or_takes_from_the_last_balance():
    assert totals(
        stock("M", 1_250, 0, "A", None),
        stock("F", 492, 38, "D", None),
        stock("S", 500, 39, "D", None),
        before=12_500,
    ) == [13_750, 13_258, 12_758]


def test_without_a_balance_the_first_stated_total_is_believed():
    assert totals(stock("M", 1_250, 0, "A", 13_750), stock("F", 492, 38, "D", 1)) == [None, 13_258]


def test_a_stated_total_is_what_the_next_line_goes_on_from():
    rows = (stock("M", 1_250, 0, "A", 13_916), stock("F", 492, 38, "D", None))
    assert totals(*rows, before=12_500) == [13_750, 13_424]


def test_a_holding_restates_its_balance():
    assert totals(held(31_040), before=31_040) == [31_040]


def test_a_line_that_does_not_say_its_amount_or_way_ends_what_is_known():
    assert totals(stock("S", None, 9, "D", None), stock("S", 5, 9, "D", None), before=100) == [None, None]
    assert totals(stock("S", 5, 9, "X", None), stock("S", 5, 9, "D", None), before=100) == [None, None]


def test_the_totals_of_the_typical_report_follow():
    report = typical_report()
    first, second = running_totals(report, {})
    for rows, expected in ((report.non_derivative, first), (report.derivative, second)):
        for row, total in zip(rows, expected, strict=True):
            assert total in {None, row.owned_after.value}


@given(
    before=st.decimals("0", "1000000", places=4),
    trades=st.lists(st.tuples(st.sampled_from("AD"), st.decimals("0", "100000", places=4)), max_size=30),
)
def test_the_last_total_is_the_opening_balance_and_every_change(before, trades):
    rows = tuple(stock("J", None, 0, way, None, amount=shares(number)) for way, number in trades)
    report = form4(*rows)
    opening = {balance_key(row, report): (Balance(before),) for row in rows[:1]}
    expected = before + sum(number if way == "A" else -number for way, number in trades)
    assert not rows or running_totals(report, opening)[0][-1] == expected
