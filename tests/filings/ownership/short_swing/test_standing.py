"""Who is under Section 16(b) on the day of a trade."""

import pytest

from filings.ownership.short_swing import Exclusion, Standing, Tenure
from filings.ownership.short_swing.standing import on_their_day, standing_on
from tests.filings.ownership.short_swing.trades import bought, day, sold

OFFICE = Tenure(started_on=day("2026-03-01"), ended_on=day("2026-09-30"))
STAKE = Tenure(started_on=day("2026-03-01"), ended_on=day("2026-09-30"), large_holder=True)


def test_without_a_position_on_record_the_owner_is_an_insider():
    leg = bought("2026-05-04", 100, 10)
    assert on_their_day(leg, ()) is leg


@pytest.mark.parametrize("on", ["2026-03-01", "2026-06-01", "2026-09-30"])
def test_first_and_last_day_of_an_office_count(on):
    leg = bought(on, 100, 10)
    assert on_their_day(leg, (OFFICE,)) is leg


def test_after_leaving_a_trade_may_only_meet_one_from_before():
    assert on_their_day(sold("2026-10-01", 100, 10), (OFFICE,)).standing is Standing.AFTER_LEAVING
    assert standing_on(day("2026-10-01"), (OFFICE,)) is Standing.AFTER_LEAVING
    assert standing_on(day("2026-09-30"), (OFFICE,)) is Standing.INSIDER


def test_a_trade_before_the_office_waits_for_the_look_back():
    assert "16a-2(a)" in on_their_day(bought("2026-02-02", 100, 10), (OFFICE,)).doubt


def test_an_office_that_may_have_begun_before_it_was_first_seen_covers_what_came_before():
    seen = Tenure(started_on=day("2026-03-01"), began_before=True)
    leg = bought("2026-02-02", 100, 10)
    assert on_their_day(leg, (seen,)) is leg


@pytest.mark.parametrize("on", ["2026-02-02", "2026-10-01"])
def test_a_large_holder_counts_only_while_one(on):
    line = on_their_day(sold(on, 100, 10), (STAKE,))
    assert isinstance(line, Exclusion)
    assert "10%" in line.reason


def test_the_purchase_that_crosses_ten_percent_is_not_matched_and_a_sale_of_that_day_is():
    crossing = on_their_day(bought("2026-03-01", 100, 10), (STAKE,))
    assert isinstance(crossing, Exclusion)
    assert not isinstance(on_their_day(sold("2026-03-01", 100, 10), (STAKE,)), Exclusion)
    assert not isinstance(on_their_day(bought("2026-03-02", 100, 10), (STAKE,)), Exclusion)


def test_a_large_holder_who_left_an_office_is_an_insider_still():
    still = Tenure(started_on=day("2025-01-01"), large_holder=True)
    leg = sold("2026-12-01", 100, 10)
    assert on_their_day(leg, (OFFICE, still)) is leg
    assert standing_on(day("2026-12-01"), (OFFICE, still)) is Standing.INSIDER
