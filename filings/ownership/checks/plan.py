"""The Rule 10b5-1(c) box and what the Explanation of Responses says of the plan (General Instruction 10)."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from filings.ownership.checks.form import Form, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.wording import counted, day

_BOX = Place(Part.REPORT, None, "aff10b5_one")
_CODE_COLUMNS = ("Table I, column 3", "Table II, column 4")
_INSTRUCTION = "Form 4, General Instruction 10"
_AMENDED_RULE = dt.date(2023, 2, 27)
"""Plans adopted before this day are not what the box asks for (Exchange Act Rules C&DI 120.31)."""
_COOLING_OFF = dt.timedelta(days=90)
_MARKET_CODES = frozenset("PS")

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b"
    rf"|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(\d{{4}})\b"
    r"|\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\b"
    r"|\b(\d{4})-(\d{2})-(\d{2})\b",
    re.IGNORECASE,
)
_ADOPTION = re.compile(
    r"\b(adopt\w*|enter\w*|dated|establish\w*|execut\w+|sign\w*|amend\w*|modif\w*|put in place|effective)\b",
    re.IGNORECASE,
)
_REACH = 120
_DENIED = re.compile(r"\bnot\b[^.]{0,60}\b10b5[-–]?1", re.IGNORECASE)


@lru_cache(maxsize=256)  # the lines of a form mostly share one footnote
def adoption_dates(text: str) -> tuple[dt.date, ...]:
    """The days that a footnote gives for the adoption of its plan: the first date after each such word."""
    found = []
    for word in _ADOPTION.finditer(text):
        match = _DATE.search(text, word.end(), word.end() + _REACH)
        if match and (date := _date(match)):
            found.append(date)
    return tuple(dict.fromkeys(found))


def _date(match: re.Match[str]) -> dt.date | None:
    month, day1, year1, day2, month2, year2, number, day3, year3, year4, number4, day4 = match.groups()
    named = month or month2
    order = _MONTHS.index(named[:3].lower()) // 3 + 1 if named else 0
    year = int(year1 or year2 or year3 or year4)
    try:
        return dt.date(
            year if year > 99 else 2000 + year,
            order or int(number or number4),
            int(day1 or day2 or day3 or day4),
        )
    except ValueError:
        return None


def _adopted(form: Form, text: str) -> tuple[dt.date, ...]:
    """When the plan was adopted: as the record has it, else as a text says."""
    recorded = form.facts.plan_adopted_on
    return (recorded,) if recorded else adoption_dates(text)


def _plan_texts(form: Form) -> str:
    return "\n".join(text for text in (*form.texts.values(), form.report.remarks) if "plan" in text.lower())


@check(
    "F4-023",
    Family.LAW,
    Severity.ERROR,
    "Adoption date of the plan",
    _INSTRUCTION,
    "Rule 10b5-1(c) box",
    why="The ticked box stands for a plan whose adoption date the form asks for.",
    fix="State in a footnote the day on which the plan was adopted.",
)
def adoption_date_stated(form: Form) -> Iterator[Problem]:
    if form.report.aff10b5_one and not adoption_dates(form.explanation):
        recorded = form.facts.plan_adopted_on
        yield Problem(
            _BOX,
            "The Rule 10b5-1(c) box is ticked. State in a footnote the day on which the plan was adopted"
            + (f": {day(recorded)}." if recorded else "."),
            {"adopted": f"{recorded}"} if recorded else {},
        )


@check(
    "F4-024",
    Family.LAW,
    Severity.ERROR,
    "Plan older than the box",
    "Exchange Act Rules C&DI 120.31",
    "Rule 10b5-1(c) box",
    why="The staff says that a plan of before the amended rule is not what the box asks for.",
    fix="Clear the box; a footnote may still name the plan.",
)
def plan_older_than_the_rule(form: Form) -> Iterator[Problem]:
    dates = _adopted(form, _plan_texts(form))
    if form.report.aff10b5_one and dates and max(dates) < _AMENDED_RULE:
        yield Problem(
            _BOX,
            f"The plan was adopted on {day(max(dates))}, before {day(_AMENDED_RULE)}. Clear the Rule 10b5-1(c) "
            "box; a footnote may still name the plan.",
            {"adopted": f"{max(dates)}", "first day": f"{_AMENDED_RULE}"},
        )


@check(
    "F4-025",
    Family.LAW,
    Severity.WARNING,
    "Plan in a footnote, box clear",
    _INSTRUCTION,
    "Rule 10b5-1(c) box",
    why="The footnote may speak of a plan that the box does not ask for.",
    fix="Tick the box, or say in the footnote that the plan is older.",
)
def plan_without_the_box(form: Form) -> Iterator[Problem]:
    if form.report.aff10b5_one is not False or not form.has_plan_box or not form.mentions_plan:
        return
    dates = _adopted(form, _plan_texts(form))
    if _DENIED.search(form.explanation) or (dates and max(dates) < _AMENDED_RULE):
        return
    yield Problem(
        _BOX,
        "A footnote speaks of a Rule 10b5-1 plan and the box is clear. Tick it if the plan was adopted on or "
        f"after {day(_AMENDED_RULE)}.",
    )


@check(
    "F4-026",
    Family.LAW,
    Severity.WARNING,
    "Trade within the cooling-off period",
    "Rule 10b5-1(c)(1)(ii)(B)",
    "Table I, column 2",
    "Table II, column 3",
    why="How long the wait is depends on the issuer's reports, which the form does not show.",
    fix="Check the day of the adoption and the day of the trade.",
)
def trade_within_cooling_off(form: Form) -> Iterator[Problem]:
    relations = [owner.relationship for owner in form.report.owners]
    if not form.report.aff10b5_one or not any(one.director or one.officer for one in relations):
        return
    no_time = dt.timedelta(0)
    for line in _plan_lines(form):
        dates = _adopted(form, line.notes(line.footnotes)) or _adopted(form, _plan_texts(form))
        if dates and line.date is not None and no_time <= line.date - max(dates) < _COOLING_OFF:
            yield Problem(
                line.place("date"),
                f"{line.column('date')} is {(line.date - max(dates)).days} days after the plan's adoption on "
                f"{day(max(dates))}; officers and directors usually wait {_COOLING_OFF.days}. Check both dates.",
                {"adopted": f"{max(dates)}", "trade": f"{line.date}"},
            )


@check(
    "F4-087",
    Family.LAW,
    Severity.WARNING,
    "Trade before its plan was adopted",
    "Rule 10b5-1(c)(1)(i)",
    "Table I, column 2",
    "Table II, column 3",
    verified=False,
    why="One of the two dates is a slip, or the footnote speaks of another plan.",
    fix="Correct the day of the adoption or that of the trade; a plan does not reach back.",
)
def trade_before_the_plan(form: Form) -> Iterator[Problem]:
    planned = [line for line in form.transactions if _on_record(form, line)]
    for line in planned or (_plan_lines(form) if form.report.aff10b5_one else ()):
        dates = _adopted(form, line.notes(line.footnotes)) or _adopted(form, _plan_texts(form))
        if dates and line.date is not None and line.date < min(dates):
            yield Problem(
                line.place("date"),
                f"{line.column('date')} says {day(line.date)}, before the plan was adopted on {day(min(dates))}. "
                "Correct one of the dates, or do not report the trade as one under the plan.",
                {"adopted": f"{min(dates)}", "trade": f"{line.date}"},
            )


def _plan_lines(form: Form) -> list[TransactionLine]:
    """The market trades whose footnotes name a plan; all of them where no footnote does."""
    trades = [line for line in form.transactions if line.code in _MARKET_CODES]
    return [line for line in trades if "10b5" in line.notes(line.footnotes)] or trades


@check(
    "F4-085",
    Family.LAW,
    Severity.WARNING,
    "Which lines are under the plan",
    _INSTRUCTION,
    "Rule 10b5-1(c) box",
    *_CODE_COLUMNS,
    verified=False,
    why="The box is for the whole form and no rule asks for the lines; only a footnote tells which they are.",
    fix="Hang the footnote with the plan's adoption date on each line that was made under the plan.",
)
def lines_of_the_plan_told(form: Form) -> Iterator[Problem]:
    """Asked where some trades are known to be outside the plan, or where no footnote says which are in it."""
    trades = [line for line in form.transactions if line.code in _MARKET_CODES]
    if not form.report.aff10b5_one or len(trades) < 2:
        return
    planned = [line for line in form.transactions if _on_record(form, line)]
    unmarked = [line for line in planned if "10b5" not in line.notes(line.footnotes)]
    if unmarked and any(line not in planned for line in trades):
        yield Problem(
            unmarked[0].place("code"),
            f"{counted(len(unmarked), 'line')} under the plan and other trades stand on one form with the Rule "
            "10b5-1(c) box. Hang the plan's footnote on those lines.",
            {"lines under the plan": str(len(planned)), "without its footnote": str(len(unmarked))},
        )
    elif (
        not planned
        and form.mentions_plan
        and not any("10b5" in line.notes(line.footnotes) for line in trades)
    ):
        yield Problem(
            _BOX,
            f"The Rule 10b5-1(c) box is ticked and none of {len(trades)} trades has a footnote that names the plan. "
            "Hang it on the lines that were made under it.",
            {"trades": str(len(trades))},
        )


def _on_record(form: Form, line: TransactionLine) -> bool:
    """Whether the desk knows that a line was traded under the plan, on whichever day."""
    execution = form.facts.executions.get(line.reference)
    return line.reference in form.facts.insider_chose_date or (
        line.code in _MARKET_CODES and execution is not None and execution.under_plan
    )
