"""Due dates as the field counts them, each with its facts."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.calendar import EdgarCalendar
from filings.ownership.codes import Table
from filings.ownership.deadlines import (
    EASTERN,
    CalendarUnknown,
    Execution,
    business_days_late,
    deemed_execution,
    filing_date,
    form3_deadline,
    form4_deadline,
    form5_deadline,
    report_deadline,
)
from filings.ownership.report import Cell, Coding, DocumentType
from tests.reports import seed_report, typical_report

CALENDAR = EdgarCalendar()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("traded", "due"),
    [
        ("2020-07-15", "2020-07-17"),
        ("2020-07-01", "2020-07-06"),
        ("2019-01-18", "2019-01-23"),
        ("2020-12-23", "2020-12-29"),
        ("2021-06-16", "2021-06-21"),
        ("2025-01-07", "2025-01-10"),
        ("2025-01-08", "2025-01-13"),
        ("2025-12-22", "2025-12-29"),
        ("2025-12-23", "2025-12-30"),
        ("2026-07-02", "2026-07-07"),
        ("2026-10-09", "2026-10-14"),
        ("2026-11-21", "2026-11-24"),
        ("2026-11-24", "2026-11-27"),
        ("2026-11-25", "2026-11-30"),
        ("2026-12-23", "2026-12-28"),
    ],
)
def test_a_trade_is_due_on_the_second_business_day_after_it(traded, due):
    assert form4_deadline(Execution(day(traded)), CALENDAR).due_on == day(due)


def test_a_sale_before_christmas_moves_when_edgar_closes_on_christmas_eve():
    calendar = EdgarCalendar(closings={day("2026-12-24"): "Christmas Eve"})
    assert form4_deadline(Execution(day("2026-12-23")), calendar).due_on == day("2026-12-29")


@pytest.mark.parametrize(
    ("notified", "deemed", "due"),
    [
        ("2026-11-20", "2026-11-20", "2026-11-24"),
        ("2026-11-23", "2026-11-23", "2026-11-25"),
        ("2026-11-30", "2026-11-25", "2026-11-30"),
    ],
)
def test_a_plan_trade_counts_from_the_notice_and_at_most_from_the_third_business_day(notified, deemed, due):
    deadline = form4_deadline(Execution(day("2026-11-20"), True, day(notified)), CALENDAR)
    assert (deadline.traded_on, deadline.executed_on) == (day("2026-11-20"), day(deemed))
    assert deadline.due_on == day(due)
    assert not deadline.provisional


def test_a_plan_trade_without_a_recorded_notice_has_a_provisional_date_at_the_outside_limit():
    deadline = form4_deadline(Execution(day("2026-11-20"), under_plan=True), CALENDAR)
    assert (deadline.executed_on, deadline.due_on) == (day("2026-11-25"), day("2026-11-30"))
    assert deadline.provisional


def test_a_notice_before_the_trade_does_not_bring_the_deadline_forward():
    execution = Execution(day("2026-11-20"), True, day("2026-11-02"))
    assert deemed_execution(execution, CALENDAR) == day("2026-11-20")


def test_a_notice_counts_for_nothing_outside_a_plan():
    execution = Execution(day("2026-11-20"), notified_on=day("2026-11-24"))
    assert form4_deadline(execution, CALENDAR).due_on == day("2026-11-24")


def test_the_count_names_each_day_and_why_it_is_left_out():
    count = form4_deadline(Execution(day("2026-11-25")), CALENDAR).count
    assert [(one.day.day, one.counts, one.number, one.why) for one in count] == [
        (26, False, None, "Thanksgiving Day, EDGAR closed"),
        (27, True, 1, ""),
        (28, False, None, "Saturday"),
        (29, False, None, "Sunday"),
        (30, True, 2, ""),
    ]


def test_the_form_is_due_at_ten_in_the_evening_in_new_york_in_summer_and_in_winter():
    winter = form4_deadline(Execution(day("2026-11-20")), CALENDAR).due_at
    summer = form4_deadline(Execution(day("2026-07-15")), CALENDAR).due_at
    assert winter.astimezone(dt.UTC) == dt.datetime(2026, 11, 25, 3, 0, tzinfo=dt.UTC)
    assert summer.astimezone(dt.UTC) == dt.datetime(2026, 7, 18, 2, 0, tzinfo=dt.UTC)


def test_a_date_that_rests_on_a_computed_calendar_is_provisional():
    assert form4_deadline(Execution(day("2026-12-30")), CALENDAR).provisional
    assert not form4_deadline(Execution(day("2026-12-28")), CALENDAR).provisional


@pytest.mark.parametrize("traded", ["2027-12-30", "9999-12-31", "2002-12-30"])
def test_no_date_is_given_where_the_calendar_ends(traded):
    with pytest.raises(CalendarUnknown):
        form4_deadline(Execution(day(traded)), CALENDAR)
    with pytest.raises(CalendarUnknown):
        form4_deadline(Execution(day(traded), under_plan=True), CALENDAR)


def test_a_fiscal_year_end_at_the_end_of_time_has_no_date():
    with pytest.raises(CalendarUnknown):
        form5_deadline(day("9999-12-31"), CALENDAR)


@pytest.mark.parametrize(
    ("event", "due"),
    [
        ("2026-11-16", "2026-11-27"),
        ("2026-11-02", "2026-11-12"),
        ("2026-11-12", "2026-11-23"),
    ],
)
def test_a_form_3_is_due_ten_calendar_days_after_the_event_or_on_the_next_business_day(event, due):
    assert form3_deadline(day(event), CALENDAR).due_on == day(due)


def test_an_insider_at_the_registration_files_form_3_on_that_day():
    deadline = form3_deadline(day("2026-03-18"), CALENDAR, same_day=True)
    assert deadline.due_on == day("2026-03-18")


def test_a_deadline_that_moves_off_a_holiday_cites_the_rule_that_moves_it():
    moved = form3_deadline(day("2026-11-16"), CALENDAR)
    assert "Rule 0-3(a)" in moved.citation
    assert [(one.day.day, one.number) for one in moved.count][-2:] == [(26, 10), (27, None)]
    assert "Rule 0-3(a)" not in form3_deadline(day("2026-11-02"), CALENDAR).citation


@pytest.mark.parametrize(
    ("year_end", "due"),
    [
        ("2025-12-31", "2026-02-17"),
        ("2026-12-31", "2027-02-16"),
        ("2026-09-30", "2026-11-16"),
    ],
)
def test_a_form_5_is_due_45_days_after_the_fiscal_year_or_on_the_next_business_day(year_end, due):
    assert form5_deadline(day(year_end), CALENDAR).due_on == day(due)


def test_the_grant_of_july_2020_filed_on_tuesday_was_two_business_days_late():
    deadline = report_deadline(seed_report(), CALENDAR)
    assert deadline.due_on == day("2020-07-17")
    assert business_days_late(deadline.due_on, day("2020-07-21"), CALENDAR) == 2


@pytest.mark.parametrize(
    ("filed", "late"), [("2026-11-24", 0), ("2026-11-20", 0), ("2026-11-27", 2), ("2026-11-28", 2)]
)
def test_lateness_counts_business_days_only(filed, late):
    assert business_days_late(day("2026-11-24"), day(filed), CALENDAR) == late


@pytest.mark.parametrize(
    ("accepted", "filed"),
    [
        ("2026-11-24T22:00:00", "2026-11-24"),
        ("2026-11-24T22:00:01", "2026-11-25"),
        ("2026-11-25T22:30:00", "2026-11-27"),
        ("2026-11-28T09:00:00", "2026-11-30"),
    ],
)
def test_a_form_keeps_the_date_until_ten_in_the_evening(accepted, filed):
    instant = dt.datetime.fromisoformat(accepted).replace(tzinfo=EASTERN)
    assert filing_date(instant.astimezone(dt.UTC), CALENDAR) == day(filed)


def test_the_earliest_line_sets_the_date_of_the_report():
    deadline = report_deadline(typical_report(), CALENDAR)
    assert (deadline.traded_on, deadline.due_on) == (day("2026-11-20"), day("2026-11-24"))


def test_a_deemed_date_on_a_line_is_its_day_of_execution():
    report = typical_report()
    rows = tuple(
        msgspec.structs.replace(row, deemed_execution=Cell(day("2026-11-23")))
        for row in report.non_derivative[:1]
    )
    report = msgspec.structs.replace(report, non_derivative=rows, derivative=())
    assert report_deadline(report, CALENDAR).due_on == day("2026-11-25")


def test_a_recorded_plan_trade_counts_from_its_notice_though_the_form_does_not_say_so():
    report = typical_report()
    report = msgspec.structs.replace(report, non_derivative=report.non_derivative[:1], derivative=())
    executions = {(Table.I, 0): Execution(day("2026-11-20"), True, day("2026-11-24"))}
    assert report_deadline(report, CALENDAR, executions).due_on == day("2026-11-27")


def test_a_gift_received_and_reported_early_sets_no_date():
    report = typical_report()
    gift = msgspec.structs.replace(report.non_derivative[0], coding=Coding("5", "G", False))
    alone = msgspec.structs.replace(report, non_derivative=(gift,), derivative=())
    assert report_deadline(alone, CALENDAR) is None
    with_sale = msgspec.structs.replace(alone, non_derivative=(gift, report.non_derivative[3]))
    assert report_deadline(with_sale, CALENDAR).due_on == day("2026-11-25")


def test_an_amendment_has_no_due_date_of_its_own():
    report = msgspec.structs.replace(typical_report(), document_type=DocumentType.FORM_4A)
    assert report_deadline(report, CALENDAR) is None


def test_the_period_of_a_form_3_or_5_sets_its_date():
    report = msgspec.structs.replace(typical_report(), period_of_report=day("2026-09-30"))
    form3 = msgspec.structs.replace(report, document_type=DocumentType.FORM_3)
    form5 = msgspec.structs.replace(report, document_type=DocumentType.FORM_5)
    assert report_deadline(form3, CALENDAR).due_on == day("2026-10-13")
    assert report_deadline(form5, CALENDAR).due_on == day("2026-11-16")


@given(traded=st.dates(dt.date(2003, 1, 1), dt.date(2027, 12, 14)), plan=st.booleans())
def test_every_due_date_has_two_open_days_after_the_execution_and_is_open_itself(traded, plan):
    deadline = form4_deadline(Execution(traded, plan), CALENDAR)
    after = (deadline.executed_on + dt.timedelta(days=n) for n in range(1, 11))
    open_days = [one for one in after if CALENDAR.closing(one) is None]
    assert deadline.due_on == open_days[1]
    assert [one.day for one in deadline.count if one.counts] == open_days[:2]
    between = (traded + dt.timedelta(days=n) for n in range(1, (deadline.executed_on - traded).days + 1))
    assert sum(CALENDAR.closing(one) is None for one in between) == (3 if plan else 0)
    assert business_days_late(traded, deadline.due_on, CALENDAR) == (5 if plan else 2)


@given(notified=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
def test_the_deemed_date_never_leaves_the_three_business_days_after_the_trade(notified):
    traded = day("2026-06-17")
    deemed = deemed_execution(Execution(traded, True, notified), CALENDAR)
    assert traded <= deemed <= day("2026-06-23")
