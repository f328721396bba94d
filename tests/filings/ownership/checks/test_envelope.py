"""The outer document and the files beside the report, as EDGAR would look at them."""

import pytest
from msgspec import structs

from filings.ownership.examination import examine_source
from filings.ownership.findings import Family, Severity
from filings.ownership.package import Contact, EdgarDocument, Envelope, envelope_for, write_envelope
from filings.ownership.paths import path_of
from tests.filings.ownership.checks.cases import CALENDAR, TUESDAY
from tests.reports import typical_submission

GIF = b"GIF89a\x01\x00\x01\x00"
PAGE = b'<html><body><p>Power</p><img src="scan.gif"></body></html>'
SCRIPT = b"<html><script>1</script></html>"
OUTSIDE = b'<html><img src="http://a.example/b.gif"></html>'
COVERS = [EdgarDocument(name=f"cover{number}.txt", type="COVER", content=b"Dear\n") for number in range(11)]
CCCS = {"7654321": "abcd#123"}


def enveloped(**changes: object) -> Envelope:
    contact = Contact(
        name="Pat Doe",
        phone="415 555 0100",
        email="pat@harborwell.example",
        notified=("desk@harborwell.example",),
    )
    return structs.replace(envelope_for(typical_submission(), contact=contact, cccs=CCCS), **changes)


def examined(envelope: Envelope):
    return examine_source(write_envelope(envelope), today=TUESDAY, calendar=CALENDAR, families={Family.EDGAR})


def said(envelope: Envelope) -> dict[str, Severity]:
    return {one.check: one.severity for one in examined(envelope).findings}


def beside(*documents: EdgarDocument) -> Envelope:
    """The typical submission with more files in it."""
    return enveloped(documents=(*enveloped().documents, *documents))


def with_contact(**changes: object) -> Envelope:
    return enveloped(contact=structs.replace(enveloped().contact, **changes))


def test_a_submission_as_we_write_it_has_no_finding():
    assert said(enveloped()) == {}


def test_a_submission_without_a_ccc_is_not_ready_to_be_sent():
    assert said(envelope_for(typical_submission())) == {"EDGAR-112": Severity.ERROR}


@pytest.mark.parametrize(
    ("check", "envelope"),
    [
        ("EDGAR-201", enveloped(test_or_live="MAYBE")),
        ("EDGAR-202", enveloped(submission_type="4/A")),
        ("EDGAR-202", beside(structs.replace(enveloped().documents[0], name="form4-2.xml"))),
        ("EDGAR-203", beside(EdgarDocument(name="Power of Attorney.txt", type="EX-24.1", content=b"Power\n"))),
        ("EDGAR-203", beside(EdgarDocument(name="power.doc", type="EX-24.1", content=b"Power\n"))),
        ("EDGAR-203", beside(EdgarDocument(name="ex24.txt", type="EX-24.1", content=b"Power\n"))),
        ("EDGAR-204", beside(EdgarDocument(name="ex10.txt", type="EX-10", content=b"Contract\n"))),
        ("EDGAR-204", beside(EdgarDocument(name="ex99.txt", type="EX-99", content=enveloped().documents[0].content))),
        ("EDGAR-205", with_contact(email="pat at harborwell")),
        ("EDGAR-205", with_contact(notified=("desk@",))),
        ("EDGAR-207", beside(EdgarDocument(name="scan.gif", type="GRAPHIC", content=GIF))),
        ("EDGAR-208", beside(EdgarDocument(name="ex99.txt", type="EX-99", content="“Power”\n".encode()))),
        ("EDGAR-208", beside(EdgarDocument(name="ex99.txt", type="EX-99", content=b""))),
        ("EDGAR-208", beside(EdgarDocument(name="ex99.htm", type="EX-99", content=SCRIPT))),
        ("EDGAR-208", beside(EdgarDocument(name="ex99.htm", type="EX-99", content=OUTSIDE))),
        ("EDGAR-208", with_contact(name="Zoë")),
        ("EDGAR-210", with_contact(phone="4" * 21)),
        ("EDGAR-210", with_contact(notified=tuple(f"desk{number}@harborwell.example" for number in range(31)))),
        ("EDGAR-210", beside(*COVERS)),
    ],
)  # fmt: skip
def test_edgar_suspends_a_submission(check, envelope):
    assert said(envelope).items() >= {check: Severity.ERROR}.items()


@pytest.mark.parametrize(
    ("check", "envelope"),
    [
        ("EDGAR-206", with_contact(notified=("Pat@harborwell.example",))),
        ("EDGAR-209", beside(EdgarDocument(name="form4.pdf", type="EX-99", content=b"%PDF-1.7"))),
        ("EDGAR-212", beside(EdgarDocument(name="ex99.txt", type="EX-99", content=b"word " * 20))),
    ],
)
def test_edgar_warns_and_goes_on(check, envelope):
    assert said(envelope) == {check: Severity.WARNING}


def test_a_picture_that_a_page_shows_is_taken():
    shown = beside(
        EdgarDocument(name="ex99.htm", type="EX-99", content=PAGE),
        EdgarDocument(name="scan.gif", type="GRAPHIC", content=GIF),
    )
    assert said(shown) == {}


def test_a_table_may_be_wider_than_other_text():
    table = b"<TABLE>\n" + b"1" * 120 + b"\n</TABLE>\n"
    assert said(beside(EdgarDocument(name="ex99.txt", type="EX-99", content=table))) == {}


def test_an_element_of_the_past_in_the_outer_document_is_found_with_its_path():
    source = write_envelope(enveloped()).replace(b"</testOrLive>", b"</testOrLive><returnCopy>1</returnCopy>")
    (one,) = examine_source(source, today=TUESDAY, calendar=CALENDAR, families={Family.EDGAR}).findings
    assert (one.check, one.severity) == ("EDGAR-211", Severity.ERROR)
    assert "/edgarSubmission/returnCopy" in one.message


def test_the_path_leads_to_the_file():
    result = examined(beside(EdgarDocument(name="ex10.txt", type="EX-10", content=b"Contract\n")))
    (one,) = result.findings
    assert path_of(one.place, result.reading.report) == "/edgarSubmission/edgarDocument[3]/documentType"


def test_a_submission_is_held_to_todays_rules_whatever_schema_it_names():
    primary = enveloped().documents[0]
    dated = primary.content.replace(b"<documentType>", b"<schemaVersion>X0306</schemaVersion><documentType>")
    dated = dated.replace(b"<aff10b5One>1</aff10b5One>", b"")
    envelope = enveloped(documents=(structs.replace(primary, content=dated), *enveloped().documents[1:]))
    assert said(envelope).keys() >= {"EDGAR-109", "EDGAR-016"}
