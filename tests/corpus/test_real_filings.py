"""Real filings, as EDGAR published them, go into the report and come out again with nothing lost."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from filings.ownership import canonical
from filings.ownership.reader import Refused, read
from filings.ownership.report import Submission
from filings.ownership.writer import write
from tests.filings.ownership.leaves import leaves_of


@pytest.fixture(scope="module")
def filings(shared: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((shared / "corpus" / "xml").glob("*.xml"))}


@pytest.fixture(scope="module")
def readings(filings):
    found = {}
    for name, source in filings.items():
        try:
            found[name] = read(source)
        except Refused:
            continue
    return found


def test_only_damaged_files_are_refused(filings, readings):
    for name in filings.keys() - readings.keys():
        with pytest.raises(etree.XMLSyntaxError):
            etree.fromstring(filings[name])


def test_every_value_and_every_footnote_reference_is_in_the_report_or_told(filings, readings):
    lost = {}
    for name, reading in readings.items():
        rewritten = leaves_of(write(reading.report, as_published=True))
        told = Counter(stranger.text for stranger in reading.unplaced)
        missing = leaves_of(filings[name]) - rewritten
        if Counter(text for _, text in missing.elements()) - told or rewritten - leaves_of(filings[name]):
            lost[name] = missing
    assert lost == {}


def test_only_what_a_browser_put_into_saved_copies_has_no_place(readings):
    paths = {stranger.path for reading in readings.values() for stranger in reading.unplaced}
    assert paths <= {"/ownershipDocument/script"}


def test_reading_what_was_written_gives_the_same_report_and_the_same_bytes(readings):
    changed = []
    for name, reading in readings.items():
        published = write(reading.report, as_published=True)
        sent = write(reading.report)
        again = read(published).report
        if (again, write(again, as_published=True), write(read(sent).report)) != (
            reading.report, published, sent,
        ):  # fmt: skip
            changed.append(name)
    assert changed == []


def test_a_report_of_a_real_filing_is_the_same_after_its_canonical_form(readings):
    for reading in readings.values():
        submission = Submission(report=reading.report, exhibits=reading.exhibits)
        assert canonical.decode(canonical.encode(submission)) == submission


def test_a_whole_submission_gives_the_facts_of_its_header_and_its_power_of_attorney(shared):
    for path in sorted((shared / "corpus" / "submissions").glob("*.txt")):
        reading = read(path.read_bytes())
        assert reading.accession_number == path.stem
        assert reading.filing_date is not None
        assert reading.accepted is not None
        assert reading.accepted.utcoffset() is not None
        assert reading.accepted.date() <= reading.filing_date
        assert reading.unplaced == ()
        (exhibit,) = reading.exhibits
        assert exhibit.type.startswith("EX-24")
        assert "attorney" in exhibit.text.lower()
        assert "<" not in exhibit.text
