"""Every total that does not follow has its kind: what explains it, if anything does."""

from decimal import Decimal

import pytest

from filings.ownership.ledger import AdjustmentKind, BreakKind, amount_of, breaks, replay
from filings.ownership.report import Cell, DocumentType
from tests.filings.ownership.checks.cases import shares, units
from tests.filings.ownership.ledger.histories import (
    Desk,
    bought,
    held,
    key_of,
    option,
    sold,
    stock,
    traded,
    trust,
    whole,
)


def kinds(history, adjustments=()) -> list[BreakKind]:
    return [one.kind for one in breaks(replay(history, adjustments))]


def two_forms(after: object, *notes: str, day: int = 30, first=None, second=None, **changes):
    """A sale that leaves 12,000, and one of 100 later that states another total than 11,900."""
    desk = Desk()
    total = shares(after, *(f"F{number}" for number, _ in enumerate(notes, start=1)))
    line = second or sold(100, 0, day, owned_after=total, **changes)
    return [desk.report(0, first or sold(500, 12_000)), desk.report(day, line, notes=notes)]


def test_totals_that_follow_have_no_break():
    assert kinds(two_forms(11_900)) == []


@pytest.mark.parametrize(
    ("history", "kind"),
    [
        (two_forms("11900.4"), BreakKind.FRACTION),
        (two_forms(47_900, "Adjusted for the 4-for-1 stock split."), BreakKind.SPLIT),
        (two_forms(12_066, "Includes 166 shares bought under the purchase plan."), BreakKind.FOOTNOTE),
        (two_forms(12_066, "Includes shares acquired by reinvestment."), BreakKind.FOOTNOTE),
        (two_forms(12_066, "Includes 16 shares bought under the purchase plan."), BreakKind.PARTLY),
        (two_forms(12_066, "The reporting person disclaims ownership."), BreakKind.UNEXPLAINED),
        (two_forms(12_400, first=sold(500, 12_000)), BreakKind.EARLIER_TOTAL),
        (two_forms(12_000), BreakKind.SLIP),
        (two_forms(11_800), BreakKind.SLIP),
        (two_forms(12_100), BreakKind.SLIP),
        (two_forms(12_066), BreakKind.UNEXPLAINED),
        (two_forms(12_066, day=200), BreakKind.LONG_AGO),
    ],
)
def test_what_explains_a_total_that_does_not_follow(history, kind):
    assert kinds(history) == [kind]


def test_a_sale_typed_in_thousands_is_a_slip():
    assert kinds(two_forms(11_100, second=sold("0.9", 11_100, 30))) == [BreakKind.SLIP]


def test_a_total_that_the_next_form_takes_back():
    desk = Desk()
    history = [desk.report(0, sold(500, 12_000)), desk.report(9, sold(100, 19_100, 9))]
    history.append(desk.report(20, sold(100, 11_800, 20)))
    assert kinds(history) == [BreakKind.TAKEN_BACK, BreakKind.TAKEN_BACK]


def test_shares_that_went_to_a_trust():
    desk = Desk()
    history = [
        desk.report(0, sold(500, 12_000), trust(held(900))),
        desk.report(30, sold(100, 8_900, 30), trust(held(3_900))),
    ]
    assert kinds(history) == [BreakKind.TRANSFER, BreakKind.TRANSFER]
    one, other = breaks(replay(history))
    assert (one.other, other.other) == (other.posting, one.posting)


def test_shares_that_went_to_a_trust_that_no_form_named_before():
    desk = Desk()
    history = [
        desk.report(0, sold(500, 12_000)),
        desk.report(30, sold(100, 8_900, 30), trust(held(3_000))),
    ]
    assert kinds(history) == [BreakKind.TRANSFER]


def test_one_class_that_became_another():
    desk = Desk()
    history = [
        desk.report(0, sold(1, 5_000, title=Cell("Class A Common Stock")), held(700)),
        desk.report(30, sold(1, 0, 30, title=Cell("Class A Common Stock")), sold(1, 5_698, 30)),
    ]
    assert kinds(history) == [BreakKind.CONVERTED, BreakKind.CONVERTED]


def test_an_award_whose_instalments_between_were_not_imported():
    desk = Desk()
    note = ("Each unit is a right to one share.",)
    history = [
        desk.report(0, sold(1, 5_000), traded(units("M", 400, "D", 1_600), 0), notes=note),
        desk.report(170, traded(sold(1, 5_219), 170), traded(units("M", 400, "D", 800), 170), notes=note),
    ]
    assert sorted(kinds(history)) == [BreakKind.INSTALMENTS, BreakKind.MISSING_FORMS]


def test_a_holder_that_a_list_leaves_out():
    desk = Desk()
    history = [
        desk.report(0, trust(held(900)), trust(held(400))),
        desk.report(50, trust(held(900)), sold(1, 10, 50)),
    ]
    assert kinds(history) == [BreakKind.UNLISTED]


def test_a_gift_that_form_5_tells_after_the_totals_had_it():
    desk = Desk()
    history = [
        desk.report(0, held(12_000)),
        desk.report(200, held(11_500)),
        desk.report(210, sold(500, 11_500, 40), document_type=DocumentType.FORM_5),
    ]
    assert kinds(history) == [BreakKind.ALREADY_COUNTED, BreakKind.ALREADY_COUNTED]


def test_two_reports_that_state_two_totals_for_one_trade():
    desk = Desk()
    history = [desk.report(0, sold(100, 900)), desk.report(0, sold(100, 905), went=3)]
    assert kinds(history) == [BreakKind.RESTATED]


def test_a_form_that_leaves_out_what_was_recorded_here():
    desk = Desk()
    history = two_forms(11_900)
    bought_here = desk.adjustment(
        9, kind=AdjustmentKind.PLAN_PURCHASE, key=key_of(sold(1, 1)), change=whole(166)
    )
    assert kinds(history, [bought_here]) == [BreakKind.UNADJUSTED]


def test_a_total_that_was_corrected_since_is_no_loss():
    desk = Desk()
    wrong = desk.report(0, sold(50, 11_950))
    carrying = desk.report(20, sold(100, 11_850, 20))
    amendment = desk.amendment(wrong, sold(500, 11_500), went=30)
    (one,) = breaks(replay([wrong, carrying, amendment]))
    assert (one.kind, amount_of(one.gap)) == (BreakKind.UNCORRECTED, 450)
    assert one.kind.is_settled


def test_a_sum_below_zero_is_told():
    desk = Desk()
    history = [desk.report(0, held(100)), desk.report(9, sold(300, None, 9))]
    (one,) = breaks(replay(history))
    assert (one.kind, one.kind.is_settled) == (BreakKind.BELOW_ZERO, False)


def test_a_ratio_alone_is_a_split_where_two_accounts_share_it():
    desk = Desk()
    history = [
        desk.report(0, held(12_000), trust(held(900))),
        desk.report(90, sold(100, 47_900, 90), trust(held(3_600))),
    ]
    assert kinds(history) == [BreakKind.SPLIT, BreakKind.SPLIT]
    assert kinds([history[0], Desk().report(90, sold(100, 47_900, 90), reference=9)]) == [
        BreakKind.UNEXPLAINED
    ]


def test_a_break_shows_both_forms_and_says_what_is_wrong_with_it():
    history = two_forms(12_066)
    (one,) = breaks(replay(history))
    assert (one.before.source, one.posting.source) == (history[0].reference, history[1].reference)
    assert one.explanation == "166 more than expected. Nothing on the two forms explains the difference."
    assert (one.kind.label, one.kind.is_settled) == ("unexplained", False)
    assert amount_of(one.gap) == Decimal(166)


def test_options_that_follow_are_not_held_against_another_series():
    desk = Desk()
    history = [
        desk.report(0, option("A", 1_000, 21.5, "A", 1_000), stock("P", 1, 9, "A", 1)),
        desk.report(9, bought(1, 2, 9)),
    ]
    assert kinds(history) == []
