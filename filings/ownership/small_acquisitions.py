"""Small acquisitions: how much room Rule 16a-6 leaves, and when the deferral to Form 5 is lost.

An acquisition of at most $10,000, not from the issuer, may wait for Form 5 (code L) while two conditions hold
(Rule 16a-6(a)): together with the other acquisitions of the class in the prior six months it stays within
$10,000 of market value, and in the six months after it the person disposes of nothing that Section 16(b)
reaches. Once one fails, what is not reported yet is due on Form 4 before the end of the second business day
after that day (Rule 16a-6(b)). What an earlier Form 4 or 5 reported is not added up again, nor is what a
rule exempts from Section 16(b).

Everything here is about one person at one issuer: the sum runs over all accounts, held directly or not.
"""

import calendar as months
import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from filings.ownership.deadlines import BusinessCalendar, CalendarUnknown, Deadline, Execution, form4_deadline
from filings.ownership.report import DerivativeTransaction, Measure, Transaction

LIMIT = Decimal(10_000)
MONTHS = 6
CODE = "L"
CITATION = "Rule 16a-6"

# Codes of acquisitions that no rule exempts from Section 16(b): they count until they are reported.
COUNTED_CODES = frozenset({CODE, "P"})
# Codes of dispositions that Section 16(b) reaches. J is decided by its facts, which no code tells.
ENDING_CODES = frozenset({"S", "U", "H"})


class Acquisition(Struct, frozen=True, kw_only=True):
    """An acquisition that no rule exempts from Section 16(b).

    ``security`` names the class, for a derivative security that of what it can become. ``value`` is the market
    value in dollars, ``None`` where the form does not tell it. ``small`` marks code L; another one only counts
    towards the sum. ``reported_on`` is the filing date of the first Form 4 or 5 that reported it.
    """

    security: str
    on: dt.date
    value: Decimal | None
    small: bool = True
    from_issuer: bool = False
    reported_on: dt.date | None = None

    def unreported_before(self, day: dt.date) -> bool:
        """Whether no report of an earlier day held it."""
        return self.reported_on is None or self.reported_on >= day


class RunningSum(Struct, frozen=True):
    """What counts against the limit on a day: ``total`` in dollars, and how many values are ``unknown``."""

    day: dt.date
    total: Decimal
    unknown: int
    counted: tuple[Acquisition, ...]

    @property
    def left(self) -> Decimal:
        """What may still be acquired; 0 once the limit is passed, an upper bound while values are unknown."""
        return max(LIMIT - self.total, Decimal(0))

    @property
    def over(self) -> bool:
        return self.total > LIMIT


class Reason(StrEnum):
    """Why acquisitions may no longer wait for Form 5."""

    FROM_ISSUER = "acquired from the issuer"
    OVER_LIMIT = "more than $10,000 in six months"
    DISPOSED = "disposed of within six months"


class Loss(Struct, frozen=True):
    """A day on which the deferral ended: what had not been reported before it, and when that is due.

    ``deadline`` is ``None`` where the count runs into a year that the calendar does not know.
    """

    day: dt.date
    reason: Reason
    acquisitions: tuple[Acquisition, ...]
    deadline: Deadline | None

    @property
    def open(self) -> tuple[Acquisition, ...]:
        """Those that no report holds yet."""
        return tuple(one for one in self.acquisitions if one.reported_on is None)

    @property
    def late(self) -> tuple[Acquisition, ...]:
        """Those that were reported after the due date."""
        due = self.deadline.due_on if self.deadline else dt.date.max
        return tuple(one for one in self.acquisitions if one.reported_on and one.reported_on > due)


def window_start(day: dt.date) -> dt.date:
    """The first day of the six months before a day: the same day of the month, six months earlier.

    Where that month has no such day it is the month's last (31 August goes back to 28 or 29 February). Both
    ends belong to the window: an acquisition of 15 January counts with one of 15 July and not with one of
    16 July. The rule does not say how its months are counted, and the wider reading reports sooner.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - MONTHS, 12)
    month += 1
    if year < dt.MINYEAR:  # a slip of the pen, and no window
        return dt.date.min
    return dt.date(year, month, min(day.day, months.monthrange(year, month)[1]))


def market_value(row: Transaction) -> Decimal | None:
    """What a line acquired, in dollars: its amount times its price; ``None`` where the form lacks one."""
    if row.amount.value is None:
        return None
    if row.amount.measure is Measure.VALUE:
        return row.amount.value
    return None if row.price.value is None else row.amount.value * row.price.value


def security_of(row: Transaction) -> str:
    """The class that a line counts for, folded: the underlying one for a derivative security."""
    title = row.title.value or ""
    if isinstance(row, DerivativeTransaction):
        title = row.underlying.title.value or title
    return " ".join(title.split()).casefold()


def running_sum(acquisitions: Iterable[Acquisition], security: str, day: dt.date) -> RunningSum:
    """What counts against the limit of a class on a day: the six months up to it, less what was reported
    before it. Acquisitions of the day itself count together, whatever their order."""
    first = window_start(day)
    counted = tuple(
        one
        for one in acquisitions
        if one.security == security and first <= one.on <= day and one.unreported_before(day)
    )
    values = [one.value for one in counted if one.value is not None]
    return RunningSum(day, sum(values, Decimal(0)), len(counted) - len(values), counted)


def losses(
    acquisitions: Collection[Acquisition], disposed_on: Iterable[dt.date], calendar: BusinessCalendar
) -> tuple[Loss, ...]:
    """The days on which small acquisitions lost their deferral, each acquisition once, oldest first.

    ``disposed_on`` are the days on which the person disposed of any security of the issuer otherwise than by an
    exempt transaction: the rule names no class there. One on the day of the acquisition counts as after it.
    """
    waiting = [one for one in acquisitions if one.small]
    sold = set(disposed_on)
    found = []
    for day in sorted({one.on for one in waiting} | sold):
        for reason, gone in _lost_on(day, acquisitions, sold):
            over = tuple(one for one in waiting if one in gone)
            if over:
                found.append(Loss(day, reason, over, _deadline(day, reason, over, calendar)))
                waiting = [one for one in waiting if one not in gone]
    return tuple(found)


def _lost_on(
    day: dt.date, acquisitions: Collection[Acquisition], sold: Collection[dt.date]
) -> Iterator[tuple[Reason, frozenset[Acquisition]]]:
    today = [one for one in acquisitions if one.small and one.on == day]
    yield Reason.FROM_ISSUER, frozenset(one for one in today if one.from_issuer)
    for security in sorted({one.security for one in today}):
        total = running_sum(acquisitions, security, day)
        if total.over:
            yield Reason.OVER_LIMIT, frozenset(total.counted)
    if day in sold:
        first = window_start(day)
        yield (
            Reason.DISPOSED,
            frozenset(one for one in acquisitions if first <= one.on <= day and one.unreported_before(day)),
        )


def _deadline(
    day: dt.date, reason: Reason, lost: Collection[Acquisition], calendar: BusinessCalendar
) -> Deadline | None:
    never_deferred = reason is Reason.FROM_ISSUER
    first = min(one.on for one in lost)
    execution = Execution(day) if never_deferred else Execution(first, exemption_lost_on=day)
    try:
        return form4_deadline(execution, calendar)
    except CalendarUnknown:
        return None
