"""Insiders of foreign private issuers."""

import datetime as dt

import pytest

from filings.ownership.findings import Part, Severity
from filings.ownership.home_regimes import jurisdictions
from filings.ownership.places import countries
from filings.ownership.report import Cell
from tests.filings.ownership.checks.cases import form4, found, only, owned_by, stock
from tests.reports import RAMASWAMY

SALE = stock("S", 100, 9, "D", 900)
CIK = RAMASWAMY.cik
FOREIGN = {"foreign_private_issuer": True}
GERMAN = {**FOREIGN, "organized_in": "2M"}


def test_a_large_holder_of_a_foreign_issuer_does_not_report():
    report = form4(SALE, **owned_by(ten_percent_owner=True))
    assert only("F4-044", report, **FOREIGN).severity is Severity.ERROR
    assert not found("F4-044", report)
    director = owned_by(director=True, ten_percent_owner=True)
    assert not found("F4-044", form4(SALE, **director), **FOREIGN)


def test_a_foreign_insiders_trade_before_the_act():
    old = form4(stock("S", 100, 9, "D", 900, date=Cell(dt.date(2026, 3, 17))))
    assert only("F4-046", old, **FOREIGN).severity is Severity.WARNING
    assert not found("F4-046", old)
    assert not found("F4-046", form4(SALE), **FOREIGN)


def test_the_jurisdictions_of_both_orders_are_places_that_edgar_knows():
    assert jurisdictions().keys() <= countries().keys()
    by_order = {one.order_of for one in jurisdictions().values()}
    assert by_order == {dt.date(2026, 3, 5), dt.date(2026, 5, 20)}
    provinces = [code for code, name in countries().items() if "CANADA" in name]
    assert set(provinces) <= jurisdictions().keys()


def test_an_insider_of_a_german_issuer_may_be_exempt_and_the_regulation_is_asked_for():
    finding = only("F4-045", form4(SALE), **GERMAN)
    assert finding.severity is Severity.WARNING
    assert finding.place.part is Part.ISSUER
    assert finding.numbers == {"organized in": "Germany", "order": "2026-03-05"}


def test_whoever_reports_at_home_is_asked_whether_the_form_is_needed():
    facts = GERMAN | {"home_regulation": "Article 19 MAR", "report_at_home": frozenset({CIK})}
    finding = only("F4-045", form4(SALE), **facts)
    assert finding.place.part is Part.OWNERS
    assert "Article 19 MAR" in finding.message


def test_whoever_does_not_report_at_home_is_not_exempt():
    assert not found("F4-045", form4(SALE), **GERMAN, home_regulation="Article 19 MAR")


@pytest.mark.parametrize(
    ("country", "day", "fires"),
    [
        ("K7", "2026-05-20", True),
        ("K7", "2026-05-19", False),
        ("M5", "2026-03-18", True),
        ("L3", "2026-11-20", False),
        ("E9", "2026-11-20", False),
        ("", "2026-11-20", False),
    ],
    ids=["India", "India before its order", "Korea", "Israel", "Cayman Islands", "not on record"],
)
def test_the_orders_name_their_jurisdictions_from_their_day_on(country, day, fires):
    report = form4(stock("S", 100, 9, "D", 900, date=Cell(dt.date.fromisoformat(day))))
    assert bool(found("F4-045", report, **FOREIGN, organized_in=country)) is fires


def test_what_is_filed_is_not_asked_about_any_more():
    assert not found("F4-045", form4(SALE), **GERMAN, filed_on=dt.date(2026, 11, 24))


def test_a_domestic_issuer_organized_abroad_is_none_of_the_orders():
    assert not found("F4-045", form4(SALE), organized_in="2M", foreign_private_issuer=False)
