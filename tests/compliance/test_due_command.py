"""``manage.py due``: a due date on the command line."""

import io
import json
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.db import connection

from compliance.models import EdgarCalendarDay


class Said(NamedTuple):
    out: str
    err: str
    code: int


def due(*arguments: str) -> Said:
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("due", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return Said(out.getvalue(), err.getvalue(), code)


pytestmark = pytest.mark.django_db


def test_a_trade_of_today_is_due_on_the_friday_after_thanksgiving():
    assert due("2026-11-24") == Said(
        "Due Friday 27 November 2026, 10:00 p.m. Eastern time.\n"
        "   0  Tue 24 Nov 2026  the trade; the count starts after it\n"
        "   1  Wed 25 Nov 2026  business day\n"
        "   –  Thu 26 Nov 2026  Thanksgiving Day, EDGAR closed\n"
        "   2  Fri 27 Nov 2026  business day; due by 10:00 p.m. Eastern time\n"
        "Rests on Rule 16a-3(g)(1); Regulation S-T 13(a)(4).\n",
        "",
        0,
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["2020-07-15", "--filed", "2020-07-21"], "Filed Tuesday 21 July 2020: 2 business days late."),
        (["2020-07-15", "--filed", "2020-07-21"], "came on or after 17 July 2020."),
        (["2026-11-20", "--filed", "2026-11-24T22:00"], "Filed Tuesday 24 November 2026: in time."),
        (["2026-11-20", "--filed", "2026-11-24T22:30"], "Filed Wednesday 25 November 2026: 1 business day late."),
        (["2026-11-20", "--filed", "2026-11-24"], "by the end of Wednesday 25 November 2026 (Rule 16a-3(k))."),
        (["2026-11-20", "--plan", "--notified", "2026-11-30"], "Due Monday 30 November 2026"),
        (["2026-11-20", "--plan"], "10:00 p.m. Eastern time, at the latest."),
        (["2026-11-20", "--plan", "--chosen"], "Due Tuesday 24 November 2026"),
        (["2026-11-20", "--discretionary", "--notified", "2026-11-23"], "Due Wednesday 25 November 2026"),
        (["2026-11-16", "--form", "3"], "Due Friday 27 November 2026"),
        (["2026-03-18", "--form", "3", "--registration"], "Due Wednesday 18 March 2026"),
        (["2025-12-31", "--form", "5"], "Due Tuesday 17 February 2026"),
        (["2026-11-20", "--gift", "received"], "A gift received may wait for Form 5"),
        (["2026-06-15", "--lost", "2026-11-25"], "Rests on Rule 16a-6(b)"),
        (["2026-12-30"], "The SEC has not yet published EDGAR's calendar of 2027."),
    ],
)  # fmt: skip
def test_each_question_has_its_line(arguments, line):
    said = due(*arguments)
    assert line in said.out
    assert (said.err, said.code) == ("", 0)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["2026-13-01"], "DATE: “2026-13-01” is not a day. Write it as 2026-11-24."),
        (["yesterday"], "DATE: “yesterday” is not a day. Write it as 2026-11-24."),
        (
            ["2026-11-20", "--notified", "soon"],
            "--notified: “soon” is not a day. Write it as 2026-11-24.",
        ),
        (
            ["2026-11-20", "--filed", "2026-11-24T9pm"],
            "--filed: “9pm” is not a time in New York. Write it as 21:30.",
        ),
        (
            ["2026-11-20", "--filed", "2026-11-24T21:30Z"],
            "--filed: “21:30Z” is not a time in New York. Write it as 21:30.",
        ),
        (
            ["2026-03-05", "--filed", "2026-03-08T02:30"],
            "There was no 02:30 in New York on 03/08/2026: the clocks were put forward. Check the time.",
        ),
        (
            ["2026-11-24", "--filed", "2026-11-20"],
            "The filing date 20 November 2026 is before 24 November 2026. Correct one of the dates.",
        ),
        (["1999-01-04"], "The EDGAR calendar of 1999 is not known."),
        (["2027-12-30"], "The EDGAR calendar of 2028 is not known."),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_sentence(arguments, sentence):
    assert due(*arguments) == Said("", f"{sentence}\n", 2)


def test_as_json_it_is_one_object_with_the_count():
    told = json.loads(due("2026-11-25", "--filed", "2026-12-01", "--json").out)
    assert (told["due_on"], told["business_days_late"], told["post_by"]) == ("2026-11-30", 1, "2026-12-02")
    assert told["due_at"] == "2026-11-30T22:00:00-05:00"
    assert told["count"][1] == {
        "day": "2026-11-26", "mark": "–", "counts": False, "words": "Thanksgiving Day, EDGAR closed",
    }  # fmt: skip
    waiting = json.loads(due("2026-11-25", "--gift", "received", "--json").out)
    assert (waiting["due_on"], waiting["count"]) == (None, [])


def test_an_administrators_closing_counts():
    EdgarCalendarDay.objects.create(
        day="2026-11-27", kind="closing", name="Mourning", source_url="https://www.sec.gov/edgar"
    )
    assert "Due Monday 30 November 2026" in due("2026-11-24").out


def test_without_a_desk_the_built_in_calendar_answers_and_says_so():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE compliance_edgarcalendarday RENAME TO taken_away")
    said = due("2026-11-24")
    assert "Due Friday 27 November 2026" in said.out
    assert said.err.startswith("The administrators' entries could not be read")
    assert said.code == 0
