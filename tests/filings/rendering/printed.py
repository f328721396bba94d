"""What a reader finds on the pages of a PDF, and what a report must put there, in the order of the form."""

import datetime as dt
import io
import re
import shutil
import string
import subprocess
from collections.abc import Iterator
from decimal import Decimal

import pypdf
import pytest
from hypothesis import strategies as st

from filings.ownership.codes import CODES, MAX_AMOUNT
from filings.ownership.report import (
    Cell,
    Coding,
    DerivativeTransaction,
    DocumentType,
    Footnote,
    Measure,
    NonDerivativeHolding,
    NonDerivativeTransaction,
    OwnershipReport,
    Quantity,
    Signature,
    Underlying,
)
from tests.reports import HARBORWELL, RAMASWAMY


def opened(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf), strict=True)


def pages(pdf: bytes) -> list[str]:
    """The text of each page without any white space, so that it does not matter where a line was broken."""
    return [squeezed(page.extract_text()) for page in opened(pdf).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def body(pdf: bytes, title: str) -> str:
    """All pages as one squeezed text, without the title and the page numbers at their feet."""
    foot = re.compile(re.escape(squeezed(title)) + r"Page\d+of\d+")
    return "".join(foot.sub("", page) for page in pages(pdf))


_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_MARGIN = 35  # points, of the 36 that the margin has


def _measured(pdf: bytes) -> str:
    """Where every word stands, as poppler sees it."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext, which measures where words stand, is not installed (poppler-utils)")
    return subprocess.run(
        [program, "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def top_of(pdf: bytes, word: str) -> float:
    """How far below the top of its page a word stands first, in points."""
    return next(float(top) for _, top, _, _, text in _WORD.findall(_measured(pdf)) if text == word)


def overlapping(pdf: bytes) -> list[tuple[str, str]]:
    """Pairs of words that cover each other, and words that leave the page's print area."""
    found = []
    for width, _, content in _PAGE.findall(_measured(pdf)):
        words = [(*map(float, edges), text) for *edges, text in _WORD.findall(content)]
        found += [
            (text, "margin")
            for left, _, right, _, text in words
            if left < _MARGIN or right > float(width) - _MARGIN
        ]
        words.sort(key=lambda word: word[1])
        for index, (left, top, right, bottom, text) in enumerate(words):
            for other_left, other_top, other_right, other_bottom, other in words[index + 1 :]:
                if other_top >= bottom:
                    break
                across = min(right, other_right) - max(left, other_left)
                down = min(bottom, other_bottom) - other_top
                if across > 0.5 and down > 0.6 * min(bottom - top, other_bottom - other_top):
                    found.append((text, other))
    return found


def missing_in_order(values: list[str], text: str) -> list[str]:
    """The values that do not occur in the text behind the one before."""
    missing, position = [], 0
    for value in map(squeezed, values):
        found = text.find(value, position)
        if found < 0:
            missing.append(value)
        else:
            position = found + len(value)
    return missing


def expected(report: OwnershipReport) -> list[str]:
    """Every value of the tables, signatures, footnotes and remarks of a Form 4, as the form prints them."""
    return [
        *(value for row in report.non_derivative for value in _table_i(row)),
        *(value for row in report.derivative for value in _table_ii(row)),
        *(value for signature in report.signatures for value in _signature(signature)),
        *(f"({footnote.number}){footnote.text}" for footnote in report.footnotes),
        report.remarks,
    ]


def _table_i(row: NonDerivativeTransaction | NonDerivativeHolding) -> Iterator[str]:
    yield from _cell(row.title)
    if isinstance(row, NonDerivativeTransaction):
        yield from _cell(row.date)
        yield from _coding(row.coding)
        yield from _quantity(row.amount)
        yield from _cell(row.acquired_disposed)
        yield from _price(row.price)
    yield from _quantity(row.owned_after)
    yield from _cell(row.ownership)
    yield from _cell(row.nature)


def _table_ii(row: DerivativeTransaction) -> Iterator[str]:
    yield from _cell(row.title)
    yield from _price(row.exercise_price)
    yield from _cell(row.date)
    yield from _coding(row.coding)
    yield from _quantity(row.amount)
    yield from _cell(row.exercisable)
    yield from _cell(row.expiration)
    yield from _cell(row.underlying.title)
    yield from _quantity(row.underlying.amount)
    yield from _price(row.price)
    yield from _quantity(row.owned_after)
    yield from _cell(row.ownership)
    yield from _cell(row.nature)


def _cell(cell: Cell) -> Iterator[str]:
    if cell.value is not None:
        yield cell.value if isinstance(cell.value, str) else cell.value.strftime("%m/%d/%Y")
    yield from _marks(cell.footnotes)


def _coding(coding: Coding) -> Iterator[str]:
    yield coding.code + ("/K" if coding.equity_swap else "")
    yield from _marks(coding.footnotes)
    if coding.form_type == "5":
        yield "V"


def _quantity(quantity: Quantity) -> Iterator[str]:
    if quantity.value is not None:
        yield ("$" if quantity.measure is Measure.VALUE else "") + _digits(quantity.value)
    yield from _marks(quantity.footnotes)


def _price(cell: Cell[Decimal]) -> Iterator[str]:
    if cell.value is not None:
        yield "$" + _digits(cell.value)
    yield from _marks(cell.footnotes)


def _digits(value: Decimal) -> str:
    """Up to four decimal places, none of them for nothing; a price may go on with noughts."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _signature(signature: Signature) -> Iterator[str]:
    yield signature.name
    yield signature.date.strftime("%m/%d/%Y")


def _marks(footnotes: tuple[str, ...]) -> Iterator[str]:
    yield from (f"({note.removeprefix('F')})" for note in footnotes)


# Letters, signs of mark-up and what people type: all are on the form's fonts.
_SIGNS = string.ascii_letters + string.digits + " .,;:-/'\"()<>&]#%$@"
_amounts = st.decimals(min_value=0, max_value=MAX_AMOUNT, places=4)
_days = st.dates(min_value=dt.date(1990, 1, 1))


def reports() -> st.SearchStrategy[OwnershipReport]:
    """Form 4s with up to six lines in each table, of any values that the specification allows."""
    notes = tuple(f"F{number}" for number in range(1, 8))
    marks = st.lists(st.sampled_from(notes), unique=True, max_size=3).map(tuple)

    def text(longest: int) -> st.SearchStrategy[str]:
        return st.text(_SIGNS, min_size=1, max_size=longest).map(str.strip).filter(bool)

    def cell(values: st.SearchStrategy) -> st.SearchStrategy[Cell]:
        return st.builds(Cell, st.none() | values, marks)

    quantities = st.builds(Quantity, _amounts, marks, st.sampled_from(Measure))
    codings = st.builds(
        Coding, st.sampled_from(("4", "5")), st.sampled_from(sorted(CODES)), st.booleans(), marks
    )
    either = st.sampled_from(("A", "D"))
    direct = st.builds(Cell, st.sampled_from(("D", "I")), marks)
    natures = cell(text(100))
    transactions = st.builds(
        NonDerivativeTransaction,
        title=st.builds(Cell, text(60), marks),
        date=st.builds(Cell, _days, marks),
        coding=codings,
        amount=quantities,
        price=cell(_amounts),
        acquired_disposed=st.builds(Cell, either, marks),
        owned_after=quantities,
        ownership=direct,
        nature=natures,
    )
    holdings = st.builds(
        NonDerivativeHolding,
        title=st.builds(Cell, text(60), marks),
        owned_after=quantities,
        ownership=direct,
        nature=natures,
    )
    derivatives = st.builds(
        DerivativeTransaction,
        title=st.builds(Cell, text(60), marks),
        exercise_price=cell(_amounts),
        date=st.builds(Cell, _days, marks),
        coding=codings,
        amount=quantities,
        price=cell(_amounts),
        acquired_disposed=st.builds(Cell, either),
        exercisable=cell(_days),
        expiration=cell(_days),
        underlying=st.builds(Underlying, st.builds(Cell, text(60), marks), quantities),
        owned_after=quantities,
        ownership=direct,
        nature=natures,
    )
    return st.builds(
        OwnershipReport,
        document_type=st.just(DocumentType.FORM_4),
        period_of_report=_days,
        issuer=st.just(HARBORWELL),
        owners=st.just((RAMASWAMY,)),
        aff10b5_one=st.booleans(),
        non_derivative=st.lists(transactions | holdings, max_size=6).map(tuple),
        derivative=st.lists(derivatives, max_size=6).map(tuple),
        footnotes=st.tuples(*(st.builds(Footnote, st.just(note), text(1000)) for note in notes)),
        remarks=st.just("") | text(2000),
        signatures=st.lists(st.builds(Signature, text(255), _days), min_size=1, max_size=10).map(tuple),
    )
