"""The desk's own pages: is it up, and which days EDGAR keeps."""

import pytest
from django.urls import reverse

from compliance.models import EdgarCalendarDay
from tests.filings.views.pages import as_person, errors, page, words


@pytest.fixture
def kemi(desk):
    return as_person(desk.kemi)


def asked(client, **values) -> str:
    return words(client.get(reverse("calendar"), values))


def test_the_site_says_that_it_is_up(client, db):
    response = client.get(reverse("healthz"))
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_sale_on_the_day_before_thanksgiving_is_due_on_monday(kemi):
    told = asked(kemi, traded_on="11/25/2026")
    assert "Mon 30 Nov 2026" in told
    assert "Thanksgiving" in told


def test_a_plan_trade_is_counted_from_the_brokers_notice(kemi):
    assert "Mon 30 Nov 2026" in asked(kemi, traded_on="11/20/2026", under_plan="on")
    assert "Wed 25 Nov 2026" in asked(kemi, traded_on="11/20/2026", under_plan="on", notified_on="11/23/2026")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"traded_on": "7/15/0022"}, "1934"),
        ({"traded_on": "yesterday"}, "MM/DD/YYYY"),
        ({"traded_on": "11/20/2026", "notified_on": "2/30/2026"}, "30"),
    ],
)
def test_a_day_that_is_none_is_refused_and_kept(kemi, values, said):
    response = kemi.get(reverse("calendar"), values)
    assert response.status_code == 200
    assert said in errors(response)
    for name, value in values.items():
        assert page(response).xpath(f"//input[@name='{name}']/@value") == [value]


@pytest.mark.parametrize("day", ["1/5/1999", "12/30/2027", "6/1/2090"])
def test_a_year_whose_calendar_is_not_known_is_said_to_be(kemi, day):
    assert "not known" in asked(kemi, traded_on=day)


@pytest.mark.parametrize("year", ["2003", "2026", "2027"])
def test_each_year_has_its_closed_weekdays(kemi, year):
    told = asked(kemi, year=year)
    assert "Thanksgiving" in told
    assert "Columbus" in told


@pytest.mark.parametrize("year", ["", "x", "1850", "9999", "-1", "²", "9" * 5000])
def test_a_year_that_is_none_shows_this_one(kemi, year):
    response = kemi.get(reverse("calendar"), {"year": year})
    assert response.status_code == 200
    assert "2026" in words(response)


def test_a_closing_that_an_administrator_entered_counts_at_once(kemi):
    EdgarCalendarDay.objects.create(
        day="2026-11-27", kind="closing", name="Mourning", source_url="https://www.sec.gov/edgar"
    )
    told = asked(kemi, traded_on="11/25/2026")
    assert "Tue 1 Dec 2026" in told
    assert "Mourning" in told
