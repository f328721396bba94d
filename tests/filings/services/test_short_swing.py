"""The owners' other trades as the desk has them: signed, imported, amended, in preparation."""

import datetime as dt
from decimal import Decimal

import pytest
from msgspec import structs

from filings.models import Filing, FilingOwner, FilingState, Snapshot
from filings.ownership import canonical
from filings.ownership.codes import Table
from filings.ownership.report import Cell, DocumentType, OwnershipReport, Submission
from filings.services.archive import filing_amend
from filings.services.review import examine
from filings.services.short_swing import short_swing_of
from people.models import Position
from tests.filings.harborwell import Desk, draft, filed, fresh, line, sale, signed
from tests.filings.ownership.checks.cases import form4, stock

AUGUST = dt.date(2026, 8, 3)


def bought(number=300, at="30.10", on=AUGUST, **changes) -> OwnershipReport:
    return form4(stock("P", number, at, "A", 1_000, date=Cell(on)), period_of_report=on, **changes)


def past(desk: Desk, report: OwnershipReport, *owners) -> Filing:
    """A filing that was imported, of Anil unless others are named."""
    owners = owners or (desk.anil,)
    named = tuple(structs.replace(report.owners[0], cik=one.cik, name=one.conformed_name) for one in owners)
    content = canonical.encode(Submission(report=structs.replace(report, owners=named)))
    filing = Filing.objects.create(
        source=Filing.Source.IMPORTED,
        form_type=report.document_type,
        issuer=desk.issuer,
        state=FilingState.FILED,
        period_of_report=report.period_of_report,
        filed_on=report.period_of_report,
        content_sha256=canonical.sha256(content),
    )
    for owner in owners:
        FilingOwner.objects.create(filing=filing, owner=owner, is_director=True)
    Snapshot.objects.create(
        filing=filing, kind=Snapshot.Kind.IMPORTED, sha256=canonical.sha256(content), content=content.decode()
    )
    return filing


def sold(desk: Desk, **changes) -> Filing:
    filing = draft(desk)
    line(desk, filing, sale(**changes))
    return fresh(filing)


def profit(filing: Filing) -> list[str]:
    return [one.numbers["profit"] for one in examine(filing).findings if one.check == "F4-059"]


def test_a_sale_in_preparation_meets_an_imported_purchase(desk):
    past(desk, bought())
    assert profit(sold(desk)) == ["$2,493"]


def test_a_purchase_that_was_signed_here_counts_as_well(desk):
    purchase = draft(desk, on=AUGUST)
    line(desk, purchase, sale(code="P", acquired_disposed="A", date=AUGUST, price=Decimal(30)))
    signed(desk, purchase)
    assert profit(sold(desk)) == ["$4,205"]


def test_a_signed_report_is_examined_beside_what_came_before_and_not_beside_itself(desk):
    past(desk, bought())
    report = signed(desk, sold(desk))
    assert profit(report) == ["$2,493"]


def test_the_trades_of_somebody_else_are_not_the_owners(desk):
    past(desk, bought(), desk.mira)
    assert not profit(sold(desk))


def test_the_joint_report_of_the_spouse_counts_for_both(desk):
    past(desk, bought(), desk.mira, desk.anil)
    assert profit(sold(desk)) == ["$2,493"]


def test_nothing_of_a_foreign_private_issuer(desk):
    past(desk, bought())
    desk.issuer.is_foreign_private_issuer = True
    desk.issuer.save()
    assert not profit(sold(desk))
    assert "3a12-3(b)" in short_swing_of(desk.anil, desk.issuer).off


def test_an_imported_amendment_takes_the_place_of_what_it_corrects(desk):
    past(desk, bought())
    corrected = bought(number=100, document_type=DocumentType.FORM_4A, date_of_original_submission=AUGUST)
    past(desk, corrected)
    assert profit(sold(desk)) == ["$831"]


def test_an_amendment_in_preparation_replaces_its_original(desk):
    past(desk, bought())
    report = filed(signed(desk, sold(desk)), by=desk.dana)
    amended = filing_amend(actor=desk.kemi, filing_id=report.pk)
    (row,) = amended.rows.filter(table=Table.I)
    row.amount = Decimal(100)
    row.save()
    assert profit(fresh(amended)) == ["$831"]


def test_the_newer_of_two_imports_of_one_filing_counts(desk):
    filing = past(desk, bought())
    again = bought(number=200)
    named = structs.replace(again.owners[0], cik=desk.anil.cik)
    content = canonical.encode(Submission(report=structs.replace(again, owners=(named,))))
    Snapshot.objects.create(
        filing=filing, kind=Snapshot.Kind.IMPORTED, sha256=canonical.sha256(content), content=content.decode()
    )
    assert profit(sold(desk)) == ["$1,662"]


def test_the_approval_that_is_recorded_for_a_line_is_known(desk):
    award = draft(desk, on=AUGUST)
    values = sale(code="A", acquired_disposed="A", date=AUGUST, price=Decimal(30), approval_basis="none")
    line(desk, award, values)
    signed(desk, award)
    assert profit(sold(desk)) == ["$4,205"]


def test_a_report_of_long_ago_is_not_read_for_a_trade_of_today(desk):
    past(desk, bought(on=dt.date(2020, 8, 3)))
    filing = sold(desk)
    assert examine(filing).facts.trade_records[desk.anil.cik].reports == ()


def test_an_exempt_report_reads_no_other(desk):
    past(desk, bought())
    filing = sold(desk, code="F")
    assert examine(filing).facts.trade_records == {}


def test_drafts_count_on_the_owners_page(desk):
    past(desk, bought())
    sold(desk)
    found = short_swing_of(desk.anil, desk.issuer)
    assert (found.profit, len(found.legs)) == (Decimal("2493.00"), 2)


def test_old_reports_count_on_the_owners_page(desk):
    past(desk, bought(on=dt.date(2020, 8, 3)))
    assert len(short_swing_of(desk.anil, desk.issuer).legs) == 1


@pytest.mark.parametrize(("on", "warned"), [(dt.date(2026, 9, 1), False), (dt.date(2026, 1, 5), True)])
def test_a_sale_after_leaving_asks_for_an_opposite_trade_within_six_months(desk, on, warned):
    past(desk, bought(on=on))
    Position.objects.filter(owner=desk.anil).update(ended_on=dt.date(2026, 9, 30))
    found = {one.check for one in examine(sold(desk)).findings}
    assert ("F4-043" in found) is warned


def test_nobody_is_told_that_a_trade_needs_no_report_where_nothing_else_is_on_record(desk):
    Position.objects.filter(owner=desk.anil).update(ended_on=dt.date(2026, 9, 30))
    assert "F4-043" not in {one.check for one in examine(sold(desk)).findings}
