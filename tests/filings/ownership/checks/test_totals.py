"""Columns 5 and 9 against the lines and against the last form."""

import datetime as dt
from decimal import Decimal

import pytest

from filings.ownership.codes import Table
from filings.ownership.findings import Part, Place, Severity
from filings.ownership.ledger import Balance, Held, Wording, balance_key
from filings.ownership.report import Cell, Coding, DocumentType, Measure, OwnershipReport
from tests.filings.ownership.checks.cases import (
    FRIDAY,
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


def test_a_first_total_that_is_the_last_form_s_asks_and_does_not_block():
    report = form4(stock("S", 500, 9, "D", 12_500))
    assert only("F4-027", report, opening=opening(report, 12_500)).severity is Severity.WARNING
    twice = form4(stock("S", 500, 9, "D", 11_500))
    assert only("F4-027", twice, opening=opening(twice, 12_500)).severity is Severity.ERROR


def test_an_older_gift_behind_newer_sales_may_have_the_total_of_its_day():
    gift = stock("G", 300, 0, "D", 14_000, coding=Coding("5", "G", False))
    report = form4(stock("S", 500, 9, "D", 12_000), gift)
    known = opening(report, 12_500)
    assert not found("F4-027", report, opening=known)
    assert not found("F4-028", form4(stock("S", 500, 9, "D", 200), gift), opening=opening(report, 700))
    assert only("F4-027", report, opening=known, prepared_here=True).severity is Severity.WARNING


def test_totals_of_form_5_may_be_those_of_the_days_of_its_lines():
    rows = stock("G", 729, 0, "D", 2_271), stock("G", 130, 0, "D", 280)
    report = form4(*rows, document_type=DocumentType.FORM_5)
    assert not found("F4-027", report, opening=opening(report, 3_000))


def several(report: OwnershipReport, *amounts: int) -> dict:
    """Several awards of the class of the first line."""
    key = balance_key(next(report.rows()), report)
    return {key: tuple(Balance(Decimal(one)) for one in amounts)}


def test_a_line_goes_on_with_the_award_that_its_total_follows_from():
    report = form4(units("M", 500, "D", 1_000), units("M", 200, "D", 4_000), notes=UNIT_NOTE)
    assert not found("F4-027", report, opening=several(report, 1_500, 4_200))
    assert not found("F4-029", report, opening=several(report, 1_500, 4_200))


def test_a_new_grant_and_the_older_ones_beside_it_are_no_slip():
    rows = units("A", 900, "A", 900), units("M", 100, "D", 1_500)
    report = form4(*rows, notes=UNIT_NOTE)
    assert not found("F4-027", report, opening=several(report, 1_600), prepared_here=True)


def test_a_line_that_names_its_award_is_held_against_it():
    report = form4(units("M", 500, "D", 1_100), notes=UNIT_NOTE)
    key = balance_key(next(report.rows()), report)
    known = {key: (Balance(Decimal(1_500), "RSU 2025"), Balance(Decimal(4_200), "RSU 2026"))}
    awards = {(Table.II, 0): "RSU 2025"}
    finding = only("F4-029", report, opening=known, awards=awards)
    assert finding.numbers == {"expected": "1,000", "stated": "1,100"}
    assert not found("F4-029", report, opening=known)


def test_a_past_form_long_after_the_last_one_is_not_asked_about():
    report = form4(stock("S", 500, 9, "D", 12_166))
    key = balance_key(next(report.rows()), report)
    old = {key: (Balance(Decimal(12_500), on=FRIDAY - dt.timedelta(days=181)),)}
    assert not found("F4-029", report, opening=old)
    assert found("F4-029", report, opening=old, prepared_here=True)
    recent = {key: (Balance(Decimal(12_500), on=FRIDAY - dt.timedelta(days=180)),)}
    assert found("F4-029", report, opening=recent)


def trust(number: int, nature: str = "By Trust", *, listed: bool = True) -> Held:
    wording = Wording(Table.I, "Common Stock", "I", nature, "", Measure.SHARES)
    return Held(wording, (wording.key,), Decimal(number), listed)


@pytest.mark.parametrize(
    ("report", "known"),
    [
        (form4(stock("S", 500, 9, "D", 12_000), held(9, "I", "By Trust")), trust(31_040)),
        (form4(stock("S", 500, 9, "D", 12_000), held(9, "I", "By Family Trust")), trust(31_040)),
        (form4(stock("S", 500, 9, "D", 12_000)), trust(31_040, listed=False)),
        (form4(stock("S", 500, 9, "D", 12_000, title=Cell("Class B Common Stock"))), trust(31_040)),
        (form4(held(12_000)), trust(31_040)),
        (form4(stock("S", 500, 9, "D", 12_000), document_type=DocumentType.FORM_4A), trust(31_040)),
    ],
    ids=["there", "worded otherwise", "left out before", "another class", "nothing traded", "amendment"],
)
def test_other_ownership_that_is_not_to_be_listed(report, known):
    assert not found("F4-031", report, held=(known,), prepared_here=True)


def test_other_ownership_is_asked_for_by_class_and_on_drafts_alone():
    report = form4(stock("S", 500, 9, "D", 12_000, title=Cell("Common Stock, $.01 par value")))
    finding = only("F4-031", report, held=(trust(31_040),), prepared_here=True)
    assert finding.place == Place(Part.TABLE_I)
    assert finding.message.endswith("the last form lists 31,040 of Common Stock held By Trust.")
    assert not found("F4-031", report, held=(trust(31_040),))
