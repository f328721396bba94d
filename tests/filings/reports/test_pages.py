"""The pages of the reports: the choice of issuer and year, empty desks, long tables."""

import pytest
from django.urls import reverse

from people.models import Issuer, PowerOfAttorney
from tests.filings.reports.kestrel import day, form, kestrel, line
from tests.filings.views.pages import as_person, page, words

OF_A_YEAR = ["report-late", "report-item-405", "report-year-end"]


@pytest.fixture
def kemi(desk):
    return as_person(desk.kemi)


def test_without_an_issuer_the_page_says_what_would_be_here(kemi, desk):
    PowerOfAttorney.objects.all().delete()
    Issuer.objects.all().delete()
    assert "No issuer is here yet" in words(kemi.get(reverse("reports")))


def test_the_index_counts_what_its_reports_hold_and_leads_to_them(kemi, keep):
    keep((form("4", day(3, 9), line(day(3, 9)), line(day(3, 9), "S")), day(3, 16)))
    response = kemi.get(reverse("reports"), {"issuer": kestrel().pk, "year": 2026})
    assert "filed late, with 2 late transactions" in words(response)
    links = page(response).xpath("//main//a/@href")
    for name in OF_A_YEAR:
        assert reverse(name, args=[kestrel().pk, 2026]) in links


@pytest.mark.parametrize(
    "asked", [{}, {"issuer": "x"}, {"year": "x"}, {"year": "9" * 5000}, {"issuer": "999", "year": "1"}]
)
def test_a_choice_that_is_none_is_the_first_issuer_and_the_running_year(kemi, desk, asked):
    assert "HARBORWELL INC., fiscal year to 31 December 2026" in words(kemi.get(reverse("reports"), asked))


def test_the_years_offered_are_those_of_which_the_desk_has_filings(kemi, keep):
    keep((form("4", day(3, 9, 2024), line(day(3, 9, 2024))), day(3, 11, 2024)))
    response = kemi.get(reverse("reports"), {"issuer": kestrel().pk})
    assert page(response).xpath("//select[@name='year']/option/@value") == ["2026", "2025", "2024"]


@pytest.mark.parametrize("name", OF_A_YEAR)
@pytest.mark.parametrize(
    ("year", "answer"), [(1933, 404), (1934, 200), (2100, 200), (2101, 404), (10**25, 404)]
)
def test_a_year_in_which_nobody_reported_has_no_page(kemi, desk, name, year, answer):
    assert kemi.get(reverse(name, args=[desk.issuer.pk, year])).status_code == answer


@pytest.mark.parametrize("name", [*OF_A_YEAR, "report-due", "report-small"])
def test_an_empty_report_says_what_would_stand_in_it(kemi, desk, name):
    desk.issuer.positions.all().delete()
    response = kemi.get(reverse(name, args=[desk.issuer.pk, 2026] if name in OF_A_YEAR else []))
    assert response.status_code == 200
    assert not page(response).xpath("//table")


def test_a_long_table_is_cut_into_pages_and_its_files_are_whole(kemi, keep):
    keep(*((form("4", day(3, 9), line(day(3, 9), amount=number)), day(3, 16)) for number in range(1, 121)))
    address = reverse("report-late", args=[kestrel().pk, 2026])

    def rows(**asked):
        return len(page(kemi.get(address, asked)).xpath("//section[@id='late']//tbody/tr"))

    assert (rows(), rows(table="late", page=2), rows(table="late", page="x")) == (100, 20, 100)
    assert rows(table="not-filed", page=2) == 100
    assert len(kemi.get(address, {"as": "csv", "page": 2}).content.splitlines()) == 121


def test_the_page_of_the_register_takes_the_same_number_of_queries_whatever_its_length(
    kemi, keep, django_assert_max_num_queries
):
    keep(*((form("4", day(3, 9), line(day(3, 9), amount=number)), day(3, 16)) for number in range(1, 41)))
    with django_assert_max_num_queries(26):
        kemi.get(reverse("report-late", args=[kestrel().pk, 2026]))


def test_the_count_behind_a_due_date_stands_day_by_day(kemi, keep):
    keep((form("4", day(10, 9), line(day(10, 9))), day(10, 20)))
    told = words(kemi.get(reverse("report-late", args=[kestrel().pk, 2026])))
    assert "Columbus Day" in told
    assert "Wed 14 Oct 2026" in told
