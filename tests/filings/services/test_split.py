"""A draft that is too large for EDGAR becomes linked filings when its preparer asks for it."""

from decimal import Decimal

import pytest

from compliance.audit.log import history
from filings.models import Filing
from filings.ownership.codes import MAX_ROWS_PER_TABLE
from filings.ownership.findings import Severity
from filings.services.assemble import assemble
from filings.services.review import examine
from filings.services.rows import totals_recalculate
from filings.services.split import NothingToSplit, filing_split, parts_of
from tests.filings.harborwell import FRIDAY, Table, draft, fresh, line, sale


def of_many_fills(desk, number: int) -> Filing:
    """A draft with one sale a fill, each with its running total; the last is explained by a footnote."""
    filing = draft(desk)
    line(desk, filing, sale(amount=Decimal(100), owned_after=Decimal(100_000)))
    for fill in range(2, number):
        line(desk, filing, sale(amount=Decimal(fill), owned_after=None))
    line(
        desk,
        filing,
        sale(amount=Decimal(number), owned_after=None),
        notes={"price": "The last fill of the day."},
    )
    return fresh(filing)


def test_forty_fills_become_two_filings_whose_totals_run_on(desk):
    filing = of_many_fills(desk, 40)
    before = [row.owned_after for row in filing.rows.all()]
    assert "F4-048" in {one.check for one in examine(filing).errors}
    first, second = filing_split(actor=desk.kemi, filing_id=filing.pk)
    rows = [*first.rows.all(), *second.rows.all()]
    assert [row.owned_after for row in rows] == before
    assert max(first.rows.count(), second.rows.count()) <= MAX_ROWS_PER_TABLE
    assert parts_of(first) == parts_of(second) == [first, second]
    for number, part in enumerate((first, second), start=1):
        report = assemble(fresh(part)).report
        assert f"part {number} of 2" in report.remarks.lower()
        assert report.period_of_report == FRIDAY
        assert fresh(part).due_on == filing.due_on
        assert not [one for one in examine(fresh(part)).findings if one.severity is Severity.ERROR]
    # The footnote went with the line that uses it.
    assert [note.text for note in second.footnotes.all()] == ["The last fill of the day."]
    assert not first.footnotes.exists()
    assert "split off" in history(second)[0].verb
    assert "split into 2 linked filings" in " ".join(event.verb for event in history(first))


def test_the_totals_of_a_later_part_stand_as_they_are(desk):
    _, second = filing_split(actor=desk.kemi, filing_id=of_many_fills(desk, 40).pk)
    assert totals_recalculate(actor=desk.kemi, filing_id=second.pk, table=Table.I) == 0


def test_a_draft_that_fits_is_left_alone(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    with pytest.raises(NothingToSplit):
        filing_split(actor=desk.kemi, filing_id=filing.pk)
    assert Filing.objects.count() == 1
