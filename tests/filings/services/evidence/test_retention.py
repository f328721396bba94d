"""How long papers are kept, and their destruction: an act with a reason, never something that happens by itself."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from compliance.audit.log import history
from filings.models import Attestation, AuthenticationDocument, AuthenticationPdf, Filing
from filings.ownership.deadlines import EASTERN
from filings.selectors.evidence import documents_in, signing_evidence
from filings.services.draft import filing_discard, filing_signer_choose
from filings.services.evidence.attestations import attestation_end, attestation_file
from filings.services.evidence.retention import (
    KeptStill,
    attestation_destroy,
    attestations_kept,
    document_destroy,
    documents_kept,
)
from filings.services.review import filing_send_back
from tests.filings.harborwell import Desk, draft, filed, fresh, line, login, reviewed, sale, sign_as
from tests.filings.services.evidence.papers import document_of, made, scan, sign_on_paper, to_sign

FIVE_YEARS_ON = dt.datetime(2031, 11, 24, 9, 0, tzinfo=EASTERN)
ON_THE_LAST_DAY = dt.datetime(2031, 11, 23, 23, 59, tzinfo=EASTERN)
WHY = "Five years are over."


def filed_sale(desk: Desk) -> Filing:
    """Signed by Dana and filed on Monday, 23 November 2026."""
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    return filed(fresh(filing), by=desk.kemi)


def free_from(document: AuthenticationDocument) -> dt.date | None:
    (kept,) = documents_kept(AuthenticationDocument.objects.filter(pk=document.pk))
    return kept.free_from


def test_a_document_is_kept_for_five_years_from_the_filing(desk):
    assert free_from(document_of(filed_sale(desk))) == dt.date(2031, 11, 24)


def test_before_the_filing_the_clock_does_not_run(desk):
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    assert free_from(document_of(filing)) is None
    with pytest.raises(KeptStill, match="not recorded yet"):
        document_destroy(actor=desk.ruth, document=document_of(filing), reason=WHY)


def test_nothing_is_destroyed_before_its_time(desk, clock):
    document = document_of(filed_sale(desk))
    clock.set(ON_THE_LAST_DAY)
    with pytest.raises(KeptStill, match="until 23 Nov 2031"):
        document_destroy(actor=desk.ruth, document=document, reason=WHY)
    document.refresh_from_db()
    assert document.content


def test_what_is_destroyed_loses_its_content_and_keeps_its_hash(
    desk, clock, django_capture_on_commit_callbacks
):
    filing = filed_sale(desk)
    (pdf,) = made(filing)
    file, document = Path(pdf.file.path), document_of(filing)
    sha256 = document.sha256
    clock.set(FIVE_YEARS_ON)
    with django_capture_on_commit_callbacks(execute=True):
        document_destroy(actor=desk.ruth, document=document, reason=WHY)
    document.refresh_from_db()
    assert (document.content, document.sha256) == ("", sha256)
    assert (document.destroyed_by, document.destruction_reason) == (desk.ruth, WHY)
    assert not file.exists()
    assert not AuthenticationPdf.objects.get().file
    event = history(filing).first()
    assert event.verb == "destroyed the authentication document of Dana Okafor"
    assert event.changes == {"reason": ["", WHY], "SHA-256": [sha256, ""]}
    with pytest.raises(KeptStill, match="already"):
        document_destroy(actor=desk.ruth, document=document, reason=WHY)


def test_a_paper_signed_by_hand_goes_with_its_document(desk, clock, django_capture_on_commit_callbacks):
    filing = to_sign(desk)
    sign_on_paper(desk.dana, filing)
    filed(fresh(filing), by=desk.kemi)
    row = document_of(filing)
    file = Path(row.scan.path)
    clock.set(FIVE_YEARS_ON)
    with django_capture_on_commit_callbacks(execute=True):
        document_destroy(actor=desk.ruth, document=row, reason=WHY)
    assert not file.exists()


def test_a_destruction_that_fails_has_taken_nothing_off_the_disk(desk, clock, monkeypatch):
    filing = filed_sale(desk)
    (pdf,) = made(filing)
    clock.set(FIVE_YEARS_ON)

    def broken(**_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("filings.services.evidence.retention.record", broken)
    with pytest.raises(RuntimeError):
        document_destroy(actor=desk.ruth, document=document_of(filing), reason=WHY)
    assert Path(pdf.file.path).exists()
    assert document_of(filing).content


def test_a_void_document_is_kept_as_if_it_had_been_filed_even_without_its_draft(desk):
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    filing_signer_choose(
        actor=desk.kemi, filing_owner=filing.filing_owners.get(owner=desk.mira), power=desk.mira_power
    )
    filing = reviewed(desk, filing)
    sign_as(desk.dana, filing)
    filing_send_back(actor=desk.kemi, filing_id=filing.pk, comment="No trade after all.")
    document = AuthenticationDocument.objects.get()
    assert free_from(document) == dt.date(2031, 11, 24)
    filing_discard(actor=desk.kemi, filing_id=filing.pk)
    assert free_from(document) == dt.date(2031, 11, 24)
    assert list(documents_in("kept", dt.date(2031, 11, 23))) == [document]
    assert list(documents_in("free", dt.date(2031, 11, 24))) == [document]


def test_the_lists_follow_the_clock(desk, clock):
    document, waiting = document_of(filed_sale(desk)), to_sign(desk, owned_after=Decimal(11_500))
    sign_as(desk.dana, waiting)
    not_filed = document_of(waiting)
    on = ON_THE_LAST_DAY.date()
    assert list(documents_in("kept", on)) == [document, not_filed]
    assert list(documents_in("free", on)) == []
    on = FIVE_YEARS_ON.date()
    assert list(documents_in("kept", on)) == [not_filed]
    assert list(documents_in("free", on)) == [document]
    clock.set(FIVE_YEARS_ON)
    document_destroy(actor=desk.ruth, document=document, reason=WHY)
    assert list(documents_in("free", on)) == []
    assert list(documents_in("destroyed", on)) == [document]


# Attestations


def attestation_clock(attestation: Attestation) -> tuple[dt.date | None, str]:
    (kept,) = attestations_kept(Attestation.objects.filter(pk=attestation.pk))
    return kept.free_from, kept.why


def test_an_attestation_in_use_is_kept_whatever_its_age(desk, clock):
    clock.set(dt.datetime(2050, 1, 3, 9, 0, tzinfo=EASTERN))
    attestation = desk.dana.attestations.get()
    assert attestation_clock(attestation)[0] is None
    with pytest.raises(KeptStill, match="signs electronically by it"):
        attestation_destroy(actor=desk.ruth, attestation=attestation, reason=WHY)


def test_it_is_kept_for_seven_years_after_the_last_electronic_document(desk, clock):
    filed_sale(desk)
    attestation = desk.dana.attestations.get()
    attestation_end(actor=desk.ruth, attestation=attestation, reason="She left.")
    assert attestation_clock(attestation) == (
        dt.date(2033, 11, 24),
        "seven years from the last document that was signed electronically",
    )
    clock.set(dt.datetime(2033, 11, 23, 12, 0, tzinfo=EASTERN))
    with pytest.raises(KeptStill, match="until 23 Nov 2033"):
        attestation_destroy(actor=desk.ruth, attestation=attestation, reason=WHY)


def test_a_document_that_is_destroyed_still_counts_for_the_attestation_behind_it(desk, clock):
    document = document_of(filed_sale(desk))
    attestation = desk.dana.attestations.get()
    attestation_end(actor=desk.ruth, attestation=attestation, reason="She left.")
    clock.set(FIVE_YEARS_ON)
    document_destroy(actor=desk.ruth, document=document, reason=WHY)
    assert attestation_clock(attestation)[0] == dt.date(2033, 11, 24)


def test_its_scan_is_destroyed_and_its_hash_stays(desk, clock, django_capture_on_commit_callbacks):
    otto = login("otto", "Otto", "Lind")
    attestation = attestation_file(actor=desk.ruth, signer=otto, signed_on=dt.date(2026, 1, 5), scan=scan())
    file = Path(attestation.scan.path)
    attestation_end(actor=desk.ruth, attestation=attestation, reason="He never signed.")
    clock.set(dt.datetime(2026, 11, 24, 9, 0, tzinfo=EASTERN))
    with django_capture_on_commit_callbacks(execute=True):
        attestation_destroy(actor=desk.ruth, attestation=attestation, reason=WHY)
    attestation.refresh_from_db()
    assert not attestation.scan
    assert not file.exists()
    assert history(attestation).first().changes == {
        "reason": ["", WHY],
        "SHA-256": [attestation.scan_sha256, ""],
    }


# What the checks are told


def test_the_checks_are_told_of_each_signer(desk):
    filing = to_sign(desk)
    assert signing_evidence(filing).authenticated_on == {}
    sign_as(desk.dana, filing)
    evidence = signing_evidence(filing)
    assert evidence.authenticated_on == {"Dana Okafor": dt.date(2026, 11, 23)}
    assert evidence.attested == {"Dana Okafor": True}


def test_a_signature_by_hand_takes_no_attestation(desk):
    filing = to_sign(desk)
    sign_on_paper(desk.dana, filing)
    evidence = signing_evidence(filing)
    assert evidence.authenticated_on == {"Dana Okafor": dt.date(2026, 11, 23)}
    assert evidence.attested == {}


def test_a_signature_from_before_the_desk_kept_documents_has_none(desk):
    filing = to_sign(desk)
    sign_as(desk.dana, filing)
    filing.signatures.update(document=None)
    assert signing_evidence(filing).authenticated_on == {"Dana Okafor": None}


def test_what_is_destroyed_was_there(desk, clock):
    filing = filed_sale(desk)
    clock.set(FIVE_YEARS_ON)
    document_destroy(actor=desk.ruth, document=document_of(filing), reason=WHY)
    assert signing_evidence(filing).authenticated_on == {"Dana Okafor": dt.date(2026, 11, 23)}
    assert signing_evidence(filing).attested == {"Dana Okafor": True}
