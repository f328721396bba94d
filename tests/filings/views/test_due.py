"""Wherever a due date stands, its count can be opened; and the late filing of July 2020, however it came here."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from django.test import Client
from django.urls import reverse

from compliance.models import EdgarCalendarDay, User
from filings.demo import demo_load
from filings.models import Filing, FilingState
from filings.ownership.codes import Table
from filings.ownership.report import DocumentType
from filings.services.history import import_sources
from tests.filings.harborwell import (
    NOW,
    Desk,
    draft,
    filed,
    fresh,
    line,
    option,
    reviewed,
    sale,
    signed_sale,
    under_powers,
)
from tests.filings.past import document, submission
from tests.filings.views.pages import as_person, errors, page, submit, words
from tests.reports import seed_report

VERDICT = "Due Fri 17 Jul 2020, filed Tue 21 Jul 2020, 2 business days late"
PLAN = (
    "No plan is on record. Under a Rule 10b5-1 plan, on a day that the insider did not choose, it would have been "
    "due by Wed 22 Jul 2020 at the latest, and in time if the broker's notice came on or after Fri 17 Jul 2020. "
    "Ask before calling it late."
)
COUNT = [
    "0 Wed 15 Jul 2020 the trade; the count starts after it",
    "1 Thu 16 Jul 2020 business day",
    "2 Fri 17 Jul 2020 business day; due by 10:00 p.m. Eastern time",
]


@pytest.fixture
def kemi(desk: Desk) -> Client:
    return as_person(desk.kemi)


def home(filing: Filing) -> str:
    return reverse("filing", args=[filing.pk])


def counts(response) -> list[list[str]]:
    """Every count on a page, a line a day; each stands where it can be opened."""
    lists = page(response).xpath("//details[contains(@class, 'count')]//ol[@class='count-days']")
    return [[" ".join(day.text_content().split()) for day in one.xpath("./li")] for one in lists]


def imported(tmp_path: Path, content: bytes) -> Filing:
    path = tmp_path / "past.txt"
    path.write_bytes(content)
    (one,) = import_sources([str(path)])
    assert one.filing is not None, one.reason
    return one.filing


def test_the_demos_filing_of_july_2020_was_two_business_days_late_and_shows_its_count(db, clock):
    assert demo_load()
    client = as_person(User.objects.get(username="preparer"))
    answer = client.get(home(Filing.objects.get(state=FilingState.FILED)))
    told = words(answer)
    assert VERDICT in told
    assert PLAN in told
    assert counts(answer) == [COUNT]


def test_the_same_filing_imported_with_edgars_header_says_the_same(kemi, tmp_path):
    filing = imported(tmp_path, submission(seed_report(), 1, dt.date(2020, 7, 21)))
    answer = kemi.get(home(filing))
    told = words(answer)
    assert "Filed 2 business days late" in told
    assert VERDICT in told
    assert PLAN in told
    assert counts(answer) == [COUNT]


def test_the_bare_document_is_as_late_as_its_signature_at_least(kemi, tmp_path):
    answer = kemi.get(home(imported(tmp_path, document(seed_report()))))
    told = words(answer)
    assert "Due Fri 17 Jul 2020, signed Tue 21 Jul 2020, at least 2 business days late" in told
    assert "Filing date unknown" in told
    assert counts(answer) == [COUNT]


def test_the_signature_of_a_filing_counts_for_nothing_where_its_filing_date_is_known(kemi, tmp_path):
    answer = kemi.get(home(imported(tmp_path, submission(seed_report(), 1, dt.date(2020, 7, 23)))))
    assert "filed Thu 23 Jul 2020, 4 business days late" in words(answer)
    assert "plan" not in words(answer).partition("In plain words")[0], "no plan reaches so far"


def test_every_page_of_a_filing_opens_its_due_date(desk, kemi):
    filing = draft(desk)
    line(desk, filing, sale())
    reviewed(desk, under_powers(desk, filing))
    expected = [
        "0 Fri 20 Nov 2026 the trade; the count starts after it",
        "– Sat 21 Nov 2026 Saturday",
        "– Sun 22 Nov 2026 Sunday",
        "1 Mon 23 Nov 2026 business day",
        "2 Tue 24 Nov 2026 business day; due by 10:00 p.m. Eastern time",
    ]
    pages = [home(filing), reverse("queue")]
    pages += [
        reverse(f"filing-{name}", args=[filing.pk])
        for name in ("who", "report", "table-1", "notes", "review")
    ]
    for client in (kemi, as_person(desk.dana)):
        opened = [*pages, reverse("filing-sign", args=[filing.pk])] if client is not kemi else pages
        for address in opened:
            answer = client.get(address)
            if answer.status_code == 200:
                assert counts(answer) == [expected], address
    assert as_person(desk.dana).get(reverse("filing-sign", args=[filing.pk])).status_code == 200


def test_a_clock_in_a_list_leads_to_the_count(desk, kemi):
    filing = draft(desk)
    line(desk, filing, sale())
    for address in (reverse("filings"), reverse("search") + "?q=HBRW"):
        (link,) = page(kemi.get(address)).xpath("//td[@data-label='Clock']/a/@href")
        assert link == f"{home(filing)}#due"
    assert page(kemi.get(home(filing))).xpath("//details//*[@id='due']")


def test_a_plan_trade_shows_the_way_to_its_deemed_date(desk, kemi):
    filing = draft(desk)
    line(desk, filing, sale(under_plan=True))
    answer = kemi.get(home(filing))
    assert counts(answer)[0][5] == (
        "0 Wed 25 Nov 2026 business day 3 of 3 after the trade; the latest deemed date; the count starts after it"
    )
    assert "Provisional: the broker's notice is not recorded" in words(answer)


def test_later_lines_are_named_with_their_own_dates(desk, kemi):
    filing = draft(desk)
    line(desk, filing, sale())
    line(desk, filing, sale(date=dt.date(2026, 11, 23), owned_after=Decimal(11_500)))
    line(desk, filing, option(date=dt.date(2026, 11, 23)), table=Table.II)
    assert "By themselves: Table I, line 2, and Table II, line 1 by Wed 25 Nov 2026." in words(
        kemi.get(home(filing))
    )


def test_what_may_wait_for_form_5_says_until_when(desk, kemi):
    filing = draft(desk)
    line(desk, filing, sale(code="G", acquired_disposed="A", price=Decimal(0)))
    answer = kemi.get(home(filing))
    assert "May wait for Form 5" in words(answer)
    assert "Nothing on it is due on Form 4. Due Tue 16 Feb 2027" in words(answer)
    assert counts(answer)[0][-1].startswith("– Tue 16 Feb 2027 the next business day")
    assert "May wait for Form 5" in words(kemi.get(reverse("queue")))


@pytest.mark.parametrize(
    ("form", "period", "verdict", "first"),
    [
        (
            DocumentType.FORM_3,
            dt.date(2020, 7, 6),
            "Due Thu 16 Jul 2020, filed Mon 20 Jul 2020, 2 business days late",
            "0 Mon 6 Jul 2020 the event",
        ),
        (
            DocumentType.FORM_5,
            dt.date(2020, 6, 5),
            "Due Mon 20 Jul 2020, filed Mon 20 Jul 2020, in time",
            "0 Fri 5 Jun 2020 the end of the fiscal year",
        ),
    ],
)
def test_an_imported_form_3_or_5_opens_its_calendar_days(kemi, tmp_path, form, period, verdict, first):
    report = msgspec.structs.replace(
        seed_report(), document_type=form, period_of_report=period, derivative=(), non_derivative=()
    )
    answer = kemi.get(home(imported(tmp_path, submission(report, 1, dt.date(2020, 7, 20)))))
    assert verdict in words(answer)
    assert counts(answer)[0][0].startswith(first)
    assert len(counts(answer)[0]) == {"3": 11, "5": 46}[form]


def test_a_closing_that_is_entered_moves_the_count_on_the_page(desk, kemi):
    filing = draft(desk)
    line(desk, filing, sale())
    EdgarCalendarDay.objects.create(
        day=dt.date(2026, 11, 24), kind="closing", name="Mourning", source_url="https://www.sec.gov/"
    )
    answer = kemi.get(home(filing))
    assert "– Tue 24 Nov 2026 Mourning, EDGAR closed" in counts(answer)[0]
    assert "Due Wed 25 Nov 2026" in words(answer)


@pytest.mark.parametrize("traded", [dt.date(1999, 6, 1), dt.date(2027, 12, 30), dt.date(2099, 1, 5)])
def test_a_trade_that_no_calendar_knows_opens_every_page(desk, kemi, traded):
    filing = draft(desk)
    line(desk, filing, sale(date=traded))
    for address in (
        home(filing),
        reverse("queue"),
        reverse("filings"),
        reverse("filing-review", args=[filing.pk]),
    ):
        assert kemi.get(address).status_code == 200
    assert "calendar of" in words(kemi.get(home(filing)))


# Posting


def test_the_page_of_a_filed_report_takes_the_day_of_its_posting(desk, kemi, clock):
    filing = filed(signed_sale(desk), by=desk.kemi)
    assert "by the end of Tue 24 Nov 2026 (Rule 16a-3(k))" in words(kemi.get(home(filing)))
    clock.set(NOW + dt.timedelta(days=3))
    kemi = as_person(desk.kemi)
    action = reverse("filing-posted", args=[filing.pk])
    assert submit(kemi, home(filing), action, posted_on="11/25/2026").status_code == 302
    told = words(kemi.get(home(filing)))
    assert "Posted on the issuer's website Wed 25 Nov 2026, after Tue 24 Nov 2026" in told
    assert fresh(filing).posted_on == dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("11/20/2026", "filed on 11/23/2026"),
        ("11/24/2026", "not come yet"),
        ("soon", "not a day"),
        ("", "Give the day"),
    ],
)
def test_a_day_on_which_it_cannot_have_been_posted_is_refused_beside_the_box(desk, kemi, typed, said):
    filing = filed(signed_sale(desk), by=desk.kemi)
    answer = submit(kemi, home(filing), reverse("filing-posted", args=[filing.pk]), posted_on=typed)
    assert answer.status_code == 422
    assert said in errors(answer)
    assert page(answer).xpath("//input[@name='posted_on']/@value") == [typed]
    assert fresh(filing).posted_on is None


def test_where_there_is_nothing_to_post_no_form_is_shown(desk, kemi, tmp_path):
    desk.issuer.has_website = False
    desk.issuer.save()
    filing = filed(signed_sale(desk), by=desk.kemi)
    past = imported(tmp_path, submission(seed_report(), 1, dt.date(2020, 7, 21)))
    for one in (filing, past):
        assert not page(kemi.get(home(one))).xpath("//input[@name='posted_on']")
    assert (
        kemi.post(reverse("filing-posted", args=[filing.pk]), {"posted_on": "11/23/2026"}).status_code == 302
    )
    assert fresh(filing).posted_on is None
