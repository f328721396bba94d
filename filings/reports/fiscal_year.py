"""The issuer's fiscal year, by which late reports are disclosed and Form 5 is due."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db.models import Min

from filings.models import Filing
from people.models import Issuer

FIRST_YEAR, LAST_YEAR = 1934, 2100

_YEARS_OFFERED = 30
_DAY = dt.timedelta(days=1)
# A year of 52 or 53 weeks ends some days beside the day that EDGAR has on record, on either side of it.
_ABOUT_A_MONTH = dt.timedelta(days=31)


@dataclass(frozen=True, order=True)
class FiscalYear:
    """A fiscal year by its last day. It is called by the calendar year in which it ends."""

    ended_on: dt.date
    starts_on: dt.date

    @property
    def year(self) -> int:
        return self.ended_on.year

    def __str__(self) -> str:
        return f"fiscal year to {self.ended_on.day} {self.ended_on:%B %Y}"

    def __contains__(self, day: dt.date) -> bool:
        return self.starts_on <= day <= self.ended_on

    @property
    def form_5_periods(self) -> tuple[dt.date, dt.date]:
        """Between which days the period of a Form 5 for this year lies, the first and the last one included."""
        return self.starts_on + _ABOUT_A_MONTH, self.ended_on + _ABOUT_A_MONTH


def fiscal_year(issuer: Issuer, year: int) -> FiscalYear:
    """The issuer's fiscal year that ends in a calendar year.

    Raises ``ValueError`` outside ``FIRST_YEAR`` to ``LAST_YEAR``.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"No fiscal year ends in {year}.")
    return FiscalYear(_end(issuer, year), _end(issuer, year - 1) + _DAY)


def fiscal_year_of(issuer: Issuer, day: dt.date) -> FiscalYear:
    """The issuer's fiscal year in which a day lies."""
    year = min(max(day.year, FIRST_YEAR), LAST_YEAR - 1)
    this = fiscal_year(issuer, year)
    return this if day <= this.ended_on else fiscal_year(issuer, year + 1)


def last_fiscal_year(issuer: Issuer, today: dt.date) -> FiscalYear:
    """The issuer's last fiscal year that is over."""
    return fiscal_year(issuer, fiscal_year_of(issuer, today).year - 1)


def fiscal_years(issuer: Issuer, today: dt.date) -> list[FiscalYear]:
    """The fiscal years that the desk has filings of, up to the running one."""
    days = Filing.objects.filter(issuer=issuer).aggregate(first=Min("period_of_report"), due=Min("due_on"))
    first = min((day for day in days.values() if day), default=today)
    last = fiscal_year_of(issuer, today).year
    # A slip in one date must not offer a hundred years.
    begin = max(min(fiscal_year_of(issuer, first).year, last), last - _YEARS_OFFERED + 1)
    return [fiscal_year(issuer, year) for year in range(begin, last + 1)]


def _end(issuer: Issuer, year: int) -> dt.date:
    """The last day of the year; 29 February is the month's last day, and what is no day the calendar year's."""
    try:
        month, day = int(issuer.fiscal_year_end[:2]), int(issuer.fiscal_year_end[2:])
        return dt.date(year, month, max(1, min(day, calendar.monthrange(year, month)[1])))
    except (ValueError, calendar.IllegalMonthError):
        return dt.date(year, 12, 31)
