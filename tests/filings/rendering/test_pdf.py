"""The PDF that people read, sign and keep."""

import datetime as dt
import gc
import hashlib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from weasyprint import HTML

from filings.ownership.report import (
    Address,
    Cell,
    DocumentType,
    Exhibit,
    Footnote,
    NonDerivativeHolding,
    Quantity,
    Relationship,
    Signature,
    Submission,
)
from filings.rendering.html import document_title
from filings.rendering.pdf import render_pdf
from tests.filings.rendering.printed import (
    body,
    expected,
    missing_in_order,
    opened,
    overlapping,
    pages,
    reports,
    squeezed,
    top_of,
)
from tests.reports import full_report, long_report, seed_submission, typical_report, typical_submission

XML = b'<?xml version="1.0"?>\n<ownershipDocument>\n  <documentType>4</documentType>\n</ownershipDocument>\n'


def missing(report) -> list[str]:
    return missing_in_order(
        expected(report), body(render_pdf(Submission(report=report)), document_title(report))
    )


def test_a_typical_form_holds_every_value_in_the_order_of_the_form():
    assert missing(typical_report()) == []


def test_thirty_lines_in_each_table_hold_every_value_in_the_order_of_the_form():
    assert missing(long_report()) == []


@given(report=reports())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_form_holds_every_value_in_the_order_of_the_form(report):
    assert missing(report) == []


@pytest.fixture(scope="module")
def full_pdf() -> bytes:
    return render_pdf(Submission(report=full_report()))


def test_a_form_at_every_limit_loses_none_of_its_owners_signatures_footnotes_and_remarks(full_pdf):
    report = full_report()
    printed = body(full_pdf, document_title(report))
    assert not missing_in_order(
        [
            report.owners[0].name,
            *(row.nature.value for row in report.rows()),
            *(owner.name for owner in report.owners),
            *(signature.name for signature in report.signatures),
            *(f"({footnote.number}){footnote.text}" for footnote in report.footnotes),
            report.remarks,
        ],
        printed,
    )


def test_the_same_report_gives_the_same_bytes_in_another_process_in_another_place():
    here = render_pdf(seed_submission(), xml=XML)
    assert render_pdf(seed_submission(), xml=XML) == here
    program = (
        "import django, hashlib; django.setup();"
        "from filings.rendering.pdf import render_pdf;"
        "from tests.reports import seed_submission, typical_submission;"
        "render_pdf(typical_submission());"
        f"print(hashlib.sha256(render_pdf(seed_submission(), xml={XML!r})).hexdigest())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.split() == [hashlib.sha256(here).hexdigest()]


def test_four_threads_draw_the_same_as_one():
    submissions = [typical_submission(variant) for variant in range(4)]
    alone = [render_pdf(submission) for submission in submissions]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(render_pdf, submissions)) == alone


def test_another_report_xml_or_state_has_another_identifier():
    submission = typical_submission()
    made = [
        render_pdf(submission),
        render_pdf(submission, xml=XML),
        render_pdf(submission, draft=True),
        render_pdf(typical_submission(1)),
    ]
    assert len({opened(pdf).trailer["/ID"][0] for pdf in made}) == len(made)


def test_the_xml_is_attached_as_it_is_and_as_the_data_of_the_pages():
    reader = opened(render_pdf(typical_submission(), xml=XML))
    assert reader.attachments == {"form4.xml": [XML]}
    (file,) = reader.trailer["/Root"]["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Data"


def test_the_attachment_of_an_amended_form_5_is_named_by_the_forms_number():
    report = replace(typical_report(), document_type=DocumentType.FORM_5A)
    assert list(opened(render_pdf(Submission(report=report), xml=XML)).attachments) == ["form5.xml"]


def test_without_xml_nothing_is_attached():
    assert opened(render_pdf(typical_submission())).attachments == {}


def test_the_file_declares_pdf_a_3a_its_title_language_and_tags():
    reader = opened(render_pdf(seed_submission(), xml=XML))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r'pdfaid:part="3"', metadata)
    assert re.search(r'pdfaid:conformance="A"', metadata)
    assert reader.metadata.title == "Form 4 — Benjamin Locke M. — TECOGEN INC. — 2020-07-15"
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/OutputIntents"]


def test_the_file_is_dated_by_its_last_signature_and_not_by_the_clock():
    typical = typical_report()
    later = Signature("/s/ A Second Signer", dt.date(2026, 11, 25))
    reader = opened(render_pdf(Submission(report=replace(typical, signatures=(*typical.signatures, later)))))
    assert reader.metadata.creation_date == dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    assert reader.metadata.modification_date == dt.datetime(2026, 11, 25, tzinfo=dt.UTC)


def test_an_unsigned_report_is_dated_by_its_period():
    report = replace(typical_report(), signatures=())
    reader = opened(render_pdf(Submission(report=report), xml=XML, draft=True))
    assert reader.metadata.creation_date == dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def test_a_report_without_any_day_still_gives_the_same_bytes_twice():
    report = replace(typical_report(), signatures=(), period_of_report=None)
    first, second = (render_pdf(Submission(report=report), xml=XML, draft=True) for _ in range(2))
    assert first == second
    assert opened(first).metadata.creation_date is None


def test_only_the_tables_are_tagged_as_tables():
    reader = opened(render_pdf(Submission(report=typical_report())))
    tables, pending = 0, [reader.trailer["/Root"]["/StructTreeRoot"]]
    while pending:
        element = pending.pop()
        if not hasattr(element, "get"):
            continue
        tables += element.get("/S") == "/Table"
        children = element.get("/K", [])
        children = children if isinstance(children, list) else [children]
        pending += [child.get_object() for child in children if not isinstance(child, int)]
    assert tables == 3


def test_a_table_that_goes_on_repeats_its_headings():
    printed = pages(render_pdf(Submission(report=long_report())))
    going_on = [page for page in printed if "S(3)" in page]
    assert len(going_on) == 2
    for page in going_on:
        assert squeezed("Table I - Non-Derivative Securities Acquired") in page
        assert squeezed("5. Amount of Securities Beneficially Owned") in page
        assert page.index("TableI-") < page.index("CommonStock")


def test_a_typical_form_takes_two_pages_with_its_tables_on_the_first():
    first, second = pages(render_pdf(Submission(report=typical_report())))
    assert "TableII-" in first
    assert "ReportingOwners" in second


def test_the_pages_are_numbered():
    printed = pages(render_pdf(typical_submission()))
    assert [f"Page{number}of{len(printed)}" in page for number, page in enumerate(printed, 1)] == [True] * 3


def test_a_draft_is_marked_on_every_page_exhibits_too_and_a_signed_form_on_none():
    submission = typical_submission()
    assert all("DRAFT" in page for page in pages(render_pdf(submission, draft=True)))
    assert not any("DRAFT" in page for page in pages(render_pdf(submission)))


def test_the_mark_of_a_draft_takes_no_value_away():
    report = typical_report()
    printed = body(render_pdf(Submission(report=report), draft=True), document_title(report))
    assert missing_in_order(expected(report), printed.replace("DRAFT·notsigned,notfiled", "")) == []


def test_each_exhibit_begins_a_page_and_keeps_its_lines():
    terms = "\n".join(f"    ({number}) line {number} of the power" for number in range(1, 150))
    exhibits = (
        Exhibit(type="EX-24", description="Power of Attorney", text=terms),
        Exhibit(type="EX-99.1", description="", text="Joint filers & their <names>"),
    )
    reader = opened(render_pdf(Submission(report=seed_submission().report, exhibits=exhibits)))
    texts = [page.extract_text() for page in reader.pages]
    first = next(number for number, page in enumerate(texts) if "EX-24" in page)
    last = next(number for number, page in enumerate(texts) if "EX-99.1" in page)
    assert "SEC 1474" in "".join(texts[:first])
    assert "(1) line 1 of the power" in texts[first].split("\n")[1]
    assert not missing_in_order(terms.split("\n"), squeezed("".join(texts[first:last])))
    assert squeezed("EX-99.1 Joint filers & their <names>") in squeezed(texts[last])


def test_a_word_that_fits_no_column_is_broken_and_not_cut():
    word = "Wertpapierdarlehensrueckgewaehranspruchsverpfaendungsvereinbarung"[:60]
    typical = typical_report()
    report = replace(
        typical,
        non_derivative=(replace(typical.non_derivative[4], title=Cell(word), nature=Cell(word + word[:40])),),
        derivative=(replace(typical.derivative[0], title=Cell(word), nature=Cell(word + word[:40])),),
        footnotes=(Footnote("F1", "x" * 1000),),
        remarks="y" * 2000,
    )
    assert missing(report) == []
    assert not overlapping(render_pdf(Submission(report=report)))


def test_names_without_a_blank_stay_in_their_boxes():
    long = "W" * 120
    report = typical_report()
    owner = replace(
        report.owners[0],
        name=long,
        address=Address(street1=long[:40], city=long[:30], state="CA", zip_code=long[:10]),
        relationship=Relationship(officer=True, officer_title=long[:30], other=True, other_text=long[:30]),
    )
    report = replace(
        report,
        issuer=replace(report.issuer, name=long, foreign_trading_symbol=long[:30]),
        owners=(owner, replace(owner, cik="0000000001")),
        signatures=(Signature(long, dt.date(2026, 11, 24)),),
    )
    exhibit = Exhibit(type="EX-99.1", description=long, text=long * 3)
    assert not overlapping(render_pdf(Submission(report=report, exhibits=(exhibit,))))


def test_a_line_without_anything_in_it_is_as_tall_as_another():
    report = replace(typical_report(), footnotes=())
    line = replace(report.non_derivative[3], title=Cell("Stock"))
    blank = NonDerivativeHolding(title=Cell(None), owned_after=Quantity(None), ownership=Cell(None))
    tops = {
        top_of(render_pdf(Submission(report=replace(report, non_derivative=rows))), "Reminder:")
        for rows in ((), (line,), (blank,))
    }
    assert len(tops) == 1


def test_the_collector_runs_again_after_a_document_that_was_drawn_and_one_that_was_not(monkeypatch):
    assert gc.isenabled()
    render_pdf(seed_submission())
    assert gc.isenabled()
    monkeypatch.setattr(HTML, "write_pdf", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        render_pdf(seed_submission())
    assert gc.isenabled()


@pytest.mark.parametrize("report", [typical_report(), long_report()], ids=["typical", "long"])
def test_no_word_runs_into_another_or_off_the_page_of_a_draft(report):
    assert not overlapping(render_pdf(Submission(report=report), draft=True))


def test_no_word_runs_into_another_at_every_limit(full_pdf):
    assert not overlapping(full_pdf)
