"""Codes, directions, marks: cases from the field."""

import datetime as dt

import pytest

from filings.ownership.codes import Table
from filings.ownership.findings import Severity
from filings.ownership.report import Cell, Coding, DocumentType
from tests.filings.ownership.checks.cases import form4, found, only, option, stock


@pytest.mark.parametrize(
    ("code", "advice"),
    [("V", "reported early"), ("K", "equity swap"), ("B", "from the list"), ("", "from the list")],
)
def test_a_mark_or_a_letter_off_the_list_is_no_code(code, advice):
    finding = only("F4-001", form4(stock(code, 100, 10, "A", 100)))
    assert finding.place.field == "code"
    assert advice in finding.message


def test_every_code_on_the_list_is_taken():
    codes = "PSADFIMCEHOXGLWZJU"
    assert not found("F4-001", form4(*(option(code, 1, 1, "D", 0) for code in codes)))


@pytest.mark.parametrize("code", "PAL")
def test_an_acquisition_cannot_be_disposed_of(code):
    finding = only("F4-002", form4(stock(code, 100, 10, "D", 900)))
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        f"Code {code} is an acquisition, and column 4 says (D). Change it to (A), or choose another code."
    )
    assert not found("F4-002", form4(stock(code, 100, 10, "A", 900)))


@pytest.mark.parametrize("code", "SDFU")
def test_a_disposal_cannot_be_acquired(code):
    assert only("F4-003", form4(stock(code, 100, 10, "A", 900))).severity is Severity.ERROR
    assert not found("F4-003", form4(stock(code, 100, 10, "D", 900)))


def test_withheld_option_units_marked_acquired_name_column_5():
    assert "column 5 says (A)" in only("F4-003", form4(option("F", 100, 10, "A", 900))).message


def test_a_written_call_that_expires_is_usually_acquired():
    assert only("F4-003", form4(option("E", 10, 40, "D", 0))).severity is Severity.WARNING
    assert not found("F4-003", form4(option("E", 10, 40, "A", 0)))


@pytest.mark.parametrize("code", "EH")
def test_an_expired_option_belongs_in_table_ii(code):
    assert only("F4-004", form4(stock(code, 10, 1, "D", 0))).severity is Severity.ERROR
    assert not found("F4-004", form4(option(code, 10, 40, "D", 0)))


def test_code_j_must_say_what_it_was():
    assert only("F4-009", form4(stock("J", 10, 0, "D", 0))).severity is Severity.ERROR


def test_code_j_may_be_described_in_a_footnote_on_any_cell_of_its_line_or_in_the_remarks():
    note = ("Distribution to partners for no consideration.",)
    assert not found(
        "F4-009", form4(stock("J", 10, 0, "D", 0, title=Cell("Common Stock", ("F1",))), notes=note)
    )
    assert not found("F4-009", form4(stock("J", 10, 0, "D", 0), remarks=note[0]))


def test_an_equity_swap_needs_its_terms():
    swap = Coding("4", "P", True)
    assert only("F4-010", form4(option("P", 10, 40, "A", 10, coding=swap))).severity is Severity.ERROR
    described = Coding("4", "P", True, ("F1",))
    notes = ("Cash-settled swap over 10 shares that ends on 1 May 2027.",)
    assert not found("F4-010", form4(option("P", 10, 40, "A", 10, coding=described), notes=notes))


def test_a_footnote_on_the_code_that_speaks_of_a_swap_asks_for_the_mark():
    row = option("P", 10, 40, "A", 10, coding=Coding("4", "P", False, ("F1",)))
    finding = only("F4-010", form4(row, notes=("Entry into a cash-settled equity swap.",)))
    assert finding.severity is Severity.WARNING
    assert not found("F4-010", form4(row, notes=("Bought through a broker.",)))


def test_shares_sold_by_the_broker_to_cover_tax_are_not_withheld():
    row = stock("F", 492, "38.41", "D", 13_258, coding=Coding("4", "F", False, ("F1",)))
    finding = only("F4-035", form4(row, notes=("Shares sold by the broker to cover tax on the vesting.",)))
    assert finding.severity is Severity.WARNING
    assert not found("F4-035", form4(row, notes=("Shares withheld by the issuer. No shares were sold.",)))


def test_a_recorded_market_sale_under_code_f_is_an_error():
    report = form4(stock("F", 492, "38.41", "D", 13_258))
    finding = only("F4-035", report, sold_in_market=frozenset({(Table.I, 0)}))
    assert finding.severity is Severity.ERROR


def gift(way: str, day: str, form_type: str = "5"):
    date = Cell(dt.date.fromisoformat(day))
    return stock("G", 100, 0, way, 900, date=date, coding=Coding(form_type, "G", False))


def test_a_gift_given_since_february_2023_cannot_wait_for_form_5():
    assert only("F4-039", form4(gift("D", "2023-02-27"))).severity is Severity.ERROR
    assert (
        "as late" in only("F4-039", form4(gift("D", "2026-01-05"), document_type=DocumentType.FORM_5)).message
    )


@pytest.mark.parametrize(
    "row", [gift("D", "2023-02-24"), gift("A", "2026-11-20"), gift("D", "2026-11-20", form_type="4")]
)
def test_older_gifts_gifts_received_and_gifts_reported_on_time_pass(row):
    assert not found("F4-039", form4(row))
    assert not found("F4-040", form4(row))


def test_the_mark_v_beside_a_sale_is_questioned():
    early = Coding("5", "S", False)
    assert only("F4-040", form4(stock("S", 1, 9, "D", 1, coding=early))).severity is Severity.WARNING
    assert not found("F4-040", form4(stock("S", 1, 9, "D", 1)))


@pytest.mark.parametrize("code", "GLWZJ")
def test_the_mark_v_belongs_to_what_may_wait_for_form_5(code):
    assert not found("F4-040", form4(stock(code, 1, 0, "A", 1, coding=Coding("5", code, False))))


@pytest.mark.parametrize("coding", [None, Coding("3", "S", False), Coding("", "S", False)])
def test_a_transaction_is_for_form_4_or_form_5(coding):
    assert found("EDGAR-019", form4(stock("S", 1, 9, "D", 1, coding=coding)))
    assert not found("EDGAR-019", form4(stock("S", 1, 9, "D", 1)))


@pytest.mark.parametrize(
    ("form_type", "mark", "taken"),
    [("4", "L", False), ("4", "E", False), ("5", "L", False), ("5", "E", True), ("4", "", True)],
)
def test_on_form_4_only_an_early_line_may_be_marked_early(form_type, mark, taken):
    row = stock("G", 1, 0, "A", 1, coding=Coding(form_type, "G", False), timeliness=Cell(mark))
    assert (not found("EDGAR-020", form4(row))) is taken


@pytest.mark.parametrize(("mark", "taken"), [("L", True), ("E", False)])
def test_on_form_5_a_line_may_be_marked_late(mark, taken):
    row = stock("G", 1, 0, "A", 1, coding=Coding("5", "G", False), timeliness=Cell(mark))
    assert (not found("EDGAR-020", form4(row, document_type=DocumentType.FORM_5))) is taken
