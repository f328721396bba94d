"""Attestations: filed by an administrator, relied on until somebody ends that."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from compliance.audit.log import history
from filings.models import Attestation
from filings.ownership import canonical
from filings.services.evidence.attestations import (
    AttestationRefused,
    attestation_end,
    attestation_file,
    attestation_of,
)
from filings.services.sign import NotAttested
from people.services.powers import NotAScan
from tests.filings.harborwell import NOW, Desk, login, sign_as
from tests.filings.services.evidence.papers import PNG, document_of, scan, to_sign

MONDAY = NOW.date()


def file_for(desk: Desk, who, **changes) -> Attestation:
    values = {"signed_on": dt.date(2026, 11, 2), "scan": scan()} | changes
    return attestation_file(actor=desk.ruth, signer=who, **values)


def test_the_paper_is_kept_with_its_hash_its_day_and_who_filed_it(desk):
    otto = login("otto", "Otto", "Lind")
    attestation = file_for(desk, otto)
    assert attestation_of(otto) == attestation
    assert (attestation.signed_on, attestation.filed_by, attestation.filed_at) == (
        dt.date(2026, 11, 2),
        desk.ruth,
        NOW,
    )
    assert attestation.scan_sha256 == canonical.sha256(PNG)
    assert "I, Otto Lind," in attestation.text
    with attestation.scan.open("rb") as kept:
        assert kept.read() == PNG
    event = history(attestation).get()
    assert event.verb == "filed the attestation that Otto Lind signed by hand on 02 Nov 2026"
    assert event.changes["sha256"] == ["", canonical.sha256(PNG)]


def test_it_serves_from_the_day_on_the_paper(desk):
    otto = login("otto", "Otto", "Lind")
    file_for(desk, otto)
    assert attestation_of(otto, on=dt.date(2026, 11, 1)) is None
    assert attestation_of(otto, on=dt.date(2026, 11, 2)) is not None


def test_a_day_to_come_is_refused(desk):
    with pytest.raises(AttestationRefused, match="not come yet"):
        file_for(desk, login("otto", "Otto", "Lind"), signed_on=dt.date(2026, 11, 24))


def test_there_is_one_at_a_time(desk):
    with pytest.raises(AttestationRefused, match="on file already"):
        file_for(desk, desk.dana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attestation.objects.create(
            signer=desk.dana,
            signed_on=MONDAY,
            text="",
            scan="a",
            scan_sha256="a" * 64,
            filed_by=desk.ruth,
            filed_at=NOW,
        )


def test_what_is_no_scan_is_refused(desk):
    otto = login("otto", "Otto", "Lind")
    with pytest.raises(NotAScan):
        file_for(desk, otto, scan=scan(b"<html>I agree</html>"))
    assert attestation_of(otto) is None


def test_after_its_end_its_signer_signs_no_more_until_another_is_filed(desk):
    old = desk.dana.attestations.get()
    attestation_end(actor=desk.ruth, attestation=old, reason="It was signed by somebody else.")
    filing = to_sign(desk)
    with pytest.raises(NotAttested):
        sign_as(desk.dana, filing)
    new = file_for(desk, desk.dana)
    sign_as(desk.dana, filing)
    assert document_of(filing).attestation == new
    assert history(old).first().changes == {"reason": ["", "It was signed by somebody else."]}


def test_it_ends_once(desk):
    attestation = desk.dana.attestations.get()
    attestation_end(actor=desk.ruth, attestation=attestation, reason="Wrong paper.")
    with pytest.raises(AttestationRefused, match="any more"):
        attestation_end(actor=desk.ruth, attestation=attestation, reason="Wrong paper.")
