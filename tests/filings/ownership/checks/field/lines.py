"""EDGAR-001 to EDGAR-020 and their like: what a box must hold for EDGAR to take it."""

import datetime as dt
from decimal import Decimal

import msgspec

from filings.ownership.report import (
    Address,
    Cell,
    Coding,
    DocumentType,
    Footnote,
    Measure,
    Quantity,
    Signature,
)
from tests.filings.ownership.checks.cases import (
    MONDAY,
    TUESDAY,
    form4,
    held,
    option,
    owned_by,
    price,
    shares,
    stock,
)
from tests.filings.ownership.checks.field.asking import Cases, says
from tests.reports import HARBORWELL, RAMASWAMY

_SALE = stock("S", 100, 9, "D", 900)
_RIGHT = says(form4(_SALE))
_EARLY_GIFT = stock("G", 1, 0, "A", 1, coding=Coding("5", "G", False), timeliness=Cell("E"))
_FORM_3 = DocumentType.FORM_3


def _owner(**changes):
    return msgspec.structs.replace(RAMASWAMY, **changes)


def _issuer(**changes):
    return {"issuer": msgspec.structs.replace(HARBORWELL, **changes)}


def _at(**address):
    return {"owners": (_owner(address=msgspec.structs.replace(RAMASWAMY.address or Address(), **address)),)}


def _noted(*ids: str, notes: tuple[str, ...] = ("Sold through a broker.",), **changes):
    return says(form4(stock("S", 100, 0, "D", 900, price=price(9, *ids)), notes=notes, **changes))


def _numbered(number: str):
    return says(
        form4(
            stock("S", 100, 0, "D", 900, price=price(9, number)),
            footnotes=(Footnote(number, "Sold through a broker."),),
        )
    )


CASES: Cases = {
    "EDGAR-001": (
        says(form4(_SALE, **owned_by(officer=True, officer_title="Executive Vice President, Finance"))),
        says(form4(_SALE, **owned_by(officer=True, officer_title="EVP, Finance"))),
    ),
    "EDGAR-002": (
        _noted("F1", notes=("Sold under the issuer’s plan.",)),
        _noted("F1", notes=("Sold under the issuer's plan.",)),
    ),
    "EDGAR-003": (says(form4(held(1, "X"))), says(form4(held(1, "I", "By spouse")))),
    "EDGAR-004": (
        says(form4(stock("P", 1, 1, "A", 1, amount=Quantity(Decimal(250_000), (), Measure.VALUE)))),
        says(form4(option("P", 1, 1, "A", 1, amount=Quantity(Decimal(250_000), (), Measure.VALUE)))),
    ),
    "EDGAR-005": (says(form4(_SALE, document_type=_FORM_3)), says(form4(held(1), document_type=_FORM_3))),
    "EDGAR-006": (_noted("F1", "F1"), _noted("F1")),
    "EDGAR-007": (_numbered("F01"), _numbered("F98")),
    "EDGAR-008": (
        says(form4(option("A", 1, 1, "A", 1, acquired_disposed=Cell("A", ("F1",))), notes=("A grant.",))),
        says(form4(stock("A", 1, 1, "A", 1, acquired_disposed=Cell("A", ("F1",))), notes=("A grant.",))),
    ),
    "EDGAR-009": (says(form4(_SALE, owners=(_owner(cik="76543-21"),))), _RIGHT),
    "EDGAR-010": (
        says(form4(_SALE, owners=(_owner(cik="7654321"), _owner(cik="0007654321")))),
        says(form4(_SALE, owners=(_owner(cik="7654321"), _owner(cik="7654322")))),
    ),
    "EDGAR-011": (
        says(form4(_SALE, **_at(zip_code="94105/1234"))),
        says(form4(_SALE, **_at(zip_code="94105-1234"))),
    ),
    "EDGAR-012": (
        says(form4(_SALE, **_issuer(trading_symbol=""))),
        says(form4(_SALE, **_issuer(trading_symbol="NONE"))),
    ),
    "EDGAR-013": (says(form4(_SALE, period_of_report=None)), _RIGHT),
    "EDGAR-014": (
        says(form4(stock("S", 100, 9, "D", 900, date=Cell(dt.date(22, 11, 20))))),
        says(form4(stock("S", 100, 9, "D", 900, date=Cell(dt.date(1988, 8, 8))))),
    ),
    "EDGAR-015": (
        says(form4(held(900))),
        says(form4(held(900), not_subject_to_section16=True)),
    ),
    "EDGAR-016": (says(form4(_SALE, aff10b5_one=None)), says(form4(_SALE, aff10b5_one=False))),
    "EDGAR-017": (
        says(form4(held(1), document_type=_FORM_3, not_subject_to_section16=True)),
        says(form4(held(1), document_type=_FORM_3)),
    ),
    "EDGAR-018": (
        says(form4(_SALE, signatures=(Signature("/s/ Anil K. Ramaswamy", None),))),
        says(form4(_SALE, signatures=(Signature("/s/ Anil K. Ramaswamy", TUESDAY),))),
    ),
    "EDGAR-019": (
        says(form4(stock("S", 1, 9, "D", 1, coding=Coding("3", "S", False)))),
        says(form4(stock("S", 1, 9, "D", 1, coding=Coding("4", "S", False)))),
    ),
    "EDGAR-020": (
        says(form4(msgspec.structs.replace(_EARLY_GIFT, timeliness=Cell("L")))),
        says(form4(_EARLY_GIFT)),
    ),
    "F4-013": (
        says(form4(stock("S", "100.12345", 9, "D", 900))),
        says(form4(stock("S", "100.1234", 9, "D", 900))),
    ),
    "F4-014": (
        says(form4(stock("S", 100, None, "D", 900))),
        _noted("F1"),
    ),
    "F4-030": (says(form4(held(1, "I"))), says(form4(held(1, "I", "By spouse")))),
    "F4-041": (
        says(form4(_SALE, **owned_by(officer=True))),
        says(form4(_SALE, **owned_by(officer=True, officer_title="CFO"))),
    ),
    "F4-047": (says(form4(_SALE, owners=(_owner(cik=""),))), _RIGHT),
    "F4-048": (
        says(form4(*(stock("S", 1, 9, "D", 100 - n) for n in range(31)))),
        says(form4(*(stock("S", 1, 9, "D", 100 - n) for n in range(30)))),
    ),
    "F4-056": (
        says(form4(_SALE, document_type=DocumentType.FORM_4A)),
        says(form4(_SALE, document_type=DocumentType.FORM_4A, date_of_original_submission=MONDAY)),
    ),
    "F4-058": (_noted("F1", "F2"), _noted("F1", "F2", notes=("Sold.", "Through a broker."))),
    "F4-069": (says(form4()), says(form4(not_subject_to_section16=True))),
    "F4-070": (
        says(form4(_SALE, **_at(non_us=True, state="", country=""))),
        says(form4(_SALE, **_at(non_us=True, state="", country="A6"))),
    ),
    "F4-071": (
        says(form4(stock("S", 0, "50.03", "D", 900))),
        says(form4(stock("S", 0, "50.03", "D", 900, amount=shares(0, "F1")), notes=("None changed hands.",))),
    ),
    "F4-072": (says(form4(_SALE, _SALE)), says(form4(_SALE, stock("S", 100, 9, "D", 800)))),
    "F4-074": (
        says(form4(option("A", 1, 1, "A", 1, expiration=Cell(dt.date(2020, 2, 15))))),
        says(form4(option("A", 1, 1, "A", 1))),
    ),
}
