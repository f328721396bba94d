"""Due dates when EDGAR's calendar changes: of what is open, and of what was filed or imported long ago."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.audit.log import history
from compliance.audit.models import Event
from compliance.calendar import eastern_now, load_calendar
from compliance.models import EdgarCalendarDay
from filings.clock import read_clock
from filings.models import Filing, TableRow
from filings.ownership.codes import CODES
from filings.ownership.report import DocumentType, OwnershipReport
from filings.reports.fiscal_year import FiscalYear
from filings.reports.late import late_reports
from filings.services.due import due_date_set, due_dates_refresh
from filings.services.history import import_sources
from tests.filings import past
from tests.filings.harborwell import FRIDAY, draft, filed, fresh, line, sale, signed, signed_sale
from tests.filings.past import submission

NOTICE = "https://www.sec.gov/submit-filings/filer-support-resources/edgar-calendar"
MONDAY = dt.date(2026, 11, 23)


def entered(day: dt.date, kind: str = "closing") -> EdgarCalendarDay:
    return EdgarCalendarDay.objects.create(day=day, kind=kind, name="Mourning", source_url=NOTICE)


def test_a_closing_moves_what_is_open_and_its_removal_moves_it_back(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    entry = entered(MONDAY)
    assert fresh(filing).due_on == dt.date(2026, 11, 25)
    entry.delete()
    assert fresh(filing).due_on == dt.date(2026, 11, 24)


def test_an_entry_that_is_put_on_another_day_counts_for_both(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    entry = entered(MONDAY)
    entry.day = dt.date(2026, 12, 24)
    entry.save()
    assert fresh(filing).due_on == dt.date(2026, 11, 24)


def test_each_filing_that_moved_has_one_event_with_both_dates(desk):
    moved, other = draft(desk), draft(desk)
    line(desk, moved, sale())
    line(desk, other, sale(date=dt.date(2026, 11, 24)))
    before = Event.objects.count()
    entered(dt.date(2026, 11, 24))
    assert Event.objects.count() == before + 1
    event = history(moved)[0]
    assert (event.actor, event.changes) == (None, {"due_on": ["2026-11-24", "2026-11-25"]})


def test_what_is_signed_and_what_is_filed_move_as_well(desk):
    gone = filed(signed_sale(desk), by=desk.kemi)
    waiting = draft(desk)
    line(desk, waiting, sale(owned_after=Decimal(11_500)))
    waiting = signed(desk, waiting)
    entered(dt.date(2026, 11, 24))
    assert fresh(waiting).due_on == fresh(gone).due_on == dt.date(2026, 11, 25)


TUESDAY, WEDNESDAY, THURSDAY, NEXT_FRIDAY = (dt.date(2020, 3, number) for number in (3, 4, 5, 6))


@pytest.fixture
def keep(db, tmp_path):
    """Imports a past form that was filed on a day."""

    def kept_as(report: OwnershipReport, filed_on: dt.date) -> Filing:
        path = tmp_path / "form.txt"
        path.write_bytes(submission(report, Filing.objects.count() + 1, filed_on))
        (outcome,) = import_sources([str(path)])
        return fresh(outcome.filing)

    return kept_as


@pytest.fixture
def imported(keep):
    """A past sale of a Tuesday that was filed on the Friday after it."""
    return keep(past.sale(TUESDAY), NEXT_FRIDAY)


def how_late(filing: Filing) -> str:
    return read_clock(fresh(filing), load_calendar(), eastern_now()).text


def late_in_2020(filing: Filing) -> list[Filing]:
    year = FiscalYear(ended_on=dt.date(2020, 12, 31), starts_on=dt.date(2020, 1, 1))
    return [one.filing for one in late_reports(filing.issuer, year, load_calendar())]


@pytest.mark.parametrize("closed", [WEDNESDAY, THURSDAY])
def test_a_past_form_is_in_time_once_the_closing_is_entered_and_late_again_without_it(imported, closed):
    assert how_late(imported) == "Filed 1 business day late"
    assert late_in_2020(imported) == [imported]
    entry = entered(closed)
    assert fresh(imported).due_on == NEXT_FRIDAY
    assert how_late(imported) == "Filed in time"
    assert late_in_2020(imported) == []
    assert history(imported)[0].changes == {"due_on": ["2020-03-05", "2020-03-06"]}
    entry.delete()
    assert how_late(imported) == "Filed 1 business day late"
    assert late_in_2020(imported) == [imported]


def test_a_past_form_that_was_in_time_is_late_once_edgar_is_known_to_have_been_open(keep):
    """Filed on the Tuesday after Presidents' Day, had that been an ordinary Monday: a day late."""
    filing = keep(past.sale(dt.date(2020, 2, 13)), dt.date(2020, 2, 18))
    assert late_in_2020(filing) == []
    entered(dt.date(2020, 2, 17), "opening")
    assert late_in_2020(filing) == [filing]


def test_a_past_amendment_has_no_due_date_of_its_own_whatever_is_closed(imported, keep):
    report = past.sale(
        TUESDAY,
        owned_after=8_900,
        document_type=DocumentType.FORM_4A,
        date_of_original_submission=NEXT_FRIDAY,
    )
    amendment = keep(report, NEXT_FRIDAY)
    entered(WEDNESDAY)
    assert fresh(amendment).due_on is None


def test_a_form_5_after_a_closing_at_the_end_of_its_forty_five_days(keep):
    """Due on 14 February 2019; with that day closed, on the 15th."""
    report = past.sale(dt.date(2018, 12, 31), document_type=DocumentType.FORM_5)
    filing = keep(report, dt.date(2019, 2, 15))
    assert filing.due_on == dt.date(2019, 2, 14)
    entered(dt.date(2019, 2, 14))
    assert fresh(filing).due_on == dt.date(2019, 2, 15)


def test_the_administration_tells_of_the_entry_after_what_it_moved(desk, imported, client):
    desk.ruth.is_staff = True
    desk.ruth.save()
    client.force_login(desk.ruth)
    day = {"day": WEDNESDAY, "kind": "closing", "name": "Mourning", "source_url": NOTICE}
    client.post("/admin/compliance/edgarcalendarday/add/", day)
    assert fresh(imported).due_on == NEXT_FRIDAY
    entry = EdgarCalendarDay.objects.get()
    client.post(f"/admin/compliance/edgarcalendarday/{entry.pk}/delete/", {"post": "yes"})
    assert fresh(imported).due_on == THURSDAY
    told = [(one.subject_type, one.verb) for one in Event.objects.order_by("number")][-4:]
    moved = ("filings.filing", "counted the due date again after a change of EDGAR's calendar")
    assert told == [
        moved,
        ("compliance.edgarcalendarday", "added this EDGAR calendar day in the administration"),
        moved,
        ("compliance.edgarcalendarday", f"deleted the EDGAR calendar day {entry} in the administration"),
    ]


def test_a_change_that_is_not_kept_moves_nothing(imported):
    with pytest.raises(RuntimeError), transaction.atomic():
        entered(WEDNESDAY)
        raise RuntimeError
    assert fresh(imported).due_on == THURSDAY
    assert load_calendar().closing(WEDNESDAY) is None


def test_a_closing_that_no_count_runs_over_reads_no_line(desk):
    line(desk, draft(desk), sale())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert due_dates_refresh(dt.date(2026, 12, 24)) == 0
    assert not [one for one in queries if TableRow._meta.db_table in one["sql"]]


def test_a_release_that_knows_another_closing_counts_everything_again(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    Filing.objects.filter(pk=filing.pk).update(due_on=dt.date(2026, 11, 23))
    call_command("migrate", verbosity=0)
    assert fresh(filing).due_on == dt.date(2026, 11, 24)


def test_a_due_date_that_the_calendar_could_not_tell_is_found_when_it_can(desk):
    entry = entered(dt.date(2027, 12, 30))
    filing = draft(desk, on=dt.date(2026, 11, 20))
    line(desk, filing, sale(date=dt.date(2027, 12, 28)))
    assert fresh(filing).due_on is None, "the count runs into 2028"
    entry.delete()
    assert fresh(filing).due_on == dt.date(2027, 12, 30)


def test_a_small_acquisition_that_the_draft_makes_too_large_is_due(desk):
    """Two purchases of $6,000 in six months: the second ends the deferral of both."""
    filing = draft(desk)
    bought = {"code": "L", "acquired_disposed": "A", "amount": Decimal(100), "price": Decimal(60)}
    line(desk, filing, sale(**bought, date=dt.date(2026, 10, 1)))
    assert fresh(filing).due_on is None, "it may wait for Form 5"
    line(desk, filing, sale(**bought, date=FRIDAY))
    assert fresh(filing).due_on == dt.date(2026, 11, 24)


DAYS = st.dates(dt.date(2026, 11, 1), dt.date(2026, 12, 31))
LINES = st.fixed_dictionaries(
    {
        "date": st.none() | DAYS,
        "code": st.sampled_from([*sorted(CODES), ""]),
        "acquired_disposed": st.sampled_from(["A", "D", ""]),
        "is_early": st.booleans(),
        "under_plan": st.booleans(),
        "insider_chose_date": st.booleans(),
        "notified_on": st.none() | DAYS,
        "from_issuer": st.booleans(),
        "amount": st.sampled_from([None, Decimal(10), Decimal(900)]),
        "price": st.sampled_from([None, Decimal(9), Decimal(60)]),
    }
)


@given(
    reports=st.lists(st.lists(LINES, max_size=4), min_size=1, max_size=4),
    amendment=st.booleans(),
    closed=DAYS,
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counting_many_again_gives_what_counting_one_gives(desk, reports, amendment, closed):
    with transaction.atomic():
        filings = []
        for number, lines in enumerate(reports):
            form_type = "4/A" if amendment and not number else "4"
            filing = Filing.objects.create(issuer=desk.issuer, created_by=desk.kemi, form_type=form_type)
            TableRow.objects.bulk_create(
                TableRow(filing=filing, table="I", title="Common Stock", position=place, **values)
                for place, values in enumerate(lines, start=1)
            )
            due_date_set(filing)
            filing.save()
            filings.append(filing)
        before, events = [kept(filing) for filing in filings], Event.objects.count()
        entry = entered(closed)
        after = [kept(filing) for filing in filings]
        moved = sum(one != other for one, other in zip(before, after, strict=True))
        assert Event.objects.count() == events + moved
        assert due_dates_refresh() == 0, "a date that the day moves was not counted"
        for filing in map(fresh, filings):
            assert not due_date_set(filing), "alone it would be counted otherwise"
        entry.delete()
        assert [kept(filing) for filing in filings] == before
        transaction.set_rollback(True)


def kept(filing: Filing) -> tuple[dt.date | None, bool]:
    filing = fresh(filing)
    return filing.due_on, filing.due_is_provisional
