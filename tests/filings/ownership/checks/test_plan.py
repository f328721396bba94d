"""The Rule 10b5-1(c) box and the plan in the footnotes."""

import datetime as dt

import pytest

from filings.ownership.checks.plan import adoption_dates
from filings.ownership.codes import Table
from filings.ownership.deadlines import Execution
from filings.ownership.findings import Severity
from filings.ownership.report import Cell, DocumentType, OwnershipReport
from tests.filings.ownership.checks.cases import FRIDAY, form4, found, only, owned_by, price, stock

MAY_5 = dt.date(2026, 5, 5)


def sale_under(note: str, *, box: bool | None = True, **changes) -> OwnershipReport:
    row = stock("S", 500, 0, "D", 12_000, price=price("38.75", "F1"))
    return form4(row, notes=(note,), aff10b5_one=box, **changes)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("under a Rule 10b5-1 trading plan adopted on May 5, 2026.", [MAY_5]),
        ("a plan adopted by the reporting person on 5 May 2026", [MAY_5]),
        ("10b5-1 plan entered into on 05/05/2026", [MAY_5]),
        ("Rule 10b5-1 plan, dated 2026-05-05", [MAY_5]),
        ("a plan established Sept. 1, 2025 and modified on May 5, 2026", [dt.date(2025, 9, 1), MAY_5]),
        ("Sold on May 5, 2026 under a Rule 10b5-1 trading plan.", []),
        ("a plan adopted on February 30, 2026", []),
    ],
)
def test_the_adoption_date_is_read_where_the_footnote_speaks_of_adoption(text, dates):
    assert list(adoption_dates(text)) == dates


def test_a_ticked_box_without_the_adoption_date():
    finding = only("F4-023", sale_under("Sold on May 5, 2026 under a Rule 10b5-1 trading plan."))
    assert finding.severity is Severity.ERROR
    assert not found("F4-023", sale_under("Under a Rule 10b5-1 plan adopted on May 5, 2026."))
    assert not found("F4-023", sale_under("Sold through a broker.", box=False))


def test_an_adoption_date_on_record_is_offered_and_must_still_be_stated():
    finding = only("F4-023", sale_under("Under a Rule 10b5-1 plan."), plan_adopted_on=MAY_5)
    assert "5 May 2026" in finding.message


def test_the_adoption_date_may_be_in_the_remarks():
    report = sale_under("See remarks.", remarks="Rule 10b5-1 plan adopted on May 5, 2026.")
    assert not found("F4-023", report)


def test_a_plan_older_than_the_amended_rule_is_not_ticked():
    old = "Under a Rule 10b5-1 plan adopted on November 1, 2022."
    assert only("F4-024", sale_under(old)).severity is Severity.ERROR
    assert not found("F4-024", sale_under(old, box=False))
    assert not found("F4-025", sale_under(old, box=False))


def test_a_modification_makes_an_old_plan_a_new_one():
    modified = "Under a Rule 10b5-1 plan adopted on November 1, 2022 and modified on May 5, 2026."
    assert not found("F4-024", sale_under(modified))


def test_a_plan_in_a_footnote_beside_a_clear_box():
    new = "Under a Rule 10b5-1 plan adopted on May 5, 2026."
    assert only("F4-025", sale_under(new, box=False)).severity is Severity.WARNING
    assert not found("F4-025", sale_under(new))


def test_a_footnote_may_deny_a_plan():
    assert not found("F4-025", sale_under("Not made under a Rule 10b5-1 plan.", box=False))


def test_forms_from_before_the_box_are_not_asked_for_it():
    old = sale_under("Under a Rule 10b5-1 plan.", box=None, schema_version="X0306")
    assert not found("F4-025", old)
    assert not found("EDGAR-016", old)


def test_the_box_must_be_decided_on_form_4():
    assert only("EDGAR-016", sale_under("Sold.", box=None)).severity is Severity.ERROR
    assert not found("EDGAR-016", sale_under("Sold.", box=False))


def test_form_3_has_no_such_box():
    assert not found("EDGAR-016", form4(document_type=DocumentType.FORM_3, aff10b5_one=None))
    form3 = form4(document_type=DocumentType.FORM_3, aff10b5_one=False)
    assert only("EDGAR-016", form3).severity is Severity.WARNING


@pytest.mark.parametrize(("adopted", "fires"), [("September 1, 2026", True), ("August 22, 2026", False)])
def test_an_officers_trade_waits_ninety_days_after_the_adoption(adopted, fires):
    report = sale_under(f"Under a Rule 10b5-1 plan adopted on {adopted}.")
    assert [one.severity for one in found("F4-026", report)] == ([Severity.WARNING] if fires else [])


@pytest.mark.parametrize(
    ("note", "fires"),
    [
        ("Under a Rule 10b5-1 plan adopted on November 23, 2026.", True),
        ("Under a Rule 10b5-1 plan adopted on November 20, 2026.", False),
        ("Under a Rule 10b5-1 plan adopted on May 5, 2026 and modified on November 23, 2026.", False),
        ("Sold to pay for a house.", False),
    ],
)
def test_a_plan_does_not_reach_back(note, fires):
    findings = found("F4-087", sale_under(note))
    assert [one.severity for one in findings] == ([Severity.WARNING] if fires else [])


def test_a_plan_on_record_is_measured_line_by_line():
    report = form4(
        stock("S", 500, 38, "D", 12_000), stock("S", 100, 38, "D", 11_900, date=Cell(dt.date(2026, 11, 23)))
    )
    planned = {(Table.I, 0): Execution(FRIDAY, True), (Table.I, 1): Execution(dt.date(2026, 11, 23), True)}
    finding = only("F4-087", report, executions=planned, plan_adopted_on=dt.date(2026, 11, 23))
    assert finding.place.index == 0
    assert not found("F4-087", report, plan_adopted_on=dt.date(2026, 11, 23)), "no line is under the plan"


def test_the_wait_is_for_officers_and_directors():
    report = sale_under(
        "Under a Rule 10b5-1 plan adopted on September 1, 2026.", **owned_by(ten_percent_owner=True)
    )
    assert not found("F4-026", report)


def test_a_sale_beside_the_plan_is_not_measured_by_it():
    planned = stock("S", 500, 0, "D", 12_000, price=price("38.75", "F1"))
    other = stock("S", 100, 38, "D", 11_900)
    notes = ("Under a Rule 10b5-1 plan adopted on September 1, 2026.",)
    finding = only("F4-026", form4(other, planned, notes=notes, aff10b5_one=True))
    assert finding.place.index == 1


def two_sales(*, footnote: bool, remarks: str = "") -> OwnershipReport:
    """Two sales with the box ticked, the first with or without a footnote that names the plan."""
    first = stock("S", 500, 0, "D", 12_000, price=price("38.75", *(("F1",) if footnote else ())))
    notes = ("Under a Rule 10b5-1 plan adopted on May 5, 2026.",) if footnote else ()
    return form4(first, stock("S", 100, 38, "D", 11_900), notes=notes, remarks=remarks, aff10b5_one=True)


def test_a_sale_under_the_plan_beside_one_that_is_not_says_which_it_is():
    planned = {"executions": {(Table.I, 0): Execution(FRIDAY, under_plan=True)}}
    finding = only("F4-085", two_sales(footnote=False), **planned)
    assert finding.place.index == 0
    assert finding.numbers == {"lines under the plan": "1", "without its footnote": "1"}
    assert not found("F4-085", two_sales(footnote=True), **planned)


def test_a_plan_that_fixed_the_day_is_a_plan_too():
    assert found("F4-085", two_sales(footnote=False), insider_chose_date=frozenset({(Table.I, 1)}))


def test_a_form_whose_remarks_alone_name_the_plan_does_not_say_which_sale_was_under_it():
    assert only("F4-085", two_sales(footnote=False, remarks="Rule 10b5-1 plan adopted on May 5, 2026."))


def test_two_sales_that_are_both_under_the_plan_need_no_telling_apart():
    both = {(Table.I, line): Execution(FRIDAY, under_plan=True) for line in (0, 1)}
    assert not found("F4-085", two_sales(footnote=False), executions=both)
