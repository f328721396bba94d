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


def test_the_count_of_a_plan_trade_shows_the_days_to_the_deemed_date(kemi):
    told = asked(kemi, traded_on="11/20/2026", under_plan="on", notified_on="11/30/2026")
    assert "Mon 23 Nov 2026 business day 1 of 3 after the trade" in told
    assert "the latest deemed date; the count starts after it" in told
    assert "Fri 27 Nov 2026 business day" in told


def test_the_page_answers_for_forms_3_and_5_too(kemi):
    assert "Due Fri 27 Nov 2026" in asked(kemi, form="3", traded_on="11/16/2026")
    assert "Due Wed 18 Mar 2026" in asked(kemi, form="3", traded_on="3/18/2026", at_registration="on")
    assert "Due Tue 17 Feb 2026" in asked(kemi, form="5", traded_on="12/31/2025")


def test_a_filing_date_says_how_late_that_was_and_when_it_is_posted(kemi):
    told = asked(kemi, traded_on="7/15/2020", filed_on="7/21/2020")
    assert "Filed Tue 21 Jul 2020: 2 business days late" in told
    assert "in time if the broker's notice came on or after Fri 17 Jul 2020" in told
    assert "by the end of Wed 22 Jul 2020" in told
    evening = asked(kemi, traded_on="7/15/2020", filed_on="7/17/2020", filed_at="10:01 PM")
    assert "Filed Mon 20 Jul 2020: 1 business day late" in evening


def test_a_gift_received_may_wait(kemi):
    assert "may wait for Form 5" in asked(kemi, traded_on="11/20/2026", gift="received")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"filed_on": "11/19/2026"}, "before 20 November 2026"),
        ({"filed_at": "21:00"}, "Give the day to that time."),
        ({"filed_on": "3/14/2027", "filed_at": "2:30 AM"}, "the clocks were put forward"),
        ({"filed_on": "11/24/2026", "filed_at": "late"}, "Write the time as 21:31"),
        ({"form": "8"}, "valid choice"),
        ({"gift": "lent"}, "valid choice"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused_in_a_sentence(kemi, values, said):
    response = kemi.get(reverse("calendar"), {"traded_on": "11/20/2026"} | values)
    assert response.status_code == 200
    assert said in errors(response)
    assert "Due " not in words(response).partition("Count")[2]


def test_each_closing_says_what_it_is_known_from(kemi):
    EdgarCalendarDay.objects.create(
        day="2025-03-03", kind="closing", name="Mourning", source_url="https://www.sec.gov/entered"
    )
    EdgarCalendarDay.objects.create(
        day="2025-10-13", kind="opening", name="EDGAR open", source_url="https://www.sec.gov/opened"
    )
    response = kemi.get(reverse("calendar"), {"year": "2025"})
    told, links = words(response), page(response).xpath("//table//a/@href")
    assert "Thu 9 Jan 2025" in told
    assert "mourning" in told
    assert "5 USC 6103" in told
    assert "https://www.sec.gov/entered" in links
    assert any("freewritings" in link for link in links)
    assert "Open, though a holiday: Mon 13 Oct 2025" in told


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
