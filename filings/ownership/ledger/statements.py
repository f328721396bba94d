"""The reports and adjustments that a ledger is made of, and their order, which is a function of the set alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

from msgspec import Struct

from filings.ownership.deadlines import CLOSE, EASTERN
from filings.ownership.ledger.entries import Entry
from filings.ownership.ledger.keys import BalanceKey
from filings.ownership.report import DocumentType

# Beyond so many reports of one day nobody splits a report; they keep the order in which they went.
_MOST_OF_A_DAY = 40


class Statement(Struct, frozen=True, kw_only=True):
    """One report as the ledger reads it.

    ``reference`` names it to whoever asks. ``went`` is when it was on its way to EDGAR, as near as it is known
    (with a zone), ``signed_on`` the last date beside a signature. ``amends`` is the reference of the report that it
    amends where the desk knows it, ``original_filed_on`` box 4.
    """

    reference: int
    document_type: DocumentType
    entries: tuple[Entry, ...]
    period: dt.date | None = None
    went: dt.datetime | None = None
    filed_on: dt.date | None = None
    signed_on: dt.date | None = None
    accession_number: str = ""
    sha256: str = ""
    amends: int | None = None
    original_filed_on: dt.date | None = None

    @property
    def day(self) -> dt.date:
        """Box 3, or the nearest thing to it that the report has."""
        return self.period or min(
            (entry.day for entry in self.entries if entry.day),
            default=self.filed_on or self.signed_on or dt.date.min,
        )

    @property
    def went_on(self) -> dt.date:
        """The day on which it went to EDGAR, as near as it is known; never before its period."""
        if self.went is not None:
            return self.went.astimezone(EASTERN).date()
        return self.filed_on or max(self.signed_on or self.day, self.day)

    @property
    def went_at(self) -> dt.datetime:
        """The instant of that, at the close of the day where only the day is known."""
        return self.went or dt.datetime.combine(self.went_on, CLOSE, EASTERN)

    def had_gone_before(self, other: "Statement") -> bool:
        """Whether another report could know of it: of one instant, as near as it is known, not of an amendment."""
        return self.went_at < other.went_at or (self.went_at == other.went_at and not self.is_amendment)

    @property
    def is_amendment(self) -> bool:
        return self.document_type.is_amendment


class AdjustmentKind(StrEnum):
    """What changes a holding without a line on a form, or says what it was."""

    OPENING = "opening"
    SPLIT = "split"
    PLAN_PURCHASE = "plan_purchase"
    REINVESTMENT = "reinvestment"
    TRANSFER = "transfer"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        """As people read it in a list."""
        return _LABELS[self]


_LABELS = {
    AdjustmentKind.OPENING: "Opening balance",
    AdjustmentKind.SPLIT: "Stock split",
    AdjustmentKind.PLAN_PURCHASE: "Purchase under a plan",
    AdjustmentKind.REINVESTMENT: "Dividend reinvestment",
    AdjustmentKind.TRANSFER: "Change in form of ownership",
    AdjustmentKind.CORRECTION: "Correction",
}


class Adjustment(Struct, frozen=True, kw_only=True):
    """One adjustment, from the beginning of ``day`` on.

    An opening balance and a change are about one ``key`` (of one owner) and, where its awards run apart, one
    ``award``; a transfer takes ``change`` from ``key`` and gives it to ``to``. A split is about the class with
    ``title``: ``new`` shares for every ``old`` ones. ``reverses`` names the adjustment that this one undoes.
    """

    reference: int
    kind: AdjustmentKind
    day: dt.date
    key: BalanceKey | None = None
    to: BalanceKey | None = None
    change: int = 0
    award: str = ""
    title: str = ""
    new: int = 1
    old: int = 1
    reverses: int | None = None


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Reports in the order of the ledger: period, day on which they went, and then as their totals run on.

    Reports of one period that went on one day are parts of one story: where one's totals go on from another's, it
    comes after it. Otherwise the instant, the accession number and the content decide.
    """
    ordered = sorted(statements, key=_place)
    result: list[Statement] = []
    for _, group in groupby(ordered, key=lambda one: (one.day, one.went_on)):
        result += _running_on(list(group))
    return result


def went(one: Statement) -> tuple[dt.datetime, str, str, int]:
    """Sorts reports in the order in which they went to EDGAR."""
    return one.went_at, one.accession_number, one.sha256, one.reference


def _place(one: Statement) -> tuple[dt.date, dt.date, tuple[dt.datetime, str, str, int]]:
    return one.day, one.went_on, went(one)


def _running_on(of_a_day: list[Statement]) -> list[Statement]:
    if not 1 < len(of_a_day) <= _MOST_OF_A_DAY:
        return of_a_day
    ends = [_ends(one.entries) for one in of_a_day]
    before = {
        later: {
            first
            for first in range(len(of_a_day))
            if first != later
            and _goes_on(ends[first], ends[later])
            and not _goes_on(ends[later], ends[first])
        }
        for later in range(len(of_a_day))
    }
    order: list[int] = []
    left = list(range(len(of_a_day)))
    while left:
        # A circle of totals says nothing: then the first that went is next.
        chosen = next((one for one in left if not before[one] & set(left)), left[0])
        left.remove(chosen)
        order.append(chosen)
    return [of_a_day[one] for one in order]


_Ends = Mapping[BalanceKey, tuple[int, int]]


def _ends(entries: Sequence[Entry]) -> _Ends:
    """The balance from which each key's lines start and the one at which they end, if they move it."""
    lines: dict[BalanceKey, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.prior is not None:
            lines[entry.key].append(entry)
    return {
        key: (first, last)
        for key, of_key in lines.items()
        if (first := of_key[0].prior or 0) != (last := of_key[-1].stated or 0)
    }


def _goes_on(first: _Ends, later: _Ends) -> bool:
    return any(key in first and first[key][1] == start for key, (start, _) in later.items())
