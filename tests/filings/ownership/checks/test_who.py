"""Boxes 1, 2 and 5, the exit box, the signature, and whether the form reports anything."""

import datetime as dt

import msgspec
import pytest

from filings.ownership.findings import Part, Place, Severity
from filings.ownership.places import obsolete_countries
from filings.ownership.report import DocumentType, Relationship, Signature
from tests.filings.ownership.checks.cases import FRIDAY, TUESDAY, form4, found, held, only, owned_by, stock
from tests.reports import HARBORWELL, RAMASWAMY

SALE = stock("S", 100, 9, "D", 900)
CIK = RAMASWAMY.cik


def owner(**changes):
    return msgspec.structs.replace(RAMASWAMY, **changes)


def at(**address):
    return {"owners": (owner(address=msgspec.structs.replace(RAMASWAMY.address, **address)),)}


def signed(*names: str):
    return {"signatures": tuple(Signature(name, TUESDAY) for name in names)}


@pytest.mark.parametrize("cik", ["", "12345678901", "12345A"])
def test_the_issuer_has_a_cik_of_one_to_ten_digits(cik):
    report = form4(SALE, issuer=msgspec.structs.replace(HARBORWELL, cik=cik))
    assert only("EDGAR-009", report).place == Place(Part.ISSUER, None, "cik")
    assert not found("EDGAR-009", form4(SALE))


def test_the_owners_cik_has_digits_only():
    assert only("EDGAR-009", form4(SALE, owners=(owner(cik="76543-21"),))).place == Place(
        Part.OWNERS, 0, "cik"
    )


def test_one_owner_under_two_spellings_of_the_cik():
    twice = (owner(cik="7654321"), owner(cik="0007654321"))
    assert only("EDGAR-010", form4(SALE, owners=twice)).place.index == 1
    assert not found("EDGAR-010", form4(SALE, owners=(owner(cik="1"), owner(cik="2"))))


def test_an_unlisted_issuer_writes_none():
    report = form4(SALE, issuer=msgspec.structs.replace(HARBORWELL, trading_symbol=""))
    assert "NONE" in only("EDGAR-012", report).message
    assert not found("EDGAR-012", form4(SALE))


def test_somebody_reports_and_each_owner_has_a_cik():
    assert only("F4-047", form4(SALE, owners=())).place == Place(Part.OWNERS)
    assert only("F4-047", form4(SALE, owners=(owner(cik=""),))).place == Place(Part.OWNERS, 0, "cik")
    assert not found("F4-047", form4(SALE))


def test_ten_owners_a_form():
    names = [f"/s/ Partner {number}" for number in range(11)]
    eleven = tuple(owner(cik=str(number + 1)) for number in range(11))
    assert found("F4-047", form4(SALE, owners=eleven, **signed(*names)))
    assert not found("F4-047", form4(SALE, owners=eleven[:10], **signed(*names)))


def test_every_owner_of_a_joint_filing_is_signed_for():
    fund, person = owner(cik="1", name="Harborwell Fund LP"), owner(cik="2", name="Ramaswamy Anil K.")
    alone = form4(SALE, owners=(fund, person), **signed("/s/ Anil K. Ramaswamy"))
    finding = only("F4-047", alone)
    assert finding.severity is Severity.WARNING
    assert "Harborwell Fund LP" in finding.message


@pytest.mark.parametrize(
    "names",
    [
        ("/s/ Anil K. Ramaswamy, for himself and as general partner of Harborwell Fund LP",),
        ("/s/ Anil K. Ramaswamy, on behalf of each reporting person",),
        ("/s/ Anil K. Ramaswamy", "/s/ K. Adeyemi, attorney-in-fact"),
    ],
)
def test_one_signature_may_speak_for_several_owners(names):
    owners = (owner(cik="1", name="Harborwell Fund LP"), owner(cik="2"))
    assert not found("F4-047", form4(SALE, owners=owners, **signed(*names)))


@pytest.mark.parametrize(
    ("relation", "field"),
    [
        ({}, "relationship"),
        ({"officer": True}, "officer_title"),
        ({"other": True}, "other_text"),
    ],
)
def test_box_5_is_complete(relation, field):
    assert only("F4-041", form4(SALE, **owned_by(**relation))).place == Place(Part.OWNERS, 0, field)


@pytest.mark.parametrize(
    "relation", [{"director": True}, {"ten_percent_owner": True}, {"officer": True, "officer_title": "CEO"}]
)
def test_one_tick_in_box_5_is_enough(relation):
    assert not found("F4-041", form4(SALE, **owned_by(**relation)))


@pytest.mark.parametrize(
    ("address", "field", "words"),
    [
        ({"non_us": None}, "non_us", "outside the United States"),
        ({"state": ""}, "state", "needs the state"),
        ({"state": "ZZ"}, "state", "not a state"),
        ({"state": "A6"}, "state", "ONTARIO"),
        ({"non_us": True, "state": ""}, "country", "needs the country"),
        ({"non_us": True, "state": "", "country": "QQ"}, "country", "not a country"),
    ],
)
def test_an_address_names_its_state_or_its_country(address, field, words):
    finding = only("F4-070", form4(SALE, **at(**address)))
    assert finding.place == Place(Part.OWNERS, 0, field)
    assert words.lower() in finding.message.lower()


def test_a_country_that_no_longer_exists_is_named():
    code, name = next(iter(obsolete_countries().items()))
    finding = only("F4-070", form4(SALE, **at(non_us=True, state="", country=code)))
    assert name in finding.message


def test_addresses_at_home_and_abroad():
    assert not found("F4-070", form4(SALE))
    assert not found("F4-070", form4(SALE, **at(non_us=True, state="", country="A6")))


def test_an_address_of_an_older_form_may_have_a_province_for_a_state():
    old = form4(SALE, schema_version="X0508", **at(non_us=None, state="A6"))
    assert not found("F4-070", old)


def test_a_zip_code_has_letters_digits_spaces_and_hyphens():
    assert found("EDGAR-011", form4(SALE, **at(zip_code="94105/1234")))
    assert not found("EDGAR-011", form4(SALE, **at(zip_code="L2R 7K6")))


def test_an_owner_with_the_issuers_cik():
    themselves = (owner(cik="1234567"),)
    assert only("F4-073", form4(SALE, owners=themselves)).severity is Severity.ERROR
    assert not found("F4-073", form4(SALE))


def test_an_entity_that_holds_its_own_shares_may_be_meant():
    fund = (owner(cik="1234567", relationship=Relationship(ten_percent_owner=True)),)
    assert only("F4-073", form4(SALE, owners=fund)).severity is Severity.WARNING


def test_a_form_reports_something_or_an_exit():
    assert only("F4-069", form4()).severity is Severity.ERROR
    assert not found("F4-069", form4(not_subject_to_section16=True))
    assert not found("F4-069", form4(SALE))
    assert not found("F4-069", form4(document_type=DocumentType.FORM_3))
    assert found("F4-069", form4(document_type=DocumentType.FORM_5))


def test_holdings_alone_are_a_risk_that_edgar_has_taken():
    assert only("EDGAR-015", form4(held(100))).severity is Severity.WARNING
    assert not found("EDGAR-015", form4(held(100), SALE))
    assert not found("EDGAR-015", form4(held(100), not_subject_to_section16=True))


def test_form_3_has_no_exit_box():
    form3 = form4(held(100), document_type=DocumentType.FORM_3, not_subject_to_section16=True)
    assert found("EDGAR-017", form3)
    assert not found("EDGAR-017", form4(SALE, not_subject_to_section16=True))


def test_a_signature_has_a_name_and_a_date_and_there_are_ten_at_most():
    assert only("EDGAR-018", form4(SALE, signatures=(Signature(" ", TUESDAY),))).place.field == "name"
    assert (
        only("EDGAR-018", form4(SALE, signatures=(Signature("/s/ A. Ramaswamy", None),))).place.field
        == "date"
    )
    assert found("EDGAR-018", form4(SALE, **signed(*["/s/ A. Ramaswamy"] * 11)))
    assert not found("EDGAR-018", form4(SALE))


def test_a_draft_waits_for_its_signature():
    assert not found("EDGAR-018", form4(SALE, signatures=()))


def test_another_signer_says_in_which_capacity():
    finding = only("F4-053", form4(SALE, **signed("/s/ Kemi Adeyemi")))
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "name",
    [
        "/s/ Anil K. Ramaswamy",
        "/s/ Kemi Adeyemi, attorney-in-fact for Anil K. Ramaswamy",
        "/s/ Kemi Adeyemi, Attorney-in-Fact",
        "HARBORWELL FUND LP, By: /s/ Jane Roe, Managing Member",
    ],
)
def test_signatures_as_they_are_typed(name):
    assert not found("F4-053", form4(SALE, **signed(name)))


def test_one_line_that_stands_for_each_of_nine_owners_is_one_matter():
    assert len(found("F4-053", form4(SALE, **signed(*["/s/ Jennifer Lee"] * 9)))) == 1
    assert len(found("F4-053", form4(SALE, **signed("/s/ Jennifer Lee", "/s/ Kemi Adeyemi")))) == 2


def test_a_signature_without_its_mark_is_only_mentioned():
    assert only("F4-053", form4(SALE, **signed("Anil K. Ramaswamy"))).severity is Severity.INFO


@pytest.mark.parametrize(
    ("ticked", "left_on", "fires"),
    [
        (True, None, True),
        (True, dt.date(2026, 10, 30), False),
        (False, dt.date(2026, 10, 30), True),
        (False, dt.date(2026, 12, 31), False),
        (False, None, False),
    ],
)
def test_the_exit_box_follows_the_role(ticked, left_on, fires):
    report = form4(SALE, not_subject_to_section16=ticked)
    assert bool(found("F4-042", report, left_on={CIK: left_on})) is fires
    assert not found("F4-042", report)


@pytest.mark.parametrize(
    ("trades", "fires"),
    [
        ((), True),
        (((dt.date(2026, 8, 3), "A"),), False),
        (((dt.date(2026, 8, 3), "D"),), True),
        (((dt.date(2026, 5, 20), "A"),), True),
    ],
    ids=["none", "purchase in August", "sale in August", "purchase six months before"],
)
def test_a_sale_after_leaving_counts_only_against_a_purchase_within_six_months(trades, fires):
    facts = {"left_on": {CIK: dt.date(2026, 9, 30)}, "trades_as_insider": {CIK: trades}}
    assert bool(found("F4-043", form4(SALE), **facts)) is fires


def test_a_sale_before_leaving_is_reported_as_ever():
    facts = {"left_on": {CIK: FRIDAY}, "trades_as_insider": {CIK: ()}}
    assert not found("F4-043", form4(SALE), **facts)
