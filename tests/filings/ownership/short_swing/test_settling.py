"""Each trade once: amendments, reports sent twice, and what was reported early."""

from decimal import Decimal

import msgspec
import pytest
from msgspec import structs

from filings.ownership.report import Cell, Coding, DocumentType
from filings.ownership.short_swing import Leg
from filings.ownership.short_swing.settling import settle
from tests.filings.ownership.checks.cases import form4, price, shares, stock
from tests.filings.ownership.short_swing.trades import day, reported, sale

FIRST, SECOND = sale("2026-08-03", 300, 30), sale("2026-08-03", 200, 31)
ORIGINAL = {"period_of_report": day("2026-08-03")}


def original(*rows, **named):
    return reported(form4(*rows, **ORIGINAL), "original", filed="2026-08-05", **named)


def amendment(*rows, name="amendment", filed="2026-08-20", amends_of="2026-08-05", **changes):
    report = form4(
        *rows,
        document_type=DocumentType.FORM_4A,
        date_of_original_submission=day(amends_of),
        **ORIGINAL | changes,
    )
    return reported(report, name, filed=filed)


def later(*rows, form=DocumentType.FORM_4, name="later"):
    return reported(form4(*rows, document_type=form), name, filed="2026-12-31")


def sold_shares(*reports) -> list[Decimal]:
    """What is left to count, in the order of the reports."""
    lines, _ = settle(reports)
    return [line.shares for line in lines if isinstance(line, Leg)]


@pytest.mark.parametrize(
    "corrected",
    [
        {"amount": shares(350)},
        {"price": price("30.50")},
        {"date": Cell(day("2026-08-04"))},
        {"coding": Coding("4", "F", False)},
        {"ownership": Cell("I"), "nature": Cell("By Trust")},
        {},
    ],
    ids=["number", "price", "day", "code", "nature", "nothing"],
)
def test_an_amended_line_takes_the_place_of_its_like(corrected):
    line = structs.replace(FIRST, **corrected)
    lines, dropped = settle([original(FIRST, SECOND), amendment(line)])
    assert [(one.trade.amount, one.trade.code) for one in lines] == [
        (200, "S"),
        (line.amount.value, line.coding.code),
    ]
    assert [one.reason for one in dropped] == ["corrected by an amendment"]


def test_a_reversed_direction_is_a_correction():
    wrong = stock("P", 300, 30, "A", 1_000, date=Cell(day("2026-08-03")))
    lines, _ = settle([original(wrong), amendment(FIRST)])
    assert [line.trade.code for line in lines] == ["S"]


def test_an_amendment_may_add_the_trade_that_was_left_out():
    assert sold_shares(original(FIRST), amendment(SECOND)) == [300, 200]


def test_an_amendment_that_repeats_the_whole_form_adds_nothing():
    assert sold_shares(original(FIRST, SECOND), amendment(FIRST, SECOND)) == [300, 200]


def test_the_second_amendment_corrects_the_first():
    first = amendment(structs.replace(FIRST, amount=shares(350)))
    second = amendment(structs.replace(FIRST, amount=shares(360)), name="second", filed="2026-09-01")
    assert sold_shares(second, original(FIRST), first) == [360]


def test_two_like_lines_and_one_is_corrected():
    twin = structs.replace(FIRST, owned_after=shares(700))
    assert sorted(sold_shares(original(FIRST, twin), amendment(structs.replace(twin, price=price(29))))) == [
        300,
        300,
    ]


def test_an_amendment_of_another_report_leaves_this_one_alone():
    other = amendment(FIRST, amends_of="2026-01-05", period_of_report=day("2026-01-03"))
    lines, dropped = settle([original(FIRST), other])
    assert len(lines) == 1
    assert [one.reason for one in dropped] == ["reported before, in another report"]


def test_a_recorded_link_is_followed_whatever_the_boxes_say():
    report = form4(FIRST, document_type=DocumentType.FORM_4A, period_of_report=day("2020-01-01"))
    linked = reported(msgspec.structs.replace(report), "linked", filed="2026-08-20", original="original")
    assert sold_shares(original(structs.replace(FIRST, amount=shares(1))), linked) == [300]


def test_a_report_sent_twice_counts_once():
    lines, dropped = settle([original(FIRST, SECOND), later(FIRST, SECOND)])
    assert len(lines) == len(dropped) == 2


def test_two_equal_trades_on_one_report_are_two():
    assert sold_shares(original(FIRST, FIRST)) == [300, 300]
    assert sold_shares(original(FIRST), later(FIRST, FIRST)) == [300, 300]


def test_equal_trades_with_another_total_are_two():
    assert sold_shares(original(FIRST), later(structs.replace(FIRST, owned_after=shares(700)))) == [300, 300]


def test_a_trade_reported_early_stands_again_on_form_5():
    early = stock("L", 50, 9, "A", 1_050, coding=Coding("5", "L", False))
    at_the_years_end = structs.replace(early, owned_after=shares(4_000))
    assert sold_shares(original(early), later(at_the_years_end, form=DocumentType.FORM_5)) == [50]


def test_the_parts_of_one_long_report_do_not_repeat_each_other():
    first = reported(form4(FIRST), "one", set="whole")
    second = reported(form4(FIRST), "two", set="whole")
    assert sold_shares(first, second) == [300, 300]


def test_a_draft_comes_after_everything_that_is_filed():
    draft = structs.replace(
        amendment(structs.replace(FIRST, amount=shares(5))), filed_on=None, reference="draft"
    )
    assert sold_shares(draft, amendment(structs.replace(FIRST, amount=shares(7))), original(FIRST)) == [5]
