"""Dates that must agree: trades, the period, the signature and the filing."""

import datetime as dt
import re
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.report import DocumentType
from filings.ownership.wording import day, weekday

_DATE_COLUMNS = ("Table I, column 2", "Table II, column 3")
_LONG_AGO = dt.timedelta(days=366)
_MARKET_CODES = frozenset("PS")
# What a footnote says of a trade that no open exchange in New York was needed for.
_ELSEWHERE = re.compile(
    r"\bprivate|\bnegotiated\b|\boff[- ]market\b|\boffering\b|\bunderwrit|\btender|\bmerger\b|\breinvest"
    r"|\bpurchase plan\b|\bafter[- ]hours\b|\bforeign\b|\bToronto\b|\bTSX\b|\bLondon\b|\bTokyo\b|\bTel Aviv\b"
    r"|\bFrankfurt\b|\bHong Kong\b|\bEuronext\b|\bSIX\b",
    re.IGNORECASE,
)


@check(
    "F4-015",
    Family.LAW,
    Severity.ERROR,
    "Transaction later than the form",
    "Rule 16a-3(g)(1); Form 4, General Instruction 4",
    *_DATE_COLUMNS,
    why="What has not happened cannot be reported; a line reported early and a date of more than a year ago are "
    "warnings.",
    fix="Correct the date.",
)
def transaction_after_the_form(form: Form) -> Iterator[Problem]:
    """A mistyped year is looked for where a date may not be old: Form 5 and amendments tell of what was."""
    last = min(form.filed_on, form.signed_on or form.filed_on)
    told_late = form.report.document_type is not DocumentType.FORM_4
    for line in form.transactions:
        date = line.date
        if date is None:
            continue
        column, numbers = line.column("date"), {"transaction": f"{date}", "form": f"{last}"}
        if date > last:
            yield Problem(
                line.place("date"),
                f"{column} says {day(date)}, after the form's own date {day(last)}. Correct one of them.",
                numbers,
                severity=Severity.WARNING if line.early else None,
            )
        elif last - date > _LONG_AGO and not (line.early or told_late):
            yield Problem(
                line.place("date"),
                f"{column} says {day(date)}, more than a year before the form's date {day(last)}. Check the "
                "year.",
                numbers,
                severity=Severity.WARNING,
            )


@check(
    "F4-016",
    Family.LAW,
    Severity.ERROR,
    "Date of earliest transaction",
    "Form 4, box 3",
    "Box 3",
    why="A line that is earlier than box 3 contradicts it; a period before every line may be that of a split "
    "report: a warning.",
    fix="Make box 3 the date of the earliest transaction.",
)
def period_is_the_earliest_trade(form: Form) -> Iterator[Problem]:
    """Lines reported early may be left out of the period, and forms split for the number of their lines, like
    amendments, share the period of the first: a period before every line is a warning."""
    period = form.report.period_of_report
    dates = [line.date for line in form.transactions if line.date is not None]
    due = [line.date for line in form.transactions if line.date is not None and not line.early]
    if form.report.document_type.form != "4" or period is None or not dates:
        return
    earliest = min(dates)
    if period in {earliest, min(due, default=earliest)}:
        return
    before = period < earliest
    yield Problem(
        Place(Part.REPORT, None, "period_of_report"),
        f"Box 3 says {day(period)}; the earliest transaction on the form is of {day(earliest)}. "
        + ("Correct it unless the form is one of several." if before else "Correct it."),
        {"stated": f"{period}", "earliest": f"{earliest}"},
        severity=Severity.WARNING if before else None,
    )


@check(
    "F4-075",
    Family.LAW,
    Severity.WARNING,
    "Signature dated after the form",
    "Regulation S-T 302(b)(1)",
    "Signature",
    why="A mistyped date of the signature changes nothing that is reported.",
    fix="Correct the date of the signature.",
)
def signature_after_the_form(form: Form) -> Iterator[Problem]:
    for index, mark in enumerate(form.report.signatures):
        if mark.date is not None and mark.date > form.filed_on:
            yield Problem(
                Place(Part.SIGNATURES, index, "date"),
                f"The signature is dated {day(mark.date)}, after the form's own date {day(form.filed_on)}. "
                "Check the date.",
                {"signature": f"{mark.date}", "form": f"{form.filed_on}"},
            )


@check(
    "F4-067",
    Family.LAW,
    Severity.WARNING,
    "Market was closed",
    "Calendar of the New York Stock Exchange; Form 4, General Instruction 8",
    *_DATE_COLUMNS,
    why="A private trade can be made on any day.",
    fix="Correct the date, unless the trade was private.",
)
def trade_on_a_closed_market(form: Form) -> Iterator[Problem]:
    """Quiet where a footnote tells of a trade that needed no open exchange, or the issuer has a market abroad."""
    if form.facts.foreign_private_issuer or form.report.issuer.foreign_trading_symbol:
        return
    for line in form.transactions:
        if line.code not in _MARKET_CODES or line.date is None or not line.row.price.value:
            continue
        why = form.facts.calendar.market_closing(line.date)
        if why and not _ELSEWHERE.search(f"{line.notes(line.footnotes)} {form.report.remarks}"):
            yield Problem(
                line.place("date"),
                f"{line.column('date')} says {day(line.date)} ({why}), when the exchange was closed. Check the date "
                "unless the trade was private.",
                {"transaction": weekday(line.date)},
            )
