"""Which class a line is about, and what a derivative security does when the stock moves."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from filings.ownership.report import Cell, DerivativeTransaction, Measure, Transaction
from filings.ownership.short_swing.values import EXACT, usable

_PAR = re.compile(
    r"(?:us)?\$?\s?[0-9]*\.?[0-9]*\s*(?:(?:no|without)\s+)?\bpar\s+value\b(?:\s+of)?\s*(?:us)?\$?\s?[0-9]*\.?[0-9]*"
    r"(?:\s*per\s+share)?"
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WORD = re.compile(r"[a-z0-9]+(?:-[0-9]+)?")
# Words that every company's title may have or leave out.
_PLAIN = frozenset(
    (
        "stock", "share", "shares", "the", "of", "no", "par", "value", "per", "each", "without", "inc",
        "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "llc", "lp", "trust",
        "restricted", "unvested",
    )
)  # fmt: skip
_PUT = re.compile(r"\bputs?\b|\bright to sell\b|\bobligation to buy\b", re.IGNORECASE)
_OPTION = re.compile(r"\boptions?\b|\bwarrants?\b|\bcalls?\b|\brights?\b", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def class_of(title: str, issuer: str) -> str:
    """The class behind a title: ``class a common`` for ``Acme Inc. Class A Common Stock, $0.01 par value``.

    Par value, what stands in brackets, the issuer's name and words that say nothing are left out; what is
    left tells classes, series and tracking stocks apart.
    """
    folded = _PAR.sub(" ", _BRACKETS.sub(" ", title.casefold()))
    named = {word for word in _WORD.findall(issuer.casefold()) if len(word) > 1}
    words = [word for word in _WORD.findall(folded) if word not in _PLAIN]
    return " ".join([word for word in words if word not in named] or words) or folded.strip()


def is_put(row: DerivativeTransaction) -> bool:
    """Whether a derivative security gains when the stock falls: a put equivalent position (Rule 16a-1(h))."""
    return _PUT.search(row.title.value or "") is not None


def is_option(row: DerivativeTransaction) -> bool:
    """Whether it is a bare right, whose price cannot be above that of the stock itself."""
    return _OPTION.search(row.title.value or "") is not None


def series_of(row: DerivativeTransaction, texts: Mapping[str, str]) -> str:
    """What identical derivative securities have in common: title, exercise price, dates and what underlies."""
    return "|".join(
        (
            _folded(row.title.value or ""),
            *(_term(cell, texts) for cell in (row.exercise_price, row.expiration)),
            _folded(row.underlying.title.value or ""),
        )
    )


def shares_of(row: Transaction, per_unit: Decimal | None) -> Decimal | None:
    """How many shares of the class a line is about: for a derivative security, how many underlie.

    ``per_unit`` is a ratio on record; otherwise column 7 tells, and one share a unit is not assumed.
    """
    counted = usable(row.amount.value) if row.amount.measure is Measure.SHARES else None
    if not isinstance(row, DerivativeTransaction):
        return counted
    if per_unit is not None and counted is not None:
        return EXACT.multiply(counted, per_unit)
    underlying = row.underlying.amount
    return usable(underlying.value) if underlying.measure is Measure.SHARES else None


def _term(cell: Cell[Decimal] | Cell[dt.date], texts: Mapping[str, str]) -> str:
    if isinstance(cell.value, Decimal):
        return f"{cell.value.normalize():f}"
    return str(cell.value or _folded(" ".join(texts.get(note, "") for note in cell.footnotes)))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
