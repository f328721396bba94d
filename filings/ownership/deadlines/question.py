"""When something is due that stands on no report yet: the answer to a question about a date."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from filings.ownership.codes import ACQUIRED, DISPOSED
from filings.ownership.deadlines.business_days import (
    BusinessCalendar,
    CalendarUnknown,
    business_days_late,
    filing_date,
    posting_day,
)
from filings.ownership.deadlines.count import (
    CALENDAR_DAYS_FOR_FORM_5,
    Deadline,
    Execution,
    PlanAlternative,
    form3_deadline,
    form4_deadline,
    form5_deadline,
    plan_alternative,
)
from filings.ownership.deadlines.on_report import GIFT_RULE, may_wait_for_form5
from filings.ownership.wording import day, weekday


class Contradiction(Exception):
    """Two things that a question says cannot both be; the text says which."""


class Gift(StrEnum):
    """Which way a bona fide gift went."""

    GIVEN = "given"
    RECEIVED = "received"


class DueQuestion(Struct, frozen=True, kw_only=True):
    """What somebody asks of a date.

    ``on`` is the day of the trade (Form 4), of the event or the registration (Form 3), or the end of the fiscal year
    (Form 5). ``filed`` is a filing date, or the instant at which EDGAR accepted the form. The other facts are
    those of ``Execution`` and concern Form 4, but ``at_registration``, which is for Form 3: the person is an
    insider on the day on which the issuer's class is first registered.
    """

    on: dt.date
    form: str = "4"
    under_plan: bool = False
    discretionary: bool = False
    insider_chose_date: bool = False
    notified_on: dt.date | None = None
    gift: Gift | None = None
    exemption_lost_on: dt.date | None = None
    at_registration: bool = False
    filed: dt.date | dt.datetime | None = None


class DueAnswer(Struct, frozen=True, kw_only=True):
    """When it is due and how, and where a filing is named how late that was.

    ``deadline`` is ``None`` for what may wait for Form 5. ``post_by`` is the day by whose end an issuer with a
    website posts the form. ``plan`` says what a plan would have made of a late trade. ``notes`` are sentences on
    what the count takes for granted.
    """

    deadline: Deadline | None
    filed_on: dt.date | None = None
    business_days_late: int | None = None
    post_by: dt.date | None = None
    plan: PlanAlternative | None = None
    notes: tuple[str, ...] = ()


def answer(question: DueQuestion, calendar: BusinessCalendar) -> DueAnswer:
    """When the thing asked for is due. Raises ``CalendarUnknown`` and ``Contradiction``."""
    deadline, notes = _deadline(question, calendar)
    filed_on = _filed_on(question, calendar)
    if filed_on is None:
        return DueAnswer(deadline=deadline, notes=tuple(notes))
    if filed_on < question.on:
        raise Contradiction(
            f"The filing date {day(filed_on)} is before {day(question.on)}. Correct one of the dates."
        )
    if calendar.closing(filed_on):
        notes.append(f"EDGAR was closed on {weekday(filed_on)}. Check the filing date.")
    late = business_days_late(deadline.due_on, filed_on, calendar) if deadline else None
    asks = bool(late) and question.form == "4" and not question.insider_chose_date
    return DueAnswer(
        deadline=deadline,
        filed_on=filed_on,
        business_days_late=late,
        post_by=_post_by(filed_on, calendar),
        plan=plan_alternative(_execution(question), filed_on, calendar) if asks else None,
        notes=tuple(notes),
    )


def _post_by(filed_on: dt.date, calendar: BusinessCalendar) -> dt.date | None:
    try:
        return posting_day(filed_on, calendar)
    except CalendarUnknown:
        return None


def _filed_on(question: DueQuestion, calendar: BusinessCalendar) -> dt.date | None:
    filed = question.filed
    return filing_date(filed, calendar) if isinstance(filed, dt.datetime) else filed


def _deadline(question: DueQuestion, calendar: BusinessCalendar) -> tuple[Deadline | None, list[str]]:
    if question.form == "3":
        return form3_deadline(question.on, calendar, same_day=question.at_registration), []
    if question.form == "5":
        return form5_deadline(question.on, calendar), []
    if question.gift is not None and _may_wait(question):
        gift = "received" if question.gift is Gift.RECEIVED else f"given before {day(GIFT_RULE)}"
        note = (
            f"A gift {gift} may wait for Form 5, which is due {CALENDAR_DAYS_FOR_FORM_5} days after the end of the "
            "issuer's fiscal year (Rule 16a-3(f))."
        )
        return None, [note]
    return form4_deadline(_execution(question), calendar), _notes(question, calendar)


def _execution(question: DueQuestion) -> Execution:
    deemable = (question.under_plan or question.discretionary) and not question.insider_chose_date
    return Execution(
        question.on,
        under_plan=deemable,
        notified_on=question.notified_on if deemable else None,
        exemption_lost_on=question.exemption_lost_on,
    )


def _may_wait(question: DueQuestion) -> bool:
    direction = ACQUIRED if question.gift is Gift.RECEIVED else DISPOSED
    return may_wait_for_form5("G", direction, question.on, early=False)


def _notes(question: DueQuestion, calendar: BusinessCalendar) -> list[str]:
    notes = []
    planned = question.under_plan or question.discretionary
    if planned and question.insider_chose_date:
        notes.append(
            "The insider chose the day, so there is no deemed date: the count starts with the trade."
        )
    elif question.notified_on and not planned:
        notes.append("A notice counts for a plan trade or a discretionary transaction alone; it is left out.")
    elif question.notified_on and question.notified_on < question.on:
        notes.append(
            "The notice is dated before the trade: the count starts with the trade. Check both dates."
        )
    if question.exemption_lost_on and question.exemption_lost_on < question.on:
        notes.append("The exemption is said to be lost before the trade: the count starts with the trade.")
    if question.gift is None and (closed := calendar.market_closing(question.on)):
        notes.append(
            f"The exchange was closed on {day(question.on)} ({closed}). That is right for a gift, a grant or a "
            "private trade; check the date of any other."
        )
    return notes
