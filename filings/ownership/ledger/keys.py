"""What one running total is about: a class or series of a security, and one way of holding it."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal

import msgspec
from msgspec import Struct

from filings.ownership.codes import Table
from filings.ownership.report import (
    Cell,
    DerivativeHolding,
    DerivativeTransaction,
    Measure,
    OwnershipReport,
    Row,
)


class Terms(Struct, frozen=True):
    """What sets one series of a derivative security apart from another of the same title, as text."""

    exercise_price: str
    exercisable: str
    expiration: str
    underlying: str


class BalanceKey(Struct, frozen=True):
    """What one running total is about: a class or series, held directly or in one indirect way.

    Texts are folded, so that spelling in capitals and spacing make no difference. A cell that holds only
    footnotes is known by their texts; the nature of ownership by its own text and its footnotes' together,
    because forms often say "See footnote" for several trusts.
    """

    table: Table
    title: str
    terms: Terms | None
    ownership: str
    nature: str
    measure: Measure = Measure.SHARES


class Wording(Struct, frozen=True):
    """A key as one report words it: what people read, and what a row of the ledger keeps.

    ``title``, ``nature`` and ``nature_notes``, the texts of the footnotes on it, are as printed; the terms as in
    ``Terms``, empty in Table I.
    """

    table: Table
    title: str
    ownership: str
    nature: str
    nature_notes: str
    measure: Measure
    exercise_price: str = ""
    exercisable: str = ""
    expiration: str = ""
    underlying: str = ""

    @property
    def key(self) -> BalanceKey:
        return BalanceKey(
            table=self.table,
            title=folded(self.title),
            terms=Terms(self.exercise_price, self.exercisable, self.expiration, self.underlying)
            if self.table is Table.II
            else None,
            ownership=self.ownership,
            nature=folded(f"{self.nature} {self.nature_notes}"),
            measure=self.measure,
        )

    @property
    def digest(self) -> str:
        """Names the wording: the SHA-256 of all of it."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORD = re.compile(r"[a-z0-9]+")
_NOT_THE_CLASS = re.compile(r"[,(]?\s*(?:\$|no par\b|par value\b|without par\b)")
_GRANTED = re.compile(
    r"\b(?:units?|options?|rights?|awards?|warrants?|restricted|performance|phantom|rsus?|psus?)\b"
)
# What tells one class from another: Class A and Class C, Series 1 and Series 2; common and preferred, option and
# unit. That an option is a right to buy only says again what it is.
_RIGHT_TO_BUY = re.compile(r"\(?\bright[ -]to[ -](?:buy|purchase|acquire)\b\)?")
_DESIGNATED = re.compile(r"\b(class|series)\s+([a-z0-9-]+)")
_KINDS = re.compile(
    r"\b(?:common|ordinary|preferred|capital|restricted|performance|phantom|deferred|unit|option|right|warrant|award|"
    r"note|debenture|[rpdg]su|ads|adr)"
)
_EMPTY_WORDS = frozenset(
    ("a", "an", "and", "as", "by", "for", "footnote", "footnotes", "held", "in", "of", "see", "shares", "the", "to")
)  # fmt: skip


def balance_key(row: Row, report: OwnershipReport) -> BalanceKey:
    """The running total to which a line of a report belongs."""
    return key_of(row, footnote_texts(report))


def footnote_texts(report: OwnershipReport) -> dict[str, str]:
    """The footnotes' texts by id."""
    return {note.id: note.text for note in report.footnotes}


def key_of(row: Row, texts: Mapping[str, str]) -> BalanceKey:
    """As ``balance_key``, with the texts of the report's footnotes at hand."""
    return wording_of(row, texts).key


def wording_of(row: Row, texts: Mapping[str, str]) -> Wording:
    """How a line words its key; ``texts`` are those of the report's footnotes by id."""
    notes = row.nature.footnotes
    words = (
        _spaced(row.title.value or ""),
        row.ownership.value or "",
        _spaced(row.nature.value or ""),
        _spaced(" ".join(texts.get(note, "") for note in notes)) if notes else "",
        row.owned_after.measure,
    )
    if not isinstance(row, (DerivativeTransaction, DerivativeHolding)):
        return Wording(Table.I, *words)
    return Wording(
        Table.II,
        *words,
        _term(row.exercise_price, texts),
        _term(row.exercisable, texts),
        _term(row.expiration, texts),
        folded(row.underlying.title.value or ""),
    )


def folded(text: str) -> str:
    """A text without what spelling in capitals and spacing add to it."""
    return _spaced(text).casefold()


def _spaced(text: str) -> str:
    return " ".join(text.split())


def class_of(title: str) -> str:
    """A class's title without its par value and its punctuation: ``common stock`` for ``Common Stock, $.01 par``."""
    title = _RIGHT_TO_BUY.sub("", folded(title)) or folded(title)
    if found := _NOT_THE_CLASS.search(title):
        title = title[: found.start()] or title
    return " ".join(_WORD.findall(title))


def is_granted(key: BalanceKey) -> bool:
    """Whether a total may run by grant: derivative securities, and stock units wherever they are reported."""
    return key.table is Table.II or names_award(key)


def names_award(key: BalanceKey) -> bool:
    """Whether a title speaks of options, units or restricted stock."""
    return bool(_GRANTED.search(key.title))


def counts_underlying(key: BalanceKey) -> bool:
    """Whether one of a derivative security stands for one underlying share, as options and stock units do.

    Convertible stock and notes have a ratio of their own.
    """
    return key.terms is not None and names_award(key)


def dollars_in(term: str) -> Decimal | None:
    """An exercise price that the form states in dollars; ``None`` for none, for 0 and for a footnote's text."""
    price = Decimal(term) if _NUMBER.fullmatch(term) else None
    return price or None


def is_akin(one: BalanceKey, other: BalanceKey) -> bool:
    """Whether two keys may be one total that the forms word otherwise.

    What both state as a figure has to be the same; wording may differ, but not what tells one class or one
    holder from another.
    """
    return (
        one.table is other.table
        and one.ownership == other.ownership
        and one.measure is other.measure
        and _same_class(one.title, other.title)
        and _same_nature(one.nature, other.nature)
        and is_same_series(one.terms, other.terms)
    )


def is_same_series(one: Terms | None, other: Terms | None, *, but_for_price: bool = False) -> bool:
    """Whether no figure in the terms tells two series apart; ``but_for_price`` leaves the exercise price aside."""
    if one is None or other is None:
        return one is other
    prices = dollars_in(one.exercise_price), dollars_in(other.exercise_price)
    return (
        (but_for_price or None in prices or prices[0] == prices[1])
        and _same_day(one.exercisable, other.exercisable)
        and _same_day(one.expiration, other.expiration)
        and (not one.underlying or not other.underlying or _same_class(one.underlying, other.underlying))
    )


def share_a_figure(one: Terms | None, other: Terms | None) -> bool:
    """Whether two series state the same exercise price, or the same day, in figures."""
    if one is None or other is None:
        return False
    price = dollars_in(one.exercise_price)
    return (
        (price is not None and price == dollars_in(other.exercise_price))
        or (one.exercisable == other.exercisable and bool(_DAY.fullmatch(one.exercisable)))
        or (one.expiration == other.expiration and bool(_DAY.fullmatch(one.expiration)))
    )


def _same_day(one: str, other: str) -> bool:
    return one == other or not (_DAY.fullmatch(one) and _DAY.fullmatch(other))


def _same_class(one: str, other: str) -> bool:
    if one == other:
        return True
    first, second = class_of(one), class_of(other)
    if first == second:
        return True
    return (
        _DESIGNATED.findall(first) == _DESIGNATED.findall(second)
        and set(_KINDS.findall(first)) == set(_KINDS.findall(second))
        and bool(_words(first) & _words(second))
    )


def _same_nature(one: str, other: str) -> bool:
    words = _words(one), _words(other)
    return one == other or not words[0] or not words[1] or bool(words[0] & words[1])


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text)) - _EMPTY_WORDS


def _term(cell: Cell[Decimal] | Cell[dt.date], texts: Mapping[str, str]) -> str:
    if cell.value is not None:
        return f"{cell.value.normalize():f}" if isinstance(cell.value, Decimal) else str(cell.value)
    return folded(" ".join(texts.get(note, "") for note in cell.footnotes))
