"""F4-059 and F4-060: what is said of a trade that gains against another within six months."""

import datetime as dt

import pytest
from msgspec import structs

from filings.ownership.codes import Table
from filings.ownership.findings import Part, Place, Severity
from filings.ownership.report import Cell, DocumentType
from filings.ownership.short_swing import Tenure, read_report
from filings.ownership.short_swing.record import Record
from tests.filings.ownership.checks.cases import form4, found, only, option, price, stock
from tests.reports import RAMASWAMY

AUGUST = dt.date(2026, 8, 3)
SALE = form4(stock("M", 500, 0, "A", 1_500), stock("S", 300, "38.41", "D", 700))


def on_record(*rows, tenures=(), reference="before", **changes):
    """The facts of an owner who reported some lines in August."""
    report = form4(*rows, period_of_report=AUGUST, **changes)
    known = read_report(report, cik=RAMASWAMY.cik, reference=reference, filed_on=AUGUST)
    return {"trade_records": {RAMASWAMY.cik: Record(reports=(known,), tenures=tenures)}}


def bought(number, at, on=AUGUST, code="P"):
    return stock(code, number, at, "A", 1_000, date=Cell(on))


def test_the_finding_names_both_trades_and_the_gain():
    finding = only("F4-059", SALE, **on_record(bought(300, "30.10")))
    assert finding.severity is Severity.WARNING
    assert finding.place == Place(Part.TABLE_I, 1, "price")
    assert finding.message.startswith(
        "Possible short-swing profit of $2,493: 300 shares sold at $38.41 here, and bought at $30.10 on "
        "3 August 2026, 109 days apart."
    )
    assert finding.numbers == {
        "profit": "$2,493",
        "purchase": "3 August 2026 at $30.10",
        "sale": "20 November 2026 at $38.41",
        "days apart": "109",
    }


def test_several_matches_of_one_line_are_one_finding():
    finding = only("F4-059", SALE, **on_record(bought(100, 30), bought(100, 31), bought(50, 32)))
    assert "$1,902.50" in finding.message
    assert "and 2 more matches" in finding.message


def test_a_purchase_is_warned_of_as_well():
    purchase = form4(stock("P", 300, 20, "A", 1_300))
    sold = stock("S", 100, 30, "D", 700, date=Cell(AUGUST))
    assert "bought at $20 here, and sold at $30" in only("F4-059", purchase, **on_record(sold)).message


def test_two_trades_on_one_report_are_told_once():
    report = form4(bought(100, 30), stock("S", 100, 38, "D", 0), period_of_report=AUGUST)
    assert only("F4-059", report).place.index == 1


def test_an_option_line_is_told_in_its_own_table():
    report = form4(option("S", 100, 20, "D", 0, price=price(18)))
    finding = only("F4-059", report, **on_record(bought(100, 30)))
    assert finding.place == Place(Part.TABLE_II, 0, "price")
    assert "at most $800" in finding.message


@pytest.mark.parametrize("code", ["A", "M"])
def test_what_is_exempt_is_not_matched(code):
    assert not found("F4-059", SALE, **on_record(bought(300, 30, code=code)))


def test_an_award_on_the_report_that_nobody_approved_is_matched():
    award = form4(stock("A", 300, 20, "A", 1_300))
    sold = on_record(stock("S", 100, 30, "D", 700, date=Cell(AUGUST)))
    assert not found("F4-059", award, **sold)
    assert only("F4-059", award, approvals={(Table.I, 0): "none"}, **sold)


def test_nothing_of_a_foreign_issuer():
    assert not found("F4-059", SALE, foreign_private_issuer=True, **on_record(bought(300, 30)))


def test_a_trade_of_before_the_stake_is_not_matched():
    stake = (Tenure(started_on=dt.date(2026, 10, 1), large_holder=True),)
    assert not found("F4-059", SALE, **on_record(bought(300, 30), tenures=stake))


def test_an_amendment_is_not_matched_with_what_it_corrects():
    """The original called a sale a purchase; the amendment says what it was."""
    wrong = stock("P", 300, 30, "A", 1_300, date=Cell(AUGUST))
    right = stock("S", 300, 30, "D", 700, date=Cell(AUGUST))
    amends = {"document_type": DocumentType.FORM_4A, "date_of_original_submission": AUGUST}
    report = form4(right, stock("S", 300, 40, "D", 400), period_of_report=AUGUST)
    assert found("F4-059", report, **on_record(wrong))
    assert not found("F4-059", structs.replace(report, **amends), **on_record(wrong))


def test_owners_who_report_together_are_warned_once():
    wife = structs.replace(RAMASWAMY, cik="0007654322", name="Ramaswamy Mira")
    facts = on_record(bought(300, 30))
    facts["trade_records"][wife.cik] = facts["trade_records"][RAMASWAMY.cik]
    joint = structs.replace(SALE, owners=(RAMASWAMY, wife))
    assert len(found("F4-059", joint, **facts)) == 1


@pytest.mark.parametrize("on", [dt.date(2026, 5, 20), dt.date(2026, 5, 21)])
def test_the_edge_names_the_opposite_trade(on):
    finding = only("F4-060", SALE, **on_record(bought(300, 30, on)))
    assert finding.place == Place(Part.TABLE_I, 1, "date")
    assert f"bought on {on.day} May 2026" in finding.message
    assert not found("F4-059", SALE, **on_record(bought(300, 30, on)))
