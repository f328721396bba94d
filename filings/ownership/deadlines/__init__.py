"""When a report is due, with the count day by day.

A Form 4 is due before the end of the second business day after the day of execution (15 USC 78p(a)(2)(C),
Rule 16a-3(g)(1)). A trade under a plan or a discretionary transaction whose date the insider did not choose
counts from a deemed date instead: the day of notice, at most the third business day after the trade (Rule
16a-3(g)(2) to (4)). Small acquisitions, gifts received and other exempt transactions may wait for Form 5; one that
loses its exemption is due two business days after that day (Rule 16a-6(b)). Forms 3 and 5 count calendar days and
move to the next business day (Rule 0-3(a)). Forms 3, 4 and 5 keep the day's date until 10 p.m. Eastern time
(Regulation S-T 13(a)(4)).

``business_days`` counts days, ``count`` dates one event, ``on_report`` finds what a whole report is due by,
``question`` answers for an event without any report, and ``telling`` puts a count into words.
"""

from filings.ownership.deadlines.business_days import (
    CLOSE,
    EASTERN,
    BusinessCalendar,
    CalendarUnknown,
    NoSuchTime,
    add_business_days,
    business_days_late,
    eastern_instant,
    filing_date,
    is_inauguration_day,
    next_business_day,
    posting_day,
)
from filings.ownership.deadlines.count import (
    BUSINESS_DAYS_FOR_FORM_4,
    BUSINESS_DAYS_TO_DEEMED,
    CALENDAR_DAYS_FOR_FORM_3,
    CALENDAR_DAYS_FOR_FORM_5,
    Basis,
    CountedDay,
    Deadline,
    Execution,
    PlanAlternative,
    deemed_execution,
    form3_deadline,
    form4_deadline,
    form5_deadline,
    plan_alternative,
)
from filings.ownership.deadlines.on_report import (
    GIFT_RULE,
    RowReference,
    deferred_deadline,
    earliest,
    may_wait_for_form5,
    plan_for_late_lines,
    report_deadline,
    report_deadlines,
    report_executions,
    year_end_after,
)
from filings.ownership.deadlines.question import (
    Contradiction,
    DueAnswer,
    DueQuestion,
    Gift,
    answer,
)
from filings.ownership.deadlines.telling import Step, places, steps

__all__ = [
    "BUSINESS_DAYS_FOR_FORM_4",
    "BUSINESS_DAYS_TO_DEEMED",
    "CALENDAR_DAYS_FOR_FORM_3",
    "CALENDAR_DAYS_FOR_FORM_5",
    "CLOSE",
    "EASTERN",
    "GIFT_RULE",
    "Basis",
    "BusinessCalendar",
    "CalendarUnknown",
    "Contradiction",
    "CountedDay",
    "Deadline",
    "DueAnswer",
    "DueQuestion",
    "Execution",
    "Gift",
    "NoSuchTime",
    "PlanAlternative",
    "RowReference",
    "Step",
    "add_business_days",
    "answer",
    "business_days_late",
    "deemed_execution",
    "deferred_deadline",
    "earliest",
    "eastern_instant",
    "filing_date",
    "form3_deadline",
    "form4_deadline",
    "form5_deadline",
    "is_inauguration_day",
    "may_wait_for_form5",
    "next_business_day",
    "places",
    "plan_alternative",
    "plan_for_late_lines",
    "posting_day",
    "report_deadline",
    "report_deadlines",
    "report_executions",
    "steps",
    "year_end_after",
]
