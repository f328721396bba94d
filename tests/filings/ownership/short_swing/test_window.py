"""Less than six months: the worked examples, and what must hold on every day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.ownership.short_swing import Gap, gap_between, last_matched, safe_from, six_months_after

DAYS = st.dates(dt.date(1934, 6, 6), dt.date(2199, 12, 31))
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("date", "later"),
    [("2026-01-01", "2026-07-01"), ("2026-08-31", "2027-03-01"), ("1972-12-20", "1973-06-20")],
)
def test_six_months_after_a_day(date, later):
    assert six_months_after(dt.date.fromisoformat(date)) == dt.date.fromisoformat(later)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-01", "2026-06-29"),  # 30 June ends the six months
        ("1972-12-20", "1973-06-18"),  # Colonial Realty: 19 June is outside
        ("2026-08-31", "2027-02-27"),
        ("2027-08-29", "2028-02-27"),  # a leap year has its 29 February
        ("2026-08-29", "2027-02-27"),  # and another year has not
        ("2026-11-20", "2027-05-18"),
    ],
)
def test_the_last_day_that_is_matched(first, last):
    one, other = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert last_matched(one) == other
    assert gap_between(one, other) is Gap.MATCHED
    assert gap_between(one, other + DAY) is Gap.EDGE
    assert gap_between(one, other + 2 * DAY) is Gap.EDGE
    assert gap_between(one, other + 3 * DAY) is Gap.OUTSIDE
    assert safe_from(one) == other + 3 * DAY


def test_two_trades_of_one_day_are_matched():
    assert gap_between(dt.date(2026, 11, 20), dt.date(2026, 11, 20)) is Gap.MATCHED


@given(DAYS, DAYS)
def test_it_does_not_matter_which_trade_came_first(one, other):
    assert gap_between(one, other) is gap_between(other, one)


@given(DAYS, st.integers(0, 400))
def test_no_match_is_as_long_as_half_a_year_and_none_as_short_as_178_days_is_missed(first, days):
    gap = gap_between(first, first + days * DAY)
    if gap is Gap.MATCHED:
        assert days <= 183
    if days <= 178:
        assert gap is Gap.MATCHED
    if days > 185:
        assert gap is Gap.OUTSIDE


@given(DAYS, DAYS)
def test_a_later_trade_never_has_the_earlier_window(one, other):
    first, second = sorted((one, other))
    assert last_matched(first) <= last_matched(second)


@given(DAYS)
def test_six_months_are_six_calendar_months(date):
    later = six_months_after(date)
    months = (later.year - date.year) * 12 + later.month - date.month
    assert (later.day, months) == (date.day, 6) or (later.day, months) == (1, 7)
