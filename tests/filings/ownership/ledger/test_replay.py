"""A history as accounts: what runs on, what does not, awards and holders apart, and one account under two names."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest

from filings.ownership.ledger import Standing, amount_of, replay
from filings.ownership.report import Cell, Coding, DocumentType, Underlying
from tests.filings.ownership.checks.cases import options_held, price, shares, units
from tests.filings.ownership.ledger.histories import (
    Desk,
    balances,
    bought,
    held,
    on,
    only,
    option,
    sold,
    stock,
    traded,
    trust,
    whole,
)

NOTE = ("Each unit is a right to one share and has no expiration date.",)


def after(account) -> list[Decimal | None]:
    return [None if one.after is None else amount_of(one.after) for one in account.postings()]


def tracks(account) -> list[Decimal]:
    """The balances of an account's awards or holders, those that are left."""
    return sorted(amount_of(track.balance) for track in account.tracks if track.balance)


def test_the_first_line_implies_what_was_there_before_it():
    desk = Desk()
    (line,) = only([desk.report(0, sold(500, 12_000))]).postings()
    assert (amount_of(line.before), amount_of(line.change), line.gap, line.opens) == (12_500, -500, 0, True)


def test_a_balance_is_the_opening_and_every_change_and_gap_since():
    desk = Desk()
    account = only(
        [
            desk.report(0, sold(500, 12_000)),
            desk.report(30, bought(100, 12_266, 30)),
            desk.report(60, held(12_300)),
        ]
    )
    postings = list(account.postings())
    assert [amount_of(one.gap) for one in postings] == [0, 166, 34]
    assert amount_of(postings[0].before) + sum(amount_of(one.change + one.gap) for one in postings) == 12_300
    for earlier, later in pairwise(postings):
        assert earlier.after == later.before


def test_classes_and_ways_of_holding_run_apart():
    desk = Desk()
    history = [
        desk.report(0, sold(500, 12_000), trust(held(900)), sold(1, 70, title=Cell("Class B"))),
        desk.report(9, trust(sold(100, 800, 9))),
    ]
    assert balances(history) == {"common stock": 12_000, "common stock, by trust": 800, "class b": 70}


def test_what_was_held_on_a_day():
    desk = Desk()
    account = only(
        [
            desk.report(0, sold(500, 12_000), sold(100, 11_900, 1)),
            desk.report(30, bought(100, 12_166, 30)),
        ]
    )
    on_day = {day: account.balance_on(on(day)) for day in (-1, 0, 1, 29, 30)}
    assert on_day[-1] is None
    assert [amount_of(on_day[day]) for day in (0, 1, 29, 30)] == [12_000, 11_900, 11_900, 12_166]


def test_a_line_that_states_no_total_moves_a_known_balance_and_no_other():
    desk = Desk()
    known = [desk.report(0, sold(500, 12_000)), desk.report(9, sold(100, None, 9))]
    assert after(only(known)) == [12_000, 11_900]
    assert after(only([desk.report(9, sold(100, None, 9))])) == [None]


def test_a_line_that_does_not_say_its_amount_states_the_total_all_the_same():
    desk = Desk()
    account = only([desk.report(0, sold(500, 12_000)), desk.report(9, sold(None, 11_000, 9))])
    assert after(account) == [12_000, 11_000]
    assert not account.tracks[0].last.gap


def test_grants_of_units_under_the_same_terms_run_apart():
    desk = Desk()
    account = only(
        [
            desk.report(0, units("A", 1_600, "A", 1_600), notes=NOTE),
            desk.report(20, traded(units("A", 900, "A", 900), 20), notes=NOTE),
            desk.report(90, traded(units("M", 400, "D", 1_200), 90), notes=NOTE),
            desk.report(110, traded(units("M", 300, "D", 600), 110), notes=NOTE),
            desk.report(180, traded(units("M", 400, "D", 800), 180), notes=NOTE),
        ]
    )
    assert tracks(account) == [600, 800]
    assert amount_of(account.balance) == 1_400
    assert not any(one.gap for one in account.postings())


def test_one_pool_of_units_runs_as_one():
    desk = Desk()
    account = only(
        [
            desk.report(0, units("A", 1_600, "A", 1_600), notes=NOTE),
            desk.report(20, traded(units("A", 900, "A", 2_500), 20), notes=NOTE),
            desk.report(90, traded(units("M", 400, "D", 2_100), 90), notes=NOTE),
        ]
    )
    assert tracks(account) == [2_100]


def test_two_grants_that_vest_on_one_form_run_apart():
    desk = Desk()
    account = only([desk.report(0, units("M", 500, "D", 1_000), units("M", 200, "D", 4_000), notes=NOTE)])
    assert tracks(account) == [1_000, 4_000]


def test_an_award_that_the_desk_names_has_its_own_total():
    desk = Desk()
    row = units("A", 900, "A", 900)

    def grant(day: int, line, award: str):
        report = desk.report(day, traded(line, day), notes=NOTE)
        named = tuple(msgspec.structs.replace(entry, award=award) for entry in report.entries)
        return msgspec.structs.replace(report, entries=named)

    history = [
        grant(0, row, "RSU 2025"),
        grant(9, row, "RSU 2026"),
        grant(90, units("M", 300, "D", 600), "RSU 2026"),
        grant(91, units("M", 100, "D", 800), "RSU 2025"),
    ]
    account = only(history)
    assert {track.award: amount_of(track.balance) for track in account.tracks} == {
        "RSU 2025": 800, "RSU 2026": 600,
    }  # fmt: skip


def test_an_award_goes_on_over_instalments_whose_forms_are_missing():
    desk = Desk()
    account = only(
        [
            desk.report(0, units("A", 1_600, "A", 1_600), traded(units("A", 900, "A", 900), 0), notes=NOTE),
            desk.report(300, traded(units("M", 100, "D", 1_200), 300), notes=NOTE),
        ]
    )
    assert tracks(account) == [900, 1_200]
    assert amount_of(account.tracks[0].last.gap) == -300


def test_two_children_with_the_very_same_lines_keep_one_account_each():
    desk = Desk()
    gift = trust(stock("G", 160, 0, "A", 635), "By Child")
    again = trust(traded(stock("G", 160, 0, "A", 795), 99), "By Child")
    account = only([desk.report(0, gift, gift), desk.report(99, again, again)])
    assert tracks(account) == [795, 795]
    assert not any(one.gap for one in account.postings())


def test_holders_whom_a_form_lists_and_the_next_leaves_out_are_gone():
    desk = Desk()
    in_trust, _ = replay(
        [
            desk.report(0, trust(held(900)), trust(held(400))),
            desk.report(50, trust(held(900)), sold(1, 10, 50)),
        ]
    )
    assert tracks(in_trust) == [900]
    assert {one.standing for one in in_trust.postings()} == {Standing.COUNTED, Standing.UNLISTED}


def test_shares_withheld_but_added_are_a_slip_and_no_second_holder():
    desk = Desk()
    report = desk.report(0, stock("M", 1_250, 0, "A", 13_750), stock("F", 492, 38, "D", 14_242))
    account = only([report, desk.report(9, sold(242, 14_000, 9))])
    assert [amount_of(one.gap) for one in account.postings()] == [0, 984, 0]
    assert tracks(account) == [14_000]


def test_the_last_total_on_every_line_is_read_as_it_is_meant():
    desk = Desk()
    report = desk.report(9, sold(500, 11_000, 9), sold(300, 11_000, 9), sold(200, 11_000, 9))
    account = only([desk.report(0, held(12_000)), report])
    assert after(account) == [12_000, 11_500, 11_200, 11_000]
    assert not any(one.gap for one in account.postings())


def test_the_same_filing_sent_twice_counts_once():
    desk = Desk()
    rows = sold(500, 12_000), sold(100, 11_900, 1)
    history = [desk.report(0, *rows), desk.report(0, *rows, went=3), desk.report(20, sold(1, 11_899, 20))]
    account = only(history)
    assert amount_of(account.balance) == 11_899
    assert not any(one.gap for one in account.postings())
    assert [one.standing.value for one in account.postings()].count("repeated") == 2


def test_a_gift_that_was_reported_early_is_not_counted_again_on_form_5():
    desk = Desk()
    early = stock("G", 500, 0, "D", 12_000, coding=Coding("5", "G", False))
    later = sold(100, 11_900, 30)
    again = stock("G", 500, 0, "D", 11_900, coding=Coding("5", "G", False))
    history = [
        desk.report(0, early),
        desk.report(30, later),
        desk.report(200, again, document_type=DocumentType.FORM_5),
    ]
    account = only(history)
    assert after(account) == [12_000, 11_900, 11_900]
    assert not any(one.gap for one in account.postings())


def test_two_equal_trades_on_two_forms_count_twice_where_the_totals_say_so():
    desk = Desk()
    history = [desk.report(0, sold(100, 900)), desk.report(0, sold(100, 800), went=3)]
    assert after(only(history)) == [900, 800]


def test_a_form_5_that_tells_what_the_totals_had_already_moves_nothing():
    desk = Desk()
    history = [
        desk.report(0, held(12_000)),
        desk.report(50, held(11_500)),
        desk.report(200, sold(500, 11_500, 40), document_type=DocumentType.FORM_5),
    ]
    account = only(history)
    assert amount_of(account.balance) == 11_500
    last = account.tracks[0].last
    assert (amount_of(last.change), amount_of(last.gap)) == (-500, 500)


def test_another_wording_of_a_footnote_makes_no_second_account():
    desk = Desk()
    terms = {"exercisable": Cell(None, ("F1",))}
    account = only(
        [
            desk.report(0, option("A", 1_000, 21.5, "A", 1_000, **terms), notes=("Vests over four years.",)),
            desk.report(
                90,
                traded(option("M", 400, 21.5, "D", 600, **terms), 90),
                notes=("25% of the option vests each year.",),
            ),
        ]
    )
    assert len(account.keys) == 2
    assert after(account) == [1_000, 600]


def test_another_spelling_of_a_title_goes_on_with_the_account():
    desk = Desk()
    par = Cell("Common Stock, par value $0.01 per share")
    history = [desk.report(0, sold(500, 12_000)), desk.report(9, sold(100, 11_900, 9, title=par))]
    assert after(only(history)) == [12_000, 11_900]


@pytest.mark.parametrize("other", ["Class B Common Stock", "Series A Preferred Stock"])
def test_another_class_of_the_same_number_is_another_account(other):
    desk = Desk()
    history = [
        desk.report(0, sold(500, 12_000, title=Cell("Class A Common Stock"))),
        desk.report(9, sold(100, 11_900, 9, title=Cell(other))),
    ]
    assert sorted(balances(history).values()) == [11_900, 12_000]


def test_two_trusts_of_the_same_number_stay_two():
    desk = Desk()
    history = [
        desk.report(0, trust(held(900), "By Trust for son"), trust(held(900), "By Trust for daughter")),
        desk.report(9, trust(sold(100, 800, 9), "By Trust for daughter")),
    ]
    assert sorted(balances(history).values()) == [800, 900]


def test_series_of_other_prices_stay_apart_whatever_their_numbers():
    desk = Desk()
    history = [
        desk.report(0, option("A", 1_000, 21.5, "A", 1_000)),
        desk.report(9, traded(option("M", 400, 18, "D", 600), 9)),
    ]
    assert [amount_of(one.balance) for one in replay(history)] == [1_000, 600]


def test_form_3_opens_options_with_the_shares_that_it_states():
    desk = Desk()
    bare = options_held(
        None, owned_after=shares(None), underlying=Underlying(Cell("Common Stock"), shares(1_000))
    )
    account = only(
        [
            desk.report(0, bare, document_type=DocumentType.FORM_3),
            desk.report(90, traded(option("M", 400, 21.5, "D", 600), 90)),
        ]
    )
    assert after(account) == [1_000, 600]


def test_form_3_does_not_say_how_many_convertible_shares_there_are():
    desk = Desk()
    preferred = options_held(
        None,
        title=Cell("Series A Convertible Preferred Stock"),
        owned_after=shares(None),
        exercise_price=price(None, "F1"),
        underlying=Underlying(Cell("Common Stock"), shares(1_000)),
    )
    account = only([desk.report(0, preferred, document_type=DocumentType.FORM_3, notes=NOTE)])
    assert account.balance is None


def test_parts_of_one_report_run_on_whatever_their_order():
    desk = Desk()
    second = desk.report(0, sold(50, 11_850), went=2)
    first = desk.report(0, sold(500, 12_000), sold(100, 11_900), went=2)
    account = only([second, first])
    assert after(account) == [12_000, 11_900, 11_850]


def test_what_a_later_form_leaves_out_of_its_kind_is_no_longer_listed():
    desk = Desk()
    history = [
        desk.report(0, sold(1, 10), trust(held(900)), trust(held(50), "By Spouse")),
        desk.report(9, sold(1, 9, 9), trust(held(900))),
        desk.report(20, sold(1, 8, 20)),
    ]
    listed = {account.key.nature: account.is_listed for account in replay(history)}
    assert listed == {"": True, "by trust": True, "by spouse": False}


def test_contradictory_forms_leave_a_gap_and_raise_nothing():
    desk = Desk()
    history = [
        desk.report(0, held(12_000), document_type=DocumentType.FORM_3),
        desk.report(0, held(15_000), document_type=DocumentType.FORM_3, went=3),
        desk.report(1, sold(20_000, None, 1)),
    ]
    assert after(only(history)) == [12_000, 15_000, -5_000]


def test_days_that_cannot_be_and_forms_without_a_period_are_borne():
    desk = Desk()
    never = msgspec.structs.replace(sold(1, 10), date=Cell(dt.date(9999, 12, 31)))
    first = msgspec.structs.replace(sold(1, 10), date=Cell(dt.date(1, 1, 1)))
    history = [
        desk.report(0, never, period=None, filed_on=None),
        desk.report(0, first, period=None),
        desk.report(0, period=None, filed_on=None),
    ]
    assert whole(10) in {account.balance for account in replay(history)}
