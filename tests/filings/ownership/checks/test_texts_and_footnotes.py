"""Lengths, characters and footnotes."""

import msgspec
import pytest

from filings.ownership.findings import Part, Place, Severity
from filings.ownership.report import Address, Cell, DocumentType, Footnote, Signature
from tests.filings.ownership.checks.cases import (
    TUESDAY,
    form4,
    found,
    held,
    only,
    option,
    owned_by,
    price,
    stock,
)
from tests.reports import HARBORWELL, RAMASWAMY

SALE = stock("S", 100, 9, "D", 900)


def issuer(**changes):
    return {"issuer": msgspec.structs.replace(HARBORWELL, **changes)}


def living_at(**address):
    home = msgspec.structs.replace(RAMASWAMY.address, **address)
    return {"owners": (msgspec.structs.replace(RAMASWAMY, address=home),)}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        (issuer(trading_symbol="HARBORWELL1"), Place(Part.ISSUER, None, "trading_symbol")),
        (
            issuer(foreign_trading_symbol="HBRW.LONDON.LSE"),
            Place(Part.ISSUER, None, "foreign_trading_symbol"),
        ),
        (owned_by(officer=True, officer_title="C" * 31), Place(Part.OWNERS, 0, "officer_title")),
        (owned_by(other=True, other_text="C" * 31), Place(Part.OWNERS, 0, "other_text")),
        (living_at(street1="S" * 41), Place(Part.OWNERS, 0, "street1")),
        (living_at(street2="S" * 41), Place(Part.OWNERS, 0, "street2")),
        (living_at(city="C" * 31), Place(Part.OWNERS, 0, "city")),
        (living_at(non_us_state_territory="C" * 31), Place(Part.OWNERS, 0, "non_us_state_territory")),
        (living_at(zip_code="94105-12345"), Place(Part.OWNERS, 0, "zip_code")),
        ({"remarks": "R" * 2001}, Place(Part.REMARKS, None, "remarks")),
        ({"signatures": (Signature("/s/ " + "A" * 252, TUESDAY),)}, Place(Part.SIGNATURES, 0, "name")),
    ],
)
def test_a_text_over_its_limit_is_told_with_its_box(changes, place):
    finding = only("EDGAR-001", form4(SALE, **changes))
    assert finding.place == place
    assert finding.severity is Severity.ERROR


def test_titles_and_natures_over_their_limits():
    long = form4(
        stock("S", 1, 9, "D", 1, title=Cell("T" * 61)), held(1, "I", "N" * 101), option("A", 1, 1, "A", 1)
    )
    assert [(one.place.index, one.place.field) for one in found("EDGAR-001", long)] == [
        (0, "title"),
        (1, "nature"),
    ]


def test_the_longest_texts_are_taken():
    longest = form4(
        stock("S", 1, 9, "D", 1, title=Cell("T" * 60)),
        held(1, "I", "N" * 100),
        **owned_by(officer=True, officer_title="C" * 30),
        remarks="R" * 2000,
    )
    assert not found("EDGAR-001", longest)


def test_an_officer_title_that_is_too_long_may_go_to_the_remarks():
    report = form4(SALE, **owned_by(officer=True, officer_title="Executive Vice President, Finance"))
    assert "write “See Remarks”" in only("EDGAR-001", report).message


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Sold under the issuer’s plan", "“’” (Right single quotation mark)"),
        ("Compañía", "“ñ” (Latin small letter n with tilde)"),
        ("A\u00a0B", "No-break space (U+00A0)"),
        ("A\x07B", "a control character (U+0007)"),
    ],
)
def test_a_character_that_edgar_does_not_take_is_named(text, named):
    report = form4(stock("S", 1, 0, "D", 1, price=price(9, "F1")), notes=(text,))
    finding = only("EDGAR-002", report)
    assert finding.place == Place(Part.FOOTNOTES, 0, "text")
    assert named in finding.message


def test_plain_text_with_line_breaks_is_taken():
    row = stock("S", 1, 0, "D", 1, price=price(9, "F1"))
    assert not found("EDGAR-002", form4(row, notes=("Two lines\nof plain text: $5 & more.",)))


def noted(*ids: str, row=None, **changes):
    row = row or stock("S", 1, 0, "D", 1, price=price(9, *ids))
    return form4(row, **changes)


def test_a_mark_that_leads_nowhere():
    finding = only("F4-058", noted("F1", "F2", notes=("Sold through a broker.",)))
    assert (
        finding.message
        == "Column 4 refers to footnote 2, which does not exist. Write it, or take the mark away."
    )
    assert finding.place == Place(Part.TABLE_I, 0, "price")


def test_a_footnote_that_hangs_nowhere():
    finding = only("F4-058", noted("F1", notes=("Sold through a broker.", "Not needed.")))
    assert finding.place == Place(Part.FOOTNOTES, 1, "text")


def test_two_footnotes_with_one_number():
    twice = (Footnote("F1", "Sold through a broker."), Footnote("F1", "Another one."))
    assert only("F4-058", noted("F1", footnotes=twice)).place == Place(Part.FOOTNOTES, 1, "id")


@pytest.mark.parametrize("text", ["", "  ", "F" * 1001])
def test_a_footnote_that_is_empty_or_too_long(text):
    assert only("F4-058", noted("F1", notes=(text,))).severity is Severity.ERROR


def test_a_footnote_of_a_thousand_characters_with_its_mark():
    assert not found("F4-058", noted("F1", notes=("F" * 1000,)))


def test_a_footnote_may_hang_on_any_cell():
    cells = {
        "title": Cell("Common Stock", ("F1",)),
        "date": Cell(SALE.date.value, ("F2",)),
        "deemed_execution": Cell(None, ("F3",)),
        "timeliness": Cell(None, ("F4",)),
        "nature": Cell(None, ("F5",)),
    }
    notes = tuple(f"Note {number}." for number in range(1, 6))
    assert not found("F4-058", form4(stock("S", 1, 9, "D", 1, **cells), notes=notes))


def test_one_footnote_once_a_cell():
    assert found("EDGAR-006", noted("F1", "F1", notes=("Sold.",)))
    assert not found("EDGAR-006", noted("F1", "F2", notes=("Sold.", "Twice.")))


@pytest.mark.parametrize("number", ["F01", "F0", "F100", "1", "Fx"])
def test_a_footnote_is_numbered_from_f1(number):
    report = noted(number, footnotes=(Footnote(number, "Sold."),))
    assert only("EDGAR-007", report).severity is Severity.ERROR


def test_the_ninety_ninth_footnote_may_be_one_too_many():
    report = noted("F99", footnotes=(Footnote("F99", "Sold."),))
    assert only("EDGAR-007", report).severity is Severity.WARNING
    assert not found("EDGAR-007", noted("F98", footnotes=(Footnote("F98", "Sold."),)))


def test_table_ii_takes_no_footnote_beside_a_or_d():
    marked = {"acquired_disposed": Cell("A", ("F1",))}
    assert found("EDGAR-008", form4(option("A", 1, 1, "A", 1, **marked), notes=("A grant.",)))
    assert not found("EDGAR-008", form4(stock("A", 1, 1, "A", 1, **marked), notes=("A grant.",)))


def test_form_5_takes_no_footnote_beside_the_late_mark():
    row = stock("G", 1, 0, "A", 1, timeliness=Cell("L", ("F1",)))
    form5 = form4(row, notes=("Late by an oversight.",), document_type=DocumentType.FORM_5)
    assert only("EDGAR-008", form5).place.field == "timeliness"
    assert not found("EDGAR-008", msgspec.structs.replace(form5, document_type=DocumentType.FORM_4))


def test_an_owner_without_an_address_has_the_one_of_record():
    report = form4(SALE, owners=(msgspec.structs.replace(RAMASWAMY, address=None),))
    assert not found("EDGAR-001", report)
    assert not found("F4-070", report)
    assert not found("EDGAR-011", report)


def test_an_empty_address_is_not_too_long():
    assert not found(
        "EDGAR-001", form4(SALE, owners=(msgspec.structs.replace(RAMASWAMY, address=Address()),))
    )
