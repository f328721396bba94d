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
_DOLLAR = Decimal(1)
_CENT = Decimal("0.01")

_WEIGHTED = re.compile(
    r"\b(?:weighted[- ])?average\b[^.]{0,40}\bprice|\baverage (?:sale|purchase)", re.IGNORECASE
)
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


@check("F4-012", Family.LAW, Severity.WARNING, "Price of a gift", _PRICES, *_PRICE_COLUMNS, verified=False)
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
)
def average_described(form: Form) -> Iterator[Problem]:
    """The undertaking is given once for all averages, in whichever footnote or in the remarks."""
    averaged = [line for line in form.transactions if _WEIGHTED.search(line.notes(line.row.price.footnotes))]
    for line in averaged:
        if not SPREAD.search(line.notes(line.row.price.footnotes)):
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
    "Prices more than a dollar apart on one line",
    _AVERAGES,
    *_PRICE_COLUMNS,
)
def average_over_a_dollar(form: Form) -> Iterator[Problem]:
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


def _averaged(form: Form) -> Iterator[tuple[TransactionLine, Decimal, Decimal]]:
    """The lines whose price is an average, with the one range that their footnotes give."""
    for line in form.transactions:
        if not line.row.price.footnotes:
            continue
        if prices := price_range(line.notes(line.row.price.footnotes)):
            yield line, *prices
