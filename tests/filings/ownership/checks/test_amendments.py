"""What an amendment says of itself, and of which day it speaks."""

import datetime as dt

import msgspec
import pytest

from filings.ownership.findings import Severity
from filings.ownership.report import Cell, Coding, DocumentType
from tests.filings.ownership.checks.cases import FRIDAY, MONDAY, form4, found, only, stock

SALE = stock("S", 100, 9, "D", 900)


def amended(*rows, original=MONDAY, **changes):
    return form4(*rows, document_type=DocumentType.FORM_4A, date_of_original_submission=original, **changes)


def test_an_amendment_says_what_it_corrects():
    assert only("F4-057", amended(SALE)).severity is Severity.WARNING
    explained = msgspec.structs.replace(amended(SALE), remarks="Filed to correct the number of shares sold.")
    assert not found("F4-057", explained)
    assert not found("F4-057", form4(SALE))


def test_a_sale_after_the_original_form_belongs_on_a_form_of_its_own():
    finding = only("F4-080", amended(SALE, original=dt.date(2026, 11, 19)))
    assert finding.severity is Severity.WARNING
    assert finding.numbers == {"trade": "2026-11-20", "original": "2026-11-19"}


@pytest.mark.parametrize("original", [FRIDAY, MONDAY, None])
def test_a_sale_up_to_the_day_of_the_original_is_what_an_amendment_is_for(original):
    assert not found("F4-080", amended(SALE, original=original))


def test_a_line_reported_early_may_be_later_than_the_original():
    gift = stock("G", 100, 0, "A", 900, date=Cell(FRIDAY), coding=Coding("5", "G", False))
    assert not found("F4-080", amended(gift, original=dt.date(2026, 11, 19)))
