"""A report taken apart into the boxes of the form: all that it says, each under its name there."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from filings.ownership import elements
from filings.ownership.checks.form import COLUMNS
from filings.ownership.codes import Table
from filings.ownership.comparison.aligning import Entry, Item
from filings.ownership.comparison.footnotes import Marks
from filings.ownership.comparison.values import Side
from filings.ownership.elements import Content
from filings.ownership.report import (
    Address,
    Coding,
    Exhibit,
    Measure,
    Owner,
    Quantity,
    Row,
    Signature,
    Submission,
)
from filings.ownership.wording import amount, dollars

Part = tuple[str, str, list[Item]]

# The form's own column numbers on Form 3, which reports no transaction.
_ON_FORM_3: Mapping[Table, Mapping[str, str]] = {
    Table.I: {"title": "1", "owned_after": "2", "ownership": "3", "nature": "4"},
    Table.II: {
        "title": "1", "exercisable": "2", "expiration": "2", "underlying_title": "3", "underlying_amount": "3",
        "exercise_price": "4", "ownership": "5", "nature": "6",
    },
}  # fmt: skip
_NUMBERS = {"3": _ON_FORM_3, "4": COLUMNS, "5": COLUMNS}
_PERIODS = {
    "3": "2. Date of event requiring statement",
    "4": "3. Date of earliest transaction",
    "5": "3. Fiscal year ended",
}
_BOXES = {
    "3": {"issuer": "3. ", "original": "5. ", "relationship": "4. "},
    "4": {"issuer": "2. ", "original": "4. ", "relationship": "5. "},
    "5": {"issuer": "2. ", "original": "4. ", "relationship": "5. "},
}

_COLUMN_WORDS = {
    "title": "Title", "exercise_price": "Conversion or exercise price", "date": "Transaction date",
    "deemed_execution": "Deemed execution date", "code": "Code", "form_type": "Form of the code",
    "equity_swap": "Equity swap (K)", "timeliness": "Timeliness", "amount": "Amount", "price": "Price",
    "acquired_disposed": "(A) or (D)", "exercisable": "Date exercisable", "expiration": "Expiration date",
    "underlying_title": "Underlying title", "underlying_amount": "Underlying amount",
    "owned_after": "Owned after", "ownership": "Direct (D) or indirect (I)", "nature": "Nature of ownership",
}  # fmt: skip
# What makes a line this line and no other.
_WEIGHTS = {
    "exercise_price": 2, "date": 2, "code": 2, "amount": 2, "expiration": 2, "owned_after": 2,
}  # fmt: skip
_IN_TITLE = ("title", "date", "code", "amount")

_HEAD_WORDS = {
    "schema_version": "Schema version",
    "document_type": "Form type",
    "no_securities_owned": "No securities owned",
    "not_subject_to_section16": "No longer subject to Section 16",
    "form3_holdings_reported": "Form 3 holdings reported",
    "form4_transactions_reported": "Form 4 transactions reported",
    "aff10b5_one": "Made under a Rule 10b5-1(c) plan",
}
_ISSUER_WORDS = {
    "cik": "CIK",
    "name": "Name",
    "trading_symbol": "Trading symbol",
    "foreign_trading_symbol": "Foreign trading symbol",
}
_OWNER_WORDS = {"cik": "CIK", "name": "1. Name"}
_ADDRESS_WORDS = {
    "non_us": "Address outside the United States", "street1": "Street 1", "street2": "Street 2", "city": "City",
    "non_us_state_territory": "State or territory abroad", "state": "State", "country": "Country",
    "zip_code": "ZIP code", "state_description": "State in words", "good_address": "Good address",
}  # fmt: skip
_RELATIONSHIP_WORDS = {
    "director": "Director", "officer": "Officer", "ten_percent_owner": "10% owner", "other": "Other",
    "officer_title": "Officer title", "other_text": "Other, in words",
}  # fmt: skip


def items_of(submission: Submission, marks: Marks, form: str) -> list[Part]:
    """Every part of the form but the footnotes: its key, its name and its items.

    ``form`` is the form after whose numbers the boxes are named; blank names them without.
    """
    report, numbers = submission.report, _BOXES.get(form, {})
    head = [
        Entry(_head_name(leaf.field, form), Side(_text(getattr(report, leaf.field))))
        for leaf in (*elements.HEAD, elements.PLAN_FLAG)
    ]
    return [
        ("form", "The form", [Item("form", tuple(head), is_only=True)]),
        (
            "issuer",
            "Issuer",
            [
                Item(
                    "issuer",
                    tuple(_leaves(report.issuer, _ISSUER_WORDS, numbers.get("issuer", ""))),
                    is_only=True,
                )
            ],
        ),
        ("owners", "Reporting owners", list(_numbered(report.owners, lambda one: _owner(one, numbers)))),
        ("table_i", "Table I", list(_numbered(report.non_derivative, _lines(Table.I, marks, form)))),
        ("table_ii", "Table II", list(_numbered(report.derivative, _lines(Table.II, marks, form)))),
        ("remarks", "Remarks", [Item("remarks", (Entry("Remarks", Side(report.remarks)),), is_only=True)]),
        ("signatures", "Signatures", list(_numbered(report.signatures, _signature))),
        ("exhibits", "Exhibits", list(_numbered(submission.exhibits, _exhibit))),
    ]


def _numbered(values: Iterable[Any], item: Callable[[Any], tuple[str, str, list[Entry]]]) -> Iterator[Item]:
    for number, value in enumerate(values, start=1):
        kind, title, entries = item(value)
        yield Item(kind, tuple(entries), title, str(number))


def _head_name(field: str, form: str) -> str:
    if field == "period_of_report":
        return _PERIODS.get(form, "Period of report")
    if field == "date_of_original_submission":
        return f"{_BOXES.get(form, {}).get('original', '')}Date of original filing"
    return _HEAD_WORDS[field]


def _owner(one: Owner, numbers: Mapping[str, str]) -> tuple[str, str, list[Entry]]:
    entries = [
        *_leaves(one, _OWNER_WORDS, weights={"cik": 6, "name": 3}),
        *_leaves(one.address or Address(), _ADDRESS_WORDS, "1. "),
        *_leaves(one.relationship, _RELATIONSHIP_WORDS, numbers.get("relationship", "")),
    ]
    return "owner", one.name or one.cik, entries


def _signature(one: Signature) -> tuple[str, str, list[Entry]]:
    return (
        "signature",
        one.name,
        list(_leaves(one, {"name": "Signature", "date": "Date"}, weights={"name": 3})),
    )


def _exhibit(one: Exhibit) -> tuple[str, str, list[Entry]]:
    words = {"type": "Type", "description": "Description", "text": "Text"}
    return "exhibit", f"{one.type} {one.description}".strip(), list(_leaves(one, words, weights={"text": 3}))


def _leaves(
    value: Any, words: Mapping[str, str], number: str = "", weights: Mapping[str, int] | None = None
) -> Iterator[Entry]:
    for field, name in words.items():
        yield Entry(
            f"{number}{name}", Side(_text(getattr(value, field))), weight=(weights or {}).get(field, 1)
        )


def _lines(table: Table, marks: Marks, form: str) -> Callable[[Row], tuple[str, str, list[Entry]]]:
    numbers = _NUMBERS.get(form, {}).get(table, {})

    def line(row: Row) -> tuple[str, str, list[Entry]]:
        entries, title = [], []
        for field, text, footnotes in _cells(row):
            number = numbers.get(field)
            name = f"{number}. {_COLUMN_WORDS[field]}" if number else _COLUMN_WORDS[field]
            notes, tokens = marks.of(footnotes)
            entries.append(Entry(name, Side(text, notes), tokens, _WEIGHTS.get(field, 1)))
            if field in _IN_TITLE and text:
                title.append(text)
        return elements.ROW_ELEMENTS[type(row)], " · ".join(title), entries

    return line


def _cells(row: Row) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every cell that this kind of line has: the field's name, its text and its footnotes."""
    for column in elements.columns(type(row)):
        cell: Any = row
        for name in column.field.split("."):
            cell = getattr(cell, name)
        field = column.field.replace(".", "_")
        if column.content is Content.CODING:
            coding = cell or Coding()
            yield "code", coding.code, coding.footnotes
            yield "form_type", coding.form_type, ()
            yield "equity_swap", _text(coding.equity_swap), ()
        elif cell is None:
            yield field, "", ()
        elif isinstance(cell, Quantity):
            yield field, _quantity(cell), cell.footnotes
        else:
            yield field, _text(cell.value), cell.footnotes


def _quantity(cell: Quantity) -> str:
    if cell.measure is Measure.SHARES:
        return "" if cell.value is None else amount(cell.value)
    return "$" if cell.value is None else dollars(cell.value)


def _text(value: str | dt.date | Decimal | bool | None) -> str:
    """A value as the form prints it; what is ticked in a word."""
    match value:
        case None:
            return ""
        case bool():
            return "ticked" if value else "not ticked"
        case Decimal():
            return dollars(value)
        case dt.date():
            return f"{value:%m/%d}/{value.year:04}"
    return str(value)
