"""How single values stand on the form."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.ownership.codes import MAX_AMOUNT
from filings.ownership.report import Address, Quantity
from filings.rendering import shown


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("1250", "1,250"),
        ("1250.00", "1,250"),
        ("100", "100"),
        ("0", "0"),
        ("0.0001", "0.0001"),
        ("1234567.5", "1,234,567.5"),
        ("999999999999.9999", "999,999,999,999.9999"),
        ("1E+3", "1,000"),
    ],
)
def test_a_figure_has_thousands_separators_and_all_its_decimals(value, printed):
    assert shown.figure(Decimal(value)) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [("0", "$0.00"), ("21.5", "$21.50"), ("38.7512", "$38.7512"), ("1200", "$1,200.00"), ("0.125", "$0.125")],
)
def test_a_price_shows_at_least_its_cents(value, printed):
    assert shown.dollars(Decimal(value)) == printed


@given(st.decimals(min_value=0, max_value=MAX_AMOUNT, places=4))
def test_no_amount_is_rounded(value):
    for printed in (shown.figure(value), shown.dollars(value)):
        assert Decimal(printed.replace(",", "").removeprefix("$")) == value


@given(st.decimals(min_value=0, max_value=MAX_AMOUNT, places=4))
def test_a_long_amount_is_broken_behind_a_separator_only(value):
    cell = shown.quantity_cell(Quantity(value))
    assert "".join(cell.pieces) in ("", cell.text)
    assert all(piece.endswith(",") for piece in cell.pieces[:-1])


def test_a_day_is_printed_as_month_day_year():
    assert shown.day(dt.date(2020, 7, 5)) == "07/05/2020"


def test_the_year_22_that_edgar_lets_through_keeps_four_digits():
    assert shown.day(dt.date(22, 1, 10)) == "01/10/0022"


def test_an_address_in_the_united_states_names_its_state_and_the_country():
    address = Address(
        non_us=False, street1="45 FIRST AVE", city="WALTHAM", state="MA", country="", zip_code="02451"
    )
    assert shown.address_lines(address) == ("45 FIRST AVE", "WALTHAM, MASSACHUSETTS 02451", "UNITED STATES")


def test_an_address_abroad_names_its_country():
    address = Address(non_us=True, city="TORONTO", non_us_state_territory="ONTARIO", country="A6")
    assert shown.address_lines(address) == ("TORONTO, ONTARIO", "ONTARIO, CANADA")


def test_a_province_that_an_old_filing_has_as_its_state_is_not_put_in_the_united_states():
    address = Address(city="TORONTO", state="A6", zip_code="M5H 2N2")
    assert shown.address_lines(address) == ("TORONTO, ONTARIO, CANADA M5H 2N2",)


def test_a_state_on_no_list_is_printed_as_it_is():
    assert shown.address_lines(Address(city="ATLANTIS", state="QQ")) == ("ATLANTIS, QQ",)
