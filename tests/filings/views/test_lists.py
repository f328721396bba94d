"""The queue, the lists and the search: what is urgent comes first, and each person finds what is theirs."""

import datetime as dt

import pytest
from django.urls import reverse

from compliance.models import EdgarCalendarDay
from tests.filings.harborwell import (
    ACCESSION,
    NOW,
    draft,
    filed,
    line,
    reviewed,
    sale,
    signed,
    signed_sale,
    under_powers,
)
from tests.filings.views.pages import as_person, page, words


@pytest.fixture
def kemi(desk):
    return as_person(desk.kemi)


def listed(response) -> list[int]:
    """The filings on a page, in its order."""
    found: list[int] = []
    for address in page(response).xpath("//main//a/@href"):
        parts = address.strip("/").split("/")
        if parts[0] == "filings" and len(parts) > 1 and parts[1].isdigit() and int(parts[1]) not in found:
            found.append(int(parts[1]))
    return found


def traded(desk, day: dt.date, *owners):
    filing = draft(desk, *owners)
    line(desk, filing, sale(date=day))
    return filing


def test_the_queue_is_empty_on_the_first_day(kemi):
    assert listed(kemi.get(reverse("queue"))) == []


def test_the_most_urgent_report_comes_first_and_one_without_a_date_last(kemi, desk):
    undated = draft(desk)
    later = traded(desk, dt.date(2026, 11, 23))
    late = traded(desk, dt.date(2026, 11, 12))
    sooner = traded(desk, dt.date(2026, 11, 20))
    response = kemi.get(reverse("queue"))
    assert listed(response) == [late.pk, sooner.pk, later.pk, undated.pk]
    assert "business days late" in words(response)


def test_what_is_filed_leaves_the_queue_and_stays_in_the_list(kemi, desk):
    filing = filed(signed_sale(desk), by=desk.kemi)
    assert listed(kemi.get(reverse("queue"))) == []
    assert listed(kemi.get(reverse("filings"))) == [filing.pk]


def test_the_views_of_the_queue_part_it_by_state(kemi, desk):
    drafted = traded(desk, dt.date(2026, 11, 20))
    waiting = reviewed(desk, traded(desk, dt.date(2026, 11, 20)))
    to_file = signed_sale(desk)
    for view, filing in (("draft", drafted), ("sign", waiting), ("file", to_file)):
        assert listed(kemi.get(reverse("queue"), {"view": view})) == [filing.pk]
    assert len(listed(kemi.get(reverse("queue"), {"view": "nonsense"}))) == 3


def test_each_signer_finds_what_waits_for_the_own_signature(desk):
    for_anil = reviewed(desk, traded(desk, dt.date(2026, 11, 20)))
    for_dana = reviewed(desk, under_powers(desk, traded(desk, dt.date(2026, 11, 20), desk.mira)))
    mine = {"view": "mine"}
    assert listed(as_person(desk.anil_login).get(reverse("queue"), mine)) == [for_anil.pk]
    assert listed(as_person(desk.dana).get(reverse("queue"), mine)) == [for_dana.pk]
    assert listed(as_person(desk.kemi).get(reverse("queue"), mine)) == []


@pytest.mark.parametrize("sought", ["ramaswamy", "HARBORWELL", "hbrw", ACCESSION, ACCESSION[-6:]])
def test_a_filing_is_found_by_owner_issuer_symbol_and_accession_number(kemi, desk, sought):
    filing = filed(signed_sale(desk), by=desk.kemi)
    for name in ("filings", "search"):
        assert filing.pk in listed(kemi.get(reverse(name), {"q": sought}))


@pytest.mark.parametrize("sought", ["nobody", "%", "_", "'", '"; DROP TABLE', "\\", "🚢", "x" * 5000])
def test_a_search_for_what_is_not_there_finds_nothing_and_breaks_nothing(kemi, desk, sought):
    signed_sale(desk)
    for name in ("filings", "search"):
        response = kemi.get(reverse(name), {"q": sought})
        assert response.status_code == 200
        assert listed(response) == []


def test_a_search_shows_what_was_sought_as_text(kemi):
    for name in ("filings", "search", "checks"):
        assert "<script>x" not in kemi.get(reverse(name), {"q": "<script>x"}).content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999", "9" * 5000])
def test_a_page_that_is_none_is_the_nearest(kemi, desk, number):
    filing = signed_sale(desk)
    assert listed(kemi.get(reverse("queue"), {"page": number})) == [filing.pk]
    assert listed(kemi.get(reverse("filings"), {"page": number})) == [filing.pk]


def test_a_closing_of_edgar_this_week_is_announced(kemi, desk):
    assert "Thanksgiving" in words(kemi.get(reverse("queue")))
    EdgarCalendarDay.objects.create(
        day=NOW.date() + dt.timedelta(days=2),
        kind="closing",
        name="Mourning",
        source_url="https://www.sec.gov",
    )
    assert "Mourning" in words(kemi.get(reverse("queue")))


def test_the_years_record_counts_what_was_in_time(kemi, desk, clock):
    filed(signed_sale(desk), by=desk.kemi)
    late = traded(desk, dt.date(2026, 11, 12))
    filed(signed(desk, late), by=desk.kemi, accession_number="0001234567-26-000124")
    assert "50.0" in words(kemi.get(reverse("queue")))


def test_in_a_year_whose_calendar_is_not_known_the_queue_still_opens(desk, clock):
    traded(desk, dt.date(2026, 11, 20))
    clock.set(dt.datetime(2028, 1, 4, 9, 0, tzinfo=NOW.tzinfo))
    assert as_person(desk.kemi).get(reverse("queue")).status_code == 200
