"""EDGAR's business days and the clock of Washington.

EDGAR takes filings on every day but Saturdays, Sundays and federal holidays, whatever the exchanges do:
Columbus Day and Veterans Day are closed, Good Friday is open. The holidays by statute (5 USC 6103) are computed.
Days closed by executive order count as holidays once the SEC says so: those of the past stand in
``data/special_closings.csv``, each with its source (``computed`` where only the order was seen), and from now on
only an administrator's entry makes one known here.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import holidays
from django.utils import timezone

from compliance.models import EdgarCalendarDay
from filings.ownership.deadlines import EASTERN, CalendarUnknown

# Section 16 reports went on EDGAR by law in 2003. The SEC publishes its calendar a year ahead: the years up
# to the confirmed one were compared with it, those after it follow from 5 USC 6103 alone.
FIRST_YEAR = 2003
LAST_CONFIRMED_YEAR = 2026
LAST_YEAR = 2027

_SPECIAL_CLOSINGS = Path(__file__).parent / "data" / "special_closings.csv"
_STATUTE = "5 USC 6103"


class ClosingKind(StrEnum):
    """What closes EDGAR on a weekday."""

    STATUTORY = "statutory"
    EXECUTIVE = "executive closure"
    MOURNING = "mourning"
    ENTERED = "entered here"


class Closing(NamedTuple):
    """A weekday on which EDGAR is closed. ``source`` is a citation or an address.

    ``confirmed`` says that the SEC's own word was seen; otherwise the day follows from the statute, or from an
    executive order that the SEC has always followed.
    """

    day: dt.date
    name: str
    kind: ClosingKind
    confirmed: bool
    source: str


class EdgarCalendar:
    """The federal calendar of some years, with the closings and openings that the SEC announced.

    It satisfies ``filings.ownership.deadlines.BusinessCalendar``.
    """

    def __init__(self, closings: Mapping[dt.date, str] = {}, openings: Iterable[dt.date] = ()) -> None:
        self._closed = dict(built_in_closings())
        for day, name in closings.items():
            self._closed[day] = Closing(day, name, ClosingKind.ENTERED, confirmed=True, source="")
        for day in openings:
            self._closed.pop(day, None)

    def closing(self, day: dt.date) -> str | None:
        """Why EDGAR is closed on a day; ``None`` on a business day.

        Raises ``CalendarUnknown`` outside ``FIRST_YEAR`` to ``LAST_YEAR``.
        """
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise CalendarUnknown(day.year)
        if day.weekday() > 4:
            return f"{day:%A}"
        closed = self._closed.get(day)
        return closed.name if closed else None

    def market_closing(self, day: dt.date) -> str | None:
        """Why the New York Stock Exchange is closed on a day; ``None`` when it trades.

        Outside ``FIRST_YEAR`` to ``LAST_YEAR`` only weekends are told.
        """
        return f"{day:%A}" if day.weekday() > 4 else _exchange_holidays().get(day)

    def confirmed(self, year: int) -> bool:
        """Whether the SEC's own calendar of the year was seen."""
        return FIRST_YEAR <= year <= LAST_CONFIRMED_YEAR

    def closings(self, year: int) -> list[Closing]:
        """The weekdays of a year on which EDGAR is closed, in their order."""
        return sorted(one for one in self._closed.values() if one.day.year == year and one.day.weekday() < 5)


def load_calendar() -> EdgarCalendar:
    """The calendar with the administrators' entries as they stand now, on every host at once."""
    return _calendar(tuple(EdgarCalendarDay.objects.order_by("day").values_list("day", "kind", "name")))


def eastern_now() -> dt.datetime:
    """This instant on the clock of New York and Washington."""
    return timezone.now().astimezone(EASTERN)


def eastern_today() -> dt.date:
    """Today's date in New York and Washington."""
    return eastern_now().date()


@cache
def built_in_closings() -> Mapping[dt.date, Closing]:
    """What is closed by statute or was closed by order, without anybody's entry."""
    # The days that the package lists for the government and not for everybody are the President's; of those
    # only the ones of our own list count.
    by_statute = holidays.US(categories=("public",), years=range(FIRST_YEAR, LAST_YEAR + 1))
    names = holidays.US(categories=("government",), years=range(FIRST_YEAR, LAST_YEAR + 1))
    statutory = {
        day: Closing(
            day, names.get(day, name), ClosingKind.STATUTORY, day.year <= LAST_CONFIRMED_YEAR, _STATUTE
        )
        for day, name in by_statute.items()
        if FIRST_YEAR <= day.year <= LAST_YEAR
    }
    return statutory | {one.day: one for one in _special_closings()}


def _special_closings() -> Iterable[Closing]:
    with _SPECIAL_CLOSINGS.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            yield Closing(
                dt.date.fromisoformat(line["day"]),
                line["name"],
                ClosingKind(line["kind"]),
                line["status"] == "confirmed",
                line["source"],
            )


@lru_cache(maxsize=4)
def _calendar(entries: tuple[tuple[dt.date, str, str], ...]) -> EdgarCalendar:
    kind = EdgarCalendarDay.Kind
    return EdgarCalendar(
        closings={day: name for day, entry, name in entries if entry == kind.CLOSING},
        openings=[day for day, entry, _ in entries if entry == kind.OPENING],
    )


@cache
def _exchange_holidays() -> Mapping[dt.date, str]:
    return dict(holidays.financial_holidays("NYSE", years=range(FIRST_YEAR, LAST_YEAR + 1)))
