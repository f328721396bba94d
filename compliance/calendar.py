"""EDGAR's business days and the clock of Washington.

EDGAR takes filings on every day but Saturdays, Sundays and federal holidays, whatever the exchanges do:
Columbus Day and Veterans Day are closed, Good Friday is open. Days closed by executive order count as
holidays once the SEC says so, and then only an administrator's entry makes them known here.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

import holidays
from django.utils import timezone

from compliance.models import EdgarCalendarDay
from filings.ownership.deadlines import EASTERN, CalendarUnknown

# Section 16 reports went on EDGAR by law in 2003. The SEC publishes its calendar a year ahead: the years up
# to the confirmed one were compared with it, those after it follow from 5 USC 6103 alone.
FIRST_YEAR = 2003
LAST_CONFIRMED_YEAR = 2026
LAST_YEAR = 2027

# The government went home at noon on these days and EDGAR kept its hours.
_HALF_DAY = "half-day"


class EdgarCalendar:
    """The federal calendar of some years, with the closings and openings that the SEC announced.

    It satisfies ``filings.ownership.deadlines.BusinessCalendar``.
    """

    def __init__(self, closings: Mapping[dt.date, str] = {}, openings: Iterable[dt.date] = ()) -> None:
        self._closed = {**_federal_holidays(), **closings}
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
        return self._closed.get(day)

    def confirmed(self, year: int) -> bool:
        """Whether the SEC's own calendar of the year was seen."""
        return FIRST_YEAR <= year <= LAST_CONFIRMED_YEAR


def load_calendar() -> EdgarCalendar:
    """The calendar with the administrators' entries as they stand now, on every host at once."""
    return _calendar(tuple(EdgarCalendarDay.objects.order_by("day").values_list("day", "kind", "name")))


def eastern_now() -> dt.datetime:
    """This instant on the clock of New York and Washington."""
    return timezone.now().astimezone(EASTERN)


def eastern_today() -> dt.date:
    """Today's date in New York and Washington."""
    return eastern_now().date()


@lru_cache(maxsize=4)
def _calendar(entries: tuple[tuple[dt.date, str, str], ...]) -> EdgarCalendar:
    kind = EdgarCalendarDay.Kind
    return EdgarCalendar(
        closings={day: name for day, entry, name in entries if entry == kind.CLOSING},
        openings=[day for day, entry, _ in entries if entry == kind.OPENING],
    )


@cache
def _federal_holidays() -> Mapping[dt.date, str]:
    federal = holidays.US(categories=("government",), years=range(FIRST_YEAR, LAST_YEAR + 1))
    return {day: name for day, name in federal.items() if _HALF_DAY not in name}
