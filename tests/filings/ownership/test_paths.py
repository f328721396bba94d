"""A place on the form and the element that it is in the document."""

import pytest
from lxml import etree

from filings.ownership import elements
from filings.ownership.findings import Part, Place
from filings.ownership.paths import path_of
from filings.ownership.report import OwnershipReport
from filings.ownership.writer import write
from tests.reports import full_report, seed_report, typical_report


def places(report: OwnershipReport):
    """Every place of a report that holds something, with the text or the number of elements in it."""
    for field in ("period_of_report", "aff10b5_one", "remarks"):
        yield Place(Part.REPORT, None, field)
    for field in ("cik", "trading_symbol"):
        yield Place(Part.ISSUER, None, field)
    for index, owner in enumerate(report.owners):
        yield Place(Part.OWNERS, index, "cik")
        yield Place(Part.OWNERS, index, "relationship")
        if owner.address:
            yield Place(Part.OWNERS, index, "city")
    for part, rows in ((Part.TABLE_I, report.non_derivative), (Part.TABLE_II, report.derivative)):
        for index, row in enumerate(rows):
            yield Place(part, index)
            for column in elements.columns(type(row)):
                if column.required and column.content is not elements.Content.CODING:
                    yield Place(part, index, column.field.replace(".", "_"))
            if row.coding:
                yield from (Place(part, index, field) for field in ("code", "form_type", "equity_swap"))
    for index in range(len(report.footnotes)):
        yield Place(Part.FOOTNOTES, index, "text")
    for index in range(len(report.signatures)):
        yield from (Place(Part.SIGNATURES, index, field) for field in ("name", "date"))


@pytest.mark.parametrize(
    "report", [typical_report(), full_report(), seed_report()], ids=["typical", "full", "seed"]
)
def test_the_path_of_a_place_leads_to_one_element_and_to_no_other_places(report):
    root = etree.fromstring(write(report))
    stated = [place for place in places(report) if place.field != "remarks" or report.remarks]
    paths = [path_of(place, report) for place in stated]
    assert len(set(paths)) == len(paths)
    for path in paths:
        (found,) = root.xpath(path)
        # As the reader names what it could not place.
        assert found.getroottree().getpath(found) == path


def test_an_element_that_is_missing_is_named_where_it_would_stand():
    report = typical_report()
    assert path_of(Place(Part.REPORT, None, "date_of_original_submission"), report) == (
        "/ownershipDocument/dateOfOriginalSubmission"
    )
    assert path_of(Place(Part.TABLE_I, 0, "nature"), report) == (
        "/ownershipDocument/nonDerivativeTable/nonDerivativeTransaction[1]/ownershipNature/natureOfOwnership"
    )
    assert path_of(Place(Part.TABLE_I, 99, "price"), report) == "/ownershipDocument/nonDerivativeTable"


def test_what_is_about_the_whole_form_or_a_whole_part_leads_there():
    report = typical_report()
    assert path_of(Place(Part.REPORT), report) == "/ownershipDocument"
    assert path_of(Place(Part.TABLE_II), report) == "/ownershipDocument/derivativeTable"
    assert path_of(Place(Part.SIGNATURES), report) == "/ownershipDocument/ownerSignature"


def test_places_of_the_submission_begin_at_the_outer_document():
    report = typical_report()
    assert path_of(Place(Part.REPORT, None, "notified"), report) == (
        "/edgarSubmission/notificationAddresses/notificationEmailAddress"
    )
    assert (
        path_of(Place(Part.EXHIBITS, 1, "name"), report) == "/edgarSubmission/edgarDocument[2]/documentName"
    )
