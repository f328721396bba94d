"""Columns 5 and 9 against the lines and against the last form."""

from decimal import Decimal

import pytest

from filings.ownership.findings import Part, Place, Severity
from filings.ownership.ledger import Balance, balance_key
from filings.ownership.report import Cell, DocumentType, OwnershipReport
from tests.filings.ownership.checks.cases import (
    form4,
    found,
    held,
    only,
    option,
    shares,
    stock,
    units,
)
from tests.reports import typical_report

UNIT_NOTE = ("Each unit is a right to one share.",)


def opening(report: OwnershipReport, before: int, row: int = 0) -> dict:
    """The ledger's balance from before the report, for the class of one of its lines."""
    return {balance_key(list(report.rows())[row], report): (Balance(Decimal(before)),)}


def test_shares_withheld_but_not_subtracted():
    report = form4(stock("M", 1_250, 0, "A", 13_750), stock("F", 492, 38.41, "D", 13_750))
    finding = only("F4-027", report, opening=opening(report, 12_500))
    assert finding.severity is Severity.ERROR
    assert finding.message == "Column 5 should be 13,258 after this withholding; the form says 13,750."
    assert finding.place == Place(Part.TABLE_I, 1, "owned_after")
    assert finding.numbers == {"expected": "13,258", "stated": "13,750"}


@pytest.mark.parametrize("stated", [14_242, 12_766])
def test_shares_withheld_but_added_or_subtracted_twice(stated):
    report = form4(stock("M", 1_250, 0, "A", 13_750), stock("F", 492, 38.41, "D", stated))
    assert only("F4-027", report).severity is Severity.WARNING
    assert only("F4-027", report, opening=opening(report, 12_500)).severity is Severity.ERROR


def test_a_mistyped_total_is_an_error_where_the_ledger_knows_the_balance():
    report = form4(stock("M", 1_250, 0, "A", 13_750), stock("F", 492, 38.41, "D", 13_285))
    assert only("F4-027", report, opening=opening(report, 12_500)).severity is Severity.ERROR
    assert not found("F4-027", report)


def test_two_digits_changed_round_in_a_draft_want_a_second_look():
    report = form4(stock("M", 20_000, 0.71, "A", 148_350), stock("S", 8_000, 6.04, "D", 140_530))
    finding = only("F4-027", report, prepared_here=True)
    assert finding.severity is Severity.WARNING
    assert finding.message == "Column 5 should be 140,350 after this sale; the form says 140,530."
    right = form4(stock("M", 20_000, 0.71, "A", 148_350), stock("S", 8_000, 6.04, "D", 140_350))
    assert not found("F4-027", right, prepared_here=True)


def test_one_slip_is_told_once():
    report = form4(
        stock("S", 500, 9, "D", 12_050), stock("S", 100, 9, "D", 11_950), stock("S", 50, 9, "D", 11_900)
    )
    assert len(found("F4-027", report, opening=opening(report, 13_050))) == 1


def test_totals_that_run_are_right():
    report = typical_report()
    assert not found("F4-027", report)
    assert not found("F4-027", report, opening=opening(report, 12_500))


def test_direct_and_indirect_shares_run_apart():
    trust = {"ownership": Cell("I"), "nature": Cell("By Trust")}
    report = form4(
        stock("S", 500, 9, "D", 12_000),
        stock("S", 500, 9, "D", 700, **trust),
        stock("S", 500, 9, "D", 11_500),
    )
    assert not found("F4-027", report, opening=opening(report, 12_500))


def test_two_trusts_whose_names_are_only_in_footnotes_run_apart():
    def trust(note):
        return {"ownership": Cell("I"), "nature": Cell("See footnote", (note,))}

    report = form4(
        stock("S", 500, 9, "D", 500, **trust("F1")),
        stock("S", 500, 9, "D", 500, **trust("F2")),
        notes=("Held by the 2011 Trust.", "Held by the 2014 Trust."),
    )
    assert not found("F4-027", report)


def test_two_children_may_have_the_same_line():
    child = {"ownership": Cell("I"), "nature": Cell("By Child")}
    row = stock("G", 160, 0, "A", 635, **child)
    assert not found("F4-027", form4(row, row))
    assert not found("F4-072", form4(row, row))


def test_grants_of_units_under_the_same_terms_each_run_by_themselves():
    report = form4(units("M", 500, "D", 1_000), units("M", 200, "D", 4_000), notes=UNIT_NOTE)
    assert not found("F4-027", report)
    assert not found("F4-027", report, opening=opening(report, 1_500))


def test_a_footnote_may_explain_a_total_that_does_not_run():
    after = shares(13_750, "F1")
    notes = ("Includes 492 shares bought under the employee stock purchase plan.",)
    report = form4(
        stock("M", 1_250, 0, "A", 13_750), stock("F", 492, 38, "D", 0, owned_after=after), notes=notes
    )
    assert not found("F4-027", report)


def test_an_exercise_of_more_options_than_there_are():
    report = form4(option("M", 500, 21.5, "D", 100), option("M", 300, 21.5, "D", 0))
    finding = only("F4-028", report, opening=opening(report, 600))
    assert finding.severity is Severity.ERROR
    assert "would be -200" in finding.message
    assert not found("F4-028", form4(option("M", 500, 21.5, "D", 100)), opening=opening(report, 600))


def test_a_first_sale_of_more_than_the_last_form_held_may_rest_on_an_old_balance():
    report = form4(stock("S", 700, 9, "D", 50))
    assert only("F4-028", report, opening=opening(report, 600)).severity is Severity.WARNING
    assert not found("F4-028", report)


def test_a_balance_that_moved_since_the_last_form_wants_its_reason():
    report = form4(stock("S", 500, 9, "D", 12_166))
    finding = only("F4-029", report, opening=opening(report, 12_500))
    assert finding.severity is Severity.WARNING
    assert finding.numbers == {"expected": "12,000", "stated": "12,166"}
    assert not found("F4-027", report, opening=opening(report, 12_500))


@pytest.mark.parametrize(
    "report",
    [
        form4(stock("S", 500, 9, "D", 12_000)),
        form4(stock("S", 500, 9, "D", "12000.45")),
        form4(
            stock("S", 500, 9, "D", 0, owned_after=shares(12_166, "F1")),
            notes=("Includes 166 shares of the purchase plan.",),
        ),
        form4(stock("S", 500, 9, "D", 12_166), document_type=DocumentType.FORM_4A),
    ],
    ids=["unmoved", "a fraction of a share", "explained", "amendment"],
)
def test_a_balance_that_did_not_move_or_is_explained_passes(report):
    assert not found("F4-029", report, opening=opening(report, 12_500))


def test_a_holding_that_the_last_form_gave_otherwise_wants_its_reason_too():
    report = form4(held(31_040, "I", "By Trust"))
    assert found("F4-029", report, opening=opening(report, 30_000))
    assert not found("F4-029", report, opening=opening(report, 31_040))
