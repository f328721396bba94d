"""Titles, series and holders: what is counted together and what is not."""

import datetime as dt

import pytest

from filings.ownership.codes import Table
from filings.ownership.findings import Part, Severity
from filings.ownership.report import Cell
from tests.filings.ownership.checks.cases import (
    form4,
    found,
    held,
    only,
    option,
    options_held,
    price,
    stock,
    units,
)

INCENTIVE, OTHER = Cell("Incentive Stock Option"), Cell("Non-Qualified Stock Option")


def test_incentive_and_other_options_of_the_same_terms_are_one_class():
    report = form4(options_held(100, title=INCENTIVE), options_held(200, title=OTHER))
    finding = only("F4-081", report)
    assert (finding.place.part, finding.place.index) == (Part.TABLE_II, 1)
    assert finding.severity is Severity.WARNING
    assert finding.numbers["first title"] == "Incentive Stock Option"


@pytest.mark.parametrize(
    "changes",
    [
        {"exercise_price": price(22)},
        {"expiration": Cell(dt.date(2031, 2, 15))},
        {"exercisable": Cell(dt.date(2025, 2, 15))},
        {"ownership": Cell("I"), "nature": Cell("By spouse")},
        {"title": Cell("Stock Options (right to buy)")},
    ],
    ids=["price", "expiration", "exercisable", "indirect", "the same title"],
)
def test_options_of_other_terms_are_other_classes(changes):
    assert not found("F4-081", form4(options_held(100), options_held(200, **{"title": OTHER, **changes})))


def test_units_whose_terms_are_in_a_footnote_are_not_compared():
    rows = units("A", 100, "A", 100), units("A", 200, "A", 200, title=Cell("Performance Stock Units"))
    assert not found("F4-081", form4(*rows, notes=("Each unit is a right to one share.",)))


KNOWN = {
    Table.I: frozenset({"Class A Common Stock", "Common Stock"}),
    Table.II: frozenset({"Restricted Stock Units", "Stock Option (Right to Buy)", "Deferred Stock Units"}),
}


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("Comon Stock", "Common Stock"),
        ("Common Stcok", "Common Stock"),
        ("Common Stock, par value $0.01 per share", "Common Stock"),
        ("Common Stock, $.001 par value", "Common Stock"),
        ("Class A Common Stocks", "Class A Common Stock"),
        ("Common stock", None),
        ("Class B Common Stock", None),
        ("Preferred Stock", None),
        ("Par Pacific Units", None),
    ],
)
def test_a_title_of_table_i_that_is_almost_a_class_on_record(title, meant):
    row = stock("S", 100, 9, "D", 900, title=Cell(title))
    findings = found("F4-082", form4(row), prepared_here=True, class_titles=KNOWN)
    assert [one.numbers["on record"] for one in findings] == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("Restricted Stock Unit", "Restricted Stock Units"),
        ("Stock Option (right-to-buy)", "Stock Option (Right to Buy)"),
        ("Restrcted Stock Units", "Restricted Stock Units"),
        ("Preferred Stock Units", None),
        ("Unrestricted Stock Units", None),
        ("Stock Option (Right to Sell)", None),
        ("Performance Stock Units", None),
    ],
)
def test_a_title_of_table_ii_that_is_almost_a_class_on_record(title, meant):
    row = option("A", 1, 1, "A", 1, title=Cell(title))
    findings = found("F4-082", form4(row), prepared_here=True, class_titles=KNOWN)
    assert [one.numbers["on record"] for one in findings] == ([meant] if meant else [])


def test_a_title_that_stands_on_several_lines_is_told_once():
    rows = [stock("S", 100, 9, "D", 900 - 100 * n, title=Cell("Comon Stock")) for n in range(3)]
    findings = found("F4-082", form4(*rows), prepared_here=True, class_titles=KNOWN)
    assert [one.place.index for one in findings] == [0]


def test_titles_of_past_filings_and_of_unknown_issuers_are_let_be():
    report = form4(stock("S", 100, 9, "D", 900, title=Cell("Comon Stock")))
    assert not found("F4-082", report, class_titles=KNOWN)
    assert not found("F4-082", report, prepared_here=True)


@pytest.mark.parametrize(
    ("nature", "fires"),
    [
        ("By Trusts", True),
        ("By children", True),
        ("By spouse and by trust", True),
        ("Managed accounts", True),
        ("By Trust", False),
        ("By Trust for Self and Spouse", False),
        ("By Children's Trust", False),
        ("By Daughters Trust", False),
        ("Horton Capital Partners Fund, LP", False),
        ("By Arete Trust, John Kent Walker and Diana Ruth Walsh, Trustees", False),
        ("By The Eric and Wendy Schmidt Fund for Strategic Innovation", False),
    ],
)
def test_each_trust_and_each_child_has_its_own_line(nature, fires):
    findings = found("F4-083", form4(held(900, "I", nature)))
    assert [one.severity for one in findings] == ([Severity.WARNING] if fires else [])


def test_a_footnote_may_say_why_several_trusts_are_one_holding():
    assert not found(
        "F4-083", form4(held(900, "I", "By trusts", "F1"), notes=("Two trusts with one trustee.",))
    )


@pytest.mark.parametrize("title", ["Restricted Stock Units", "Series B Convertible Preferred Stock"])
def test_a_ratio_of_one_is_no_exercise_price(title):
    row = option("A", 1, 1, "A", 1, title=Cell(title))
    assert only("F4-084", form4(row)).severity is Severity.WARNING


def test_a_footnote_tells_that_a_ratio_is_meant():
    row = option("A", 1, 1, "A", 1, title=Cell("Class B Stock", ("F1",)))
    assert found("F4-084", form4(row, notes=("Converts into Class A stock on a 1-for-1 basis.",)))


def test_an_option_at_a_dollar_has_a_price():
    assert not found("F4-084", form4(option("A", 1, 1, "A", 1)))
    assert not found("F4-084", form4(option("A", 1, "1.50", "A", 1, title=Cell("Convertible Note"))))
