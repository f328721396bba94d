"""When something is due that stands on no filing yet."""

import datetime as dt

import pytest

from compliance.calendar import EdgarCalendar
from filings.ownership.deadlines import (
    Basis,
    CalendarUnknown,
    Contradiction,
    DueAnswer,
    DueQuestion,
    Gift,
    answer,
    eastern_instant,
)

CALENDAR = EdgarCalendar()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def ask(on: str, **facts) -> DueAnswer:
    return answer(DueQuestion(on=day(on), **facts), CALENDAR)


# The worked examples of the field, each with its facts.
@pytest.mark.parametrize(
    ("on", "facts", "due"),
    [
        ("2020-07-15", {}, "2020-07-17"),
        ("2020-07-01", {}, "2020-07-06"),
        ("2019-01-18", {}, "2019-01-23"),
        ("2020-12-23", {}, "2020-12-29"),
        ("2021-06-16", {}, "2021-06-21"),
        ("2025-01-07", {}, "2025-01-10"),
        ("2025-01-08", {}, "2025-01-13"),
        ("2025-12-22", {}, "2025-12-29"),
        ("2025-12-23", {}, "2025-12-30"),
        ("2026-07-02", {}, "2026-07-07"),
        ("2026-10-09", {}, "2026-10-14"),
        ("2026-11-21", {"gift": Gift.GIVEN}, "2026-11-24"),
        ("2026-11-24", {}, "2026-11-27"),
        ("2026-11-25", {}, "2026-11-30"),
        ("2026-11-20", {"under_plan": True, "notified_on": day("2026-11-23")}, "2026-11-25"),
        ("2026-11-20", {"under_plan": True, "notified_on": day("2026-11-30")}, "2026-11-30"),
        ("2020-07-15", {"under_plan": True}, "2020-07-22"),
        ("2026-12-23", {}, "2026-12-28"),
        ("2026-11-16", {"form": "3"}, "2026-11-27"),
        ("2025-12-31", {"form": "5"}, "2026-02-17"),
        ("2026-12-31", {"form": "5"}, "2027-02-16"),
        ("2026-09-30", {"form": "5"}, "2026-11-16"),
    ],
)
def test_the_worked_examples(on, facts, due):
    assert ask(on, **facts).deadline.due_on == day(due)


def test_a_closing_entered_for_christmas_eve_moves_the_sale_of_the_23rd():
    closed = EdgarCalendar(closings={day("2026-12-24"): "Christmas Eve"})
    assert answer(DueQuestion(on=day("2026-12-23")), closed).deadline.due_on == day("2026-12-29")


def test_filed_on_the_tuesday_it_was_two_business_days_late_and_a_plan_might_have_saved_it():
    told = ask("2020-07-15", filed=day("2020-07-21"))
    assert (told.business_days_late, told.post_by) == (2, day("2020-07-22"))
    assert (told.plan.due_on, told.plan.notified_from) == (day("2020-07-22"), day("2020-07-17"))
    planned = ask("2020-07-15", filed=day("2020-07-21"), under_plan=True)
    assert (planned.business_days_late, planned.plan) == (0, None)
    chosen = ask("2020-07-15", filed=day("2020-07-21"), under_plan=True, insider_chose_date=True)
    assert (chosen.business_days_late, chosen.plan) == (2, None)


@pytest.mark.parametrize(("time", "filed", "late"), [((22, 0), "2026-11-24", 0), ((22, 1), "2026-11-25", 1)])
def test_a_form_accepted_after_ten_has_the_next_days_date(time, filed, late):
    told = ask("2026-11-20", filed=eastern_instant(day("2026-11-24"), dt.time(*time)))
    assert (told.filed_on, told.business_days_late) == (day(filed), late)


def test_a_discretionary_transaction_counts_like_a_plan_trade():
    told = ask("2026-11-20", discretionary=True, notified_on=day("2026-11-24"))
    assert (told.deadline.basis, told.deadline.due_on) == (Basis.DEEMED, day("2026-11-27"))


def test_a_day_that_the_insider_chose_has_no_deemed_date():
    told = ask("2026-11-20", under_plan=True, insider_chose_date=True, notified_on=day("2026-11-24"))
    assert told.deadline.due_on == day("2026-11-24")
    assert "chose the day" in told.notes[0]


@pytest.mark.parametrize(
    ("on", "gift", "waits"),
    [
        ("2026-11-20", Gift.RECEIVED, True),
        ("2023-02-26", Gift.GIVEN, True),
        ("2023-02-27", Gift.GIVEN, False),
    ],
)
def test_which_gifts_may_wait_for_form_5(on, gift, waits):
    told = ask(on, gift=gift)
    assert (told.deadline is None) is waits
    assert not waits or "may wait for Form 5" in told.notes[0]


def test_a_gift_under_a_plan_may_be_deemed():
    told = ask("2026-11-20", gift=Gift.GIVEN, under_plan=True, notified_on=day("2026-11-23"))
    assert told.deadline.due_on == day("2026-11-25")


def test_a_small_acquisition_counts_from_the_day_its_exemption_was_lost():
    told = ask("2026-06-15", exemption_lost_on=day("2026-11-25"))
    assert (told.deadline.due_on, told.deadline.citation) == (day("2026-11-30"), "Rule 16a-6(b)")


def test_an_insider_at_the_registration_has_no_ten_days():
    assert ask("2026-03-18", form="3", at_registration=True).deadline.due_on == day("2026-03-18")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"notified_on": dt.date(2026, 11, 23)}, "A notice counts for a plan trade"),
        ({"under_plan": True, "notified_on": dt.date(2026, 11, 2)}, "dated before the trade"),
        ({"exemption_lost_on": dt.date(2026, 11, 2)}, "lost before the trade"),
        ({"filed": dt.date(2026, 11, 28)}, "EDGAR was closed on Saturday 28 November 2026"),
    ],
)
def test_what_does_not_go_together_is_told(facts, words):
    assert any(words in note for note in ask("2026-11-20", **facts).notes)


def test_a_trade_on_a_day_without_a_market_is_asked_about_and_a_gift_is_not():
    assert any("Good Friday" in note for note in ask("2026-04-03").notes)
    assert ask("2026-11-21", gift=Gift.GIVEN).notes == ()
    assert ask("2026-11-20").notes == ()


def test_the_last_days_of_the_calendar_are_answered_as_far_as_it_goes():
    told = ask("2027-12-27", filed=day("2027-12-30"))
    assert (told.deadline.due_on, told.business_days_late) == (day("2027-12-29"), 1)
    assert (told.plan, told.post_by) == (None, None)


def test_a_form_cannot_be_filed_before_its_trade():
    with pytest.raises(Contradiction, match="before 20 November 2026"):
        ask("2026-11-20", filed=day("2026-11-19"))


@pytest.mark.parametrize("on", ["1999-01-04", "2027-12-30", "9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("form", ["3", "4", "5"])
def test_no_answer_is_given_for_a_year_without_a_calendar(on, form):
    with pytest.raises(CalendarUnknown):
        ask(on, form=form)
