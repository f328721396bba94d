"""Codes that claim an exemption: Rule 16b-3 for officers and directors, Rule 16a-6 for small acquisitions."""

import datetime as dt
from decimal import Decimal

import pytest

from filings.ownership.codes import Table
from filings.ownership.findings import Part, Severity
from filings.ownership.report import Cell
from filings.ownership.small_acquisitions import Acquisition
from tests.filings.ownership.checks.cases import form4, found, only, option, owned_by, stock, units

VESTING = (
    stock("M", 1_250, 0, "A", 13_750),
    stock("F", 492, 38.41, "D", 13_258),
    units("M", 1_250, "D", 3_750),
)


@pytest.mark.parametrize("code", "ADFIM")
def test_the_rule_for_officers_is_not_for_a_large_holder(code):
    report = form4(stock(code, 10, 1, "A", 10), **owned_by(ten_percent_owner=True))
    assert found("F4-036", report)


def test_a_director_who_is_a_large_holder_too_may_use_the_officers_codes():
    assert not found(
        "F4-036", form4(stock("A", 1, 0, "A", 1), **owned_by(ten_percent_owner=True, director=True))
    )
    assert not found("F4-036", form4(stock("S", 1, 9, "D", 1), **owned_by(ten_percent_owner=True)))


def test_the_lines_without_an_approval_are_told_in_one_sentence():
    finding = only("F4-037", form4(*VESTING), prepared_here=True)
    assert finding.severity is Severity.WARNING
    assert (finding.place.part, finding.place.index) == (Part.TABLE_I, 0)
    assert finding.message == (
        "Table I, lines 1 and 2 and Table II, line 1: record what makes codes F and M exempt under Rule 16b-3, "
        "the approval or the six months."
    )


def test_a_line_with_its_approval_is_left_out_and_with_all_of_them_nothing_is_said():
    some = {(Table.I, 0): "committee", (Table.II, 0): "committee"}
    assert only("F4-037", form4(*VESTING), prepared_here=True, approvals=some).place.index == 1
    every = some | {(Table.I, 1): "none"}
    assert not found("F4-037", form4(*VESTING), prepared_here=True, approvals=every)


def test_a_report_that_came_from_elsewhere_has_no_record_of_approvals():
    assert not found("F4-037", form4(*VESTING))


def test_a_large_holder_is_told_that_the_code_is_wrong_and_not_asked_for_an_approval():
    report = form4(*VESTING, **owned_by(ten_percent_owner=True))
    assert found("F4-036", report, prepared_here=True)
    assert not found("F4-037", report, prepared_here=True)


@pytest.mark.parametrize("code", "SIPG")
def test_no_approval_is_asked_where_none_makes_it_exempt(code):
    assert not found("F4-037", form4(stock(code, 1, 9, "D", 1)), prepared_here=True)


def small(shares: int, at: int, day: str = "2026-11-20", **changes):
    return stock("L", shares, at, "A", 900, date=Cell(dt.date.fromisoformat(day)), **changes)


def bought(day: str, dollars: int, security: str = "common stock") -> Acquisition:
    return Acquisition(security=security, on=dt.date.fromisoformat(day), value=Decimal(dollars))


@pytest.mark.parametrize(("shares", "fires"), [(100, False), (101, True)])
def test_ten_thousand_dollars_is_small_and_a_dollar_more_is_not(shares, fires):
    findings = found("F4-038", form4(small(shares, 100)))
    assert [one.severity for one in findings] == ([Severity.ERROR] if fires else [])


@pytest.mark.parametrize(
    ("earlier", "fires"),
    [
        (bought("2026-05-20", 6_000), True),
        (bought("2026-05-19", 6_000), False),
        (bought("2026-08-03", 5_000), False),
        (bought("2026-08-03", 6_000, "class b common stock"), False),
    ],
    ids=["six months before", "a day earlier", "up to the limit", "another class"],
)
def test_the_acquisitions_of_six_months_count_together(earlier, fires):
    facts = {"earlier_small_acquisitions": (earlier,)}
    assert bool(found("F4-038", form4(small(100, 50)), **facts)) is fires


def test_the_sum_and_the_limit_are_told():
    report = form4(small(100, 60, "2026-11-19"), small(100, 50))
    finding = only("F4-038", report)
    assert finding.place.index == 1
    assert finding.numbers == {"total": "$11,000", "limit": "$10,000"}


def test_what_the_issuer_gave_is_never_a_small_acquisition():
    report = form4(small(1, 1))
    finding = only("F4-038", report, from_issuer=frozenset({(Table.I, 0)}))
    assert finding.severity is Severity.ERROR
    assert "what the issuer gave" in finding.message
    assert not found("F4-038", report)


def test_a_line_that_is_not_finished_has_no_sum_yet():
    assert not found("F4-038", form4(stock("L", None, None, "A", None, date=Cell(None))))
    assert not found("F4-038", form4(option("L", 10_000, 5, "A", 10, price=Cell(None))))
