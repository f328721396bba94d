"""``manage.py due``: when something is due, counted by the day, without any filing."""

import datetime as dt
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from compliance.calendar import EdgarCalendar, load_calendar
from filings.ownership.deadlines import (
    CalendarUnknown,
    Contradiction,
    DueAnswer,
    DueQuestion,
    Gift,
    NoSuchTime,
    answer,
    eastern_instant,
    steps,
)
from filings.ownership.wording import counted, day, short_day, weekday

BAD_INPUT = 2


class Refused(Exception):
    """Something on the command line cannot be understood; the text is for the person who typed it."""


class Command(BaseCommand):
    """Prints a due date and its count, or one sentence on what is wrong with the question and exit code 2."""

    help = "Say when a Form 3, 4 or 5 is due, with the count a line a day."
    # The calendar answers before a desk is set up.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "on", metavar="DATE", help="the trade (4), the event (3), the fiscal year's end (5)"
        )
        parser.add_argument("--form", choices=["3", "4", "5"], default="4")
        parser.add_argument("--plan", action="store_true", help="under a Rule 10b5-1 plan")
        parser.add_argument(
            "--discretionary", action="store_true", help="a discretionary transaction, code I"
        )
        parser.add_argument("--chosen", action="store_true", help="the insider chose the day")
        parser.add_argument("--notified", metavar="DATE", help="the broker's notice")
        parser.add_argument("--gift", choices=list(Gift), help="a bona fide gift")
        parser.add_argument("--lost", metavar="DATE", help="a small acquisition lost its exemption then")
        parser.add_argument("--registration", action="store_true", help="Form 3: insider at the registration")
        parser.add_argument(
            "--filed", metavar="DATE[THH:MM]", help="the filing date, or when EDGAR accepted it, Eastern time"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        try:
            question = _question(options)
            told = answer(question, self._calendar())
        except (Refused, CalendarUnknown, Contradiction, NoSuchTime) as refusal:
            self.stderr.write(str(refusal))
            sys.exit(BAD_INPUT)
        self.stdout.write(json.dumps(_as_json(told)) if options["json"] else "\n".join(_lines(told)))

    def _calendar(self) -> EdgarCalendar:
        """With the administrators' entries, where there is a desk that has them."""
        try:
            return load_calendar()
        except Error:
            self.stderr.write(
                "The administrators' entries could not be read: only the built-in calendar is counted by."
            )
            return EdgarCalendar()


def _question(options: dict[str, Any]) -> DueQuestion:
    return DueQuestion(
        on=_day("DATE", options["on"]),
        form=options["form"],
        under_plan=options["plan"],
        discretionary=options["discretionary"],
        insider_chose_date=options["chosen"],
        notified_on=_day("--notified", options["notified"]) if options["notified"] else None,
        gift=Gift(options["gift"]) if options["gift"] else None,
        exemption_lost_on=_day("--lost", options["lost"]) if options["lost"] else None,
        at_registration=options["registration"],
        filed=_filed(options["filed"]) if options["filed"] else None,
    )


def _day(name: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{name}: “{text}” is not a day. Write it as 2026-11-24.") from None


def _filed(text: str) -> dt.date | dt.datetime:
    on, separator, at = text.partition("T")
    filed_on = _day("--filed", on)
    if not separator:
        return filed_on
    try:
        time = dt.time.fromisoformat(at)
    except ValueError:
        time = None
    if time is None or time.tzinfo is not None:
        raise Refused(f"--filed: “{at}” is not a time in New York. Write it as 21:30.")
    return eastern_instant(filed_on, time)


def _lines(told: DueAnswer) -> list[str]:
    lines = []
    deadline = told.deadline
    if deadline is not None:
        latest = ", at the latest" if deadline.awaits_notice else ""
        lines.append(f"Due {weekday(deadline.due_on)}, 10:00 p.m. Eastern time{latest}.")
        lines += [f"  {one.mark:>2}  {short_day(one.day):<15}  {one.words}" for one in steps(deadline)]
        lines.append(f"Rests on {deadline.citation}; Regulation S-T 13(a)(4).")
        if not deadline.calendar_confirmed:
            lines.append(f"The SEC has not yet published EDGAR's calendar of {deadline.due_on.year}.")
    if told.filed_on and deadline:
        late = told.business_days_late
        said = f"{counted(late, 'business day')} late" if late else "in time"
        lines.append(f"Filed {weekday(told.filed_on)}: {said}.")
    if told.plan:
        lines.append(
            f"Under a Rule 10b5-1 plan it would have been due by {weekday(told.plan.due_on)} at the latest, and in "
            f"time if the broker's notice came on or after {day(told.plan.notified_from)}."
        )
    if told.post_by:
        lines.append(
            f"On the issuer's website, if it keeps one, by the end of {weekday(told.post_by)} (Rule 16a-3(k))."
        )
    return [*lines, *told.notes]


def _as_json(told: DueAnswer) -> dict[str, object]:
    deadline = told.deadline
    return {
        "due_on": deadline and f"{deadline.due_on}",
        "due_at": deadline and deadline.due_at.isoformat(),
        "provisional": bool(deadline and deadline.provisional),
        "counted_from": deadline and f"{deadline.executed_on}",
        "citation": deadline and deadline.citation,
        "count": [
            {"day": f"{one.day}", "mark": one.mark, "counts": one.counts, "words": one.words}
            for one in (steps(deadline) if deadline else ())
        ],
        "filed_on": told.filed_on and f"{told.filed_on}",
        "business_days_late": told.business_days_late,
        "post_by": told.post_by and f"{told.post_by}",
        "notes": list(told.notes),
    }
