"""Less than six months: how far apart a purchase and a sale may be for Section 16(b) to match them.

15 USC 78p(b) speaks of "any period of less than six months". Under Stella v. Graham-Paige and Colonial Realty
v. MacWilliams (381 F. Supp. 26, S.D.N.Y. 1974) the day of the first trade counts whole, so the period from 20
December on ends with 19 June, is then six months long, and a trade on that day is already outside: the last
day that matches is 18 June. Days are trade dates; parts of a day are not reckoned.
"""

import datetime as dt
from enum import StrEnum

_DAY = dt.timedelta(days=1)


class Gap(StrEnum):
    """How two trades lie to each other in time."""

    MATCHED = "within less than six months"
    EDGE = "on the edge of six months"
    OUTSIDE = "six months or more apart"


def six_months_after(date: dt.date) -> dt.date:
    """The same day six months later, or the first of the month after it where that month is shorter."""
    year, month = divmod(date.year * 12 + date.month - 1 + 6, 12)
    try:
        return date.replace(year=year, month=month + 1)
    except ValueError:
        year, month = divmod(date.year * 12 + date.month - 1 + 7, 12)
        return dt.date(year, month + 1, 1)


def last_matched(date: dt.date) -> dt.date:
    """The last day whose trade is matched with one of ``date``: two days before the same day six months later."""
    return six_months_after(date) - 2 * _DAY


def safe_from(date: dt.date) -> dt.date:
    """The first day on which nobody could match a trade with one of ``date``: the day after six months are over."""
    return six_months_after(date) + _DAY


def gap_between(one: dt.date, other: dt.date) -> Gap:
    """How two trade dates lie to each other, whichever comes first.

    The two days before six months are over are outside on the cases and called the edge, because the
    cases are few: counsel decides.
    """
    first, second = min(one, other), max(one, other)
    if second <= last_matched(first):
        return Gap.MATCHED
    return Gap.EDGE if second <= six_months_after(first) else Gap.OUTSIDE
