"""EDGAR's closed weekdays, year by year, and an administrator's entries."""

import datetime as dt

import holidays
import pytest

from compliance.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    ClosingKind,
    EdgarCalendar,
    eastern_now,
    eastern_today,
    load_calendar,
)
from compliance.models import EdgarCalendarDay
from filings.ownership.deadlines import CalendarUnknown
from tests import edgar_days

CLOSED = {
    2018: "1-1 1-15 2-19 5-28 7-4 9-3 10-8 11-12 11-22 12-5 12-24 12-25",
    2019: "1-1 1-21 2-18 5-27 7-4 9-2 10-14 11-11 11-28 12-24 12-25",
    2020: "1-1 1-20 2-17 5-25 7-3 9-7 10-12 11-11 11-26 12-24 12-25",
    2021: "1-1 1-18 2-15 5-31 6-18 7-5 9-6 10-11 11-11 11-25 12-24 12-31",
    2022: "1-17 2-21 5-30 6-20 7-4 9-5 10-10 11-11 11-24 12-26",
    2023: "1-2 1-16 2-20 5-29 6-19 7-4 9-4 10-9 11-10 11-23 12-25",
    2024: "1-1 1-15 2-19 5-27 6-19 7-4 9-2 10-14 11-11 11-28 12-24 12-25",
    2025: "1-1 1-9 1-20 2-17 5-26 6-19 7-4 9-1 10-13 11-11 11-27 12-24 12-25 12-26",
    2026: "1-1 1-19 2-16 5-25 6-19 7-3 9-7 10-12 11-11 11-26 12-25",
    2027: "1-1 1-18 2-15 5-31 6-18 7-5 9-6 10-11 11-11 11-25 12-24 12-31",
}


def weekdays(year: int) -> list[dt.date]:
    days = (dt.date(year, 1, 1) + dt.timedelta(days=number) for number in range(366))
    return [day for day in days if day.year == year and day.weekday() < 5]


@pytest.mark.parametrize("year", CLOSED)
def test_edgar_is_closed_on_these_weekdays_and_no_others(year):
    calendar = EdgarCalendar()
    closed = " ".join(f"{day.month}-{day.day}" for day in weekdays(year) if calendar.closing(day))
    assert closed == CLOSED[year]


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_every_year_is_the_statute_and_the_orders_and_nothing_else(year):
    calendar = EdgarCalendar()
    assert [day for day in weekdays(year) if calendar.closing(day)] == [
        day for day in weekdays(year) if not edgar_days.is_open(day)
    ]


# By the SEC's own notice, or by those who reported it; the others by the executive order alone.
@pytest.mark.parametrize(
    ("day", "kind", "confirmed"),
    [
        ("2018-12-05", ClosingKind.MOURNING, True),
        ("2018-12-24", ClosingKind.EXECUTIVE, True),
        ("2019-12-24", ClosingKind.EXECUTIVE, True),
        ("2020-12-24", ClosingKind.EXECUTIVE, True),
        ("2021-06-18", ClosingKind.STATUTORY, True),
        ("2024-12-24", ClosingKind.EXECUTIVE, False),
        ("2025-01-09", ClosingKind.MOURNING, True),
        ("2025-12-24", ClosingKind.EXECUTIVE, True),
        ("2025-12-26", ClosingKind.EXECUTIVE, True),
        ("2004-06-11", ClosingKind.MOURNING, False),
        ("2027-07-05", ClosingKind.STATUTORY, False),
    ],
)
def test_each_closing_has_its_kind_its_source_and_whether_the_sec_was_seen_to_say_so(day, kind, confirmed):
    on = dt.date.fromisoformat(day)
    (closing,) = [one for one in EdgarCalendar().closings(on.year) if one.day == on]
    assert (closing.kind, closing.confirmed) == (kind, confirmed)
    assert closing.source.startswith("http") or closing.kind is ClosingKind.STATUTORY


def test_a_new_order_that_the_package_of_holidays_knows_closes_nothing_before_the_sec_says_so():
    """Columbus Day stays; what is only the government's day off is taken from our own list."""
    government = holidays.US(categories=("government",), years=range(FIRST_YEAR, LAST_YEAR + 1))
    for_all = holidays.US(categories=("public",), years=range(FIRST_YEAR, LAST_YEAR + 1))
    ordered = {day for day, name in government.items() if day not in for_all and "half-day" not in name}
    assert {day for day in ordered if day.year < 2026} == edgar_days.BY_ORDER
    assert all(EdgarCalendar().closing(day) is None for day in ordered if day.year > 2025)


def test_a_closing_says_why():
    calendar = EdgarCalendar()
    assert calendar.closing(dt.date(2026, 11, 26)) == "Thanksgiving Day"
    assert calendar.closing(dt.date(2026, 11, 28)) == "Saturday"
    assert "Carter" in calendar.closing(dt.date(2025, 1, 9))


def test_good_friday_and_the_day_after_thanksgiving_are_business_days():
    calendar = EdgarCalendar()
    assert calendar.closing(dt.date(2026, 4, 3)) is None
    assert calendar.closing(dt.date(2026, 11, 27)) is None


def test_the_exchange_has_its_own_holidays():
    calendar = EdgarCalendar()
    assert calendar.market_closing(dt.date(2026, 4, 3)) == "Good Friday"
    assert calendar.market_closing(dt.date(2026, 11, 11)) is None, "it trades on Veterans Day"
    assert calendar.market_closing(dt.date(2012, 10, 30)) == "Hurricane Sandy"
    assert calendar.market_closing(dt.date(1950, 1, 1)) == "Sunday"
    assert calendar.market_closing(dt.date(9999, 12, 31)) is None


@pytest.mark.parametrize("year", [2009, 2015])
def test_an_afternoon_off_on_christmas_eve_does_not_close_edgar(year):
    assert EdgarCalendar().closing(dt.date(year, 12, 24)) is None


@pytest.mark.parametrize("year", [2005, 2009, 2017, 2021])
def test_inauguration_day_is_a_business_day(year):
    assert EdgarCalendar().closing(dt.date(year, 1, 20)) is None


@pytest.mark.parametrize("day", [dt.date(2002, 12, 31), dt.date(2028, 1, 3)])
def test_a_year_outside_the_calendar_gives_no_answer(day):
    with pytest.raises(CalendarUnknown) as raised:
        EdgarCalendar().closing(day)
    assert raised.value.year == day.year


def test_the_calendar_of_2027_is_computed_and_not_yet_confirmed():
    calendar = EdgarCalendar()
    assert calendar.confirmed(2026)
    assert not calendar.confirmed(2027)


@pytest.mark.django_db
def test_an_administrators_closing_takes_effect_at_once_and_ends_with_its_entry():
    christmas_eve = dt.date(2026, 12, 24)
    assert load_calendar().closing(christmas_eve) is None
    entry = EdgarCalendarDay.objects.create(
        day=christmas_eve,
        kind=EdgarCalendarDay.Kind.CLOSING,
        name="Christmas Eve",
        source_url="https://www.sec.gov/submit-filings/filer-support-resources/edgar-calendar",
    )
    assert load_calendar().closing(christmas_eve) == "Christmas Eve"
    assert load_calendar().closings(2026)[-2].kind is ClosingKind.ENTERED
    entry.delete()
    assert load_calendar().closing(christmas_eve) is None


@pytest.mark.django_db
def test_an_administrators_opening_overrules_a_federal_holiday():
    columbus_day = dt.date(2027, 10, 11)
    EdgarCalendarDay.objects.create(
        day=columbus_day,
        kind=EdgarCalendarDay.Kind.OPENING,
        name="EDGAR open",
        source_url="https://www.sec.gov/submit-filings/filer-support-resources/edgar-calendar",
    )
    assert load_calendar().closing(columbus_day) is None


def test_the_clock_is_that_of_new_york():
    now = eastern_now()
    assert now.tzinfo is not None
    assert now.utcoffset() in {dt.timedelta(hours=-5), dt.timedelta(hours=-4)}
    assert eastern_today() in {now.date(), now.date() + dt.timedelta(days=1)}
