"""Fields take what people type, and say what to type instead of what they refuse."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from compliance.forms import AccessionNumberField, AmountField, CikField, FormDateField, PlainTextField
from filings.ownership.codes import MAX_AMOUNT

THE_DAY = dt.date(2020, 7, 15)


def refusal(field: forms.Field, typed: str) -> str:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    "typed",
    [
        "7/15/20", "07/15/2020", "7/15/2020", " 07/15/2020 ", "7-15-2020", "7.15.20", "2020-07-15", "2020/7/15",
        "07152020", "20200715", "15 Jul 2020", "15 july 2020", "15-JUL-2020", "Jul 15, 2020", "July 15 2020",
        "Jul. 15, 2020", "15 Jul. 20",
    ],
)  # fmt: skip
def test_a_day_as_people_write_it(typed):
    assert FormDateField().clean(typed) == THE_DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1/2/2026", dt.date(2026, 1, 2)),
        ("Sept 3, 2021", dt.date(2021, 9, 3)),
        ("2/29/2024", dt.date(2024, 2, 29)),
        ("12/31/69", dt.date(2069, 12, 31)),
        ("1/1/70", dt.date(1970, 1, 1)),
        ("01/01/1934", dt.date(1934, 1, 1)),
        ("12312100", dt.date(2100, 12, 31)),
    ],
)
def test_the_month_comes_first_and_two_digits_mean_1970_to_2069(typed, day):
    assert FormDateField().clean(typed) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("15/07/2020", "There is no month 15: the month comes first, as MM/DD/YYYY."),
        ("2/30/2021", "February 2021 has 28 days, so there is no day 30."),
        ("4/0/2021", "April 2021 has 30 days, so there is no day 0."),
        ("01/10/0022", "The year 0022 is outside of 1934 to 2100: check its digits."),
        ("12/31/1933", "The year 1933 is outside of 1934 to 2100: check its digits."),
        ("1/1/2101", "The year 2101 is outside of 1934 to 2100: check its digits."),
        ("7/15/202", "This is not a day. Write it as MM/DD/YYYY, for example 07/15/2020."),
        ("today", "This is not a day. Write it as MM/DD/YYYY, for example 07/15/2020."),
        ("15 Foo 2020", "This is not a day. Write it as MM/DD/YYYY, for example 07/15/2020."),
        ("7/15/2020\x00", "This is not a day. Write it as MM/DD/YYYY, for example 07/15/2020."),
        ("٧/١٥/٢٠٢٠", "This is not a day. Write it as MM/DD/YYYY, for example 07/15/2020."),
        ("", "Give the day as MM/DD/YYYY."),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_to_write(typed, sentence):
    assert refusal(FormDateField(), typed) == sentence


@given(st.dates(dt.date(1934, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_reads_back_from_each_way_of_writing_it(day):
    field = FormDateField()
    written = ["%m/%d/%Y", "%Y-%m-%d", "%m%d%Y", "%Y%m%d", "%d %b %Y", "%B %d, %Y"]
    assert {field.clean(day.strftime(form)) for form in written} == {day}


class _Trade(forms.Form):
    day = FormDateField()
    amount = AmountField(required=False)


def test_a_day_is_shown_as_the_form_prints_it_and_keeps_what_was_typed_when_refused():
    assert 'value="07/15/2020"' in str(_Trade(initial={"day": THE_DAY})["day"])
    assert 'value="15/07/2020"' in str(_Trade({"day": "15/07/2020"})["day"])
    assert 'type="text"' in str(_Trade()["day"])
    assert 'placeholder="MM/DD/YYYY"' in str(_Trade()["day"])


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,250", "1250"),
        ("$12.50", "12.50"),
        ("12.5000 ", "12.5000"),
        ("$ 1,234,567.8901", "1234567.8901"),
        ("0", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("12.500000", "12.5000"),
        ("999,999,999,999.9999", "999999999999.9999"),
    ],
)
def test_an_amount_as_people_write_it(typed, number):
    assert AmountField().clean(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-5", "never negative: leave out the minus sign or the parentheses"),
        ("−5", "never negative"),
        ("$-5", "never negative"),
        ("(500)", "leave out the minus sign or the parentheses"),
        ("$(500)", "never negative"),
        ("500-", "never negative"),
        ("1e5", "Write the number in full, without an exponent."),
        ("1E-3", "without an exponent"),
        ("1,25", "Write a comma between thousands and a point before decimals, for example 1,250.50."),
        ("1.250,50", "Write a comma between thousands"),
        ("12,50,000", "Write a comma between thousands"),
        ("1 250", "Write a comma between thousands"),
        ("12.12345", "EDGAR takes at most 4 decimals"),
        ("1000000000000", "EDGAR takes at most 999,999,999,999.9999."),
        ("9" * 5000, "EDGAR takes at most 999,999,999,999.9999."),
        ("0." + "0" * 5000 + "1", "EDGAR takes at most 4 decimals"),
        ("NaN", "This is not a number."),
        ("Infinity", "This is not a number."),
        ("1_000", "This is not a number."),
        ("１２", "This is not a number."),
        ("see footnote", "This is not a number."),
        ("$", "This is not a number."),
        (".", "This is not a number."),
        ("", "Give a number; 0 if there was none."),
    ],
)
def test_an_amount_that_edgar_would_not_take_is_refused_with_what_to_write(typed, sentence):
    assert sentence in refusal(AmountField(), typed)


@given(st.decimals(0, MAX_AMOUNT, places=4))
def test_every_amount_is_shown_with_thousands_and_reads_back_without_a_digit_lost(number):
    field = AmountField()
    assert field.clean(field.prepare_value(number)) == number
    assert field.clean(f"${number:,f}") == number


def test_an_amount_is_shown_with_thousands_separators_and_kept_as_typed_when_refused():
    assert 'value="12,500.25"' in str(_Trade(initial={"amount": Decimal("12500.2500")})["amount"])
    assert 'value="1,25"' in str(_Trade({"amount": "1,25"})["amount"])


def test_an_amount_typed_in_another_way_is_no_change():
    trade = _Trade(
        {"day": "7/15/20", "amount": "$12,500"}, initial={"day": THE_DAY, "amount": Decimal("12500.0000")}
    )
    assert trade.changed_data == []


@pytest.mark.parametrize("typed", ["1537435", "0001537435", "CIK 0001537435", " cik: 1537435", "CIK#1537435"])
def test_one_filer_has_one_spelling_of_the_cik(typed):
    assert CikField().clean(typed) == "1537435"


@pytest.mark.parametrize(
    "typed", ["TGEN", "12345678901", "0000000000", "1537435 TGEN", "1537435\x00", "１２"]
)
def test_what_is_no_cik(typed):
    assert refusal(CikField(), typed) == "A CIK is 1 to 10 digits, for example 1537435."


@pytest.mark.parametrize("typed", ["0001234567-26-000123", " 000123456726000123 "])
def test_an_accession_number_with_and_without_hyphens(typed):
    assert AccessionNumberField().clean(typed) == "0001234567-26-000123"


@pytest.mark.parametrize("typed", ["0001234567-26-00123", "1234567-26-000123", "0001234567/26/000123"])
def test_what_is_no_accession_number(typed):
    assert "10, 2 and 6 digits" in refusal(AccessionNumberField(), typed)


def test_text_from_a_word_processor_becomes_plain():
    assert PlainTextField().clean(" O’Brien —  “President”\u00a0… ") == 'O\'Brien -- "President" ...'


def test_lines_of_a_text_stay_without_trailing_blanks():
    field = PlainTextField(multiline=True)
    assert field.clean("\r\nKnow all  \r\n\r\n\tby these presents\r\n") == "Know all\n\n    by these presents"


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Nestlé", "“é” (latin small letter e with acute)"),
        ("to the moon 🚀", "“🚀” (rocket)"),
        ("bell\x07", "the invisible character U+0007"),
        ("null\x00", "the invisible character U+0000"),
        ("right\u202eto left", "the invisible character U+202E"),
    ],
)
def test_a_character_that_edgar_refuses_is_named(typed, named):
    assert refusal(PlainTextField(), typed).startswith(f"EDGAR does not take {named}: ")


def test_a_text_too_long_is_said_and_not_cut_by_the_browser():
    field = PlainTextField(max_length=5)
    assert refusal(field, "123456") == "At most 5 characters: this has 6. Shorten it."
    assert "maxlength" not in field.widget.attrs
    assert refusal(field, "") == "Fill in this box."


def test_markup_is_text_like_any_other():
    assert PlainTextField().clean("<script>alert(1)</script>") == "<script>alert(1)</script>"


@given(st.text())
def test_plain_text_is_printable_ascii_or_refused(typed):
    try:
        kept = PlainTextField(required=False).clean(typed)
    except forms.ValidationError:
        return
    assert kept == "" or (kept.isascii() and kept.isprintable())
