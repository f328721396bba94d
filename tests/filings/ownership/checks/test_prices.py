"""Prices that are missing, that should be 0, and averages."""

import pytest

from filings.ownership.findings import Severity
from tests.filings.ownership.checks.cases import form4, found, only, option, price, stock


@pytest.mark.parametrize("code", "PSUFL")
def test_a_sale_or_purchase_at_nothing(code):
    finding = only("F4-011", form4(stock(code, 100, 0, "D", 900)))
    assert finding.severity is Severity.WARNING
    assert not found("F4-011", form4(stock(code, 100, 9, "D", 900)))


def test_a_footnote_may_say_why_there_was_no_price():
    row = stock("F", 100, 0, "D", 900, price=price(0, "F1"))
    assert not found("F4-011", form4(row, notes=("Units forfeited for tax.",)))


@pytest.mark.parametrize("code", "GW")
def test_a_gift_has_no_price(code):
    assert only("F4-012", form4(stock(code, 100, "38.41", "D", 900))).numbers == {"stated": "$38.41"}
    assert not found("F4-012", form4(stock(code, 100, 0, "D", 900)))


def averaged(at: str, note: str):
    return form4(stock("S", 500, 0, "D", 900, price=price(at, "F1")), notes=(note,))


UNDERTAKING = " The reporting person undertakes to give full information on request."


def test_an_average_gives_its_range():
    bare = "The price is a weighted average price." + UNDERTAKING
    assert "the lowest and the highest" in only("F4-032", averaged("38.75", bare)).message
    assert not found("F4-032", averaged("38.75", bare + " Prices ranged from $38.42 to 39.05."))
    assert not found("F4-032", averaged("38.75", "Sold in one trade."))


def test_the_undertaking_is_given_once_for_all_averages():
    first, second = (stock("S", 9, 0, "D", 9, price=price("38.75", note)) for note in ("F1", "F2"))
    ranged = "The price is a weighted average price, from $38.42 to $39.05."
    assert "Undertake" in only("F4-032", form4(first, second, notes=(ranged, ranged))).message
    assert not found("F4-032", form4(first, second, notes=(ranged, ranged + UNDERTAKING)))
    assert not found("F4-032", form4(first, second, notes=(ranged, ranged), remarks=UNDERTAKING.strip()))


@pytest.mark.parametrize(
    "words",
    [
        "ranging from $38.42 to {high}, inclusive",
        "at prices between $38.42 and {high}",
        "in a range of $38.42 - {high} per share",
    ],
)
@pytest.mark.parametrize(("high", "fires"), [("$39.42", False), ("$39.43", True)])
def test_one_line_spans_one_dollar(words, high, fires):
    note = f"The price is a weighted average; the shares were sold in multiple transactions {words}."
    findings = found("F4-033", averaged("38.75", note.format(high=high)))
    assert [one.severity for one in findings] == ([Severity.WARNING] if fires else [])


@pytest.mark.parametrize(("at", "fires"), [("38.75", False), ("38.42", False), ("38.40", True), ("40", True)])
def test_an_average_lies_within_its_range(at, fires):
    note = "Weighted average price; sold at prices ranging from $38.42 to $39.05."
    assert bool(found("F4-034", averaged(at, note))) is fires


def test_a_footnote_with_a_range_for_each_of_several_lines_is_not_read():
    note = "Average prices: $38.00 to $38.90 on the first line, $39.00 to $39.90 on the second."
    assert not found("F4-034", averaged("10", note))


def test_a_price_of_a_thousand_dollars_is_read_whole():
    note = "Weighted average price; sold at prices ranging from $2,330.30 to $2,331.29."
    assert not found("F4-034", averaged("2330.52", note))
    assert found("F4-034", averaged("2335.52", note))


def test_a_footnote_that_is_no_average_is_not_read():
    note = "Converted from a price of $10.00 to $12.00 in euros."
    assert not found("F4-033", averaged("11", note))


def test_the_price_of_an_option_in_table_ii_is_column_8():
    assert only("F4-011", form4(option("P", 10, 40, "A", 10))).message.startswith("Column 8 says 0")


@pytest.mark.parametrize(
    ("words", "fires"),
    [
        ("sold from November 18 to November 20, 2026", True),
        ("executed in transactions on Nov. 18 and 20", True),
        ("sold on November 20, 2026", False),
        ("adopted on November 18, 2025; sold in several transactions on November 20, 2026", False),
    ],
)
def test_one_line_holds_the_trades_of_one_day(words, fires):
    note = f"Weighted average price of shares {words} at prices ranging from $38.42 to $39.05."
    assert bool(found("F4-033", averaged("38.75", note))) is fires


@pytest.mark.parametrize(("code", "fires"), [("F", True), ("M", True), ("S", False), ("P", False)])
def test_only_market_trades_stand_on_one_line_at_their_average(code, fires):
    note = "The price is a weighted average price; sold by the issuer at prices from $38.42 to $39.05."
    row = stock(code, 500, 0, "D", 900, price=price("38.75", "F1"))
    assert bool(found("F4-086", form4(row, notes=(note,)))) is fires
