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
    Basis,
    CalendarUnknown,
    Execution,
    NoSuchTime,
    business_days_late,
    deemed_execution,
    deferred_deadline,
    eastern_instant,
    filing_date,
    form3_deadline,
    form4_deadline,
    form5_deadline,
    is_inauguration_day,
    plan_alternative,
    plan_for_late_lines,
    posting_day,
    report_deadline,
    report_deadlines,
    steps,
    year_end_after,
)
from filings.ownership.report import Cell, Coding, DocumentType, OwnershipReport
from tests.edgar_days import DAY, is_open, open_days_after
from tests.reports import seed_report, typical_report

CALENDAR = EdgarCalendar()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def told(deadline) -> list[str]:
    """The count as people read it, a line a day."""
    return [
        f"{one.mark} {one.day:%a} {one.day.day} {one.day:%b %Y}: {one.words}".strip()
        for one in steps(deadline)
    ]


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


@pytest.mark.parametrize("traded", ["2027-12-30", "9999-12-31", "2002-12-30", "2002-12-31", "0001-01-01"])
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


@pytest.mark.parametrize("event", ["2002-12-30", "1999-06-01", "2027-12-28"])
def test_a_form_3_has_no_date_where_the_calendar_ends(event):
    with pytest.raises(CalendarUnknown):
        form3_deadline(day(event), CALENDAR)


def test_an_insider_at_the_registration_files_form_3_on_that_day():
    deadline = form3_deadline(day("2026-03-18"), CALENDAR, same_day=True)
    assert (deadline.due_on, deadline.basis) == (day("2026-03-18"), Basis.REGISTRATION)
    assert told(deadline) == [
        "0 Wed 18 Mar 2026: the registration takes effect; due by 10:00 p.m. Eastern time"
    ]


def test_a_registration_on_a_closed_day_moves_the_form_3_to_the_next_business_day():
    deadline = form3_deadline(day("2026-11-26"), CALENDAR, same_day=True)
    assert deadline.due_on == day("2026-11-27")
    assert told(deadline)[-1] == "– Fri 27 Nov 2026: the next business day; due by 10:00 p.m. Eastern time"


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


def of_lines(*rows) -> OwnershipReport:
    """A Form 4 with some lines of Table I."""
    return msgspec.structs.replace(typical_report(), non_derivative=rows, derivative=())


def line(code: str, traded: str, way: str = "D", *, early: bool = False, **changes):
    row = msgspec.structs.replace(
        typical_report().non_derivative[0],
        date=Cell(day(traded)),
        coding=Coding("5" if early else "4", code, False),
        acquired_disposed=Cell(way),
    )
    return msgspec.structs.replace(row, **changes)


@pytest.mark.parametrize("early", [False, True], ids=["without V", "with V"])
@pytest.mark.parametrize(
    ("code", "traded", "way", "due"),
    [
        ("G", "2026-11-20", "D", "2026-11-24"),
        ("G", "2023-02-27", "D", "2023-03-01"),
        ("G", "2023-02-26", "D", None),
        ("G", "2026-11-20", "A", None),
        ("G", "2026-11-20", "", "2026-11-24"),
        ("W", "2026-11-20", "A", None),
        ("Z", "2026-11-20", "D", None),
        ("L", "2026-11-20", "A", None),
        ("S", "2026-11-20", "D", "2026-11-24"),
    ],
    ids=[
        "a gift given", "a gift given on the first day of the rule", "a gift given the day before it",
        "a gift received", "a gift that may be given", "an inheritance", "a voting trust",
        "a small acquisition", "a sale",
    ],
)  # fmt: skip
def test_what_may_wait_for_form_5_sets_no_date_whether_it_is_marked_or_not(code, traded, way, due, early):
    deadline = report_deadline(of_lines(line(code, traded, way, early=early)), CALENDAR)
    assert (deadline and deadline.due_on) == (due and day(due))


@pytest.mark.parametrize(("code", "way"), [("J", "A"), ("A", "A"), ("P", "A")])
def test_the_mark_is_taken_at_its_word_where_the_facts_decide(code, way):
    assert report_deadline(of_lines(line(code, "2026-11-20", way)), CALENDAR).due_on == day("2026-11-24")
    assert report_deadline(of_lines(line(code, "2026-11-20", way, early=True)), CALENDAR) is None


def test_a_gift_received_beside_a_sale_leaves_the_date_to_the_sale():
    report = of_lines(line("G", "2026-11-02", "A", early=True), line("S", "2026-11-23"))
    assert report_deadline(report, CALENDAR).due_on == day("2026-11-25")


def test_a_gift_under_a_plan_is_counted_from_the_notice():
    executions = {(Table.I, 0): Execution(day("2026-11-20"), True, day("2026-11-24"))}
    deadline = report_deadline(of_lines(line("G", "2026-11-20")), CALENDAR, executions)
    assert (deadline.basis, deadline.due_on) == (Basis.DEEMED, day("2026-11-27"))


def test_a_small_acquisition_that_lost_its_exemption_is_due_two_business_days_after_that_day():
    """Bought in June, sold on the Wednesday before Thanksgiving."""
    executions = {(Table.I, 0): Execution(day("2026-06-15"), exemption_lost_on=day("2026-11-25"))}
    deadline = report_deadline(of_lines(line("L", "2026-06-15", "A", early=True)), CALENDAR, executions)
    assert (deadline.basis, deadline.due_on) == (Basis.EXEMPTION_LOST, day("2026-11-30"))
    assert deadline.citation == "Rule 16a-6(b)"
    assert told(deadline)[:2] == [
        "Mon 15 Jun 2026: the small acquisition",
        "0 Wed 25 Nov 2026: the conditions of Rule 16a-6 are no longer met; the count starts after it",
    ]


def test_an_exemption_cannot_be_lost_before_the_trade():
    execution = Execution(day("2026-11-20"), exemption_lost_on=day("2026-11-02"))
    assert form4_deadline(execution, CALENDAR).due_on == day("2026-11-24")


def test_a_notice_matters_no_more_once_an_exemption_was_lost_later():
    waits = Execution(day("2026-11-20"), under_plan=True, exemption_lost_on=day("2026-11-20"))
    assert form4_deadline(waits, CALENDAR).awaits_notice
    over = Execution(day("2026-11-20"), under_plan=True, exemption_lost_on=day("2026-12-01"))
    assert not form4_deadline(over, CALENDAR).awaits_notice
    assert form4_deadline(over, CALENDAR).due_on == day("2026-12-03")


def test_each_line_has_its_own_date_and_the_earliest_rules():
    report = of_lines(line("S", "2026-11-23"), line("S", "2026-11-19"), line("G", "2026-11-02", "A"))
    assert {place: one.due_on for place, one in report_deadlines(report, CALENDAR).items()} == {
        (Table.I, 0): day("2026-11-25"),
        (Table.I, 1): day("2026-11-23"),
    }
    assert report_deadline(report, CALENDAR).due_on == day("2026-11-23")


@pytest.mark.parametrize(
    ("on", "fiscal_year_end", "ends"),
    [
        ("2026-11-20", "1231", "2026-12-31"),
        ("2026-12-31", "1231", "2026-12-31"),
        ("2026-11-20", "0630", "2027-06-30"),
        ("2026-02-10", "0229", "2026-02-28"),
        ("2027-11-20", "0229", "2028-02-29"),
        ("2026-11-20", "0931", "2027-09-30"),
        ("2026-11-20", "1331", None),
        ("2026-11-20", "", None),
        ("9999-12-31", "0630", None),
    ],
)
def test_the_fiscal_year_in_which_a_day_lies(on, fiscal_year_end, ends):
    assert year_end_after(day(on), fiscal_year_end) == (ends and day(ends))


def test_what_may_wait_for_form_5_is_due_45_days_after_the_fiscal_year_of_its_first_trade():
    waiting = of_lines(line("G", "2026-11-20", "A"), line("W", "2026-03-02", "A"))
    assert deferred_deadline(waiting, "1231", CALENDAR).due_on == day("2027-02-16")
    assert deferred_deadline(waiting, "0930", CALENDAR).due_on == day("2026-11-16")
    assert (
        deferred_deadline(of_lines(line("G", "2026-11-20", "A"), line("S", "2026-11-20")), "1231", CALENDAR)
        is None
    )
    assert deferred_deadline(of_lines(), "1231", CALENDAR) is None


def test_a_plan_saves_a_report_only_where_it_saves_each_late_line():
    late, later = Execution(day("2026-11-16")), Execution(day("2026-11-18"))
    plan = plan_for_late_lines([late, later, Execution(day("2026-11-23"))], day("2026-11-23"), CALENDAR)
    assert plan.notified_from == day("2026-11-19")
    assert plan_for_late_lines([late, later], day("2026-11-24"), CALENDAR) is None, "too late for the first"
    assert plan_for_late_lines([later], day("2026-11-20"), CALENDAR) is None, "nothing is late"


def test_a_notice_that_may_still_make_a_plan_trade_the_first_keeps_the_date_provisional():
    """Sold under the plan on Thursday and at will on Friday: told at once, Thursday's would be due on Monday."""
    report = of_lines(line("S", "2026-11-19"), line("S", "2026-11-20"))
    waiting = report_deadline(report, CALENDAR, {(Table.I, 0): Execution(day("2026-11-19"), under_plan=True)})
    assert (waiting.due_on, waiting.awaits_notice, waiting.basis) == (day("2026-11-24"), True, Basis.TRADE)
    later = {(Table.I, 1): Execution(day("2026-11-20"), under_plan=True)}
    assert not report_deadline(report, CALENDAR, later).awaits_notice


def test_an_amendment_has_no_due_date_of_its_own():
    report = msgspec.structs.replace(typical_report(), document_type=DocumentType.FORM_4A)
    assert report_deadline(report, CALENDAR) is None


def test_the_period_of_a_form_3_or_5_sets_its_date():
    report = msgspec.structs.replace(typical_report(), period_of_report=day("2026-09-30"))
    form3 = msgspec.structs.replace(report, document_type=DocumentType.FORM_3)
    form5 = msgspec.structs.replace(report, document_type=DocumentType.FORM_5)
    assert report_deadline(form3, CALENDAR).due_on == day("2026-10-13")
    assert report_deadline(form5, CALENDAR).due_on == day("2026-11-16")


def test_the_count_of_a_plan_trade_begins_with_the_trade():
    """Traded on Friday, told only after Thanksgiving: the third business day is the latest that counts."""
    execution = Execution(day("2026-11-20"), True, day("2026-11-30"))
    assert told(form4_deadline(execution, CALENDAR)) == [
        (
            "Fri 20 Nov 2026: the trade; under a plan, on a day that the insider did not choose; "
            "the broker's notice came on Mon 30 Nov 2026"
        ),
        "– Sat 21 Nov 2026: Saturday",
        "– Sun 22 Nov 2026: Sunday",
        "Mon 23 Nov 2026: business day 1 of 3 after the trade",
        "Tue 24 Nov 2026: business day 2 of 3 after the trade",
        (
            "0 Wed 25 Nov 2026: business day 3 of 3 after the trade; the latest deemed date; "
            "the count starts after it"
        ),
        "– Thu 26 Nov 2026: Thanksgiving Day, EDGAR closed",
        "1 Fri 27 Nov 2026: business day",
        "– Sat 28 Nov 2026: Saturday",
        "– Sun 29 Nov 2026: Sunday",
        "2 Mon 30 Nov 2026: business day; due by 10:00 p.m. Eastern time",
    ]


def test_the_notice_ends_the_days_before_the_count():
    deadline = form4_deadline(Execution(day("2026-11-20"), True, day("2026-11-21")), CALENDAR)
    assert told(deadline)[1] == (
        "0 Sat 21 Nov 2026: Saturday; the broker's notice, deemed date of execution; the count starts after it"
    )
    assert deadline.due_on == day("2026-11-24")
    at_once = form4_deadline(Execution(day("2026-11-20"), True, day("2026-11-20")), CALENDAR)
    assert told(at_once)[0].endswith("the count starts after it")
    assert at_once.due_on == day("2026-11-24")


def test_a_day_on_which_only_the_exchange_is_closed_counts_and_says_so():
    count = told(form4_deadline(Execution(day("2026-04-02")), CALENDAR))
    assert count[1] == "1 Fri 3 Apr 2026: business day; Good Friday: the exchange is closed, EDGAR is open"


def test_inauguration_day_counts_and_is_named_in_the_count():
    deadline = form4_deadline(Execution(day("2021-01-15")), CALENDAR)
    assert deadline.due_on == day("2021-01-20")
    assert "Inauguration Day: EDGAR is open and the day counts" in told(deadline)[-1]
    assert [year for year in range(2003, 2030) if is_inauguration_day(dt.date(year, 1, 20))] == [
        2005, 2009, 2013, 2017, 2021, 2025, 2029,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filed", "notified_from"),
    [("2020-07-20", "2020-07-16"), ("2020-07-21", "2020-07-17"), ("2020-07-22", "2020-07-20")],
)
def test_what_a_plan_would_have_made_of_the_grant_of_july_2020(filed, notified_from):
    plan = plan_alternative(Execution(day("2020-07-15")), day(filed), CALENDAR)
    assert (plan.due_on, plan.notified_from) == (day("2020-07-22"), day(notified_from))
    for notified in (plan.notified_from, plan.notified_from + dt.timedelta(days=1)):
        assert form4_deadline(Execution(day("2020-07-15"), True, notified), CALENDAR).due_on >= day(filed)
    before = Execution(day("2020-07-15"), True, plan.notified_from - dt.timedelta(days=1))
    assert form4_deadline(before, CALENDAR).due_on < day(filed)


def test_no_plan_would_have_saved_a_form_that_came_after_its_latest_day():
    assert plan_alternative(Execution(day("2020-07-15")), day("2020-07-23"), CALENDAR) is None
    known = Execution(day("2020-07-15"), True, day("2020-07-15"))
    assert plan_alternative(known, day("2020-07-20"), CALENDAR) is None
    at_the_end = Execution(day("2027-12-27"))
    assert plan_alternative(at_the_end, day("2027-12-30"), CALENDAR) is None, "its latest day lies in 2028"


@pytest.mark.parametrize(
    ("filed", "post_by"),
    [("2026-11-24", "2026-11-25"), ("2026-11-25", "2026-11-27"), ("2026-12-24", "2026-12-28")],
)
def test_a_form_is_posted_by_the_end_of_the_business_day_after_the_filing(filed, post_by):
    assert posting_day(day(filed), CALENDAR) == day(post_by)


@pytest.mark.parametrize(
    ("utc", "filed"),
    [
        # Ten in the evening of a Friday and of a Monday, on both sides of each change of the clocks.
        ("2026-03-07T03:00:00", "2026-03-06"),
        ("2026-03-07T03:00:01", "2026-03-09"),
        ("2026-03-10T02:00:00", "2026-03-09"),
        ("2026-03-10T02:00:01", "2026-03-10"),
        ("2026-10-31T02:00:00", "2026-10-30"),
        ("2026-10-31T02:00:01", "2026-11-02"),
        ("2026-11-03T03:00:00", "2026-11-02"),
        ("2026-11-03T03:00:01", "2026-11-03"),
        # The hour that comes twice, and the moment at which one is skipped: both on a Sunday.
        ("2026-11-01T05:30:00", "2026-11-02"),
        ("2026-11-01T06:30:00", "2026-11-02"),
        ("2026-03-08T07:00:00", "2026-03-09"),
    ],
)
def test_the_evening_hour_moves_with_the_clocks_of_new_york(utc, filed):
    instant = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert filing_date(instant, CALENDAR) == day(filed)
    assert filing_date(instant.astimezone(EASTERN), CALENDAR) == day(filed)


def test_an_instant_without_a_zone_has_no_filing_date():
    with pytest.raises(ValueError, match="zone"):
        filing_date(dt.datetime(2026, 11, 24, 21, 0), CALENDAR)  # noqa: DTZ001 -- that is the point


def test_a_time_that_new_york_skips_is_none_and_of_one_that_comes_twice_the_first_is_meant():
    with pytest.raises(NoSuchTime, match="03/08/2026"):
        eastern_instant(day("2026-03-08"), dt.time(2, 30))
    twice = eastern_instant(day("2026-11-01"), dt.time(1, 30))
    assert twice.astimezone(dt.UTC) == dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC)
    assert eastern_instant(day("2026-11-01"), dt.time(22)).utcoffset() == dt.timedelta(hours=-5)


@given(
    day_of=st.dates(dt.date(2003, 1, 2), dt.date(2027, 12, 20)),
    time=st.times(),
    later=st.timedeltas(dt.timedelta(0), dt.timedelta(days=3)),
)
def test_a_filing_date_is_open_never_before_its_day_and_never_goes_back(day_of, time, later):
    instant = dt.datetime.combine(day_of, time, dt.UTC)
    filed = filing_date(instant, CALENDAR)
    assert CALENDAR.closing(filed) is None
    assert filed >= instant.astimezone(EASTERN).date()
    assert filing_date(instant + later, CALENDAR) >= filed


# Every day of the calendar, against a count by hand.

EVERY_DAY = [
    dt.date(2003, 1, 1) + DAY * number
    for number in range((dt.date(2027, 12, 20) - dt.date(2003, 1, 1)).days + 1)
]


def test_every_trade_of_25_years_is_due_on_the_second_open_day_after_it():
    wrong = [
        traded
        for traded in EVERY_DAY
        if form4_deadline(Execution(traded), CALENDAR).due_on != open_days_after(traded, 2)
    ]
    assert not wrong


@pytest.mark.parametrize("days_to_notice", [0, 1, 2, 3, 4, 5, 8, 30, None])
def test_every_plan_trade_of_25_years_counts_from_its_notice_or_the_third_open_day(days_to_notice):
    wrong = []
    for traded in EVERY_DAY:
        third = open_days_after(traded, 3)
        notified = None if days_to_notice is None else traded + DAY * days_to_notice
        deemed = third if notified is None or notified > third else notified
        deadline = form4_deadline(Execution(traded, True, notified), CALENDAR)
        if (deadline.executed_on, deadline.due_on) != (deemed, open_days_after(deemed, 2)):
            wrong.append(traded)
        if traded + DAY * len(deadline.deeming) != deemed:
            wrong.append(traded)
    assert not wrong


@pytest.mark.parametrize(("due_of", "days"), [(form3_deadline, 10), (form5_deadline, 45)])
def test_every_form_3_and_5_of_25_years_is_due_so_many_days_on_or_on_the_next_open_day(due_of, days):
    wrong = []
    for event in EVERY_DAY:
        last = event + DAY * days
        if last > dt.date(2027, 12, 30):
            break
        due = last if is_open(last) else open_days_after(last, 1)
        if due_of(event, CALENDAR).due_on != due:
            wrong.append(event)
    assert not wrong


@given(traded=st.dates(dt.date(2003, 1, 1), dt.date(2027, 12, 14)), plan=st.booleans())
def test_a_count_names_every_day_from_the_trade_to_the_due_date_once(traded, plan):
    deadline = form4_deadline(Execution(traded, plan), CALENDAR)
    days = [one.day for one in steps(deadline)]
    assert days == [traded + DAY * number for number in range((deadline.due_on - traded).days + 1)]
    assert business_days_late(traded, deadline.due_on, CALENDAR) == (5 if plan else 2)
    assert [one.day for one in deadline.count if one.counts][-1] == deadline.due_on


@given(notified=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
def test_the_deemed_date_never_leaves_the_three_business_days_after_the_trade(notified):
    traded = day("2026-06-17")
    deemed = deemed_execution(Execution(traded, True, notified), CALENDAR)
    assert traded <= deemed <= day("2026-06-23")
