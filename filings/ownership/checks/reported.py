"""Lines that tell what another form told before: a trade once more, an award when it vests."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from filings.ownership.checks.form import Form, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import ACQUIRED, Table
from filings.ownership.findings import Family, Severity
from filings.ownership.ledger import class_of, trades_of
from filings.ownership.wording import day

_VESTED = re.compile(r"\bvested\b|\b(?:up)?on (?:the )?vesting\b|\bvesting of\b", re.IGNORECASE)
_TOLD_BEFORE = re.compile(
    r"\b(?:previously|already) (?:been )?(?:reported|disclosed)|"
    r"\breported (?:at|on) (?:the )?(?:time|date) of (?:the )?grant",
    re.IGNORECASE,
)
# Units and awards that are earned become shares only then: nothing was acquired at their grant.
_ACQUIRED_LATER = re.compile(
    r"\bunits?\b|\b[a-z]{0,2}sus?\b|\bearn(?:ed|out)\b|\bachiev|\bperformance", re.IGNORECASE
)
_DATE = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\s+(\d{1,2}),?\s+(\d{4})\b"
)
# The day of a grant in a footnote may be that of the committee's meeting.
_DAYS_OFF = dt.timedelta(days=5)


@check(
    "F4-063",
    Family.LAW,
    Severity.WARNING,
    "Award reported at its grant and again as it vests",
    "Form 4, General Instruction 4(a)",
    "Table I, columns 3 and 4",
    verified=False,
    why="A warning: only the footnotes tell restricted shares, which are reported when they are granted, from units "
    "that become shares as they vest.",
    fix="Take the line out; vesting of shares that were reported at their grant is no second acquisition.",
)
def vesting_is_no_acquisition(form: Form) -> Iterator[Problem]:
    """Where a footnote says that the grant was reported, or where the ledger knows it by its day."""
    for line in form.transactions:
        if line.table is not Table.I or line.code != "A" or line.direction != ACQUIRED:
            continue
        notes = line.notes(line.footnotes)
        if not _VESTED.search(notes) or _ACQUIRED_LATER.search(f"{notes} {line.row.title.value}"):
            continue
        told = bool(_TOLD_BEFORE.search(notes))
        granted_on = _granted_on(form, line, notes)
        if told or granted_on is not None:
            when = f" of {day(granted_on)}" if granted_on else ""
            yield Problem(
                line.place("amount"),
                f"These shares were reported at their grant{when}; vesting is not a second acquisition. Take the "
                "line out.",
            )


@check(
    "F4-076",
    Family.LAW,
    Severity.WARNING,
    "Trade that another form reported",
    "Form 4, General Instruction 4(a)(ii)",
    "Table I, columns 2 to 4; Table II, columns 3 to 5",
    verified=False,
    why="A warning: two trades of one day may be alike in every figure.",
    fix="Take the line out, or start an amendment of the form that reported it; a false disposal mends nothing.",
)
def trade_not_reported_before(form: Form) -> Iterator[Problem]:
    """The same owner, security, day, code, number and price as on another form; an amendment repeats lines."""
    if not form.facts.prepared_here or form.report.document_type.is_amendment:
        return
    reported = {id(row): form.facts.reported.get(trade) for row, trade in trades_of(form.report)}
    for line in form.transactions:
        if earlier := reported.get(id(line.row)):
            yield Problem(
                line.place("amount"),
                f"The {earlier.form} reports the same trade. Take the line out, or amend that form.",
                {"form": earlier.form},
            )


def _granted_on(form: Form, line: TransactionLine, notes: str) -> dt.date | None:
    """The day of a grant that a footnote names and that the ledger knows to have been reported."""
    number = line.row.amount.value or Decimal(0)
    for named in _days_in(notes):
        for grant in form.facts.grants:
            if (
                abs(grant.day - named) <= _DAYS_OFF
                and grant.title == class_of(line.row.title.value or "")
                and grant.amount >= number
                and line.date is not None
                and grant.day < line.date
            ):
                return grant.day
    return None


def _days_in(text: str) -> Iterator[dt.date]:
    for month, number, year in _DATE.findall(text):
        try:
            yield dt.datetime.strptime(f"{month} {number} {year}", "%B %d %Y").date()  # noqa: DTZ007
        except ValueError:
            continue
