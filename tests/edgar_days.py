"""EDGAR's business days counted by hand: the statute and the orders written out once more, for the tests alone."""

import datetime as dt
from functools import cache

DAY = dt.timedelta(days=1)

# Closed by order of the President, and by the SEC with the government.
BY_ORDER = frozenset(
    dt.date.fromisoformat(day)
    for day in (
        "2003-12-26", "2004-06-11", "2007-01-02", "2007-12-24", "2008-12-26", "2012-12-24", "2014-12-26",
        "2018-12-05", "2018-12-24", "2019-12-24", "2020-12-24", "2024-12-24", "2025-01-09", "2025-12-24",
        "2025-12-26",
    )
)  # fmt: skip


@cache
def by_statute(year: int) -> frozenset[dt.date]:
    """The weekdays of a year that 5 USC 6103 makes holidays, by the day on which they are observed."""
    fixed = [(1, 1), (7, 4), (11, 11), (12, 25)] + ([(6, 19)] if year >= 2021 else [])
    days = {_observed(dt.date(year, month, day)) for month, day in fixed}
    days.add(_observed(dt.date(year + 1, 1, 1)))  # the Friday before, when it is a Saturday
    days |= {
        _nth_monday(year, 1, 3),
        _nth_monday(year, 2, 3),
        _nth_monday(year, 9, 1),
        _nth_monday(year, 10, 2),
    }
    last_of_may = dt.date(year, 5, 31)
    days.add(last_of_may - DAY * last_of_may.weekday())
    first = dt.date(year, 11, 1)
    days.add(first + DAY * ((3 - first.weekday()) % 7 + 21))
    return frozenset(day for day in days if day.year == year)


def is_open(day: dt.date) -> bool:
    """Whether EDGAR takes filings on a day."""
    return day.weekday() < 5 and day not in by_statute(day.year) and day not in BY_ORDER


def open_days_after(day: dt.date, number: int) -> dt.date:
    """The ``number``-th open day after a day, one day at a time."""
    while number:
        day += DAY
        if is_open(day):
            number -= 1
    return day


def _observed(day: dt.date) -> dt.date:
    return day + DAY * {5: -1, 6: 1}.get(day.weekday(), 0)


def _nth_monday(year: int, month: int, number: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + DAY * (-first.weekday() % 7 + 7 * (number - 1))
