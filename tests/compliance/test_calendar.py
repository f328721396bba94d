"""EDGAR's closed weekdays, year by year, and an administrator's entries."""

import datetime as dt

import pytest

from compliance.calendar import EdgarCalendar, eastern_now, eastern_today, load_calendar
from compliance.models import EdgarCalendarDay
from filings.ownership.deadlines import CalendarUnknown

CLOSED = {
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


@pytest.mark.parametrize("day", [dt.date(2018, 12, 5), dt.date(2018, 12, 24)])
def test_the_days_closed_by_order_in_2018_are_known(day):
    assert EdgarCalendar().closing(day) is not None


def test_a_closing_says_why():
    calendar = EdgarCalendar()
    assert calendar.closing(dt.date(2026, 11, 26)) == "Thanksgiving Day"
    assert calendar.closing(dt.date(2026, 11, 28)) == "Saturday"
    assert "Carter" in calendar.closing(dt.date(2025, 1, 9))


def test_good_friday_and_the_day_after_thanksgiving_are_business_days():
    calendar = EdgarCalendar()
    assert calendar.closing(dt.date(2026, 4, 3)) is None
    assert calendar.closing(dt.date(2026, 11, 27)) is None


@pytest.mark.parametrize("year", [2009, 2015])
def test_an_afternoon_off_on_christmas_eve_does_not_close_edgar(year):
    assert EdgarCalendar().closing(dt.date(year, 12, 24)) is None


def test_inauguration_day_is_a_business_day():
    assert EdgarCalendar().closing(dt.date(2021, 1, 20)) is None


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
