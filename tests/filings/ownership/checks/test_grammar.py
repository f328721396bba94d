"""A document is examined as it came: what its grammar says, once, with the line to look at."""

import pytest

from filings.ownership.examination import examine_source
from filings.ownership.findings import Family, Severity
from filings.ownership.paths import path_of
from filings.ownership.writer import write
from tests.filings.ownership.checks.cases import CALENDAR, TUESDAY
from tests.reports import typical_report

SENT = write(typical_report()).decode()
SIGNATURE = SENT[SENT.index("  <ownerSignature>") : SENT.index("</ownershipDocument>")]
PERIOD = "<periodOfReport>2026-11-20</periodOfReport>"
CIK = "</rptOwnerCik>"
PUBLISHED = SENT.replace("<documentType>", "<schemaVersion>X0609</schemaVersion>\n  <documentType>")


def said(document: str) -> dict[str, Severity]:
    """The ids of the family EDGAR that a document gets, with their severities."""
    examined = examine_source(document.encode(), today=TUESDAY, calendar=CALENDAR, families={Family.EDGAR})
    return {one.check: one.severity for one in examined.findings}


def changed(old: str, new: str, document: str = SENT) -> str:
    assert old in document
    return document.replace(old, new, 1)


def test_a_document_as_we_write_it_and_as_edgar_publishes_it_has_no_finding():
    assert said(SENT) == said(PUBLISHED) == {}


@pytest.mark.parametrize("document", [SENT, PUBLISHED], ids=["sent", "published"])
@pytest.mark.parametrize(
    ("check", "old", "new"),
    [
        ("EDGAR-101", "<footnotes>", "<footnotesAndMore/><footnotes>"),
        ("EDGAR-101", PERIOD, PERIOD * 2),
        ("EDGAR-102", SIGNATURE, ""),
        ("EDGAR-103", "<periodOfReport>2026-11-20", "<periodOfReport>11/20/2026"),
        ("EDGAR-104", "<value>1250</value>", "<value>1,250</value>"),
        ("EDGAR-105", "<aff10b5One>1<", "<aff10b5One>yes<"),
        ("EDGAR-106", CIK, f"{CIK}<rptOwnerCcc>short</rptOwnerCcc>"),
        ("EDGAR-107", "<transactionCode>M</transactionCode>", "<transactionCode>M\n</transactionCode>"),
        ("EDGAR-108", "<footnotes>", "as follows <footnotes>"),
        ("EDGAR-108", "<footnotes>", '<footnotes count="6">'),
    ],
)  # fmt: skip
def test_edgar_suspends_a_document_whose_grammar_is_wrong(check, old, new, document):
    assert said(changed(old, new, document)).get(check) is Severity.ERROR


def test_what_edgar_fills_is_a_warning_when_a_filer_sends_it_and_nothing_when_edgar_did():
    name = "</issuerCik>", "</issuerCik>\n    <issuerName>HARBORWELL INC.</issuerName>"
    assert said(changed(*name)) == {"EDGAR-109": Severity.WARNING}
    assert said(changed(*name, PUBLISHED)) == {}


def test_a_day_with_a_zone_has_passed_edgar_but_is_not_what_it_asks_for():
    zoned = "<periodOfReport>2026-11-20", "<periodOfReport>2026-11-20-05:00"
    assert said(changed(*zoned)) == {"EDGAR-110": Severity.WARNING}
    assert said(changed(*zoned, PUBLISHED)) == {}


def test_what_a_browser_left_in_a_saved_copy_is_told_and_not_held_against_the_filer():
    saved = changed("<schemaVersion>", "<script>void 0</script>\n  <schemaVersion>", PUBLISHED)
    assert said(saved) == {"EDGAR-111": Severity.WARNING}


def test_an_element_of_a_schema_to_come_is_told_and_not_held_against_the_filer():
    to_come = changed("</issuerCik>", "</issuerCik><issuerLei>5493</issuerLei>", PUBLISHED)
    assert "EDGAR-101" in said(to_come)
    assert said(to_come.replace("X0609", "X0710")) == {"EDGAR-111": Severity.WARNING}


def test_a_document_from_before_the_plan_box_and_the_country_code_is_held_to_its_own_rules():
    old = PUBLISHED.replace("<aff10b5One>1</aff10b5One>", "").replace(
        "<rptOwnerState>CA", "<rptOwnerState>A6"
    )
    old = old.replace("<rptOwnerNonUSAddressFlag>false</rptOwnerNonUSAddressFlag>", "")
    assert said(old.replace("X0609", "X0306")) == {}
    assert {"EDGAR-016", "F4-070"} <= said(old).keys()


def test_a_blank_choice_says_nothing_to_edgar_either():
    blank = (
        "<transactionAmounts>",
        "<transactionTimeliness><value></value></transactionTimeliness><transactionAmounts>",
    )
    assert said(changed(*blank)) == said(changed(*blank, PUBLISHED)) == {}


def test_a_fault_that_the_report_shows_is_told_once_in_the_words_of_the_form():
    assert said(changed("<transactionCode>M<", "<transactionCode>K<")) == {"F4-001": Severity.ERROR}


def test_a_value_that_means_nothing_is_told_as_such_and_not_as_a_blank():
    assert said(changed("<value>38.41</value>", "<value>$38.41</value>")) == {"EDGAR-104": Severity.ERROR}


def test_the_finding_names_the_line_and_the_path_to_mend():
    document = changed("<value>38.41</value>", "<value>$38.41</value>")
    examined = examine_source(document.encode(), today=TUESDAY, calendar=CALENDAR, families={Family.EDGAR})
    (one,) = examined.findings
    line = next(at for at, text in enumerate(document.splitlines(), 1) if "$38.41" in text)
    assert one.message.startswith(f"Line {line}: transactionPricePerShare must be a plain number")
    assert path_of(one.place, examined.reading.report) == (
        "/ownershipDocument/nonDerivativeTable/nonDerivativeTransaction[2]/transactionAmounts/transactionPricePerShare"
    )


def test_a_comment_in_the_midst_of_a_value_and_space_around_the_type_of_a_published_document_are_no_faults():
    assert said(changed("<documentType>4", "<documentType><!-- the form -->4")) == {}
    spaced = "<documentType>4<", "<documentType> 4\n<"
    assert said(changed(*spaced, PUBLISHED)) == {}
    assert said(changed(*spaced)) == {"EDGAR-107": Severity.ERROR}
