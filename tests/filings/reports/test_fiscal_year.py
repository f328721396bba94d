"""The fiscal year by the month and day that EDGAR has on record."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.reports.fiscal_year import fiscal_year, fiscal_year_of, last_fiscal_year
from people.models import Issuer


def ending(month_day: str) -> Issuer:
    return Issuer(fiscal_year_end=month_day)


@pytest.mark.parametrize(
    ("month_day", "year", "starts", "ends"),
    [
        ("1231", 2026, dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ("0930", 2026, dt.date(2025, 10, 1), dt.date(2026, 9, 30)),
        ("0131", 2026, dt.date(2025, 2, 1), dt.date(2026, 1, 31)),
        ("0228", 2024, dt.date(2023, 3, 1), dt.date(2024, 2, 28)),
        ("0229", 2024, dt.date(2023, 3, 1), dt.date(2024, 2, 29)),
        ("0229", 2025, dt.date(2024, 3, 1), dt.date(2025, 2, 28)),
        ("0631", 2026, dt.date(2025, 7, 1), dt.date(2026, 6, 30)),
        ("", 2026, dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ("1399", 2026, dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ("year", 2026, dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ],
)
def test_a_fiscal_year_is_called_by_the_year_in_which_it_ends(month_day, year, starts, ends):
    found = fiscal_year(ending(month_day), year)
    assert (found.starts_on, found.ended_on, found.year) == (starts, ends, year)


@given(
    st.dates(dt.date(1936, 1, 1), dt.date(2098, 12, 31)),
    st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)).map("{:%m%d}".format),
)
def test_every_day_lies_in_exactly_one_fiscal_year(day, month_day):
    issuer = ending(month_day)
    found = fiscal_year_of(issuer, day)
    assert day in found
    assert day not in fiscal_year(issuer, found.year - 1)
    assert fiscal_year(issuer, found.year + 1).starts_on == found.ended_on + dt.timedelta(days=1)


def test_the_last_year_is_over_on_the_day_after_its_end():
    september = ending("0930")
    assert last_fiscal_year(september, dt.date(2026, 9, 30)).year == 2025
    assert last_fiscal_year(september, dt.date(2026, 10, 1)).year == 2026


@pytest.mark.parametrize("year", [0, 1933, 2101, 10**30])
def test_a_year_in_which_nobody_reported_is_refused(year):
    with pytest.raises(ValueError, match="No fiscal year"):
        fiscal_year(ending("1231"), year)
