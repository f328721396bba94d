"""Whose Form 3 is known to be due or missing, and of whom the desk cannot know."""

import datetime as dt

import pytest

from compliance.calendar import load_calendar
from filings.reports.insiders import FirstReport, first_reports, insiders_of
from people.models import Issuer, Position, ReportingOwner
from tests.filings.harborwell import NOW, draft
from tests.filings.reports.kestrel import MAJA, day, form, form_3, kestrel, lindqvist, line

TODAY = NOW.date()


@pytest.fixture
def alice(keep) -> ReportingOwner:
    """Alice Newman, of whom no report is here; the desk's record of Kestrel begins in March 2025."""
    keep((form("4", day(3, 10, 2025), line(day(3, 10, 2025))), day(3, 12, 2025)))
    return ReportingOwner.objects.create(
        cik="1999009", conformed_name="Newman Alice", first_name="Alice", last_name="Newman"
    )


def appointed(who: ReportingOwner, since: dt.date, until: dt.date | None = None, **values) -> Position:
    told = {"kind": "director"} | values
    told["issuer"] = told.get("issuer") or kestrel()
    return Position.objects.create(owner=who, started_on=since, ended_on=until, **told)


def known_of(who: ReportingOwner, today: dt.date = TODAY) -> list[FirstReport]:
    every = first_reports(insiders_of([kestrel()]), load_calendar(), today)
    return [one.state for one in every if one.insider.owner == who]


def test_a_new_directors_form_3_is_due_on_the_tenth_day_and_missing_after_it(alice):
    """Appointed on 16 November 2026: day 10 is Thanksgiving, so it is due on the Friday."""
    appointed(alice, day(11, 16))
    assert known_of(alice, day(11, 27)) == [FirstReport.DUE]
    assert known_of(alice, day(11, 28)) == [FirstReport.MISSING]


def test_an_appointment_from_before_the_desks_record_is_not_known(alice):
    appointed(alice, day(1, 5, 2025))
    assert known_of(alice) == [FirstReport.NOT_KNOWN]


def test_who_has_any_report_here_may_have_filed_a_form_3_elsewhere(alice, keep):
    keep((form("4", day(6, 2), line(day(6, 2)), by=MAJA), day(6, 4)))
    Position.objects.filter(owner=lindqvist()).update(from_filings=False, started_on=day(5, 4))
    assert known_of(lindqvist()) == [FirstReport.NOT_KNOWN]


def test_a_position_that_was_first_seen_in_a_filing_may_be_older(keep):
    keep((form("4", day(6, 2), line(day(6, 2)), by=MAJA), day(6, 4)))
    assert known_of(lindqvist()) == [FirstReport.NOT_KNOWN]


def test_a_form_3_on_record_settles_it_for_later_positions_too(alice, keep):
    keep((form_3(day(6, 1), MAJA), day(6, 10)))
    appointed(lindqvist(), day(9, 1), kind="officer", title="Chief Executive Officer")
    assert known_of(lindqvist()) == [FirstReport.ON_RECORD]


def test_who_comes_back_after_a_time_owes_another_form_3(alice, keep):
    keep((form_3(day(6, 2, 2025), MAJA), day(6, 10, 2025)))
    Position.objects.filter(owner=lindqvist()).update(ended_on=day(12, 31, 2025), from_filings=False)
    appointed(lindqvist(), day(11, 16))
    assert known_of(lindqvist()) == [FirstReport.ON_RECORD, FirstReport.DUE]


def test_a_change_of_office_without_a_day_between_is_one_time_as_an_insider(alice):
    appointed(alice, day(6, 1), day(8, 31), kind="officer", title="Chief Executive Officer")
    appointed(alice, day(9, 1))
    (one,) = [each for each in insiders_of([kestrel()]) if each.owner == alice]
    assert (one.since, one.until) == (day(6, 1), None)
    assert one.capacities == "Chief Executive Officer, Director"


def test_foreign_insiders_of_before_the_act_owed_form_3_on_its_first_day(alice):
    Issuer.objects.filter(cik="1888001").update(is_foreign_private_issuer=True)
    appointed(alice, day(5, 2, 2025))
    (one,) = [
        each
        for each in first_reports(insiders_of([kestrel()]), load_calendar(), TODAY)
        if each.insider.owner == alice
    ]
    assert (one.state, one.deadline.due_on) == (FirstReport.MISSING, day(3, 18))


@pytest.mark.parametrize(
    "told", [{"kind": "ten_percent_owner"}, {"kind": "director", "reports_at_home": True}]
)
def test_a_mere_holder_of_a_foreign_issuer_and_who_reports_at_home_owe_none(alice, told):
    Issuer.objects.filter(cik="1888001").update(is_foreign_private_issuer=True)
    appointed(alice, day(6, 1), **told)
    assert known_of(alice) == [FirstReport.NOT_OWED]


def test_the_desks_own_drafts_show_since_when_it_keeps_a_record(desk):
    """Harborwell has no past filing here: its record begins with the first draft."""
    bert = ReportingOwner.objects.create(cik="1999010", conformed_name="Oldman Bert", last_name="Oldman")
    appointed(bert, day(11, 10), issuer=desk.issuer)
    calendar = load_calendar()

    def state() -> FirstReport:
        every = first_reports(insiders_of([desk.issuer]), calendar, day(12, 10))
        return next(one.state for one in every if one.insider.owner == bert)

    assert state() is FirstReport.NOT_KNOWN
    filing = draft(desk)
    type(filing).objects.filter(pk=filing.pk).update(created_at=NOW.replace(day=2))
    assert state() is FirstReport.MISSING
