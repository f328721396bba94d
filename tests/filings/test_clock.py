"""The due clock, minute by minute around a deadline."""

import datetime as dt

import pytest

from compliance.calendar import EdgarCalendar
from filings.clock import Tone, read_clock
from filings.models import Filing
from filings.ownership.deadlines import EASTERN

CALENDAR = EdgarCalendar()
TUESDAY = dt.date(2026, 11, 24)


def eastern(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=EASTERN)


def clock(now: dt.datetime, **values):
    return read_clock(Filing(**{"due_on": TUESDAY} | values), CALENDAR, now)


@pytest.mark.parametrize(
    ("now", "text", "tone"),
    [
        (eastern(20), "Due Tue 24 Nov, 4 days", Tone.CALM),
        (eastern(23, 23, 59), "Due tomorrow, Tue 24 Nov", Tone.SOON),
        (eastern(24, 0, 0), "Due today 10:00 p.m. ET · 22 h 0 min", Tone.SOON),
        (eastern(24, 21, 30), "Due today 10:00 p.m. ET · 30 min", Tone.SOON),
        (eastern(24, 22, 0), "Due today 10:00 p.m. ET · 0 min", Tone.SOON),
        (eastern(24, 22, 1), "1 business day late", Tone.LATE),
        (eastern(25, 12), "1 business day late", Tone.LATE),
        # Nothing is filed on Thanksgiving: it would have Friday's date.
        (eastern(26, 12), "2 business days late", Tone.LATE),
        (eastern(28, 12), "3 business days late", Tone.LATE),
    ],
)
def test_what_the_clock_says_of_a_report_that_is_due_on_tuesday(now, text, tone):
    assert (clock(now).text, clock(now).tone) == (text, tone)


def test_the_clock_is_washingtons_wherever_the_reader_is():
    tokyo = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    assert clock(tokyo).text == "Due today 10:00 p.m. ET · 3 h 0 min"


def test_a_plan_trade_without_the_brokers_notice_is_due_at_the_latest_then():
    assert clock(eastern(20), due_is_provisional=True).text == "Due Tue 24 Nov, 4 days, at the latest"


def test_a_filed_report_is_measured_by_its_filing_date_and_not_by_today():
    in_time = clock(eastern(30), filed_on=TUESDAY)
    assert (in_time.text, in_time.tone) == ("Filed in time", Tone.OK)
    late = clock(eastern(30), filed_on=dt.date(2026, 11, 27))
    assert (late.text, late.tone) == ("Filed 2 business days late", Tone.LATE)


def test_the_filing_of_july_2020_was_two_business_days_late():
    filed = clock(eastern(24), due_on=dt.date(2020, 7, 17), filed_on=dt.date(2020, 7, 21))
    assert filed.text == "Filed 2 business days late"


def test_a_past_filing_is_late_only_where_its_filing_date_is_known():
    past = {"source": "imported", "state": "filed", "due_on": dt.date(2020, 7, 17)}
    assert clock(eastern(20), **past).text == "Filing date unknown"
    assert clock(eastern(20), **past, filed_on=dt.date(2020, 7, 21)).text == "Filed 2 business days late"
    assert clock(eastern(20), **past | {"due_on": None}).text == "No due date told"


def test_without_a_trade_and_for_an_amendment_there_is_no_due_date():
    assert clock(eastern(20), due_on=None).text == "No due date yet"
    assert clock(eastern(20), form_type="4/A").tone is Tone.CALM


def test_a_year_that_the_calendar_does_not_know_is_said_and_breaks_nothing():
    told = clock(dt.datetime(2031, 1, 2, 9, 0, tzinfo=EASTERN))
    assert told.tone is Tone.SOON
    assert "2031" in told.text
