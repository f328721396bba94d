"""What stands behind a signature, and the filer's access to EDGAR."""

import datetime as dt

import pytest

from filings.ownership.findings import Part, Place, Severity
from filings.ownership.report import Cell, DocumentType, Signature
from tests.filings.ownership.checks.cases import FRIDAY, MONDAY, TUESDAY, form4, found, only, stock
from tests.reports import RAMASWAMY

SALE = form4(stock("S", 100, 9, "D", 900))
CIK = RAMASWAMY.cik
KEMI = "Kemi Adeyemi"


def test_the_authentication_document_comes_before_the_filing():
    late = only("F4-054", SALE, authenticated_on={KEMI: TUESDAY}, filed_on=MONDAY)
    assert late.severity is Severity.ERROR
    assert late.numbers == {"signed": "2026-11-24"}
    assert not found("F4-054", SALE, authenticated_on={KEMI: MONDAY}, filed_on=MONDAY)


def test_a_signer_without_an_authentication_document_is_named():
    assert KEMI in only("F4-054", SALE, authenticated_on={KEMI: None, "Dana Okafor": MONDAY}).message


def test_what_stands_behind_signatures_is_unknown_to_a_form_read_alone():
    assert not found("F4-054", SALE)
    assert not found("F4-055", SALE)


def test_nobody_signs_electronically_without_an_attestation_by_hand():
    signed = form4(
        *SALE.non_derivative,
        signatures=(Signature("/s/ Kemi Adeyemi, attorney-in-fact for Anil K. Ramaswamy", TUESDAY),),
    )
    assert only("F4-055", signed, attested={KEMI: False}).place == Place(Part.SIGNATURES, 0, "name")
    assert not found("F4-055", signed, attested={KEMI: True})


def test_the_draft_has_no_signature_yet_to_point_at():
    draft = form4(*SALE.non_derivative, signatures=())
    assert only("F4-055", draft, attested={KEMI: False}).place == Place(Part.SIGNATURES)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-19", "ended on 19 November 2026"),
        ("2026-11-23", "before the form is due on 24 November 2026"),
        ("2026-11-27", "within a week"),
        ("2026-12-04", "within two weeks"),
        ("2026-12-05", None),
    ],
)
def test_access_that_ends_is_told_in_time(until, words):
    facts = {"today": FRIDAY, "access_until": {CIK: dt.date.fromisoformat(until)}}
    findings = found("F4-065", SALE, **facts)
    assert [one.severity for one in findings] == ([Severity.WARNING] if words else [])
    assert not words or words in findings[0].message


@pytest.mark.parametrize(("today", "words"), [("2026-11-24", "ends today"), ("2026-11-23", "by tomorrow")])
def test_access_that_ends_on_the_due_date_is_enough_and_is_counted_down(today, words):
    facts = {"today": dt.date.fromisoformat(today), "access_until": {CIK: TUESDAY}}
    assert words in only("F4-065", SALE, **facts).message


def test_the_same_week_is_asked_once_and_the_next_band_again():
    """The reason given for a warning holds while its words do not change."""
    until = {"access_until": {CIK: dt.date(2026, 11, 30)}}
    far = form4(*SALE.non_derivative, document_type=DocumentType.FORM_4A)
    prints = [
        only("F4-065", far, today=dt.date(2026, 11, day), **until).fingerprint for day in (18, 20, 24, 26)
    ]
    assert prints[0] == prints[1] != prints[2] == prints[3]


def test_a_filer_whose_access_is_unknown_or_whose_form_is_filed_is_not_asked():
    assert not found("F4-065", SALE)
    assert not found("F4-065", SALE, access_until={CIK: MONDAY}, filed_on=TUESDAY)
    other = form4(stock("S", 1, 9, "D", 1, title=Cell("Common Stock")), schema_version="X0609")
    assert not found("F4-065", other, access_until={CIK: MONDAY})
