"""Trades, the period, the signature and the market's calendar."""

import datetime as dt

import msgspec
import pytest

from filings.ownership.findings import Part, Place, Severity
from filings.ownership.report import Cell, Coding, DocumentType, Signature
from tests.filings.ownership.checks.cases import FRIDAY, MONDAY, TUESDAY, form4, found, only, price, stock


def on(day: str, code: str = "S", **changes):
    return stock(code, 100, 9, "D", 900, date=Cell(dt.date.fromisoformat(day)), **changes)


def test_a_trade_dated_ten_days_after_the_form():
    finding = only("F4-015", form4(on("2026-12-04")))
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "Column 2 says 4 December 2026, after the form's own date 24 November 2026. Correct one of them."
    )


def test_a_trade_after_the_signature_though_before_the_filing():
    report = form4(on("2026-11-23"), signatures=(Signature("/s/ Anil K. Ramaswamy", FRIDAY),))
    assert only("F4-015", report).severity is Severity.ERROR


def test_a_draft_without_signature_is_measured_by_today():
    assert not found("F4-015", form4(on("2026-11-24"), signatures=()))
    assert found("F4-015", form4(on("2026-11-25"), signatures=()))


def test_a_line_reported_early_is_only_questioned():
    row = on("2026-12-04", code="G", coding=Coding("5", "G", False))
    assert only("F4-015", form4(row)).severity is Severity.WARNING


def test_last_years_date_in_january_is_questioned_after_a_year():
    assert only("F4-015", form4(on("2025-11-20"))).severity is Severity.WARNING
    assert not found("F4-015", form4(on("2025-12-01")))


@pytest.mark.parametrize("form", [DocumentType.FORM_5, DocumentType.FORM_4A, DocumentType.FORM_5A])
def test_a_form_that_tells_of_what_was_may_tell_of_an_old_trade(form):
    assert not found("F4-015", form4(on("2025-11-20"), document_type=form))


def test_a_gift_received_long_ago_may_be_reported_early():
    row = on("2025-11-20", code="G", coding=Coding("5", "G", False), acquired_disposed=Cell("A"))
    assert not found("F4-015", form4(row))


def test_box_3_is_the_earliest_trade():
    rows = (on("2026-11-20"), on("2026-11-19"))
    assert not found("F4-016", form4(*rows, period_of_report=dt.date(2026, 11, 19)))
    finding = only("F4-016", form4(*rows))
    assert finding.severity is Severity.ERROR
    assert finding.place == Place(Part.REPORT, None, "period_of_report")


def test_a_form_that_continues_another_may_carry_its_earlier_period():
    assert only("F4-016", form4(on("2026-11-20"), period_of_report=dt.date(2026, 11, 18))).severity is (
        Severity.WARNING
    )


@pytest.mark.parametrize("period", ["2026-03-02", "2026-11-20"])
def test_a_gift_reported_early_may_be_left_out_of_box_3(period):
    gift = on("2026-03-02", code="G", coding=Coding("5", "G", False), acquired_disposed=Cell("A"))
    report = form4(gift, on("2026-11-20"), period_of_report=dt.date.fromisoformat(period))
    assert not found("F4-016", report)


def test_the_period_of_a_form_5_is_the_fiscal_year():
    assert not found("F4-016", form4(on("2026-03-02"), document_type=DocumentType.FORM_5))


def test_a_signature_dated_with_next_year():
    late = (Signature("/s/ Anil K. Ramaswamy", dt.date(2027, 11, 24)),)
    assert only("F4-075", form4(on("2026-11-20"), signatures=late)).severity is Severity.WARNING
    assert not found("F4-075", form4(on("2026-11-20")))


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2026-11-21", "Saturday"),
        ("2026-04-03", "Good Friday"),
        ("2025-01-09", "Carter"),
        ("2026-10-12", None),
        ("2025-12-26", None),
        ("2026-11-20", None),
    ],
)
def test_a_market_sale_on_a_day_without_a_market(day, closed):
    findings = found("F4-067", form4(on(day)))
    assert (closed in findings[0].message) if closed else not findings


@pytest.mark.parametrize(
    "note",
    [
        "The shares were sold in a privately negotiated transaction.",
        "Sold on the Toronto Stock Exchange.",
        "Acquired by reinvestment of dividends.",
        "Purchased under the employee stock purchase plan.",
        "Purchased in the issuer's initial public offering.",
    ],
)
def test_a_trade_that_needed_no_open_exchange_passes(note):
    line = on("2026-04-03", price=price("50.03", "F1"))
    assert not found("F4-067", form4(line, notes=(note,)))
    assert found("F4-067", form4(line, notes=("The average of several prices.",)))


def test_an_issuer_with_a_market_abroad_may_be_traded_there():
    line = on("2026-04-03")
    abroad = msgspec.structs.replace(form4(line).issuer, foreign_trading_symbol="HBW.TA")
    assert not found("F4-067", form4(line, issuer=abroad))
    assert not found("F4-067", form4(line), foreign_private_issuer=True)


def test_a_trade_without_a_price_was_not_made_on_an_exchange():
    assert not found("F4-067", form4(on("2026-04-03", price=price(0))))


def test_a_gift_on_a_saturday_needs_no_market():
    assert not found("F4-067", form4(on("2026-11-21", code="G")))


def test_the_period_may_not_be_missing_or_to_come():
    assert found("EDGAR-013", form4(on("2026-11-20"), period_of_report=None))
    assert found("EDGAR-013", form4(on("2026-11-20"), period_of_report=dt.date(2026, 11, 25)))
    assert not found("EDGAR-013", form4(on("2026-11-20")))


def test_a_year_of_the_first_century_is_a_slip_of_the_pen():
    finding = only("EDGAR-014", form4(on("0022-11-20")))
    assert finding.message == "Column 2 says 0022-11-20. Check the year."
    assert not found("EDGAR-014", form4(on("1988-08-08")))
    far = form4(on("2026-11-20"), date_of_original_submission=dt.date(2926, 11, 20))
    assert only("EDGAR-014", far).place.field == "date_of_original_submission"


@pytest.mark.parametrize(
    ("form", "original", "fires"),
    [
        (DocumentType.FORM_4A, None, True),
        (DocumentType.FORM_4A, MONDAY, False),
        (DocumentType.FORM_4A, TUESDAY + dt.timedelta(days=1), True),
        (DocumentType.FORM_4, MONDAY, True),
        (DocumentType.FORM_4, None, False),
    ],
)
def test_the_date_of_the_original_belongs_to_an_amendment_alone(form, original, fires):
    report = msgspec.structs.replace(
        form4(on("2026-11-20")), document_type=form, date_of_original_submission=original
    )
    assert bool(found("F4-056", report)) is fires
