"""What the demo is there to show of authority and of the evidence behind a signature."""

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from msgspec import structs
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from compliance.models import User
from filings.demo import demo_load
from filings.models import DeskCertificate, Filing, FilingState
from filings.ownership import authentication, canonical
from filings.ownership.authentication import AuthenticationDocument, Electronic
from filings.ownership.deadlines import EASTERN
from filings.ownership.package.sums import MANIFEST, zipped
from filings.ownership.retention import ATTESTATION_YEARS, DOCUMENT_YEARS
from filings.services.evidence.bundle import verify_evidence
from people.models import PowerOfAttorney, ReportingOwner
from people.selectors.powers_gaps import gaps_on
from tests.filings.views.pages import as_person, page, words
from tests.packed import holds

TUESDAY = dt.datetime(2026, 11, 24, 9, 0, tzinfo=EASTERN)


@pytest.fixture
def demo(db, clock, settings, tmp_path) -> None:
    clock.set(TUESDAY)
    settings.MEDIA_ROOT = tmp_path / "files"
    demo_load()


def person(login: str) -> User:
    return User.objects.get(username=login)


class Taken(NamedTuple):
    """The evidence of the filing that the attorney signed, and what the desk itself knows of it."""

    package: bytes
    filing: int
    fingerprint: str
    cccs: list[str]


@pytest.fixture(scope="module")
def taken(django_db_setup, django_db_blocker, tmp_path_factory) -> Taken:
    """As the administrator takes it on the page; once for all cases, since nothing of it changes."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: TUESDAY.astimezone(dt.UTC))
        demo_load()
        filing = Filing.objects.get(state=FilingState.SIGNED)
        response = as_person(person("administrator")).post(reverse("filing-evidence", args=[filing.pk]))
        assert response.headers["Content-Type"] == "application/zip", response.headers
        found = Taken(
            response.content,
            filing.pk,
            DeskCertificate.objects.get(purpose="authority").fingerprint,
            [owner.ccc.reveal() for owner in ReportingOwner.objects.all()],
        )
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def package(taken) -> bytes:
    return taken.package


def files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages).split())


# The evidence of the filing that the attorney signed, point by point of Regulation S-T, Rule 302(b)


@pytest.fixture(scope="module")
def document(package) -> AuthenticationDocument:
    return authentication.decode(files(package)["signature-1.json"])


def test_the_typed_signature_of_the_filing_is_in_it(package, document):
    held = files(package)
    assert f"<signatureName>{document.line}</signatureName>" in held["form4.xml"].decode()
    assert document.line == "/s/ David Garrison, attorney-in-fact for Jane Q. Doe"
    assert document.line in text_of(held["form4.pdf"])


def test_the_signatory_who_is_the_attorney_signed_a_document_that_adopts_it(document):
    """Rule 302(b)(1): the attorney-in-fact, where one is used."""
    assert (document.signatory.name, document.signatory.login) == ("David Garrison", "attorney")
    assert document.basis.capacity == "attorney-in-fact"
    assert any("adopt" in one and "acknowledge" in one for one in document.words)


def test_it_was_signed_before_or_when_the_form_is_filed(package, document):
    assert document.signed_at == TUESDAY
    assert "acceptance.json" not in files(package)  # the form is not filed yet, and the evidence says so
    assert json.loads(files(package)[MANIFEST])["missing"] == ["EDGAR's acceptance is not recorded yet."]


def test_a_one_time_attestation_that_the_signatory_signed_by_hand_is_in_it_with_its_paper(package, document):
    """Rule 302(b)(2)."""
    held, manner = files(package), document.manner
    assert isinstance(manner, Electronic)
    said = json.loads(held["attestation-1.json"])
    assert said["signer"] == "David Garrison"
    assert manner.attested_on == dt.date.fromisoformat(said["signed_on"]) < document.dated
    assert manner.attestation == canonical.sha256(held["attestation-1.pdf"])
    assert "David Garrison" in text_of(held["attestation-1.pdf"])


def test_it_says_how_the_signer_was_authenticated(document):
    """EDGAR Filer Manual, Volume II, 5.1.2: the process authenticates the signer."""
    assert isinstance(document.manner, Electronic)
    assert document.manner.proof == "password"
    assert document.manner.proven_at <= document.signed_at


def test_it_stands_up_to_denial(package, document):
    """The signer was shown the report, proved the identity, and the document's hash stands in the log's chain."""
    assert isinstance(document.manner, Electronic)
    assert document.manner.shown_at <= document.signed_at
    events = json.loads(files(package)["events.json"])["events"]
    (signed,) = (one for one in events if one["link"]["verb"].startswith("signed: /s/ David Garrison"))
    assert signed["actor_name"] == "David Garrison"
    assert signed["link"]["changes"]["authentication document"][1] == canonical.sha256(
        files(package)["signature-1.json"]
    )


def test_it_is_attached_to_the_document_that_was_signed(taken, package, document):
    held = files(package)
    assert document.report.filing == taken.filing
    submission = canonical.decode(held["report.json"])
    bare = structs.replace(submission, report=structs.replace(submission.report, signatures=()))
    assert document.report.sha256 == canonical.sha256(canonical.encode(bare))


def test_it_carries_the_time(package, document):
    assert document.signed_at is not None
    assert document.signed_at.utcoffset() is not None
    (signature,) = PdfFileReader(io.BytesIO(files(package)["signature-1.pdf"])).embedded_signatures
    assert signature.self_reported_timestamp is not None


def test_the_power_goes_along_with_its_signed_original(package):
    """The exhibit shows a typed signature too: the signed paper is its authentication document."""
    held = files(package)
    assert "/s/ Jane Q. Doe" in held["power-1.txt"].decode()
    assert "Jane Q. Doe" in text_of(held["power-1-scan.pdf"])
    assert json.loads(held["power-1.json"])["attorneys"] == [{"name": "David Garrison", "ended_on": None}]
    assert [one.type for one in canonical.decode(held["report.json"]).exhibits] == ["EX-24"]


def test_each_paper_is_kept_for_as_long_as_the_rule_says(demo):
    """Five years for the document; seven after the last one for the attestation."""
    assert (DOCUMENT_YEARS, ATTESTATION_YEARS) == (5, 7)
    told = words(as_person(person("administrator")).get(reverse("retention")))
    assert "David Garrison" in told


def test_it_can_be_given_to_the_sec_on_request_and_no_ccc_goes_with_it(taken):
    assert verify_evidence(taken.package).agrees
    assert taken.cccs
    assert not [one for one in taken.cccs if holds(taken.package, one)]


def test_pyhanko_alone_verifies_the_seal_of_the_document(package):
    """With nothing of the desk's own code: its certificate is read from the ZIP."""
    held = files(package)
    _, _, der = pem.unarmor(held["authority-1.pem"])
    trusted = ValidationContext(trust_roots=[asn1_x509.Certificate.load(der)], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(held["signature-1.pdf"])).embedded_signatures
    status = validate_pdf_signature(signature, trusted)
    assert status.bottom_line, status.summary()
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert str(status.coverage).endswith("ENTIRE_FILE")
    changed = held["signature-1.pdf"].replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert changed != held["signature-1.pdf"]
    (signature,) = PdfFileReader(io.BytesIO(changed)).embedded_signatures
    assert not validate_pdf_signature(signature, trusted).intact


# Verified offline, by the command


def with_a_byte_changed(package: bytes, name: str) -> bytes:
    """The same ZIP with one byte of one member changed, in its middle."""
    held = files(package)
    content = bytearray(held[name])
    content[len(content) // 2] ^= 1
    return zipped([(one, bytes(content) if one == name else held[one]) for one in held])


OFFLINE = """
import socket, sys
def no_network(*_): raise SystemExit("the network was asked")
socket.socket.connect = socket.getaddrinfo = no_network
import django; django.setup()
import django.db.backends.base.base as base
base.BaseDatabaseWrapper.connect = no_network
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
call_command("form4", "verify", *sys.argv[1:])
"""


def test_the_command_verifies_it_without_the_desk_and_without_a_network(taken, tmp_path: Path):
    path = tmp_path / "evidence.zip"
    path.write_bytes(taken.package)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, "--desk", taken.fingerprint, str(path)],
        cwd=Path(__file__).resolve().parents[2],
        env={
            "DJANGO_SETTINGS_MODULE": "compliance.settings.test",
            "FORM4DESK_VAR": str(elsewhere),
            "PATH": "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "evidence.zip: agrees. " in done.stdout
    assert list(elsewhere.iterdir()) == []


def test_one_byte_changed_in_any_file_of_it_is_named(package, tmp_path: Path, capsys):
    names = list(files(package))
    assert len(names) >= 15
    for name in names:
        path = tmp_path / f"{name}.zip"
        path.write_bytes(with_a_byte_changed(package, name))
        with pytest.raises(SystemExit) as ended:
            call_command("form4", "verify", str(path))
        said = capsys.readouterr()
        told = said.out + said.err
        assert ended.value.code in {1, 2}, name
        assert name in told.replace(str(path), ""), told


def test_no_byte_of_the_manifest_can_be_another_one(package):
    """What it says beside sums, as who collected it, is in no other file."""
    held = files(package)
    for at in range(0, len(held[MANIFEST]), 7):
        changed = bytearray(held[MANIFEST])
        changed[at] ^= 1
        outcome = verify_evidence(zipped([*(held | {MANIFEST: bytes(changed)}).items()]))
        assert (outcome.agrees, MANIFEST in outcome.message) == (False, True), at


# Authority, as the demo shows it


def test_it_has_a_power_that_ends_soon(demo):
    (ends,) = gaps_on(TUESDAY.date()).expiring
    assert (ends.power.grantor.last_name, ends.power.ends_on) == ("Roe", dt.date(2026, 12, 15))
    told = words(as_person(person("administrator")).get(reverse("powers-gaps")))
    assert "Roe Richard" in told
    assert "15 Dec" in told


def test_it_has_a_power_that_was_revoked_and_signs_nothing(demo):
    revoked = PowerOfAttorney.objects.get(revoked_on__isnull=False)
    assert revoked.grantor.last_name == "Poe"
    told = words(as_person(person("attorney")).get(reverse("power", args=[revoked.pk])))
    assert "evoked" in told


def test_it_has_an_insider_for_whom_nobody_can_sign(demo):
    orphans = [one.owner.last_name for one in gaps_on(TUESDAY.date()).orphans]
    assert orphans == ["Moe"]
    assert "Moe Michael" in words(as_person(person("administrator")).get(reverse("powers-gaps")))


def test_it_has_a_filing_that_waits_for_its_second_signer(demo):
    filing = Filing.objects.get(state=FilingState.REVIEWED, signatures__isnull=False)
    assert [one.signer.username for one in filing.signatures.all()] == ["attorney"]
    second = as_person(person("attorney-2"))
    assert f"/filings/{filing.pk}/" in second.get(reverse("sign-queue")).content.decode()
    opened = second.get(reverse("filing-sign", args=[filing.pk]))
    assert "you are asked to prove it first" in words(opened)
    first = as_person(person("attorney")).get(reverse("filing-sign", args=[filing.pk]))
    assert not page(first).xpath("//button[normalize-space()='Sign']")
