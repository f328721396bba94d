"""The picture of an owner's trades: what stands where on the line of time."""

import datetime as dt

from filings.ownership.short_swing import Side, block
from filings.rendering.timeline import MIDDLE, draw
from tests.filings.ownership.short_swing.trades import day, purchase, reckoned, sale

TODAY = day("2026-11-24")
FOUND = reckoned(
    purchase("2026-08-03", 300, "30.10"), sale("2026-11-20", 1_200, "38.41"), purchase("2020-01-06", 10, 1)
)


def drawn(width=1000, found=FOUND):
    blocks = [(side, one) for side in Side if (one := block(found, side, TODAY))]
    return draw(found, blocks, TODAY, width)


def test_purchases_stand_above_the_line_and_sales_below_it_the_larger_the_longer():
    bought, sold = drawn().marks
    assert bought.y < MIDDLE < sold.y
    assert MIDDLE - bought.y < sold.y - MIDDLE


def test_days_run_from_left_to_right_and_today_is_among_them():
    picture = drawn()
    bought, sold = picture.marks
    assert 0 < bought.x < sold.x < picture.today < picture.width


def test_a_match_is_joined_and_what_is_older_than_two_years_is_not_shown():
    picture = drawn()
    (join,) = picture.joins
    assert (join.x1, join.x2) == tuple(mark.x for mark in picture.marks)
    assert picture.first == day("2026-08-01")


def test_the_days_that_are_blocked_are_shaded_on_the_side_that_they_block():
    bands = {band.side: band for band in drawn().bands}
    bought, sold = drawn().marks
    assert bands[Side.SALE].x == bought.x
    assert bands[Side.SALE].y == MIDDLE
    assert bands[Side.PURCHASE].x == sold.x
    assert bands[Side.PURCHASE].y + bands[Side.PURCHASE].height == MIDDLE
    assert all(band.x + band.width <= 1000 for band in bands.values())


def test_months_are_named_where_there_is_room():
    wide, narrow = drawn(1000), drawn(350)
    named = [[tick.label for tick in picture.ticks if tick.label] for picture in (wide, narrow)]
    assert len(named[0]) > len(named[1]) > 1
    assert len(narrow.ticks) == len(wide.ticks)


def test_nothing_is_drawn_of_nothing():
    assert drawn(found=reckoned()) is None
    assert drawn(found=reckoned(purchase("2020-01-06", 10, 1))) is None


def test_one_trade_of_today_is_drawn():
    picture = drawn(found=reckoned(purchase(f"{TODAY}", 10, 1)))
    assert picture.marks[0].x == picture.today
    assert picture.last > TODAY + dt.timedelta(days=180)
