"""Prices: one where one is due, none where none is, and averages that stay within their range."""

import re
from collections.abc import Iterator
from decimal import Decimal

from filings.ownership.averages import SPREAD, price_range
from filings.ownership.checks.form import Form, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import CODES, PriceExpectation
from filings.ownership.findings import Family, Severity
from filings.ownership.wording import dollars

_PRICE_COLUMNS = ("Table I, column 4", "Table II, column 8")
_PRICES = "Form 4, General Instruction 5"
_AVERAGES = "SEC staff no-action letter of June 25, 2008"
_PRICED = frozenset(code for code, rule in CODES.items() if rule.price is PriceExpectation.POSITIVE) - {"I"}
_GIVEN = frozenset("GW")
_MARKET_CODES = frozenset("PS")
_DOLLAR = Decimal(1)
_CENT = Decimal("0.01")

_WEIGHTED = re.compile(
    r"\b(?:weighted[- ])?average\b[^.]{0,40}\bprice|\baverage (?:sale|purchase)", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:, \d{4})?"
# Trades "from November 18 to November 20", which the letter does not let stand on one line.
_DAYS = re.compile(
    rf"\b(?:from|between|on) {_MONTH},? (?:to|and|through|-) (?:{_MONTH}|\d{{1,2}}\b)", re.IGNORECASE
)
_TRADED = re.compile(
    r"\b(?:traded?|transactions?|executed|sold|bought|purchased|sales|purchases)\b[^.]*$", re.IGNORECASE
)
_REACH = 60
_UNDERTAKEN = re.compile(
    r"\bundertak|\bon request|\bupon (?:written )?request|\bwill (?:provide|give|furnish|make available)"
    r"|\bfull information\b|\bagrees? to provide",
    re.IGNORECASE,
)


@check(
    "F4-011",
    Family.LAW,
    Severity.WARNING,
    "Price of 0 where one is paid",
    _PRICES,
    *_PRICE_COLUMNS,
    verified=False,
    why="Some such transactions have no price, which a footnote tells.",
    fix="Enter the price, or say in a footnote why there is none.",
)
def price_expected(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        price = line.row.price
        if line.code in _PRICED and price.value == 0 and not price.footnotes:
            yield Problem(
                line.place("price"),
                f"{line.column('price')} says 0; code {line.code} usually has a price. Enter it, or explain "
                "in a footnote why there is none.",
                {"stated": "0"},
            )


@check(
    "F4-012",
    Family.LAW,
    Severity.WARNING,
    "Price of a gift",
    _PRICES,
    *_PRICE_COLUMNS,
    verified=False,
    why="A value given for information harms nobody.",
    fix="Enter 0, or change the code.",
)
def gift_for_a_price(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        price = line.row.price
        if line.code in _GIVEN and price.value and not price.footnotes:
            what = "A gift" if line.code == "G" else "An inheritance"
            yield Problem(
                line.place("price"),
                f"{line.column('price')} says {dollars(price.value)}. {what} shows 0: enter 0, or change the "
                "code.",
                {"stated": dollars(price.value)},
            )


@check(
    "F4-032",
    Family.LAW,
    Severity.WARNING,
    "Average without its range or its undertaking",
    _AVERAGES,
    *_PRICE_COLUMNS,
    why="The undertaking may be given in other words.",
    fix="Give the range in the price's footnote, with the undertaking to tell the number of shares at each price.",
)
def average_described(form: Form) -> Iterator[Problem]:
    """The undertaking is given once for all averages, in whichever footnote or in the remarks."""
    averaged = [line for line in form.transactions if _WEIGHTED.search(line.price_notes)]
    for line in averaged:
        if not SPREAD.search(line.price_notes):
            yield Problem(
                line.place("price"),
                f"{line.column('price')} is an average. Give the lowest and the highest price in its footnote.",
            )
    if averaged and not _UNDERTAKEN.search(form.explanation):
        first = averaged[0]
        yield Problem(
            first.place("price"),
            f"{first.column('price')} is an average. Undertake in a footnote to give, on request, the number "
            "of shares at each price.",
        )


@check(
    "F4-033",
    Family.LAW,
    Severity.WARNING,
    "More than a dollar or a day on one line",
    _AVERAGES,
    *_PRICE_COLUMNS,
    why="The letter is relief by the staff, and a footnote may speak of several lines.",
    fix="Split the line, so that each spans one day and one dollar.",
)
def average_over_a_dollar_or_a_day(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        text = line.price_notes
        days = _DAYS.search(text) if text else None
        if days and _TRADED.search(text, max(0, days.start() - _REACH), days.start()):
            yield Problem(
                line.place("price"),
                f"The footnote of {line.column('price').lower()} averages the trades {days[0]}. One line may hold "
                "those of one day: split it.",
                {"days": days[0]},
            )
    for line, low, high in _averaged(form):
        if high - low > _DOLLAR:
            yield Problem(
                line.place("price"),
                f"The prices behind {line.column('price').lower()} run from {dollars(low)} to {dollars(high)}. "
                "One line may span one dollar: split it.",
                {"low": dollars(low), "high": dollars(high)},
            )


@check(
    "F4-034",
    Family.LAW,
    Severity.WARNING,
    "Average outside its range",
    _AVERAGES,
    *_PRICE_COLUMNS,
    why="A footnote may give the range of several lines.",
    fix="Correct the average, or the range.",
)
def average_outside_its_range(form: Form) -> Iterator[Problem]:
    for line, low, high in _averaged(form):
        average = line.row.price.value
        if average is not None and not low - _CENT < average < high + _CENT:
            yield Problem(
                line.place("price"),
                f"{line.column('price')} says {dollars(average)}; its footnote gives {dollars(low)} to "
                f"{dollars(high)}. Correct the average or the range.",
                {"stated": dollars(average), "low": dollars(low), "high": dollars(high)},
            )


@check(
    "F4-086",
    Family.LAW,
    Severity.WARNING,
    "Average beside a code of no market trade",
    _AVERAGES,
    *_PRICE_COLUMNS,
    why="The letter lets a broker's trades of one day stand on one line; what else was averaged, its footnote says.",
    fix="Choose code P or S where a broker traded, or report each transaction on its own line.",
)
def average_of_no_market_trade(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        if line.code in CODES and line.code not in _MARKET_CODES and _WEIGHTED.search(line.price_notes):
            yield Problem(
                line.place("price"),
                f"{line.column('price')} is an average under code {line.code}. Only market trades of one day (P or "
                "S) may stand on one line at their average.",
                {"code": line.code},
            )


def _averaged(form: Form) -> Iterator[tuple[TransactionLine, Decimal, Decimal]]:
    """The lines whose price is an average, with the one range that their footnotes give."""
    for line in form.transactions:
        if line.price_notes and (prices := price_range(line.price_notes)):
            yield line, *prices
