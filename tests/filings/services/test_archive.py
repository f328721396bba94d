"""After the signature: the copy for EDGAR, its acceptance, and the amendment."""

import datetime as dt
import logging
from collections.abc import Iterator
from decimal import Decimal

import msgspec
import pytest
from lxml import etree

from compliance.audit.log import history
from compliance.audit.models import Event
from compliance.secrets import Secret
from filings.models import Filing, FilingState, RenderJob, Snapshot
from filings.ownership.codes import Table
from filings.ownership.deadlines import EASTERN
from filings.ownership.reader import read
from filings.services import render
from filings.services.archive import (
    CccMissing,
    ImpossibleAcceptance,
    edgar_copy,
    filing_amend,
    filing_record_acceptance,
)
from filings.services.assemble import assemble
from filings.services.draft import filing_save
from filings.services.editing import NotEditable
from filings.services.render import queue_renderings
from filings.services.rows import plan_footnote_add
from tests.filings.harborwell import (
    ACCESSION,
    FRIDAY,
    NOW,
    draft,
    filed,
    fresh,
    line,
    option,
    sale,
    signed,
    signed_sale,
    under_powers,
)

CCCS = ("anil#12A", "mira$34B")


def test_the_copy_for_edgar_is_the_frozen_report_with_the_ccc_of_each_owner(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing = signed(desk, under_powers(desk, filing), desk.dana)
    content = edgar_copy(actor=desk.dana, filing=filing)
    document = etree.fromstring(content)
    assert [one.text for one in document.iterfind(".//rptOwnerCcc")] == list(CCCS)
    event = history(filing)[0]
    assert event.actor == desk.dana
    assert "EDGAR copy" in event.verb


def test_without_a_ccc_there_is_no_copy_and_the_owner_is_named(desk):
    filing = signed_sale(desk)
    desk.anil.ccc = Secret("")
    desk.anil.save()
    with pytest.raises(CccMissing, match="Ramaswamy Anil"):
        edgar_copy(actor=desk.dana, filing=filing)


def test_a_cik_corrected_after_the_signature_does_not_lose_the_ccc(desk):
    filing = signed_sale(desk)
    desk.anil.cik = "7654399"
    desk.anil.save()
    document = etree.fromstring(edgar_copy(actor=desk.dana, filing=fresh(filing)))
    assert document.findtext(".//rptOwnerCik").lstrip("0") == "7654321"
    assert document.findtext(".//rptOwnerCcc") == "anil#12A"


def test_an_unsigned_report_has_no_copy(desk):
    filing = draft(desk)
    with pytest.raises(Snapshot.DoesNotExist):
        edgar_copy(actor=desk.dana, filing=filing)


def test_the_ccc_is_in_no_snapshot_no_document_no_event_and_no_line_of_the_log(
    desk, settings, tmp_path, caplog
):
    settings.MEDIA_ROOT = tmp_path
    caplog.set_level(logging.DEBUG)
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing = signed(desk, under_powers(desk, filing), desk.dana)
    edgar_copy(actor=desk.dana, filing=filing)
    for job in RenderJob.objects.all():
        assert render.render(job.pk)
    kept = [one.content for one in Snapshot.objects.all()]
    kept += [f"{one.verb} {one.changes}" for one in Event.objects.all()]
    kept += [caplog.text]
    kept += [file.read_bytes().decode("latin-1") for file in tmp_path.rglob("*") if file.is_file()]
    assert len(kept) > 5
    for text in kept:
        for ccc in CCCS:
            assert ccc not in text


# Acceptance


def accept(desk, filing: Filing, at: dt.datetime, number: str = ACCESSION) -> Filing:
    return filing_record_acceptance(
        actor=desk.kemi, filing_id=filing.pk, accepted_at=at, accession_number=number
    )


def test_accepted_by_ten_at_night_a_report_has_that_days_filing_date(desk, clock):
    filing = signed_sale(desk)
    clock.set(NOW + dt.timedelta(days=2))
    at = dt.datetime(2026, 11, 23, 21, 59, 59, tzinfo=EASTERN)
    accepted = accept(desk, filing, at)
    assert (accepted.state, accepted.filed_on, accepted.accepted_at) == (
        FilingState.FILED, dt.date(2026, 11, 23), at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("accepted_at", "filed_on"),
    [
        (dt.datetime(2026, 11, 23, 22, 30, tzinfo=EASTERN), dt.date(2026, 11, 24)),
        (dt.datetime(2026, 11, 25, 22, 1, tzinfo=EASTERN), dt.date(2026, 11, 27)),
        (dt.datetime(2026, 11, 27, 23, 0, tzinfo=EASTERN), dt.date(2026, 11, 30)),
        (dt.datetime(2026, 11, 24, 3, 30, tzinfo=dt.UTC), dt.date(2026, 11, 24)),
    ],
    ids=["a Monday", "the eve of Thanksgiving", "a Friday", "the same Monday by Greenwich"],
)
def test_accepted_after_ten_at_night_a_report_is_filed_on_the_next_business_day(
    desk, clock, accepted_at, filed_on
):
    filing = signed_sale(desk)
    clock.set(NOW + dt.timedelta(days=10))
    assert accept(desk, filing, accepted_at).filed_on == filed_on


def test_edgar_cannot_have_accepted_before_the_signature(desk):
    filing = signed_sale(desk)
    with pytest.raises(ImpossibleAcceptance, match="before the signature"):
        accept(desk, filing, NOW - dt.timedelta(minutes=1))
    assert fresh(filing).state == FilingState.SIGNED


@pytest.mark.parametrize("later", [dt.timedelta(days=1), dt.timedelta(days=365 * 40)])
def test_edgar_cannot_have_accepted_tomorrow(desk, later):
    filing = signed_sale(desk)
    with pytest.raises(ImpossibleAcceptance, match="not come yet"):
        accept(desk, filing, NOW + later)
    assert fresh(filing).state == FilingState.SIGNED


def test_the_minute_of_the_signature_is_early_enough(desk, clock):
    """EDGAR's notice gives no seconds."""
    clock.set(NOW.replace(second=40))
    filing = signed_sale(desk)
    assert accept(desk, filing, NOW.replace(second=0)).state == FilingState.FILED


def test_a_filing_is_recorded_once_and_only_when_it_is_signed(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    with pytest.raises(NotEditable):
        accept(desk, filing, NOW)
    filing = accept(desk, signed(desk, filing), NOW)
    with pytest.raises(NotEditable):
        accept(desk, filing, NOW)


def test_a_power_is_on_file_from_the_filing_that_carried_it(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    accept(desk, signed(desk, under_powers(desk, filing), desk.dana), NOW)
    desk.anil_power.refresh_from_db()
    desk.mira_power.refresh_from_db()
    assert (desk.anil_power.filed_with, desk.mira_power.filed_with) == (ACCESSION, "")


def test_a_power_that_was_on_file_keeps_the_number_of_its_own_filing(desk):
    desk.anil_power.filed_with = "0001234567-25-000001"
    desk.anil_power.save()
    filing = draft(desk)
    line(desk, filing, sale())
    accept(desk, signed(desk, under_powers(desk, filing), desk.dana), NOW)
    desk.anil_power.refresh_from_db()
    assert desk.anil_power.filed_with == "0001234567-25-000001"


# Amendments


def test_an_amendment_begins_as_a_copy_with_the_date_of_the_original(desk):
    original = draft(desk)
    line(desk, original, sale(), notes={"price": "A weighted average."})
    note = original.footnotes.get()
    line(desk, original, option(), table=Table.II, marks={"exercisable": [note]})
    original = filed(signed(desk, original), by=desk.kemi)
    amendment = filing_amend(actor=desk.kemi, filing_id=original.pk)
    before, after = assemble(fresh(original)).report, assemble(fresh(amendment)).report
    assert (after.document_type, after.date_of_original_submission) == ("4/A", dt.date(2026, 11, 23))
    changed = {"document_type": before.document_type, "date_of_original_submission": None}
    assert msgspec.structs.replace(after, **changed) == before
    assert (amendment.state, amendment.amends, amendment.version) == (FilingState.DRAFT, original, 1)
    assert fresh(amendment).due_on is None, "its lines were due with the form that it corrects"


def test_correcting_the_amendment_leaves_the_original_alone(desk):
    original = draft(desk)
    line(desk, original, sale(), notes={"price": "A weighted average."})
    original = filed(signed(desk, original), by=desk.kemi)
    before = assemble(fresh(original))
    amendment = filing_amend(actor=desk.kemi, filing_id=original.pk)
    amendment.rows.update(price=Decimal(40))
    amendment.footnotes.update(text="Corrected.")
    amendment.filing_owners.update(officer_title="President")
    assert assemble(fresh(original)) == before


def test_only_a_filed_report_can_be_amended(desk):
    for filing in (draft(desk), signed_sale(desk)):
        with pytest.raises(NotEditable):
            filing_amend(actor=desk.kemi, filing_id=filing.pk)


def test_an_amendment_can_be_amended(desk):
    first = filing_amend(actor=desk.kemi, filing_id=filed(signed_sale(desk), by=desk.kemi).pk)
    first.rows.update(price=Decimal(40))
    first = filed(signed(desk, first), by=desk.kemi, accession_number="0001234567-26-000124")
    second = filing_amend(actor=desk.kemi, filing_id=first.pk)
    assert second.amends == first
    assert assemble(second).report.non_derivative[0].price.value == 40


# The documents of what was signed


def every_kind_of_filing(desk) -> Iterator[Filing]:
    """Filings that differ in what EDGAR's schema looks at, each signed."""
    plain = draft(desk)
    line(
        desk,
        plain,
        sale(price=Decimal("38.4012")),
        notes={"price": "A weighted average."},
    )
    line(
        desk,
        plain,
        sale(code="G", acquired_disposed="A", is_early=True, price=Decimal(0), owned_after=None),
        notes={"coding": "A gift."},
    )
    line(desk, plain, {"kind": "holding", "title": "Common Stock", "ownership": "I", "nature": "By trust",
                       "owned_after": Decimal(31_040)})  # fmt: skip
    yield filed(signed(desk, plain), by=desk.kemi)
    options = draft(desk, desk.anil, desk.mira)
    line(
        desk, options, option(), table=Table.II, notes={"exercisable": "It vests in four equal instalments."}
    )
    line(desk, options, option(code="J", equity_swap=True, title="Equity Swap", owned_after=Decimal(1_000),
                               exercise_price=Decimal(41)), table=Table.II,
         notes={"coding": "A cash-settled equity swap with a bank."})  # fmt: skip
    yield signed(desk, under_powers(desk, options), desk.dana)
    under_plan = draft(desk)
    filing_save(actor=desk.kemi, filing_id=under_plan.pk, version=1,
                values={"plan_box": True, "plan_adopted_on": dt.date(2026, 5, 4)})  # fmt: skip
    line(desk, under_plan, sale(under_plan=True, notified_on=dt.date(2026, 11, 23), owned_after=None))
    plan_footnote_add(actor=desk.kemi, filing_id=under_plan.pk)
    yield signed(desk, under_plan)
    amendment = filing_amend(actor=desk.kemi, filing_id=plain.pk)
    filing_save(actor=desk.kemi, filing_id=amendment.pk, version=1,
                values={"remarks": "Amended to correct the price."})  # fmt: skip
    yield signed(desk, amendment)
    leaving = draft(desk)
    filing_save(actor=desk.kemi, filing_id=leaving.pk, version=1,
                values={"exit_box": True, "period_without_rows": FRIDAY})  # fmt: skip
    yield signed(desk, leaving)


def test_the_edgar_copy_of_every_kind_of_filing_is_valid_by_the_secs_own_schema(desk, sec_schemas):
    kinds = list(every_kind_of_filing(desk))
    assert len(kinds) == 5
    for filing in kinds:
        document = etree.fromstring(edgar_copy(actor=desk.dana, filing=filing))
        schema = sec_schemas[filing.form_type]
        assert schema.validate(document), schema.error_log


def test_the_xml_of_a_signed_report_reads_back_as_the_report(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    filing = draft(desk)
    line(desk, filing, sale(title="Common <Stock> & Co."), notes={"price": 'A "weighted" average.'})
    line(desk, filing, option(), table=Table.II)
    filing = signed(desk, filing)
    snapshot = Snapshot.objects.get(filing=filing)
    (job,) = queue_renderings(snapshot, kinds=[RenderJob.Kind.XML])
    assert render.render(job.pk)
    job.refresh_from_db()
    report = read(job.file.read()).report
    frozen = snapshot.submission.report
    assert (report.non_derivative, report.derivative) == (frozen.non_derivative, frozen.derivative)
    assert (report.footnotes, report.signatures) == (frozen.footnotes, frozen.signatures)
    assert report.period_of_report == FRIDAY
