"""Balances are a function of the set of reports: whatever the order in which they came in."""

import datetime as dt
import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from filings.ownership.deadlines import EASTERN
from filings.ownership.ledger import AdjustmentKind, Statement, breaks, entries_of, in_order, replay
from filings.ownership.report import DocumentType
from tests.filings.ownership.checks.cases import units
from tests.filings.ownership.ledger.histories import (
    Desk,
    held,
    key_of,
    on,
    option,
    sold,
    stock,
    told,
    traded,
    trust,
    whole,
)
from tests.filings.ownership.strategies import reports as any_report

NOTE = ("Each unit is a right to one share.",)


def references(statements) -> list[int]:
    return [one.reference for one in in_order(statements)]


def test_the_period_comes_first_then_the_day_on_which_a_report_went():
    desk = Desk()
    late = desk.report(0, sold(1, 9), went=30)
    second = desk.report(5, sold(1, 8, 5))
    first = desk.report(0, sold(1, 10), went=2)
    assert references([late, second, first]) == [first.reference, late.reference, second.reference]


def test_of_one_day_the_instant_decides_and_then_the_accession_number():
    desk = Desk()

    def at(hour: int):
        return dt.datetime.combine(on(2), dt.time(hour), EASTERN)

    noon = desk.report(0, trust(held(1), "By Son"), went=2, sha256="b")
    later = desk.report(0, trust(held(2), "By Wife"), went=2)
    evening = [
        Statement(**{name: getattr(one, name) for name in one.__struct_fields__} | {"went": at(hour)})
        for one, hour in ((noon, 12), (later, 18))
    ]
    assert references(reversed(evening)) == [noon.reference, later.reference]
    assert references([later, noon]) == [noon.reference, later.reference]


def test_a_signature_stands_for_the_filing_date_of_a_bare_document():
    desk = Desk()
    known = desk.report(0, sold(1, 9), went=2)
    bare = desk.report(0, sold(1, 12), filed_on=None, signed_on=on(1))
    assert references([known, bare]) == [bare.reference, known.reference]


@st.composite
def histories(draw):
    """Reports as people file them: running totals with slips, grants, trusts, amendments, splits, late reports."""
    desk, chance = Desk(), random.Random(draw(st.integers(0, 2**32)))
    balance, in_trust, granted = 10_000, 500, 0
    reports, adjustments = [], []
    for number in range(draw(st.integers(2, 9))):
        day, rows = number * 9, []
        for _ in range(chance.randint(1, 3)):
            change = chance.choice([-300, -100, 200, 500])
            balance += change
            off = chance.choice([0, 0, 0, 0, 7, -change])
            rows.append(traded(stock("J", abs(change), 9, "A" if change > 0 else "D", balance + off), day))
        if chance.random() < 0.4:
            rows.append(trust(held(in_trust)))
        if chance.random() < 0.3:
            granted += 400
            rows.append(traded(units("A", 400, "A", chance.choice([400, granted])), day))
        if chance.random() < 0.2:
            rows.append(traded(option("M", 100, 21.5, "D", 900 - 100 * number), day))
        kind = chance.choice([DocumentType.FORM_4] * 4 + [DocumentType.FORM_5])
        went = day + chance.choice([2, 2, 2, 30])
        reports.append(desk.report(day, *rows, went=went, notes=NOTE, document_type=kind))
        if chance.random() < 0.3:
            fixed = traded(stock("J", chance.choice([100, 999]), 9, "D", balance), day)
            reports.append(desk.amendment(reports[-1], fixed, went=day + chance.randint(3, 40)))
        if chance.random() < 0.2:
            reports.append(desk.report(day, *rows, went=went + 1, notes=NOTE, document_type=kind))
    if chance.random() < 0.5:
        adjustments.append(
            desk.adjustment(20, kind=AdjustmentKind.SPLIT, title="Common Stock", new=whole(2), old=whole(1))
        )
    if chance.random() < 0.5:
        adjustments.append(
            desk.adjustment(
                chance.randint(0, 60),
                kind=AdjustmentKind.PLAN_PURCHASE,
                key=key_of(sold(1, 1)),
                change=whole(7),
            )
        )
    return reports, adjustments


@given(histories(), st.randoms())
def test_any_order_gives_the_same_accounts_and_the_same_breaks(history, chance):
    reports, adjustments = history
    expected = replay(reports, adjustments)
    shuffled, others = list(reports), list(adjustments)
    chance.shuffle(shuffled)
    chance.shuffle(others)
    again = replay(shuffled, others)
    assert told(again) == told(expected)
    assert [(one.kind, one.gap) for one in breaks(again)] == [(one.kind, one.gap) for one in breaks(expected)]


@given(histories())
def test_a_balance_is_a_sum_for_any_history(history):
    for account in replay(*history):
        for track in account.tracks:
            balance = None
            for one in track.postings:
                if one.opens:
                    balance = one.before
                if one.after is not None:
                    assert one.before == balance
                    balance += one.change + one.gap
                    assert one.after == balance
            assert track.balance == balance
            assert track.balance_on(dt.date.max) == balance


@given(st.lists(st.tuples(any_report(), st.none() | st.dates(), st.none() | st.dates()), max_size=5))
def test_any_reports_at_all_are_replayed_without_failing(told_reports):
    statements = [
        Statement(
            reference=number,
            document_type=report.document_type,
            entries=entries_of(report),
            period=report.period_of_report,
            filed_on=filed_on,
            signed_on=signed_on,
            original_filed_on=report.date_of_original_submission,
            sha256=f"{number:064}",
        )
        for number, (report, filed_on, signed_on) in enumerate(told_reports)
    ]
    accounts = replay(statements)
    for one in breaks(accounts):
        assert one.kind.label
        assert one.explanation.endswith(".")
    assert told(replay(reversed(statements))) == told(accounts)


def test_amounts_that_no_form_can_state_are_unknown():
    desk = Desk()
    (account,) = replay([desk.report(0, sold(1, Decimal(10) ** 30))])
    assert account.balance is None
