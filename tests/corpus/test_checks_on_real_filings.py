"""What the checks say of filings that EDGAR accepted, and of the same filings with a slip put into them."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from compliance.calendar import EdgarCalendar
from filings.ownership.checks import Facts, catalogue, run
from filings.ownership.findings import Family, Severity
from filings.ownership.narrative import describe
from filings.ownership.reader import Refused, read
from filings.ownership.report import NonDerivativeTransaction, OwnershipReport
from tests.reports import TUESDAY

FACTS = Facts(today=TUESDAY, calendar=EdgarCalendar())


@pytest.fixture(scope="module")
def reports(shared: Path) -> dict[str, OwnershipReport]:
    found = {}
    for path in sorted((shared / "corpus" / "xml").glob("*.xml")):
        try:
            found[path.name] = read(path.read_bytes()).report
        except Refused:
            continue
    assert len(found) > 400
    return found


def test_edgars_own_checks_find_no_error_in_what_edgar_accepted(reports):
    errors = {
        name: [one for one in run(report, FACTS, families={Family.EDGAR}) if one.severity is Severity.ERROR]
        for name, report in reports.items()
    }
    assert {name: found for name, found in errors.items() if found} == {}


def test_one_filing_in_fifty_at_most_contradicts_the_law_on_its_face(reports):
    wrong = [
        name
        for name, report in reports.items()
        if any(one.severity is Severity.ERROR for one in run(report, FACTS))
    ]
    assert len(wrong) <= len(reports) / 50


# Checks that rest on what a desk knows and no form shows.
_OF_THE_RECORD = {
    "F4-031", "F4-037", "F4-042", "F4-043", "F4-044", "F4-045", "F4-046", "F4-049", "F4-050", "F4-051",
    "F4-052", "F4-054", "F4-055", "F4-059", "F4-060", "F4-063", "F4-065", "F4-066", "F4-076", "F4-082",
}  # fmt: skip


def test_what_only_a_desk_knows_is_not_asked_of_a_form_read_alone(reports):
    told = {one.check for report in reports.values() for one in run(report, FACTS)}
    assert not told & _OF_THE_RECORD
    assert {entry.id for entry in catalogue()} >= _OF_THE_RECORD


def test_one_filing_in_ten_at_most_has_something_to_acknowledge(reports):
    warned = Counter(
        severity for report in reports.values() for severity in {one.severity for one in run(report, FACTS)}
    )
    assert warned[Severity.WARNING] <= len(reports) / 10


def test_shares_withheld_but_added_are_found_in_every_filing_whose_totals_run(reports):
    slipped = dict(_with_withholding_added(reports))
    assert len(slipped) > 20
    missed = [
        name for name, report in slipped.items() if "F4-027" not in {one.check for one in run(report, FACTS)}
    ]
    assert missed == []


def _with_withholding_added(reports: dict[str, OwnershipReport]) -> Iterator[tuple[str, OwnershipReport]]:
    """Filings in which a withholding follows its vesting, with the shares added instead of taken away."""
    for name, report in reports.items():
        rows = report.non_derivative
        for index, (before, row) in enumerate(pairwise(rows), start=1):
            if not (_plain(before, "M") and _plain(row, "F") and before.title.value == row.title.value):
                continue
            held, withheld = before.owned_after.value, row.amount.value
            if row.owned_after.value == held - withheld:
                wrong = msgspec.structs.replace(
                    row, owned_after=msgspec.structs.replace(row.owned_after, value=held + withheld)
                )
                changed = (*rows[:index], wrong, *rows[index + 1 :])
                yield name, msgspec.structs.replace(report, non_derivative=changed)
                break


def _plain(row: object, code: str) -> bool:
    """A directly held line of a code, with its amount and with a total that no footnote explains."""
    return (
        isinstance(row, NonDerivativeTransaction)
        and row.coding is not None
        and row.coding.code == code
        and row.ownership.value == "D"
        and not row.nature
        and row.amount.value is not None
        and row.owned_after.value is not None
        and not row.owned_after.footnotes
    )


def test_every_filing_can_be_told_in_plain_words(reports):
    for report in reports.values():
        sentences = describe(report)
        assert sentences or not (report.non_derivative or report.derivative)
        assert all(sentence.endswith(".") for sentence in sentences)
