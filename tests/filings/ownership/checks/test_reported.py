"""A trade that another form told, and an award that is told again as it vests."""

import datetime as dt
from decimal import Decimal

import pytest

from filings.ownership.findings import Severity
from filings.ownership.ledger import Grant, ReportedTrade, trades_of
from filings.ownership.report import Cell, DocumentType, OwnershipReport
from tests.filings.ownership.checks.cases import form4, found, only, option, price, stock, units

GRANTED = dt.date(2025, 11, 20)


def reported(*rows) -> dict:
    """What another form told."""
    return {trade: ReportedTrade("Form 4 filed on 24 November 2026") for _, trade in trades_of(form4(*rows))}


def test_the_same_trade_on_another_form_is_told_with_the_form():
    report = form4(stock("S", 500, 9, "D", 12_000))
    finding = only("F4-076", report, reported=reported(stock("S", 500, 9, "D", 700)), prepared_here=True)
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "The Form 4 filed on 24 November 2026 reports the same trade. Take the line out, or amend that form."
    )


@pytest.mark.parametrize(
    "other",
    [
        stock("S", 501, 9, "D", 12_000),
        stock("S", 500, "9.01", "D", 12_000),
        stock("P", 500, 9, "A", 12_000),
        stock("S", 500, 9, "D", 12_000, date=Cell(dt.date(2026, 11, 19))),
        stock("S", 500, 9, "D", 12_000, title=Cell("Class B Common Stock")),
        stock("S", 500, 9, "D", 12_000, ownership=Cell("I"), nature=Cell("By Trust")),
        option("S", 500, 9, "D", 12_000, price=price(9)),
    ],
)
def test_another_number_price_code_day_class_holder_or_table_is_another_trade(other):
    report = form4(stock("S", 500, 9, "D", 12_000))
    assert not found("F4-076", report, reported=reported(other), prepared_here=True)


def test_spelling_and_par_value_make_no_other_trade():
    report = form4(stock("S", 500, 9, "D", 12_000, title=Cell("COMMON STOCK, $0.01 par value")))
    assert found("F4-076", report, reported=reported(stock("S", 500, 9, "D", 1)), prepared_here=True)


def test_an_amendment_repeats_the_lines_of_its_form():
    report = form4(stock("S", 500, 9, "D", 12_000), document_type=DocumentType.FORM_4A)
    assert not found("F4-076", report, reported=reported(stock("S", 500, 9, "D", 1)), prepared_here=True)


def test_a_form_that_was_filed_is_not_asked_about_trades():
    report = form4(stock("S", 500, 9, "D", 12_000))
    assert not found("F4-076", report, reported=reported(stock("S", 500, 9, "D", 1)))


def vesting(note: str, row=None) -> OwnershipReport:
    line = row or stock("A", 500, 0, "A", 12_500, title=Cell("Common Stock", ("F1",)))
    return form4(line, notes=(note,))


@pytest.mark.parametrize(
    "note",
    [
        "Vesting of restricted stock, the grant of which was previously reported.",
        "Shares acquired upon vesting of restricted shares that were already reported.",
        "Restricted stock that vested; it was reported at the time of the grant.",
    ],
)
def test_a_footnote_that_says_that_the_grant_was_reported(note):
    finding = only("F4-063", vesting(note))
    assert finding.severity is Severity.WARNING
    assert "vesting is not a second acquisition" in finding.message


def test_a_grant_that_the_ledger_knows_by_its_day():
    report = vesting("Shares that vested pursuant to the grant dated November 18, 2025.")
    known = (Grant("common stock", GRANTED, Decimal(2_000)),)
    assert "at their grant of 20 November 2025" in only("F4-063", report, grants=known).message
    assert not found("F4-063", report)
    assert not found("F4-063", report, grants=(Grant("common stock", GRANTED, Decimal(499)),))
    assert not found("F4-063", report, grants=(Grant("class b", GRANTED, Decimal(2_000)),))
    later = Grant("common stock", dt.date(2025, 12, 20), Decimal(2_000))
    assert not found("F4-063", report, grants=(later,))


@pytest.mark.parametrize(
    "report",
    [
        vesting("Restricted shares, which vest in three equal instalments."),
        vesting("Shares earned on vesting of performance awards previously reported."),
        vesting("Vesting of restricted stock units previously reported."),
        vesting(
            "Vesting of restricted stock, previously reported.",
            stock("F", 500, 9, "D", 12_500, title=Cell("Common Stock", ("F1",))),
        ),
        vesting("Vesting of restricted stock, previously reported.", units("A", 500, "A", 500)),
        vesting("Vested on February 30, 2025 as agreed."),
    ],
    ids=["at the grant", "performance", "units", "withholding", "Table II", "no such day"],
)
def test_what_is_no_second_report_of_a_grant(report):
    assert not found("F4-063", report, grants=(Grant("common stock", GRANTED, Decimal(9_999)),))
