"""Columns 5 and 9: each total follows from the one before it."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from filings.ownership.checks.form import Form, Line, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Severity
from filings.ownership.ledger import balance_key, running_totals
from filings.ownership.wording import amount

_TOTALS = "Form 4, General Instruction 4(a)(i); SEC staff FAQ on electronic reporting, question 1"
_TOTAL_COLUMNS = ("Table I, column 5", "Table II, column 9")
_NOUNS = {
    "P": "purchase", "S": "sale", "A": "grant", "D": "disposal", "F": "withholding", "M": "exercise",
    "C": "conversion", "X": "exercise", "O": "exercise", "G": "gift", "U": "tender",
}  # fmt: skip


def _expected(form: Form) -> Iterator[tuple[Line, Decimal, bool]]:
    """Each line whose total is known before it is stated, and whether the ledger vouches for it."""
    opening = form.facts.opening
    first, second = running_totals(form.report, opening)
    for line, total in zip(form.lines, (*first, *second), strict=True):
        if total is not None:
            yield line, total, bool(opening) and balance_key(line.row, form.report) in opening


@check(
    "F4-027",
    Family.LAW,
    Severity.ERROR,
    "Total does not follow",
    _TOTALS,
    *_TOTAL_COLUMNS,
    verified=False,
)
def total_follows(form: Form) -> Iterator[Problem]:
    """An error where the ledger knows the balance. A form read alone does not say which award or holder each
    line is about, so there it is a warning for what looks like a slip, and none where a footnote explains the
    total or where two holders (two children, say) have the very same line."""
    times = Counter(line.row for line in form.lines)
    for line, total, recorded in _expected(form):
        stated = line.row.owned_after
        if stated.value is None or stated.value == total:
            continue
        twin = times[line.row] > 1
        if not recorded and (twin or stated.footnotes or not _is_slip(line, total, stated.value)):
            continue
        yield Problem(
            line.place("owned_after"),
            f"{line.column('owned_after')} should be {amount(total)}{_after(line)}; the form says "
            f"{amount(stated.value)}.",
            {"expected": amount(total), "stated": amount(stated.value)},
            severity=None if recorded else Severity.WARNING,
        )


@check(
    "F4-028",
    Family.LAW,
    Severity.ERROR,
    "Total would be below zero",
    _TOTALS,
    *_TOTAL_COLUMNS,
    verified=False,
)
def total_below_zero(form: Form) -> Iterator[Problem]:
    for line, total, recorded in _expected(form):
        if recorded and total < 0:
            yield Problem(
                line.place("owned_after"),
                f"{line.column('owned_after')} would be {amount(total)}{_after(line)}. Check the amount and "
                "the opening balance.",
                {"expected": amount(total)},
            )


def _is_slip(line: Line, expected: Decimal, stated: Decimal) -> bool:
    """Whether a total is off as slips are: the amount not carried, carried twice, or with the wrong sign."""
    if not isinstance(line, TransactionLine) or line.row.amount.value is None or expected < 0:
        return False
    return abs(stated - expected) in {line.row.amount.value, 2 * line.row.amount.value}


def _after(line: Line) -> str:
    if not isinstance(line, TransactionLine):
        return ""
    return f" after this {_NOUNS.get(line.code, 'transaction')}"
