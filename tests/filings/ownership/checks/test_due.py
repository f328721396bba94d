"""Late, due tonight, and the deemed date of plan trades."""

import datetime as dt

import pytest

from compliance.calendar import EdgarCalendar
from filings.ownership.codes import Table
from filings.ownership.deadlines import EASTERN, Execution
from filings.ownership.findings import Severity
from filings.ownership.report import Cell, DocumentType
from tests.filings.ownership.checks.cases import FRIDAY, TUESDAY, form4, found, only, stock
from tests.reports import seed_report

FIRST = (Table.I, 0)
TOLD_AT_ONCE = Execution(dt.date(2026, 11, 18), True, dt.date(2026, 11, 18))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def sale(traded: str = "2026-11-20", deemed: str | None = None, code: str = "S"):
    cell = Cell(day(deemed)) if deemed else None
    return stock(code, 100, 9, "D", 900, date=Cell(day(traded)), deemed_execution=cell)


def test_a_vesting_on_saturday_filed_on_wednesday_is_one_day_late_and_the_count_says_so():
    finding = only("F4-017", form4(sale("2026-11-14", code="F")), filed_on=day("2026-11-18"))
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "The form was due on Tuesday 17 November 2026 and was filed on Wednesday 18 November 2026, "
        "1 business day past it."
    )
    assert finding.numbers["counted"] == "Mon Nov 16, Tue Nov 17"


def test_a_draft_past_its_day_is_late_and_must_still_be_filed():
    finding = only("F4-017", form4(sale("2026-11-18")))
    assert "is 2 business days past it. File it now" in finding.message


def test_a_later_trade_does_not_delay_an_earlier_one_and_is_not_late_by_itself():
    report = form4(sale("2026-11-18"), sale("2026-11-20"), sale("2026-11-23"), stock("F", 1, 9, "D", 9))
    finding = only("F4-017", report, filed_on=day("2026-11-24"))
    assert finding.message.startswith(
        "The form was due on Friday 20 November 2026 and was filed on Tuesday 24 November 2026, "
        "2 business days past it. Table I, lines 2, 3 and 4 are not late by themselves."
    )
    assert "plan" in finding.message, "it is the first line alone that is late"
    first = form4(sale("2026-11-18"), sale("2026-11-20"))
    assert "Table I, line 2 is not late by itself." in only("F4-017", first).message


def test_a_late_sale_asks_for_the_plan_that_would_put_it_in_time():
    finding = only("F4-017", form4(sale("2026-11-18")), filed_on=day("2026-11-24"))
    assert finding.message.endswith(
        " No plan is on record: under a Rule 10b5-1 plan, and with the broker's notice on or after "
        "20 November 2026, it would be in time."
    )


@pytest.mark.parametrize(
    ("line", "filed_on", "facts"),
    [
        (sale("2026-11-12"), "2026-11-24", {}),
        (sale("2026-11-18", code="F"), "2026-11-24", {}),
        (sale("2026-11-18"), "2026-11-24", {"insider_chose_date": frozenset({FIRST})}),
        (sale("2026-11-18"), "2026-11-24", {"executions": {FIRST: TOLD_AT_ONCE}}),
    ],
    ids=["too late for any plan", "shares withheld", "the insider chose the day", "a plan on record"],
)  # fmt: skip
def test_where_no_plan_could_help_nothing_is_said_of_one(line, filed_on, facts):
    assert "plan" not in only("F4-017", form4(line), filed_on=day(filed_on), **facts).message


def test_a_form_on_its_due_day_is_not_late():
    assert not found("F4-017", form4(sale("2026-11-20")))


def test_a_draft_left_lying_until_the_calendar_ends_is_late_without_a_number():
    report = form4(sale("2027-12-15"), signatures=())
    assert "and is past it. File it now" in only("F4-017", report, today=day("2028-02-01")).message


def test_a_document_without_a_filing_date_is_as_late_as_its_signature_at_least():
    assert only("F4-017", seed_report()).message == (
        "The form was due on Friday 17 July 2020 and was signed on Tuesday 21 July 2020, at least "
        "2 business days past it; the document does not tell its filing date."
    )
    filed = only("F4-017", seed_report(), filed_on=dt.date(2020, 7, 22))
    assert "was filed on Wednesday 22 July 2020, 3 business days past it." in filed.message


def test_at_the_end_of_the_calendar_a_late_form_is_late_without_a_word_of_plans():
    report = form4(sale("2027-12-27"), signatures=())
    assert "plan" not in only("F4-017", report, today=day("2027-12-30")).message


def test_an_amendment_is_never_late():
    assert not found("F4-017", form4(sale("2026-10-01"), document_type=DocumentType.FORM_4A))


def test_a_plan_trade_is_not_late_before_its_own_count_ends():
    execution = {FIRST: Execution(day("2026-11-18"), True, day("2026-11-20"))}
    assert not found("F4-017", form4(sale("2026-11-18")), executions=execution)


@pytest.mark.parametrize(
    ("hour", "words"), [(17, None), (19, "3 h 00 min are left"), (23, "next business day")]
)
def test_the_evening_of_the_due_day(hour, words):
    now = dt.datetime(2026, 11, 24, hour, tzinfo=EASTERN)
    findings = found("F4-018", form4(sale()), now=now)
    assert (words in findings[0].message) if words else not findings


def test_the_evening_before_the_due_day_is_quiet():
    assert not found("F4-018", form4(sale()), now=dt.datetime(2026, 11, 23, 21, tzinfo=EASTERN))


def test_a_deemed_date_is_for_plan_trades():
    assert only("F4-019", form4(sale(deemed="2026-11-23"))).severity is Severity.WARNING


@pytest.mark.parametrize(
    ("report", "facts"),
    [
        (form4(sale(deemed="2026-11-23"), aff10b5_one=True), {}),
        (form4(sale(deemed="2026-11-23", code="I")), {}),
        (form4(sale(deemed="2026-11-23")), {"executions": {FIRST: Execution(FRIDAY, True)}}),
        (form4(sale(deemed="2026-11-23"), remarks="Under a Rule 10b5-1 plan of 2022."), {}),
        (form4(sale()), {}),
    ],
    ids=["box", "code I", "on record", "remarks", "no deemed date"],
)
def test_a_deemed_date_under_a_plan_passes(report, facts):
    assert not found("F4-019", report, **facts)


@pytest.mark.parametrize(
    ("deemed", "fires"),
    [("2026-11-19", True), ("2026-11-20", False), ("2026-11-25", False), ("2026-11-27", True)],
)
def test_a_deemed_date_lies_within_three_business_days_after_the_trade(deemed, fires):
    findings = found("F4-020", form4(sale(deemed=deemed)))
    assert [one.severity for one in findings] == ([Severity.ERROR] if fires else [])


def test_a_plan_trade_without_its_notice_asks_for_it():
    report = form4(sale())
    assert found("F4-021", report, executions={FIRST: Execution(FRIDAY, True)})
    assert not found("F4-021", report, executions={FIRST: Execution(FRIDAY, True, FRIDAY)})
    assert not found("F4-021", report)


def test_an_insider_who_chose_the_day_has_no_deemed_date():
    chosen = frozenset({FIRST})
    assert found("F4-022", form4(sale(deemed="2026-11-23")), insider_chose_date=chosen)
    assert not found("F4-022", form4(sale()), insider_chose_date=chosen)
    assert not found("F4-022", form4(sale(deemed="2026-11-23")))


def test_a_trade_of_a_year_without_a_calendar_has_no_due_date_and_says_so():
    report = form4(sale("2027-12-30"), signatures=())
    finding = only("F4-061", report, today=day("2027-12-30"))
    assert finding.severity is Severity.WARNING
    assert finding.numbers == {"year": "2028"}
    assert "count two business days on by the SEC's calendar" in finding.message
    assert not found("F4-017", report, today=day("2027-12-30"))
    assert not found("F4-061", form4(sale()))


@pytest.mark.parametrize(
    ("traded", "words"),
    [
        ("2026-12-18", "Christmas"),
        ("2026-12-30", "not yet published EDGAR's calendar of 2027"),
        ("2026-12-16", None),
    ],
)
def test_due_dates_that_a_special_closing_may_move(traded, words):
    report = form4(sale(traded), signatures=())
    findings = found("F4-062", report, today=day(traded))
    assert (words in findings[0].message) if words else not findings


def test_a_filed_report_has_no_due_date_to_watch():
    assert not found("F4-062", form4(sale("2026-12-18"), signatures=()), filed_on=day("2026-12-21"))


@pytest.mark.parametrize(
    ("traded", "year"),
    [("1999-06-01", "1999"), ("2002-12-31", "2002"), ("9999-12-31", "9999"), ("0001-01-01", "1")],
)
def test_a_trade_that_no_calendar_knows_has_a_finding_and_breaks_nothing(traded, year):
    assert only("F4-061", form4(sale(traded)), today=TUESDAY).numbers == {"year": year}


@pytest.mark.parametrize(("document", "days"), [("3", "ten days on"), ("5", "45 days on")])
def test_without_a_calendar_each_form_says_how_to_count(document, days):
    report = form4(document_type=DocumentType(document), period_of_report=day("2027-12-30"), signatures=())
    assert days in only("F4-061", report, today=day("2027-12-30")).message


def test_what_was_due_on_inauguration_day_may_have_been_let_come_later():
    report = form4(sale("2021-01-15"), signatures=())
    late = only("F4-062", report, filed_on=day("2021-01-21"))
    assert late.severity is Severity.INFO
    assert "Inauguration Day, Wednesday 20 January 2021" in late.message
    assert found("F4-062", report, today=day("2021-01-19"))
    assert not found("F4-062", report, filed_on=day("2021-01-20")), "filed in time"
    assert not found("F4-062", form4(sale("2022-01-18"), signatures=()), filed_on=day("2022-01-21"))


def posted(today: str, **facts):
    known = {"filed_on": day("2026-11-24"), "keeps_website": True, "today": day(today)} | facts
    return found("F4-066", form4(sale()), **known)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-11-24", "Post the report on the issuer's website by the end of Wednesday 25 November 2026"),
        ("2026-11-25", "Post the report on the issuer's website by the end of Wednesday 25 November 2026"),
        (
            "2026-11-26",
            "had to be on the issuer's website by the end of Wednesday 25 November 2026: post it today",
        ),
        ("2027-11-25", "post it today"),
        ("2027-11-26", None),
    ],
)
def test_a_filed_report_is_posted_by_the_end_of_the_next_business_day_and_stays_for_a_year(today, words):
    findings = posted(today)
    assert [one.severity for one in findings] == ([Severity.INFO] if words else [])
    assert not words or words in findings[0].message


def test_nothing_is_asked_of_what_is_posted_or_of_an_issuer_without_a_website():
    assert not posted("2026-11-30", posted_on=day("2026-11-25"))
    assert not posted("2026-11-30", keeps_website=False)
    assert not posted("2026-11-30", filed_on=None)
    assert not found("F4-066", form4(sale(), schema_version="X0609"), filed_on=FRIDAY, keeps_website=True), (
        "a past filing that was imported"
    )


def test_a_closing_entered_on_the_eve_moves_the_late_count():
    report = form4(sale("2026-12-23"), signatures=())
    closed = EdgarCalendar(closings={day("2026-12-24"): "Christmas Eve"})
    assert found("F4-017", report, today=day("2026-12-29"))
    assert not found("F4-017", report, today=day("2026-12-29"), calendar=closed)
