"""Due dates of open filings when EDGAR's calendar changes."""

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
from compliance.models import EdgarCalendarDay
from filings.models import Filing, TableRow
from filings.ownership.codes import CODES
from filings.services.due import due_date_set, due_dates_refresh
from tests.filings.harborwell import FRIDAY, draft, filed, fresh, line, sale, signed, signed_sale

NOTICE = "https://www.sec.gov/submit-filings/filer-support-resources/edgar-calendar"
MONDAY = dt.date(2026, 11, 23)


def entered(day: dt.date, kind: str = "closing") -> EdgarCalendarDay:
    return EdgarCalendarDay.objects.create(day=day, kind=kind, name="Mourning", source_url=NOTICE)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """What waits for the end of a transaction happens at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_closing_moves_what_is_open_and_its_removal_moves_it_back(desk, at_once):
    filing = draft(desk)
    line(desk, filing, sale())
    with at_once():
        entry = entered(MONDAY)
    assert fresh(filing).due_on == dt.date(2026, 11, 25)
    with at_once():
        entry.delete()
    assert fresh(filing).due_on == dt.date(2026, 11, 24)


def test_an_entry_that_is_put_on_another_day_counts_for_both(desk, at_once):
    filing = draft(desk)
    line(desk, filing, sale())
    with at_once():
        entry = entered(MONDAY)
    with at_once():
        entry.day = dt.date(2026, 12, 24)
        entry.save()
    assert fresh(filing).due_on == dt.date(2026, 11, 24)


def test_each_filing_that_moved_has_one_event_with_both_dates(desk, at_once):
    moved, other = draft(desk), draft(desk)
    line(desk, moved, sale())
    line(desk, other, sale(date=dt.date(2026, 11, 24)))
    before = Event.objects.count()
    with at_once():
        entered(dt.date(2026, 11, 24))
    assert Event.objects.count() == before + 1
    event = history(moved)[0]
    assert (event.actor, event.changes) == (None, {"due_on": ["2026-11-24", "2026-11-25"]})


def test_what_is_signed_and_not_yet_filed_moves_and_what_is_filed_stays(desk, at_once):
    gone = filed(signed_sale(desk), by=desk.kemi)
    waiting = draft(desk)
    line(desk, waiting, sale(owned_after=Decimal(11_500)))
    waiting = signed(desk, waiting)
    with at_once():
        entered(dt.date(2026, 11, 24))
    assert fresh(waiting).due_on == dt.date(2026, 11, 25)
    assert fresh(gone).due_on == dt.date(2026, 11, 24)


def test_a_closing_that_no_count_runs_over_reads_no_line(desk, at_once):
    line(desk, draft(desk), sale())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert due_dates_refresh(dt.date(2026, 12, 24)) == 0
    assert len(queries) == 1


def test_a_release_that_knows_another_closing_counts_everything_again(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    Filing.objects.filter(pk=filing.pk).update(due_on=dt.date(2026, 11, 23))
    call_command("migrate", verbosity=0)
    assert fresh(filing).due_on == dt.date(2026, 11, 24)


def test_a_due_date_that_the_calendar_could_not_tell_is_found_when_it_can(desk, at_once):
    with at_once():
        entry = entered(dt.date(2027, 12, 30))
    filing = draft(desk, on=dt.date(2026, 11, 20))
    line(desk, filing, sale(date=dt.date(2027, 12, 28)))
    assert fresh(filing).due_on is None, "the count runs into 2028"
    with at_once():
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
        before = [kept(filing) for filing in filings]
        entry = entered(closed)
        moved = due_dates_refresh(closed)
        after = [kept(filing) for filing in filings]
        assert moved == sum(one != other for one, other in zip(before, after, strict=True))
        for filing in map(fresh, filings):
            assert not due_date_set(filing), "alone it would be counted otherwise"
        entry.delete()
        due_dates_refresh(closed)
        assert [kept(filing) for filing in filings] == before
        transaction.set_rollback(True)


def kept(filing: Filing) -> tuple[dt.date | None, bool]:
    filing = fresh(filing)
    return filing.due_on, filing.due_is_provisional
