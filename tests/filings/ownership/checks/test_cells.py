"""What each cell of a line must hold."""

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from filings.ownership.codes import MAX_AMOUNT
from filings.ownership.findings import Part, Place, Severity
from filings.ownership.report import Cell, Coding, DocumentType, Measure, Quantity, Underlying
from tests.filings.ownership.checks.cases import (
    form4,
    found,
    held,
    only,
    option,
    options_held,
    price,
    shares,
    stock,
    units,
)
from tests.reports import full_report, long_report, seed_report, typical_report

EMPTY = Cell(None)


@pytest.mark.parametrize(
    ("field", "column"),
    [("title", "1"), ("date", "2"), ("price", "4"), ("acquired_disposed", "4"), ("ownership", "6")],
)
def test_a_blank_cell_of_table_i_is_named_by_its_column(field, column):
    finding = only("F4-014", form4(stock("S", 100, 9, "D", 900, **{field: EMPTY})))
    assert finding.place == Place(Part.TABLE_I, 0, field)
    assert finding.message.startswith(f"Column {column} ")


@pytest.mark.parametrize("field", ["amount", "owned_after"])
def test_a_count_needs_a_number_whatever_its_footnote_says(field):
    row = stock("S", 100, 9, "D", 900, **{field: shares(None, "F1")})
    finding = only("F4-014", form4(row, notes=("Not yet known.",)))
    assert "A footnote alone is not enough" in finding.message


@pytest.mark.parametrize("field", ["exercise_price", "exercisable", "expiration", "price"])
def test_a_price_or_date_of_an_option_may_be_in_a_footnote(field):
    note = ("Not in dollars.",)
    assert found("F4-014", form4(option("A", 1, 1, "A", 1, **{field: EMPTY})))
    assert not found("F4-014", form4(option("A", 1, 1, "A", 1, **{field: Cell(None, ("F1",))}), notes=note))


def test_an_option_is_over_something():
    row = option("A", 1, 1, "A", 1, underlying=Underlying())
    assert [one.place.field for one in found("F4-014", form4(row))] == [
        "underlying_title",
        "underlying_amount",
    ]


def test_a_derivative_holding_of_form_3_has_no_total():
    row = options_held(100, owned_after=Quantity())
    assert not found("F4-014", form4(row, document_type=DocumentType.FORM_3))
    assert found("F4-014", form4(row))


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        (Decimal(-1), "no number below 0"),
        (Decimal("1.23456"), "4 decimals"),
        (MAX_AMOUNT + 1, "at most"),
        (Decimal("NaN"), "is not a number"),
    ],
)
def test_a_number_that_edgar_does_not_take(stated, fault):
    finding = only("F4-013", form4(stock("S", 1, 9, "D", 1, amount=Quantity(stated))))
    assert finding.severity is Severity.ERROR
    assert fault in finding.message


@pytest.mark.parametrize("stated", ["0", "0.0001", "1.23450", str(MAX_AMOUNT)])
def test_a_number_within_edgars_range(stated):
    assert not found("F4-013", form4(stock("S", 1, 9, "D", 1, price=price(stated))))


def test_a_sale_of_nothing():
    assert only("F4-071", form4(stock("S", 0, "50.03", "D", 0))).severity is Severity.WARNING
    assert not found("F4-071", form4(stock("S", 1, "50.03", "D", 0)))
    note = ("The accreted value rose; no shares were issued.",)
    assert not found("F4-071", form4(units("J", 0, "A", 100, amount=shares(0, "F1")), notes=note))


def test_the_same_sale_twice():
    row = stock("S", 100, 9, "D", 900)
    finding = only("F4-072", form4(row, row))
    assert (finding.place.index, finding.severity) == (1, Severity.WARNING)
    assert not found("F4-072", form4(row, stock("S", 100, 9, "D", 800)))


def test_acquired_or_disposed_and_direct_or_indirect_are_choices():
    assert found("EDGAR-003", form4(stock("S", 1, 9, "B", 1)))
    assert found("EDGAR-003", form4(held(1, "X")))
    assert not found("EDGAR-003", form4(stock("S", 1, 9, "D", 1), held(1, "I", "By spouse")))


def test_indirect_ownership_says_how():
    assert only("F4-030", form4(held(1, "I"))).place.field == "nature"
    assert only("F4-030", form4(held(1, "I", None, "F1"), notes=("By a trust.",)))
    assert not found("F4-030", form4(held(1, "I", "By spouse")))


def test_direct_ownership_has_no_nature():
    assert "because column 6 says (D)" in only("F4-030", form4(held(1, "D", "By spouse"))).message
    assert not found("F4-030", form4(held(1, "D")))
    assert not found("F4-030", form4(held(1, "D", None, "F1"), notes=("Includes purchase-plan shares.",)))


def test_table_i_counts_securities():
    value = Quantity(Decimal(250_000), (), Measure.VALUE)
    assert found("EDGAR-004", form4(stock("P", 1, 1, "A", 1, amount=value)))
    assert not found("EDGAR-004", form4(option("P", 1, 1, "A", 1, amount=value)))


def test_an_option_that_expires_before_it_can_be_exercised():
    early = Cell(dt.date(2020, 2, 15))
    assert only("F4-074", form4(options_held(1, expiration=early))).severity is Severity.WARNING
    assert not found("F4-074", form4(options_held(1)))


@pytest.mark.parametrize(("lines", "fires"), [(30, False), (31, True)])
def test_thirty_lines_a_table(lines, fires):
    report = form4(*(stock("S", 1, 9, "D", 100 - n) for n in range(lines)))
    assert [one.place for one in found("F4-048", report)] == ([Place(Part.TABLE_I)] if fires else [])


def test_form_3_has_holdings_only_and_form_4_no_coded_holding():
    assert found("EDGAR-005", form4(stock("S", 1, 9, "D", 1), document_type=DocumentType.FORM_3))
    assert not found("EDGAR-005", form4(held(1), document_type=DocumentType.FORM_3))
    coded = msgspec.structs.replace(held(1), coding=Coding("3"))
    assert found("EDGAR-005", form4(coded))
    assert not found("EDGAR-005", form4(coded, document_type=DocumentType.FORM_5))
    assert found(
        "EDGAR-019",
        form4(msgspec.structs.replace(held(1), coding=Coding("4")), document_type=DocumentType.FORM_5),
    )


@pytest.mark.parametrize("report", [typical_report(), long_report(), full_report(), seed_report()])
def test_whole_reports_have_whole_cells(report):
    for check in ("F4-013", "F4-014", "F4-030", "F4-048", "EDGAR-001", "EDGAR-002", "EDGAR-003", "EDGAR-005"):
        assert not found(check, report)
