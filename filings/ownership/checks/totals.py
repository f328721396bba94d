"""Columns 5 and 9: each total follows from the one before it, the first from the last one filed.

How much a total that does not follow means depends on what is known. Where the ledger knows the balance and
the line names its series by itself, it is an error. A form read alone does not say which award or holder a
line is about, and purchase plans, reinvestment and splits change balances without a line of their own, so there
a difference is a warning when it looks like a slip, and nothing when a footnote explains it.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from filings.ownership.checks.form import Form, Line, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import INDIRECT
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.ledger import Balance, holdings_missing, reckonings
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
_LONG_AGO = dt.timedelta(days=180)


class _Total(Struct, frozen=True):
    """What a line's total should be: from the ledger's ``balance``, or from the line before it.

    ``recorded`` says that the ledger knows the total's key, ``award`` that the line names its award.
    """

    line: Line
    expected: Decimal
    balance: Balance | None
    recorded: bool
    award: bool
    form_5: bool

    @property
    def stated(self) -> Decimal | None:
        return self.line.row.owned_after.value

    @property
    def first(self) -> bool:
        return self.balance is not None

    @property
    def slip(self) -> bool:
        """Off as slips are: the amount not carried, carried twice, or carried with the wrong sign."""
        if not isinstance(self.line, TransactionLine) or self.stated is None or self.expected < 0:
            return False
        moved = self.line.row.amount.value
        return moved is not None and abs(self.stated - self.expected) in {moved, 2 * moved}

    @property
    def unmoved(self) -> bool:
        """The total is that of the last form: not carried, or as many shares came and went in between."""
        return self.balance is not None and self.stated == self.balance.amount

    @property
    def told_afterwards(self) -> bool:
        """A line of Form 5, or one reported early, may stand behind later ones with the total of its own day."""
        return self.form_5 or (isinstance(self.line, TransactionLine) and self.line.early)

    @property
    def named(self) -> bool:
        """Whether the line says by itself which series it is about: stock, or options with their price."""
        row = self.line.row
        if isinstance(row, (DerivativeTransaction, DerivativeHolding)):
            return bool(row.exercise_price.value) or self.award
        return True


def _totals(form: Form) -> Iterator[_Total]:
    """Every line whose total can be reckoned. An amendment repeats lines whose balances have moved on since."""
    document = form.report.document_type
    opening = {} if document.is_amendment else form.facts.opening
    awards = form.facts.awards
    for line, one in zip(form.lines, reckonings(form.report, opening, awards), strict=True):
        if one.expected is not None:
            yield _Total(
                line,
                one.expected,
                one.balance,
                one.is_recorded,
                line.reference in awards,
                document.form == "5",
            )


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
        line = one.line
        certain = (
            one.recorded
            and one.named
            and not (one.unmoved or one.told_afterwards)
            and (one.slip or (not one.first and isinstance(line, TransactionLine)))
        )
        # A draft on the desk runs from line to line; a form read alone may leave out what moved its balance.
        slip = one.slip and (one.named or not one.first) and not one.told_afterwards
        told = slip or (form.facts.prepared_here and one.named and not one.first)
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
        if one.expected < 0 and one.recorded and one.named and not one.told_afterwards:
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
        if one.balance is None or not one.named or one.stated is None or one.slip or one.expected < 0:
            continue
        if not form.facts.prepared_here and _is_long_ago(one.balance, form):
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


@check(
    "F4-031",
    Family.LAW,
    Severity.WARNING,
    "Other ownership of the class is missing",
    "Form 4, General Instruction 4(a)(i)",
    "Table I, columns 5 to 7",
    verified=False,
    why="A warning: the desk knows what the last form listed, not what has been given away since.",
    fix="Add a holding row for it, or say why it is no longer held.",
)
def other_ownership_listed(form: Form) -> Iterator[Problem]:
    """On a draft alone: a form that was filed may have left out what was no longer held."""
    if not form.facts.prepared_here or form.report.document_type.is_amendment:
        return
    for one in holdings_missing(form.report, form.facts.held):
        how = one.wording.nature or "indirectly" if one.key.ownership == INDIRECT else "directly"
        yield Problem(
            Place(Part.TABLE_I),
            f"Add a holding row for the other ownership of this class: the last form lists {amount(one.amount)} "
            f"of {one.wording.title} held {how}.",
            {"held": amount(one.amount)},
        )


def _is_long_ago(balance: Balance, form: Form) -> bool:
    period = form.report.period_of_report
    return balance.on is not None and period is not None and period - balance.on > _LONG_AGO


def _after(line: Line) -> str:
    if not isinstance(line, TransactionLine):
        return ""
    return f" after this {_NOUNS.get(line.code, 'transaction')}"
