"""The catalogue itself: its entries, its order, and that each check is tested and printed."""

import datetime as dt
import re
from pathlib import Path

import msgspec
import pytest

from filings.ownership.checks import Check, Facts, catalogue, run
from filings.ownership.checks.__main__ import markdown
from filings.ownership.checks.registry import check
from filings.ownership.findings import Family, Severity
from filings.ownership.report import Cell
from tests.filings.ownership.checks.cases import CALENDAR, TUESDAY, form4, stock
from tests.filings.ownership.checks.field import CASES
from tests.reports import seed_report, typical_report

HERE = Path(__file__).parent
FACTS = Facts(today=TUESDAY, calendar=CALENDAR)


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.id)
def test_a_check_says_what_it_is_and_what_it_rests_on(entry: Check):
    assert re.fullmatch(r"(F4|EDGAR)-\d{3}", entry.id)
    assert entry.title
    assert entry.citation
    assert entry.boxes
    for sentence in (entry.why, entry.fix):
        assert re.fullmatch(r"[A-Z].*[\w)]\.", sentence)


def test_the_catalogue_is_in_the_order_of_its_ids():
    ids = [entry.id for entry in catalogue()]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.id)
def test_each_check_has_a_case_that_fires_it(entry: Check):
    fires, _ = CASES[entry.id]
    assert entry.id in fires()


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.id)
def test_each_check_has_a_case_that_it_lets_pass(entry: Check):
    _, must_not = CASES[entry.id]
    assert entry.id not in must_not()


def test_no_case_outlives_its_check():
    assert CASES.keys() <= {entry.id for entry in catalogue()}


def test_the_printed_catalogue_is_the_one_in_force():
    printed = (HERE.parents[3] / "docs" / "checks.md").read_text()
    assert markdown() in printed


def test_an_id_is_taken_once():
    taken = catalogue()[0]
    with pytest.raises(ValueError, match=taken.id):
        check(taken.id, Family.LAW, Severity.INFO, "Again", "none", "Box 1")(lambda form: iter(()))


def test_a_report_whose_figures_agree_has_no_finding():
    assert run(typical_report(), FACTS) == ()


def test_findings_come_in_the_order_of_the_form():
    row = stock("S", None, 0, "X", None, title=Cell(None))
    report = form4(row, period_of_report=None, notes=("Not needed.",))
    places = [(one.place.part, one.place.field) for one in run(report, FACTS)]
    assert places == [
        ("report", "period_of_report"),
        ("table_i", "title"),
        ("table_i", "amount"),
        ("table_i", "acquired_disposed"),
        ("table_i", "price"),
        ("table_i", "owned_after"),
        ("footnotes", "text"),
    ]


def test_a_family_may_be_asked_alone():
    report = form4(stock("S", 100, 0, "D", 900), period_of_report=None)
    edgar = run(report, FACTS, families={Family.EDGAR})
    law = run(report, FACTS, families={Family.LAW})
    assert [one.check for one in edgar] == ["EDGAR-013"]
    assert [one.check for one in law] == ["F4-011"]


def test_late_is_never_an_error():
    report = seed_report()
    for years in range(1, 4):
        filed = dt.date(2020 + years, 7, 21)
        report = msgspec.structs.replace(report, signatures=())
        late = run(report, Facts(today=TUESDAY, calendar=CALENDAR, filed_on=filed))
        assert all(one.severity is not Severity.ERROR for one in late)


def test_an_empty_form_is_examined_without_failing():
    assert run(form4(period_of_report=None, owners=(), signatures=()), FACTS)
