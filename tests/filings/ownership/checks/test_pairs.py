"""Exercises and conversions, whole and in part."""

import datetime as dt
from decimal import Decimal

import pytest

from filings.ownership.findings import Part, Severity
from filings.ownership.report import Cell, Coding, DocumentType
from tests.filings.ownership.checks.cases import form4, found, only, option, price, shares, stock, units

UNIT_NOTE = ("Each unit is a right to one share.",)


@pytest.mark.parametrize("code", "MXO")
def test_an_exercise_stands_in_both_tables(code):
    received, given = stock(code, 500, 21.5, "A", 900), option(code, 500, 21.5, "D", 0)
    assert not found("F4-005", form4(received, given))
    assert only("F4-005", form4(received)).place.part is Part.TABLE_I
    assert only("F4-005", form4(given)).place.part is Part.TABLE_II


def test_the_other_side_of_another_day_does_not_answer_an_exercise():
    given = option("M", 500, 21.5, "D", 0, date=Cell(dt.date(2026, 11, 19)))
    assert len(found("F4-005", form4(stock("M", 500, 21.5, "A", 900), given))) == 2


def test_units_that_become_another_derivative_security_stay_in_table_ii():
    deferred = units("M", 500, "A", 500, title=Cell("Deferred Stock Units"))
    assert not found("F4-005", form4(units("M", 500, "D", 0), deferred, notes=UNIT_NOTE))


def test_what_an_exercise_brings_may_be_under_code_j():
    received = stock("J", 500, 0, "A", 900, coding=Coding("4", "J", False, ("F1",)))
    assert not found("F4-005", form4(received, units("M", 500, "D", 0), notes=UNIT_NOTE))


def test_an_amendment_may_repeat_the_corrected_side_alone():
    report = form4(option("M", 500, 21.5, "D", 0), document_type=DocumentType.FORM_4A)
    assert not found("F4-005", report)


def test_the_other_side_of_a_full_table_may_be_on_the_next_form():
    sales = (stock("S", 1, 9, "D", 100 - n) for n in range(30))
    assert not found("F4-005", form4(*sales, option("M", 500, 21.5, "D", 0)))


def test_a_conversion_shows_what_was_converted_and_what_was_received():
    class_b = stock("C", 500, 0, "D", 0, title=Cell("Class B Common Stock"))
    class_a = stock("C", 500, 0, "A", 500, title=Cell("Class A Common Stock"))
    assert not found("F4-006", form4(class_b, class_a))
    assert "what was received" in only("F4-006", form4(class_b)).message
    assert "what was converted" in only("F4-006", form4(class_a)).message


def test_a_conversion_whose_second_leg_is_coded_as_a_sale_lacks_its_other_side():
    class_b = stock("C", 500, 0, "D", 0, title=Cell("Class B Common Stock"))
    assert found("F4-006", form4(class_b, stock("S", 500, 40, "D", 0)))


def test_options_bring_as_many_shares_as_they_are_over():
    report = form4(stock("M", 450, 21.5, "A", 900), option("M", 500, 21.5, "D", 0))
    finding = only("F4-007", report)
    assert finding.severity is Severity.WARNING
    assert finding.numbers == {"received": "450", "exercised": "500"}
    assert not found("F4-007", form4(stock("M", 500, 21.5, "A", 900), option("M", 500, 21.5, "D", 0)))


def test_one_line_of_shares_may_come_from_two_grants():
    first, second = option("M", 200, 21.5, "D", 0), option("M", 300, 18, "D", 0)
    assert not found("F4-007", form4(stock("M", 500, 20, "A", 900), first, second))


def test_a_performance_award_may_pay_out_more_than_its_units():
    report = form4(stock("M", 750, 0, "A", 900), units("M", 500, "D", 0), notes=UNIT_NOTE)
    assert not found("F4-007", report)
    finding = only("F4-007", report, shares_per_unit={0: Decimal(1)})
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("paid", "wrong"), [("38.41", True), ("0", True), ("21.50", False), ("21.499", False)]
)
def test_the_price_of_an_exercise_is_the_exercise_price(paid, wrong):
    report = form4(stock("M", 500, paid, "A", 900), option("M", 500, 21.5, "D", 0))
    assert bool(found("F4-008", report)) is wrong


def test_units_at_no_price_beside_an_option_at_one_are_normal():
    report = form4(
        stock("M", 500, 21.5, "A", 900),
        stock("M", 100, 0, "A", 1000),
        option("M", 500, 21.5, "D", 0),
        units("M", 100, "D", 0),
        notes=UNIT_NOTE,
    )
    assert not found("F4-008", report)


def test_a_footnote_may_explain_another_price():
    received = stock("M", 500, None, "A", 900, price=price("38.41", "F1"))
    report = form4(received, option("M", 500, 21.5, "D", 0), notes=("Paid in euros.",))
    assert not found("F4-008", report)


def test_a_line_without_its_amount_is_not_compared():
    report = form4(stock("M", None, 21.5, "A", 900, amount=shares(None)), option("M", 500, 21.5, "D", 0))
    assert not found("F4-007", report)
