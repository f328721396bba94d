"""What the checks say of filings that EDGAR accepted, and of the same filings with a slip put into them."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from compliance.calendar import EdgarCalendar
from filings.ownership.checks import Facts, run
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
