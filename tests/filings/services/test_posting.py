"""The posting of a filed report on the issuer's website."""

import datetime as dt

import pytest

from compliance.audit.log import history
from filings.models import Filing
from filings.services.archive import ImpossiblePosting, filing_amend, filing_record_posting
from filings.services.editing import NotEditable
from filings.services.review import examine
from tests.filings.harborwell import NOW, draft, filed, fresh, line, sale, signed_sale

MONDAY, TUESDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 24)


@pytest.fixture
def gone(desk) -> Filing:
    """A sale that was filed on Monday."""
    return filed(signed_sale(desk), by=desk.kemi)


def post(desk, filing: Filing, day: dt.date) -> Filing:
    return filing_record_posting(actor=desk.dana, filing_id=filing.pk, posted_on=day)


def said(filing: Filing) -> list[str]:
    return [one.message for one in examine(fresh(filing)).findings if one.check == "F4-066"]


def test_a_filed_report_is_to_be_posted_until_somebody_says_when_it_was(desk, clock, gone):
    (asked,) = said(gone)
    assert asked == (
        "Post the report on the issuer's website by the end of Tuesday 24 November 2026, and record the day on "
        "the filing's page."
    )
    clock.set(NOW + dt.timedelta(days=2))
    assert "had to be on the issuer's website" in said(gone)[0]
    post(desk, gone, TUESDAY)
    assert fresh(gone).posted_on == TUESDAY
    assert said(gone) == []
    event = history(gone)[0]
    assert (event.actor, event.changes) == (desk.dana, {"posted_on": ["", "2026-11-24"]})


def test_a_day_that_was_recorded_wrongly_is_corrected_and_the_log_keeps_both(desk, clock, gone):
    clock.set(NOW + dt.timedelta(days=2))
    post(desk, gone, TUESDAY)
    post(desk, gone, MONDAY)
    assert history(gone)[0].changes == {"posted_on": ["2026-11-24", "2026-11-23"]}
    before = history(gone).count()
    post(desk, gone, MONDAY)
    assert history(gone).count() == before, "nothing changed"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 11, 20), "filed on 11/23/2026"),
        (TUESDAY, "not come yet"),
        (dt.date(2062, 11, 23), "not come yet"),
    ],
)
def test_a_report_is_posted_neither_before_it_is_filed_nor_tomorrow(desk, gone, day, words):
    with pytest.raises(ImpossiblePosting, match=words):
        post(desk, gone, day)
    assert fresh(gone).posted_on is None


def test_what_is_not_filed_is_not_posted(desk, gone):
    started = draft(desk)
    line(desk, started, sale())
    for filing in (started, filing_amend(actor=desk.kemi, filing_id=gone.pk)):
        with pytest.raises(NotEditable, match="filed from here"):
            post(desk, filing, MONDAY)


def test_an_issuer_without_a_website_has_nothing_to_post(desk, gone):
    desk.issuer.has_website = False
    desk.issuer.save()
    assert said(gone) == []
    with pytest.raises(NotEditable, match="keeps no website"):
        post(desk, gone, MONDAY)


def test_after_a_year_nobody_asks_any_more(desk, clock, gone):
    clock.set(NOW + dt.timedelta(days=367))
    assert said(gone) == []
