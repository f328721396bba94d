"""Columns 5 and 9: each total follows from the one before it, the first from the last one filed.

How much a total that does not follow means depends on what is known. Where the ledger knows the balance and
the line names its series by itself, it is an error. A form read alone does not say which award or holder a
line is about, and purchase plans, reinvestment and splits change balances without a line of their own, so there
a difference is a warning when it looks like a slip, and nothing when a footnote explains it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from filings.ownership.checks.form import Form, Line, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Severity
from filings.ownership.ledger import BalanceKey, balance_key, running_totals
from filings.ownership.report import DerivativeHolding, DerivativeTransaction
from filings.ownership.wording import amount

_TOTALS = "Form 4, General Instruction 4(a)(i); SEC staff FAQ on electronic reporting, question 1"
_TOTAL_COLUMNS = ("Table I, column 5", "Table II, column 9")
_NOUNS = {
    "P": "purchase", "S": "sale", "A": "grant", "D": "disposal", "F": "withholding", "M": "exercise",
    "C": "conversion", "X": "exercise", "O": "exercise", "G": "gift", "U": "tender",
}  # fmt: skip
_EXPLAINED = re.compile(
    r"\binclud|\bpurchase plan|\bESPP\b|\breinvest|\b401\(?k|\bsplit\b|\bdividend|\btransfer|\bgift|\bpreviously",
    re.IGNORECASE,
)
_FRACTION = Decimal(1)


class _Total(Struct, frozen=True):
    """What a line's total should be: from the ledger's balance (``first``) or from the line before it."""

    line: Line
    expected: Decimal
    first: bool
    recorded: bool

    @property
    def stated(self) -> Decimal | None:
        return self.line.row.owned_after.value

    @property
    def slip(self) -> bool:
        """Off as slips are: the amount not carried, carried twice, or carried with the wrong sign."""
        if not isinstance(self.line, TransactionLine) or self.stated is None or self.expected < 0:
            return False
        moved = self.line.row.amount.value
        return moved is not None and abs(self.stated - self.expected) in {moved, 2 * moved}

    @property
    def named(self) -> bool:
        """Whether the line says by itself which series it is about: stock, or options with their price."""
        row = self.line.row
        if isinstance(row, (DerivativeTransaction, DerivativeHolding)):
            return bool(row.exercise_price.value)
        return True


def _totals(form: Form) -> Iterator[_Total]:
    """Every line whose total can be reckoned. An amendment repeats lines whose balances have moved on since."""
    opening = {} if form.report.document_type.is_amendment else form.facts.opening
    begun: set[BalanceKey] = set()
    first, second = running_totals(form.report, opening)
    for line, expected in zip(form.lines, (*first, *second), strict=True):
        key = balance_key(line.row, form.report) if opening else None
        if expected is not None:
            yield _Total(line, expected, key in opening and key not in begun, key in opening)
        if key is not None:
            begun.add(key)


@check(
    "F4-027",
    Family.LAW,
    Severity.ERROR,
    "Total does not follow",
    _TOTALS,
    *_TOTAL_COLUMNS,
    verified=False,
    why="An error where the desk knows the balance and the line names its series; on a form read alone only a slip "
    "is told, as a warning.",
    fix="Correct the total, or recalculate the totals of the table.",
)
def total_follows(form: Form) -> Iterator[Problem]:
    times = Counter(line.row for line in form.lines)
    for one in _totals(form):
        if one.stated is None or one.stated == one.expected:
            continue
        line, certain = one.line, one.recorded and one.named and (one.slip or not one.first)
        # A draft on the desk runs from line to line; a form read alone may leave out what moved its balance.
        told = one.slip or (form.facts.prepared_here and one.named and not one.first)
        # Two holders (two children, say) may have the very same line.
        if not certain and (not told or line.row.owned_after.footnotes or times[line.row] > 1):
            continue
        yield Problem(
            line.place("owned_after"),
            f"{line.column('owned_after')} should be {amount(one.expected)}{_after(line)}; the form says "
            f"{amount(one.stated)}.",
            {"expected": amount(one.expected), "stated": amount(one.stated)},
            severity=None if certain else Severity.WARNING,
        )


@check(
    "F4-028",
    Family.LAW,
    Severity.ERROR,
    "Total would be below zero",
    _TOTALS,
    *_TOTAL_COLUMNS,
    verified=False,
    why="Nobody owns less than nothing; the first line rests on an older balance and is a warning.",
    fix="Check the amount and the opening balance.",
)
def total_below_zero(form: Form) -> Iterator[Problem]:
    for one in _totals(form):
        if one.expected < 0 and one.recorded and one.named:
            yield Problem(
                one.line.place("owned_after"),
                f"{one.line.column('owned_after')} would be {amount(one.expected)}{_after(one.line)}. Check the "
                "amount and the opening balance.",
                {"expected": amount(one.expected)},
                severity=Severity.WARNING if one.first else None,
            )


@check(
    "F4-029",
    Family.LAW,
    Severity.WARNING,
    "Opening balance differs from the last form",
    "Form 4, General Instruction 4(a)(i)",
    *_TOTAL_COLUMNS,
    verified=False,
    why="Purchase plans, reinvestment and splits change a balance without a form.",
    fix="Correct the total, or explain the change in a footnote.",
)
def opening_balance_explained(form: Form) -> Iterator[Problem]:
    """Less than one share apart is rounding; a total below zero and a slip have their own checks."""
    for one in _totals(form):
        if not (one.first and one.named) or one.stated is None or one.slip or one.expected < 0:
            continue
        line, gap = one.line, one.stated - one.expected
        explained = line.row.owned_after.footnotes or _EXPLAINED.search(line.notes(line.footnotes))
        if abs(gap) >= _FRACTION and not explained:
            yield Problem(
                line.place("owned_after"),
                f"{line.column('owned_after')} says {amount(one.stated)}; from the last form it would be "
                f"{amount(one.expected)}, {amount(abs(gap))} {'fewer' if gap > 0 else 'more'}. Correct it, or "
                "explain the change in a footnote.",
                {"expected": amount(one.expected), "stated": amount(one.stated)},
            )


def _after(line: Line) -> str:
    if not isinstance(line, TransactionLine):
        return ""
    return f" after this {_NOUNS.get(line.code, 'transaction')}"
