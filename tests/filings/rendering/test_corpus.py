"""Real filings of many years, printed: nothing they say is lost, and no word covers another."""

import re
from html import unescape

import pytest

from filings.ownership.reader import Refused, read
from filings.ownership.report import OwnershipReport, Submission
from filings.rendering.html import document_title, render_fragment
from filings.rendering.pdf import render_pdf
from tests.filings.rendering.printed import body, overlapping, squeezed


@pytest.fixture(scope="module")
def filed(shared) -> list[OwnershipReport]:
    """The reports of all the documents that can be read; a damaged copy is the reader's matter."""
    reports = []
    for path in sorted((shared / "corpus" / "xml").glob("*.xml")):
        try:
            reports.append(read(path.read_bytes()).report)
        except Refused:
            continue
    assert len(reports) > 400
    return reports


def words(report: OwnershipReport) -> list[str]:
    """What people wrote on the form in sentences and names."""
    return [
        *(footnote.text for footnote in report.footnotes),
        report.remarks,
        *(signature.name for signature in report.signatures),
        *(owner.name for owner in report.owners),
        *(row.title.value or "" for row in report.rows()),
        *(row.nature.value or "" for row in report.rows()),
    ]


def test_every_filing_is_shown_with_all_its_words(filed):
    lost = []
    for report in filed:
        fragment = render_fragment(Submission(report=report))
        shown = squeezed(unescape(re.sub(r"<[^>]+>", "", fragment)))
        lost += [(document_title(report), text) for text in words(report) if squeezed(text) not in shown]
    assert lost == []


def test_every_sixtieth_filing_is_printed_with_all_its_words_and_none_over_another(filed):
    for report in filed[::60]:
        pdf = render_pdf(Submission(report=report))
        printed = body(pdf, document_title(report))
        assert [text for text in words(report) if squeezed(text) not in printed] == []
        assert overlapping(pdf) == []
