"""What our schema says of a document: the line, the place on the form, and one sentence."""

import string
from itertools import product

import msgspec
import pytest

from filings.ownership import codes, places, schema
from filings.ownership.findings import Part, Place
from filings.ownership.reader import read
from filings.ownership.report import Address, DocumentType, Footnote
from filings.ownership.writer import write
from tests.filings.ownership.documents import DOCUMENTS
from tests.reports import full_report, long_report, seed_report, typical_report

TYPICAL = write(typical_report(), cccs={"7654321": "abcd#123"})


def _changed(found: str, instead: str, document: bytes = TYPICAL) -> bytes:
    assert found.encode() in document
    return document.replace(found.encode(), instead.encode(), 1)


def _only_error(document: bytes) -> schema.SchemaError:
    (error,) = schema.validate(document)
    return error


@pytest.mark.parametrize("report", [typical_report(), long_report(), full_report(), seed_report()])
def test_a_report_as_we_write_it_is_taken(report):
    assert schema.validate(write(report)) == ()


@pytest.mark.parametrize("form", ["4", "4/A", "5"])
def test_a_past_filing_is_taken_as_a_filer_would_send_it_today(form):
    assert schema.validate(write(read(DOCUMENTS[form].encode()).report)) == ()


def test_a_form_3_with_an_address_in_canada_needs_the_country_of_today():
    report = read(DOCUMENTS["3"].encode()).report
    error = _only_error(write(report))
    assert (error.place, error.element) == (Place(Part.OWNERS, 0, "state"), "rptOwnerState")
    today = Address(non_us=True, city="TORONTO", non_us_state_territory="ONTARIO", country="A6")
    owner = msgspec.structs.replace(report.owners[0], address=today)
    assert schema.validate(write(msgspec.structs.replace(report, owners=(owner,)))) == ()


@pytest.mark.parametrize(
    ("found", "instead", "place", "sentence"),
    [
        (
            "<transactionCode>S<", "<transactionCode>K<", Place(Part.TABLE_I, 2, "code"),
            "transactionCode holds a character or a code that EDGAR does not take there.",
        ),
        (
            "<value>500</value>", "<value>1,500</value>", Place(Part.TABLE_I, 2, "amount"),
            "transactionShares must be a plain number up to 999999999999.9999 with 4 decimals at most.",
        ),
        (
            "<value>2026-11-20</value>", "<value>2026-11-20-05:00</value>", Place(Part.TABLE_I, 0, "date"),
            "transactionDate must be a day written as YYYY-MM-DD.",
        ),
        (
            "<isDirector>1", "<isDirector>yes", Place(Part.OWNERS, 0, "director"),
            "isDirector must be 1 or 0.",
        ),
        (
            "NonUSAddressFlag>false", "NonUSAddressFlag>no", Place(Part.OWNERS, 0, "non_us"),
            "rptOwnerNonUSAddressFlag must be true or false.",
        ),
        (
            "<issuerTradingSymbol>HBRW<", "<issuerTradingSymbol><", Place(Part.ISSUER, None, "trading_symbol"),
            "issuerTradingSymbol must not be empty.",
        ),
        (
            "<officerTitle>", "<officerTitle>Interim and Senior ", Place(Part.OWNERS, 0, "officer_title"),
            "officerTitle is longer than 30 characters.",
        ),
        (
            "<rptOwnerCcc>abcd#123", "<rptOwnerCcc>abcd#12", Place(Part.OWNERS, 0, "ccc"),
            "rptOwnerCcc must have 8 characters.",
        ),
        (
            "<aff10b5One>1</aff10b5One>\n", "\n", Place(Part.REPORT, None, "aff10b5_one"),
            "nonDerivativeTable is not expected here: EDGAR wants aff10b5One.",
        ),
        (
            "<documentType>", "<schemaVersion>X0609</schemaVersion><documentType>",
            Place(Part.REPORT, None, "document_type"),
            "schemaVersion is not expected here: EDGAR wants documentType.",
        ),
        (
            "<value>Common Stock</value>", "<value>Common</value><value>Stock</value>",
            Place(Part.TABLE_I, 0, "title"), "There is one value too many.",
        ),
        (
            "<value>Common Stock</value>", "", Place(Part.TABLE_I, 0, "title"), "securityTitle lacks value.",
        ),
        (
            "<transactionShares>", "stray<transactionShares>", Place(Part.TABLE_I, 0, ""),
            "transactionAmounts holds text or an element that EDGAR does not take there.",
        ),
        (
            '<footnote id="F2">', '<footnote id="F02">', Place(Part.FOOTNOTES, 1, "text"),
            "footnote has a footnote number or another attribute that EDGAR does not take.",
        ),
        (
            "<signatureDate>", "<signatureDate>x", Place(Part.SIGNATURES, 0, "date"),
            "signatureDate must be a day written as YYYY-MM-DD.",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_on_the_form_and_its_line(found, instead, place, sentence):
    document = _changed(found, instead)
    error, *_ = schema.validate(document)
    assert error.place == place
    assert error.message == sentence


def test_the_line_of_a_fault_is_the_line_of_the_document():
    document = _changed("<transactionCode>S<", "<transactionCode>K<")
    error = _only_error(document)
    assert document.splitlines()[error.line - 1].strip() == b"<transactionCode>K</transactionCode>"


def test_a_dangling_footnote_is_told_where_it_is_referred_to():
    error = _only_error(_changed('<footnoteId id="F1"/>', '<footnoteId id="F9"/>'))
    assert error.place == Place(Part.TABLE_I, 0, "code")
    assert error.message == "transactionCoding refers to a footnote that is not in the document."


def test_a_footnote_longer_than_a_thousand_characters_is_refused_though_the_sec_schema_takes_it():
    note = Footnote("F1", "x" * (codes.MAX_FOOTNOTE_TEXT + 1))
    report = typical_report()
    notes = (note, *report.footnotes[1:])
    error = _only_error(write(msgspec.structs.replace(report, footnotes=notes)))
    assert error.place == Place(Part.FOOTNOTES, 0, "text")
    assert error.message == "footnote is longer than 1000 characters."


def test_the_thirty_first_row_is_one_too_many():
    report = typical_report()
    rows = report.non_derivative[:1] * (codes.MAX_ROWS_PER_TABLE + 1)
    error = _only_error(
        write(msgspec.structs.replace(report, non_derivative=rows, footnotes=report.footnotes))
    )
    assert error.place == Place(Part.TABLE_I, 30, "")
    assert error.message == "There is one nonDerivativeTransaction too many."


def test_the_eleventh_owner_is_one_too_many():
    report = typical_report()
    error = _only_error(write(msgspec.structs.replace(report, owners=report.owners * 11)))
    assert error.place == Place(Part.OWNERS, 10, "")


def test_an_amendment_without_the_day_of_the_original_is_told_so():
    report = msgspec.structs.replace(typical_report(), document_type=DocumentType.FORM_4A)
    error = _only_error(write(report))
    assert error.place == Place(Part.REPORT, None, "date_of_original_submission")


def test_a_secret_is_never_repeated_by_an_error():
    errors = schema.validate(_changed("abcd#123", "abcd#12345"))
    assert errors
    assert "abcd#" not in repr(errors)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (b"", "not well-formed"),
        (TYPICAL[:-30], "not well-formed"),
        (b"<report/>", "must begin with ownershipDocument"),
        (_changed("<documentType>4<", "<documentType>144<"), "documentType must be"),
        (_changed("<ownershipDocument>", '<?xml-stylesheet href="x"?><ownershipDocument>'), "processing"),
        (_changed("<issuer>", "<issuer><?x y?>"), "processing"),
        (TYPICAL + b"<?x y?>", "processing"),
        (_changed("<ownershipDocument>", "<!DOCTYPE ownershipDocument><ownershipDocument>"), "DOCTYPE"),
    ],
)
def test_what_is_no_document_to_send_is_told_without_a_schema(document, sentence):
    assert sentence in _only_error(document).message


def test_elements_of_another_name_space_are_told_like_any_other():
    error = _only_error(_changed("<issuer>", '<x:later xmlns:x="urn:x"/><issuer>'))
    assert error.place.part is Part.REPORT


def test_the_number_of_errors_is_bounded():
    report = typical_report()
    rows = report.non_derivative[:1] * 30
    document = write(msgspec.structs.replace(report, non_derivative=rows)).replace(
        b"<value>", b"<value>\xc2\xa0"
    )
    assert 0 < len(schema.validate(document)) <= schema.MAX_ERRORS


_TWO = ["".join(pair) for pair in product(string.ascii_uppercase + string.digits, repeat=2)]


@pytest.mark.parametrize(
    ("element", "listed"),
    [("rptOwnerState", places.us_states()), ("rptOwnerCountry", places.countries())],
)
def test_the_places_of_the_schema_are_those_of_the_project(element, listed):
    report = typical_report()
    document = write(report).replace(
        b"<rptOwnerState>CA</rptOwnerState>", f"<{element}>??</{element}>".encode()
    )
    taken = {code for code in _TWO if not schema.validate(document.replace(b"??", code.encode()))}
    assert taken == set(listed)


def test_the_codes_of_the_schema_are_those_of_the_project():
    letters = string.ascii_uppercase
    taken = {
        code
        for code in letters
        if not schema.validate(_changed("<transactionCode>S", f"<transactionCode>{code}"))
    }
    assert taken == set(codes.CODES)
