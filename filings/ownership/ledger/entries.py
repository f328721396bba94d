"""What each line of a report says to the ledger. Amounts are whole ten-thousandths, the smallest that EDGAR takes."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from enum import IntFlag
from functools import lru_cache

from msgspec import Struct

from filings.ownership.codes import ACQUIRED, AMOUNT_DECIMALS, DISPOSED, MAX_AMOUNT, Table
from filings.ownership.deadlines import RowReference
from filings.ownership.ledger.keys import (
    BalanceKey,
    Wording,
    counts_underlying,
    footnote_texts,
    wording_of,
)
from filings.ownership.report import (
    TRANSACTIONS,
    DerivativeHolding,
    OwnershipReport,
    Row,
    Transaction,
)

SCALE = 10**AMOUNT_DECIMALS
ONE_SHARE = SCALE
_SCALE = Decimal(SCALE)
_MOST = int(MAX_AMOUNT * SCALE)
_LONGEST_CODE = 8
# EDGAR takes thirty lines a table; a document with many times more is no form, and would cost its reader hours.
_MOST_LINES = 200
_MOST_NAMED = 4


class Told(IntFlag):
    """What footnotes say beside a total, as far as it may explain why the total does not follow."""

    NOTHING = 0
    ON_TOTAL = 1
    PLAN_PURCHASE = 2
    REINVESTMENT = 4
    RETIREMENT_PLAN = 8
    SPLIT = 16
    GIFT = 32
    TRANSFER = 64
    VESTING = 128
    CORRECTION = 256
    COMPOSITION = 512
    UNVESTED = 1024


class Entry(Struct, frozen=True, gc=False):
    """One line of a report.

    ``line`` is its zero-based place in its table, which its key names. ``day`` is that of the transaction and
    unset for a holding. ``change`` is 0 for a holding and ``None`` where the line does not say it in the
    measure of its total; ``stated`` is column 5 or 9. ``early`` is the mark V. ``told_amounts`` are the numbers of
    shares that the footnotes on the total name. ``award`` tells awards of the same terms apart, where it is
    known.
    """

    key: BalanceKey
    line: int
    day: dt.date | None
    code: str
    change: int | None
    stated: int | None
    price: int | None = None
    early: bool = False
    told: int = 0
    told_amounts: tuple[int, ...] = ()
    award: str = ""

    @property
    def place(self) -> RowReference:
        """Its table and zero-based line."""
        return self.key.table, self.line

    @property
    def is_holding(self) -> bool:
        return self.day is None and not self.code

    @property
    def prior(self) -> int | None:
        """The balance that the stated total goes on from."""
        return None if self.stated is None or self.change is None else self.stated - self.change


def units(amount: Decimal | None) -> int | None:
    """An amount in whole ten-thousandths; ``None`` for none, and for one that no form can state."""
    if amount is None:
        return None
    whole = int((amount * _SCALE).to_integral_value(ROUND_HALF_EVEN))
    return whole if abs(whole) <= _MOST else None


def amount_of(number: int) -> Decimal:
    """The amount of some whole ten-thousandths, without empty decimals."""
    whole, part = divmod(number, SCALE)
    return Decimal(number).scaleb(-AMOUNT_DECIMALS).normalize() if part else Decimal(whole)


def entries_of(report: OwnershipReport, awards: Mapping[RowReference, str] = {}) -> tuple[Entry, ...]:
    """What every line of a report says, in the form's order; ``awards`` names those that the desk knows."""
    return tuple(entry for _, entry in worded_entries_of(report, awards))


def worded_entries_of(
    report: OwnershipReport, awards: Mapping[RowReference, str] = {}
) -> Iterator[tuple[Wording, Entry]]:
    """As ``entries_of``, each with the wording of its key."""
    texts = footnote_texts(report)
    from_remarks = _reasons(report.remarks) & Told.SPLIT if report.remarks else Told.NOTHING
    form_3 = report.document_type.form == "3"
    tables: tuple[tuple[Table, tuple[Row, ...]], ...] = (
        (Table.I, report.non_derivative),
        (Table.II, report.derivative),
    )
    for table, rows in tables:
        for index, row in enumerate(rows[:_MOST_LINES]):
            wording = wording_of(row, texts)
            award = awards.get((table, index), "")
            yield wording, _entry(row, index, wording.key, texts, from_remarks, award, form_3)


def change_of(row: Row) -> Decimal | None:
    """What a line adds to its total; ``None`` when the line does not say so in the total's measure."""
    if not isinstance(row, TRANSACTIONS):
        return Decimal(0)
    if row.amount.value is None or row.amount.measure is not row.owned_after.measure:
        return None
    return {ACQUIRED: row.amount.value, DISPOSED: -row.amount.value}.get(row.acquired_disposed.value or "")


def _entry(
    row: Row,
    index: int,
    key: BalanceKey,
    texts: Mapping[str, str],
    from_remarks: Told,
    award: str,
    form_3: bool,
) -> Entry:
    told, named = _told(row, texts)
    stated = row.owned_after.value
    if stated is None and form_3 and isinstance(row, DerivativeHolding) and counts_underlying(key):
        # Form 3 states only the underlying shares.
        stated = row.underlying.amount.value
    traded = row if isinstance(row, TRANSACTIONS) else None
    change = change_of(row)
    return Entry(
        key=key,
        line=index,
        day=traded.date.value if traded else None,
        code=traded.coding.code[:_LONGEST_CODE] if traded and traded.coding else "",
        change=units(change),
        stated=units(stated),
        price=units(traded.price.value) if traded else None,
        early=bool(traded and traded.coding and traded.coding.form_type == "5"),
        told=told | from_remarks,
        told_amounts=named,
        award=award,
    )


_INCLUDED = re.compile(
    r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s+(?:[a-z-]+\s+){0,3}?"
    r"(?:shares?|units?|ad[rs]s?|[a-z]{0,3}sus?)\b",
    re.IGNORECASE,
)
# "vested in 2019 units" names no number of units.
_YEAR = re.compile(
    r"(?:\b(?:in|during|of|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?)|,)\s*$",
    re.IGNORECASE,
)
_REASONS = {
    Told.PLAN_PURCHASE: r"purchase plan|\bespp\b",
    Told.REINVESTMENT: r"\bre-?invest|\bdividend|\bdrip\b",
    Told.RETIREMENT_PLAN: r"\b401\s?\(?k|\bretirement\b|\bsavings plan|\bbenefit plan|\bprofit.sharing|\besop\b",
    Told.SPLIT: r"\bsplit\b|\bsubdivision\b|\bcombination of shares",
    Told.GIFT: r"\bgift|\bdonat",
    Told.TRANSFER: r"\btransfer|\bdistribut|\bcontribut|\bform of (?:beneficial )?ownership|\bpreviously (?:held|"
    r"reported as|owned)",
    Told.VESTING: r"\bvest(?:s|ed|ing)?\b|\bsettle|\breleased?\b",
    Told.CORRECTION: r"\binadvertent|\bincorrect|\berror|\berroneous|\bcorrect(?:s|ed|ion)\b|\bomitted|\bmiscalcul|"
    r"\brestat|\badministrative|\breconcil",
    Told.COMPOSITION: r"\binclud(?:es|ing|ed)\b|\bconsists?\b|\breflects?\b|\badjust",
    Told.UNVESTED: r"\b(?:will|shall|that|which|shares) vest\b|\bvests? (?:as|in|over|on|ratably|equally)\b|"
    r"\bsubject to vesting|\bunvested\b",
}
_PATTERNS = tuple((flag, re.compile(pattern, re.IGNORECASE)) for flag, pattern in _REASONS.items())
# What a footnote on another cell than the total may explain as well: it speaks of the holding, not of the trade.
_ANYWHERE = Told.PLAN_PURCHASE | Told.REINVESTMENT | Told.SPLIT | Told.CORRECTION | Told.UNVESTED


def _told(row: Row, texts: Mapping[str, str]) -> tuple[Told, tuple[int, ...]]:
    if not texts:
        return Told.NOTHING, ()
    on_total = [texts[note] for note in row.owned_after.footnotes if note in texts]
    told = Told.ON_TOTAL if on_total else Told.NOTHING
    for text in on_total:
        told |= _reasons(text)
    for note in _notes_elsewhere(row):
        if note in texts and note not in row.owned_after.footnotes:
            told |= _reasons(texts[note]) & _ANYWHERE
    return told, tuple(_named(on_total))[:_MOST_NAMED]


def _named(texts: Iterable[str]) -> Iterator[int]:
    """The numbers of shares in some texts."""
    for text in texts:
        for found in _INCLUDED.finditer(text):
            is_year = len(found[1]) == len("2019") and _YEAR.search(text[: found.start()])
            number = None if is_year else units(Decimal(found[1].replace(",", "")))
            if number:
                yield number


def _notes_elsewhere(row: Row) -> Iterator[str]:
    yield from row.title.footnotes
    yield from row.nature.footnotes
    yield from row.ownership.footnotes
    if isinstance(row, TRANSACTIONS):
        yield from _notes_of_trade(row)


def _notes_of_trade(row: Transaction) -> Iterator[str]:
    if row.coding is not None:
        yield from row.coding.footnotes
    yield from row.amount.footnotes
    yield from row.acquired_disposed.footnotes


@lru_cache(maxsize=1024)
def _reasons(text: str) -> Told:
    told = Told.NOTHING
    for flag, pattern in _PATTERNS:
        if pattern.search(text):
            told |= flag
    return told
