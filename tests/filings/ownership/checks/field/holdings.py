"""What is owned after each line, and under which title it is counted."""

import datetime as dt
from decimal import Decimal

from filings.ownership.codes import Table
from filings.ownership.ledger import Balance, Held, ReportedTrade, Wording, balance_key, trades_of
from filings.ownership.report import Cell, Measure
from tests.filings.ownership.checks.cases import form4, held, option, options_held, price, stock
from tests.filings.ownership.checks.field.asking import Cases, says

_STOCK = frozenset({"Common Stock"})
_ONE_FOR_ONE = ("Each share converts into common stock one for one.",)


def _known(before: int, *rows):
    """With the ledger's balance from before the report for the class of its first line."""
    report = form4(*rows)
    return says(report, opening={balance_key(rows[0], report): (Balance(Decimal(before)),)})


_TRUST = Wording(Table.I, "Common Stock", "I", "By Trust", "", Measure.SHARES)


def _with_a_trust(*rows):
    """The last form lists 31,040 shares in a trust."""
    known = Held(_TRUST, (_TRUST.key,), Decimal(31_040), is_listed=True)
    return says(form4(*rows), prepared_here=True, held=(known,))


def _reported(on_the_other: int):
    """Another form told a sale of so many shares on the same day, at the same price."""
    other = form4(stock("S", on_the_other, 9, "D", 12_500))
    told = {trade: ReportedTrade("Form 4 filed on 24 November 2026") for _, trade in trades_of(other)}
    return says(form4(stock("S", 500, 9, "D", 12_000)), prepared_here=True, reported=told)


def _vested(note: str):
    row = stock("A", 500, 0, "A", 12_500, title=Cell("Common Stock", ("F1",)))
    return says(form4(row, notes=(note,)))


def _entitled(title: str):
    row = stock("S", 100, 9, "D", 900, title=Cell(title))
    return says(form4(row), prepared_here=True, class_titles={Table.I: _STOCK})


CASES: Cases = {
    "F4-027": (
        _known(12_500, stock("M", 1_250, 0, "A", 13_750), stock("F", 492, 38.41, "D", 13_750)),
        _known(12_500, stock("M", 1_250, 0, "A", 13_750), stock("F", 492, 38.41, "D", 13_258)),
    ),
    "F4-028": (
        _known(600, option("M", 500, 21.5, "D", 100), option("M", 300, 21.5, "D", 0)),
        _known(600, option("M", 500, 21.5, "D", 100), option("M", 100, 21.5, "D", 0)),
    ),
    "F4-029": (
        _known(12_500, stock("S", 500, 9, "D", 12_166)),
        _known(12_500, stock("S", 500, 9, "D", 12_000)),
    ),
    "F4-031": (
        _with_a_trust(stock("S", 500, 9, "D", 12_000)),
        _with_a_trust(stock("S", 500, 9, "D", 12_000), held(31_040, "I", "By Trust")),
    ),
    "F4-063": (
        _vested("Vesting of restricted shares, the grant of which was previously reported."),
        _vested("Restricted shares, which vest in three equal instalments."),
    ),
    "F4-076": (_reported(500), _reported(501)),
    "F4-081": (
        says(form4(options_held(100), options_held(200, title=Cell("Incentive Stock Option")))),
        says(form4(options_held(100), options_held(200, expiration=Cell(dt.date(2031, 2, 15))))),
    ),
    "F4-082": (_entitled("Comon Stock"), _entitled("Class B Common Stock")),
    "F4-083": (says(form4(held(900, "I", "By trusts"))), says(form4(held(900, "I", "By Children's Trust")))),
    "F4-084": (
        says(form4(option("A", 1, 1, "A", 1, title=Cell("Series A Convertible Preferred Stock")))),
        says(
            form4(
                option(
                    "A", 1, None, "A", 1, exercise_price=price(None, "F1"), title=Cell("Series A Preferred")
                ),
                notes=_ONE_FOR_ONE,
            )
        ),
    ),
}
