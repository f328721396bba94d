"""From the report to what a filer sends: which elements, in which order and spelling, and what is refused."""

import datetime as dt
import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from filings.ownership.findings import Part, Place
from filings.ownership.reader import read
from filings.ownership.report import (
    Address,
    Cell,
    Coding,
    DerivativeHolding,
    DocumentType,
    Footnote,
    Issuer,
    Measure,
    NonDerivativeHolding,
    NonDerivativeTransaction,
    Owner,
    OwnershipReport,
    Quantity,
    Relationship,
    Signature,
    Underlying,
)
from filings.ownership.writer import Unwritable, write
from tests.filings.ownership.strategies import reports
from tests.reports import seed_report

FRIDAY = dt.date(2026, 11, 20)

SALE = NonDerivativeTransaction(
    title=Cell("Common Stock"),
    date=Cell(FRIDAY),
    coding=Coding("4", "S", False, ("F1",)),
    amount=Quantity(Decimal(1000)),
    price=Cell(Decimal("12.3456"), ("F2",)),
    acquired_disposed=Cell("D"),
    owned_after=Quantity(Decimal(50000)),
    ownership=Cell("D"),
)
UNITS = DerivativeHolding(
    title=Cell("Restricted Stock Units"),
    exercise_price=Cell(None, ("F1",)),
    exercisable=Cell(None, ("F1",)),
    expiration=Cell(None, ("F1",)),
    underlying=Underlying(Cell("Common Stock"), Quantity(Decimal(750))),
    owned_after=Quantity(Decimal(750)),
    ownership=Cell("D"),
)
REPORT = OwnershipReport(
    document_type=DocumentType.FORM_4,
    period_of_report=FRIDAY,
    issuer=Issuer(cik="0001234567", name="HARBORWELL INC.", trading_symbol="HBRW"),
    owners=(
        Owner(
            cik="0007654321",
            name="Okafor Ngozi",
            address=Address(
                non_us=False, street1="1 MAIN STREET", city="BOSTON", state="MA", zip_code="02110"
            ),
            relationship=Relationship(director=True, officer=False),
        ),
    ),
    schema_version="X0609",
    not_subject_to_section16=False,
    aff10b5_one=True,
    non_derivative=(SALE,),
    footnotes=(Footnote("F1", "Under a plan."), Footnote("F2", "A weighted average.")),
    remarks="None.",
    signatures=(Signature("/s/ Ngozi Okafor", dt.date(2026, 11, 23)),),
)


def _with(report: OwnershipReport = REPORT, **changes: object) -> OwnershipReport:
    return msgspec.structs.replace(report, **changes)


def _form(document_type: DocumentType, **changes: object) -> OwnershipReport:
    return _with(document_type=document_type, **changes)


def test_a_sale_is_written_as_the_specification_shows_it():
    assert (
        write(REPORT).decode()
        == """<?xml version="1.0"?>
<ownershipDocument>
  <documentType>4</documentType>
  <periodOfReport>2026-11-20</periodOfReport>
  <notSubjectToSection16>0</notSubjectToSection16>
  <issuer>
    <issuerCik>0001234567</issuerCik>
    <issuerTradingSymbol>HBRW</issuerTradingSymbol>
  </issuer>
  <reportingOwner>
    <reportingOwnerId>
      <rptOwnerCik>0007654321</rptOwnerCik>
    </reportingOwnerId>
    <reportingOwnerAddress>
      <rptOwnerNonUSAddressFlag>false</rptOwnerNonUSAddressFlag>
      <rptOwnerStreet1>1 MAIN STREET</rptOwnerStreet1>
      <rptOwnerCity>BOSTON</rptOwnerCity>
      <rptOwnerState>MA</rptOwnerState>
      <rptOwnerZipCode>02110</rptOwnerZipCode>
    </reportingOwnerAddress>
    <reportingOwnerRelationship>
      <isDirector>1</isDirector>
      <isOfficer>0</isOfficer>
    </reportingOwnerRelationship>
  </reportingOwner>
  <aff10b5One>1</aff10b5One>
  <nonDerivativeTable>
    <nonDerivativeTransaction>
      <securityTitle>
        <value>Common Stock</value>
      </securityTitle>
      <transactionDate>
        <value>2026-11-20</value>
      </transactionDate>
      <transactionCoding>
        <transactionFormType>4</transactionFormType>
        <transactionCode>S</transactionCode>
        <equitySwapInvolved>0</equitySwapInvolved>
        <footnoteId id="F1"/>
      </transactionCoding>
      <transactionAmounts>
        <transactionShares>
          <value>1000</value>
        </transactionShares>
        <transactionPricePerShare>
          <value>12.3456</value>
          <footnoteId id="F2"/>
        </transactionPricePerShare>
        <transactionAcquiredDisposedCode>
          <value>D</value>
        </transactionAcquiredDisposedCode>
      </transactionAmounts>
      <postTransactionAmounts>
        <sharesOwnedFollowingTransaction>
          <value>50000</value>
        </sharesOwnedFollowingTransaction>
      </postTransactionAmounts>
      <ownershipNature>
        <directOrIndirectOwnership>
          <value>D</value>
        </directOrIndirectOwnership>
      </ownershipNature>
    </nonDerivativeTransaction>
  </nonDerivativeTable>
  <footnotes>
    <footnote id="F1">Under a plan.</footnote>
    <footnote id="F2">A weighted average.</footnote>
  </footnotes>
  <remarks>None.</remarks>
  <ownerSignature>
    <signatureName>/s/ Ngozi Okafor</signatureName>
    <signatureDate>2026-11-23</signatureDate>
  </ownerSignature>
</ownershipDocument>
"""
    )


def test_what_edgar_fills_by_itself_is_in_the_published_document_alone():
    report = _form(
        DocumentType.FORM_5,
        no_securities_owned=False,
        form3_holdings_reported=True,
        form4_transactions_reported=False,
    )
    only_edgars = (
        b"schemaVersion", b"issuerName", b"rptOwnerName", b"noSecuritiesOwned", b"form3HoldingsReported",
        b"form4TransactionsReported",
    )  # fmt: skip
    sent, published = write(report), write(report, as_published=True)
    assert [name for name in only_edgars if name in sent] == []
    assert [name for name in only_edgars if name not in published] == []


@pytest.mark.parametrize(
    ("document_type", "flag", "written"),
    [
        (DocumentType.FORM_4, True, b"<aff10b5One>1</aff10b5One>"),
        (DocumentType.FORM_4, None, b"<aff10b5One>0</aff10b5One>"),
        (DocumentType.FORM_4A, None, b"<aff10b5One>0</aff10b5One>"),
        (DocumentType.FORM_5, None, b"<aff10b5One>0</aff10b5One>"),
        (DocumentType.FORM_5A, False, b"<aff10b5One>0</aff10b5One>"),
        (DocumentType.FORM_3, True, None),
        (DocumentType.FORM_3A, None, None),
    ],
)
def test_the_plan_box_is_always_on_forms_4_and_5_and_never_on_form_3(document_type, flag, written):
    document = write(_form(document_type, aff10b5_one=flag))
    assert (written in document) if written else (b"aff10b5One" not in document)


def test_a_published_document_from_before_2023_gets_no_plan_box():
    assert b"aff10b5One" not in write(_with(aff10b5_one=None), as_published=True)


def test_form_3_has_no_exit_box():
    assert b"notSubjectToSection16" not in write(_form(DocumentType.FORM_3))


def test_the_day_of_the_original_goes_on_an_amendment_alone():
    element = b"<dateOfOriginalSubmission>2026-11-20</dateOfOriginalSubmission>"
    assert element in write(_form(DocumentType.FORM_4A, date_of_original_submission=FRIDAY))
    assert element not in write(_form(DocumentType.FORM_4, date_of_original_submission=FRIDAY))


def test_an_empty_table_i_stands_before_rows_of_table_ii():
    assert b"  <nonDerivativeTable/>\n  <derivativeTable>\n" in write(
        _with(non_derivative=(), derivative=(UNITS,))
    )


def test_a_report_without_rows_has_neither_table():
    assert b"Table" not in write(_with(non_derivative=()))


def test_rows_stay_in_the_order_of_the_report():
    held = NonDerivativeHolding(title=Cell("Class B"), owned_after=Quantity(Decimal(5)), ownership=Cell("D"))
    document = write(_with(non_derivative=(held, SALE, held)))
    assert re.findall(rb"<(nonDerivative(?:Transaction|Holding))>", document) == [
        b"nonDerivativeHolding", b"nonDerivativeTransaction", b"nonDerivativeHolding",
    ]  # fmt: skip


def test_table_ii_of_form_3_does_not_tell_what_is_held_afterwards():
    units = msgspec.structs.replace(UNITS, owned_after=Quantity())
    report = _form(DocumentType.FORM_3, non_derivative=(), derivative=(units,))
    assert b"postTransactionAmounts" not in write(report)


def test_a_row_may_state_values_in_dollars():
    units = msgspec.structs.replace(
        UNITS,
        underlying=Underlying(Cell("Common Stock"), Quantity(Decimal("100.5"), (), Measure.VALUE)),
        owned_after=Quantity(Decimal(9), (), Measure.VALUE),
    )
    root = etree.fromstring(write(_with(derivative=(units,))))
    assert root.findtext(".//underlyingSecurityValue/value") == "100.5"
    assert root.findtext("derivativeTable//valueOwnedFollowingTransaction/value") == "9"


def test_a_footnote_alone_on_the_nature_of_ownership_keeps_its_empty_value():
    sale = msgspec.structs.replace(SALE, nature=Cell(None, ("F1",)))
    nature = etree.fromstring(write(_with(non_derivative=(sale,)))).find(".//natureOfOwnership")
    assert [child.tag for child in nature] == ["value", "footnoteId"]


def test_an_unset_swap_flag_is_written_as_no():
    sale = msgspec.structs.replace(SALE, coding=Coding("4", "S"))
    assert b"<equitySwapInvolved>0</equitySwapInvolved>" in write(_with(non_derivative=(sale,)))


def test_an_address_that_says_nothing_is_left_out_so_that_edgar_prints_its_own():
    owner = msgspec.structs.replace(REPORT.owners[0], address=Address())
    assert b"reportingOwnerAddress" not in write(_with(owners=(owner,)))


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("1E+6"), b"1000000"),
        (Decimal("0.0001"), b"0.0001"),
        (Decimal("1E-4"), b"0.0001"),
        (Decimal("38.40"), b"38.40"),
        (Decimal("999999999999.9999"), b"999999999999.9999"),
    ],
)
def test_amounts_have_no_exponent_and_the_reports_own_decimals(amount, written):
    sale = msgspec.structs.replace(SALE, price=Cell(amount))
    assert b"<value>" + written + b"</value>" in write(_with(non_derivative=(sale,)))


def test_the_four_characters_of_the_specification_are_escaped():
    assert b"<remarks>A&amp;B &lt;C&gt; &quot;D&quot; 'E'</remarks>" in write(
        _with(remarks="A&B <C> \"D\" 'E'")
    )


def test_white_space_around_a_text_is_not_sent_because_edgar_counts_it():
    assert b"<remarks>None.</remarks>" in write(_with(remarks="\n None.\t"))


def test_a_ccc_is_written_for_the_owner_it_belongs_to_and_only_when_it_is_handed_in():
    second = msgspec.structs.replace(REPORT.owners[0], cik="42")
    report = _with(owners=(*REPORT.owners, second))
    document = write(report, cccs={"7654321": "abcd#123", "99": "never#12"})
    assert document.count(b"<rptOwnerCcc>") == 1
    assert b"<rptOwnerCik>0007654321</rptOwnerCik>\n      <rptOwnerCcc>abcd#123</rptOwnerCcc>" in document
    assert b"rptOwnerCcc" not in write(report)


@pytest.mark.parametrize(
    ("report", "place"),
    [
        (_with(remarks="It\u2019s"), Place(Part.REMARKS, None, "remarks")),
        (
            _with(footnotes=(Footnote("F1", "ok"), Footnote("F2", "a\u2013b"))),
            Place(Part.FOOTNOTES, 1, "text"),
        ),
        (_with(signatures=(Signature("Jos\u00e9", FRIDAY),)), Place(Part.SIGNATURES, 0, "name")),
        (_with(issuer=Issuer(cik="1", trading_symbol="A\x07")), Place(Part.ISSUER, None, "trading_symbol")),
        (
            _with(non_derivative=(SALE, msgspec.structs.replace(SALE, title=Cell("Caf\u00e9")))),
            Place(Part.TABLE_I, 1, "title"),
        ),
        (
            _with(derivative=(msgspec.structs.replace(UNITS, underlying=Underlying(Cell("a\rb"))),)),
            Place(Part.TABLE_II, 0, "underlying_title"),
        ),
        (
            _with(owners=(msgspec.structs.replace(REPORT.owners[0], address=Address(city="Z\u00fcrich")),)),
            Place(Part.OWNERS, 0, "city"),
        ),
    ],
)
def test_a_character_that_edgar_refuses_is_not_written_and_its_place_is_told(report, place):
    with pytest.raises(Unwritable, match="plain keyboard characters") as refused:
        write(report)
    assert refused.value.place == place


def test_a_text_that_is_not_sent_may_hold_any_character():
    issuer = msgspec.structs.replace(REPORT.issuer, name="CAF\u00c9 INC.")
    assert write(_with(issuer=issuer)) == write(REPORT)
    with pytest.raises(Unwritable):
        write(_with(issuer=issuer), as_published=True)


@pytest.mark.parametrize("ccc", ["abc\u00e9#123", "abcd\x01123"])
def test_a_bad_ccc_is_refused_without_being_shown(ccc):
    with pytest.raises(Unwritable) as refused:
        write(REPORT, cccs={"7654321": ccc})
    assert refused.value.place == Place(Part.OWNERS, 0, "ccc")
    assert not {"\u00e9", "\x01", "#"} & set(str(refused.value))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(report=reports())
def test_reading_a_published_document_gives_the_report_it_was_written_from(report):
    published = write(report, as_published=True)
    reading = read(published)
    assert reading.report == report
    assert reading.unplaced == ()
    assert write(reading.report, as_published=True) == published


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(report=reports())
def test_what_is_sent_is_the_same_bytes_again_after_it_was_read(report):
    sent = write(report)
    assert write(read(sent).report) == sent
    assert sent.isascii()
    assert all(line.count(b"<") <= 2 for line in sent.splitlines())


@pytest.mark.parametrize(("state", "written"), [("MA", ["false"]), ("A6", [])])
def test_an_address_from_before_the_flag_is_told_by_its_us_state(state, written):
    report = msgspec.structs.replace(
        seed_report(), owners=(Owner(cik="1", address=Address(street1="1 MAIN ST", state=state)),)
    )
    flag = ".//rptOwnerNonUSAddressFlag"
    assert [one.text for one in etree.fromstring(write(report)).iterfind(flag)] == written
    assert not etree.fromstring(write(report, as_published=True)).findall(flag)
