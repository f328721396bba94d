"""Section 16(b) over real filings: every owner's reports at every issuer are reckoned, and what comes out can be."""

from collections import defaultdict
from pathlib import Path

import pytest
from msgspec import structs

from filings.ownership.reader import Refused, read
from filings.ownership.short_swing import Gap, Reported, gap_between, profit_of, read_report, reckon
from filings.ownership.short_swing.matching import greatest_profit

Owners = dict[tuple[str, str], list[Reported]]


@pytest.fixture(scope="module")
def owners(shared: Path) -> Owners:
    """By owner and issuer what each of the filings says of the owner's trades."""
    found: Owners = defaultdict(list)
    for path in sorted((shared / "corpus" / "xml").glob("*.xml")):
        try:
            report = read(path.read_bytes()).report
        except Refused:
            continue
        day = max((one.date for one in report.signatures if one.date), default=report.period_of_report)
        for owner in report.owners:
            read_for = read_report(report, cik=owner.cik, reference=path.name, filed_on=day)
            found[owner.cik, report.issuer.cik].append(read_for)
    assert len(found) > 100
    return found


def test_every_line_of_every_filing_is_a_leg_or_says_why_not(owners):
    for reports in owners.values():
        found = reckon(reports)
        lines = sum(len(report.lines) for report in reports)
        assert len(found.legs) + len(found.exclusions) == lines
        assert all(one.reason for one in found.exclusions)


def test_what_is_matched_is_within_six_months_and_gains(owners):
    matched = [pair for reports in owners.values() for pair in reckon(reports).pairs]
    assert matched
    for pair in matched:
        assert gap_between(pair.purchase.day, pair.sale.day) is Gap.MATCHED
        assert pair.profit > 0
        assert pair.purchase.trade.security == pair.sale.trade.security


def test_most_owners_have_nothing_to_give_back(owners):
    """Real insiders heed the six months: a search that found more than a few would cry wolf."""
    with_profit = [key for key, reports in owners.items() if reckon(reports).pairs]
    assert len(with_profit) <= len(owners) / 20


def test_a_filing_read_twice_changes_nothing(owners):
    for reports in owners.values():
        again = [*reports, *(_copied(report) for report in reports)]
        assert reckon(again).profit == reckon(reports).profit


def test_the_order_of_the_filings_changes_nothing(owners):
    for reports in owners.values():
        assert profit_of(greatest_profit(reckon(reports[::-1]).legs)) == profit_of(
            greatest_profit(reckon(reports).legs)
        )


def _copied(report: Reported) -> Reported:
    return structs.replace(report, reference=f"{report.reference} again", set="again")
