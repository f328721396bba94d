"""The evidence of a filing in one ZIP: what is in it, what is not, and that any change to it shows."""

import datetime as dt
import io
import json
import zipfile

import msgspec
import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.audit.log import history
from compliance.models import Role
from filings.models import AuthenticationPdf, Confirmation, DeskCertificate, Filing
from filings.ownership import authentication, canonical
from filings.ownership.deadlines import EASTERN
from filings.ownership.package.sums import MANIFEST, zipped
from filings.services.archive import NotAuthenticated, edgar_copy, filing_record_acceptance
from filings.services.confirm_link import confirmation_answer, link_open
from filings.services.confirmation import confirmation_ask, report_sha256
from filings.services.draft import filing_signer_choose
from filings.services.evidence.attestations import attestation_end, attestation_file
from filings.services.evidence.bundle import (
    MANIFEST_SUM,
    EvidenceManifest,
    is_evidence,
    manifest_sum,
    verify_evidence,
)
from filings.services.evidence.collect import NothingSigned, evidence_take
from filings.services.evidence.retention import document_destroy
from filings.services.package import filing_package
from filings.services.review import examine
from people.services.powers import poa_scan_replace
from tests.filings.harborwell import (
    NOW,
    Desk,
    draft,
    filed,
    fresh,
    line,
    login,
    reviewed,
    sale,
    sign_as,
    signed_sale,
)
from tests.filings.services.evidence.papers import PNG, document_of, made, scan, sign_on_paper, to_sign


def with_papers(desk: Desk) -> None:
    """Scans on file of Anil's power, and of Dana's attestation in the place of the one without a file."""
    poa_scan_replace(actor=desk.ruth, power=desk.anil_power, scan=scan(PNG + b" power"))
    attestation_end(actor=desk.ruth, attestation=desk.dana.attestations.get(), reason="Signed anew.")
    attestation_file(actor=desk.ruth, signer=desk.dana, signed_on=dt.date(2026, 2, 2), scan=scan())


@pytest.fixture
def filing(desk) -> Filing:
    """A sale by Anil that Dana signed under his power and that EDGAR accepted."""
    with_papers(desk)
    waiting = to_sign(desk)
    sign_as(desk.dana, waiting)
    return filed(fresh(waiting), by=desk.kemi)


def files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def manifest(package: bytes) -> dict[str, object]:
    return json.loads(files(package)[MANIFEST])


def with_files(package: bytes, **changed: bytes | None) -> bytes:
    """The same ZIP with other files and a manifest that fits them: what somebody who forges would make."""
    held = files(package)
    said = json.loads(held.pop(MANIFEST))
    del held[MANIFEST_SUM]
    for name, content in changed.items():
        name = name.replace("__", ".").replace("_", "-")
        if content is None:
            del held[name]
        else:
            held[name] = content
    said["files"] = [
        {"name": name, "is_a": "", "size": len(content), "sha256": canonical.sha256(content)}
        for name, content in held.items()
    ]
    if "report.json" in held:
        said["report"] = canonical.sha256(held["report.json"])
    listing = json.dumps(said).encode()
    return zipped([(MANIFEST, listing), (MANIFEST_SUM, manifest_sum(listing)), *held.items()])


def test_one_click_gives_all_that_the_sec_may_ask_for(desk, filing):
    package = evidence_take(actor=desk.ruth, filing=filing)
    assert list(files(package)) == [
        "manifest.json",
        "manifest.sha256",
        "report.json",
        "form4.xml",
        "form4.pdf",
        "attestation-1.json",
        "attestation-1.png",
        "signature-1.json",
        "seal-1.pem",
        "authority-1.pem",
        "signature-1.pdf",
        "power-1.json",
        "power-1.txt",
        "power-1-scan.png",
        "acceptance.json",
        "events.json",
        "README.txt",
    ]
    assert manifest(package)["missing"] == []
    outcome = verify_evidence(package)
    assert outcome.agrees, outcome.message


def test_it_is_what_was_signed_and_filed(desk, filing):
    held = files(evidence_take(actor=desk.ruth, filing=filing))
    snapshot = filing.snapshots.get(kind="signed")
    assert held["report.json"].decode() == snapshot.content
    assert held["signature-1.json"].decode() == document_of(filing).content
    assert held["attestation-1.png"] == PNG
    assert held["power-1.txt"].decode() == desk.anil_power.text
    assert json.loads(held["acceptance.json"])["accession_number"] == filing.accession_number
    assert "0001234567-26-000123" in held["acceptance.json"].decode()
    names = {one["actor_name"] for one in json.loads(held["events.json"])["events"]}
    assert {"Dana Okafor", "Kemi Adeyemi", "Ruth Halloran", "Form 4 Desk"} <= names


def test_no_ccc_is_in_it_nor_in_what_it_tells(desk, filing):
    package = evidence_take(actor=desk.ruth, filing=filing)
    for ccc in ("anil#12A", "mira$34B"):
        assert ccc.encode() not in package
    assert b"rptOwnerCcc" not in package
    assert b"PRIVATE KEY" not in package


def test_that_it_was_taken_is_in_the_log_with_the_hash_of_the_zip(desk, filing):
    package = evidence_take(actor=desk.ruth, filing=filing)
    event = history(filing).first()
    assert (event.actor, event.verb) == (desk.ruth, "took the evidence of the signatures")
    assert event.changes == {"SHA-256": ["", canonical.sha256(package)]}


def test_the_readme_says_in_plain_words_what_is_there_and_how_to_verify_it(desk, filing):
    readme = files(evidence_take(actor=desk.ruth, filing=filing))["README.txt"].decode()
    assert "Form 4, HARBORWELL INC." in readme
    assert "manage.py form4 verify" in readme
    assert "What the desk could not give" not in readme
    assert max(map(len, readme.splitlines())) <= 118


def test_what_the_owner_said_of_the_draft_is_in_it_and_nothing_that_opens_a_link(desk):
    with_papers(desk)
    drafted = draft(desk)
    line(desk, drafted, sale())
    asked = confirmation_ask(actor=desk.kemi, filing_id=drafted.pk, owner=desk.anil, days=2)
    opened = link_open(token=asked.token, browser="the telephone's own", address="192.0.2.7")
    shown = report_sha256(examine(fresh(drafted)).submission.report)
    confirmation_answer(confirmation=opened, sha256=shown, answer=Confirmation.Answer.RIGHT, comment="")
    sign_as(desk.anil_login, reviewed(desk, drafted))
    package = evidence_take(actor=desk.ruth, filing=fresh(drafted))
    (told,) = json.loads(files(package)["confirmations.json"])
    assert (told["owner"], told["answer"], told["asked_by"]) == ("Ramaswamy Anil", "right", "Kemi Adeyemi")
    assert told["report_sha256"] == shown
    kept = drafted.confirmations.get()
    for secret in (asked.token, kept.token_sha256, kept.browser_sha256, "anil#12A"):
        assert secret.encode() not in package
    assert verify_evidence(package).agrees, verify_evidence(package).message
    assert "confirmations.json" in [one["name"] for one in manifest(package)["files"]]


def test_before_the_acceptance_it_says_so(desk):
    with_papers(desk)
    waiting = to_sign(desk)
    sign_as(desk.dana, waiting)
    package = evidence_take(actor=desk.ruth, filing=fresh(waiting))
    assert manifest(package)["missing"] == ["EDGAR's acceptance is not recorded yet."]
    assert verify_evidence(package).agrees


def test_a_joint_filing_signed_in_several_ways(desk):
    """Anil signs by hand, Mira's attorney electronically."""
    with_papers(desk)
    waiting = draft(desk, desk.anil, desk.mira)
    line(desk, waiting, sale())
    filing_signer_choose(
        actor=desk.kemi, filing_owner=waiting.filing_owners.get(owner=desk.mira), power=desk.mira_power
    )
    waiting = reviewed(desk, waiting)
    sign_as(desk.dana, waiting)
    sign_on_paper(desk.anil_login, waiting)
    package = evidence_take(actor=desk.ruth, filing=fresh(waiting))
    names = list(files(package))
    assert {"signature-1.pdf", "signature-2-paper.png"} <= set(names)
    assert "signature-2.pdf" not in names
    assert verify_evidence(package).agrees
    assert "No scan of the power of attorney in power-1.txt is kept." in manifest(package)["missing"]


def test_attorneys_who_signed_together_are_both_there(desk):
    with_papers(desk)
    other = login("otto", "Otto", "Lind", Role.ATTORNEY)
    desk.anil_power.named_attorneys.create(user=other)
    type(desk.anil_power).objects.update(signs_jointly=True)
    waiting = to_sign(desk)
    for signer in (desk.dana, other):
        sign_as(signer, waiting)
    package = evidence_take(actor=desk.ruth, filing=fresh(waiting))
    assert {"signature-1.pdf", "signature-2.pdf"} <= set(files(package))
    assert (
        manifest(package)["missing"][0] == "attestation-2: the scan is not in the archive."
    )  # Otto's, in tests
    assert verify_evidence(package).agrees


def test_what_was_destroyed_is_told_with_its_hash(desk, filing, clock):
    document = document_of(filing)
    made(filing)
    clock.set(dt.datetime(2031, 11, 24, 9, 0, tzinfo=EASTERN))
    document_destroy(actor=desk.ruth, document=document, reason="Five years are over.")
    package = evidence_take(actor=desk.ruth, filing=filing)
    (missing,) = manifest(package)["missing"]
    assert document.sha256 in missing
    assert "Five years are over." in missing
    assert verify_evidence(package).agrees
    assert "signature-1.json" not in files(package)


def test_a_pdf_that_failed_is_missing_and_the_document_is_there(desk, filing):
    AuthenticationPdf.objects.update(state="failed", failure="It could not be made.")
    package = evidence_take(actor=desk.ruth, filing=filing)
    assert "signature-1.pdf" not in files(package)
    assert "sealed PDF is not there" in manifest(package)["missing"][0]
    assert verify_evidence(package).agrees


def test_a_filing_that_nobody_signed_here_has_no_evidence(desk):
    with pytest.raises(NothingSigned):
        evidence_take(actor=desk.ruth, filing=draft(desk))


# Whether a change shows


def test_the_desks_own_fingerprint_proves_it_and_that_of_another_does_not(desk, filing):
    package = evidence_take(actor=desk.ruth, filing=filing)
    own = DeskCertificate.objects.get(purpose="authority").fingerprint
    assert verify_evidence(package, desk=own).agrees
    assert "compare their fingerprints" in verify_evidence(package).message
    outcome = verify_evidence(package, desk="0" * 64)
    assert (outcome.agrees, "not this desk's" in outcome.message) == (False, True)


FORGERIES = {
    "another line in the document": (
        "signature_1__json",
        lambda held: authentication.encode(_replaced(held["signature-1.json"], line="/s/ Anil Ramaswamy")),
        "adopts another signature",
    ),
    "another report in the document": (
        "signature_1__json",
        lambda held: held["signature-1.json"].replace(
            _replaced(held["signature-1.json"]).report.sha256.encode(), b"b" * 64
        ),
        "signed for another report",
    ),
    "another proof in the document": (
        "signature_1__json",
        lambda held: held["signature-1.json"].replace(b'"password"', b'"passkey"'),
        "does not carry signature-1.json",
    ),
    "another share in the report": (
        "report__json",
        lambda held: held["report.json"].replace(b'"500"', b'"501"'),
        "form4.xml says something else",
    ),
    "another attestation": (
        "attestation_1__png",
        lambda held: held["attestation-1.png"] + b".",
        "is not the attestation that signature-1.json names",
    ),
    "another reason in the log": (
        "events__json",
        lambda held: held["events.json"].replace(b"froze the signed report", b"froze a signed report", 1),
        "is not what its digest was made of",
    ),
    "an event less in the log": (
        "events__json",
        lambda held: _without_an_event(held["events.json"]),
        "does not follow the last one about",
    ),
    "a later acceptance before the signature": (
        "acceptance__json",
        lambda held: held["acceptance.json"].replace(b"2026-11-23T16:00", b"2026-11-23T15:59"),
        "signed after EDGAR accepted",
    ),
}


def _replaced(content: bytes, **changes):
    return msgspec.structs.replace(authentication.decode(content), **changes)


def _without_an_event(content: bytes) -> bytes:
    said = json.loads(content)
    filing = [one for one in said["events"] if one["link"]["subject_type"] == "filings.filing"]
    said["events"].remove(filing[2])
    return json.dumps(said).encode()


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forgery_shows_even_where_the_manifest_was_made_to_fit(desk, filing, what):
    package = evidence_take(actor=desk.ruth, filing=filing)
    name, change, told = FORGERIES[what]
    changed = change(files(package))
    assert changed != files(package)[name.replace("__", ".").replace("_", "-")]
    outcome = verify_evidence(with_files(package, **{name: changed}))
    assert not outcome.agrees
    assert told in outcome.message


@pytest.mark.parametrize(
    "name", ["report.json", "form4.xml", "form4.pdf", "signature-1.json", "signature-1.pdf", "events.json"]
)
def test_a_file_that_is_taken_out_is_missed(desk, filing, name):
    held = files(evidence_take(actor=desk.ruth, filing=filing))
    del held[name]
    outcome = verify_evidence(zipped(list(held.items())))
    assert (outcome.agrees, outcome.message) == (False, f"{name} is listed in manifest.json and missing.")


def test_a_file_that_is_put_in_is_told(desk, filing):
    held = files(evidence_take(actor=desk.ruth, filing=filing))
    outcome = verify_evidence(zipped([*held.items(), ("extra.txt", b"me too")]))
    assert outcome.message == "extra.txt is not listed in manifest.json."


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.9999), byte=st.integers(0, 255), length=st.integers(1, 400))
def test_no_damage_to_the_zip_raises(desk, filing, place, byte, length):
    if "zip" not in _package:
        _package["zip"] = evidence_take(actor=desk.ruth, filing=filing)
    whole = _package["zip"]
    at = int(place * len(whole))
    damaged = whole[:at] + bytes([byte]) * length + whole[at + length :]
    outcome = verify_evidence(damaged)
    assert outcome.message


_package: dict[str, bytes] = {}


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\x00" * 18, b"no ZIP at all"])
def test_what_is_no_evidence_is_told(content):
    assert not verify_evidence(content).agrees
    assert not is_evidence(content)


def test_a_package_for_edgar_is_no_evidence(desk):
    assert not is_evidence(filing_package(actor=desk.kemi, filing=signed_sale(desk)))


def test_a_manifest_of_another_kind_is_refused():
    package = zipped([(MANIFEST, b'{"evidence_of": "seven"}')])
    assert "cannot be read" in verify_evidence(package).message
    assert EvidenceManifest.__struct_fields__[0] == "evidence_of"


# Without a document nothing is filed (F4-054)


def test_a_report_without_its_authentication_document_goes_nowhere(desk):
    waiting = to_sign(desk)
    sign_as(desk.dana, waiting)
    waiting.signatures.update(document=None)
    filing = fresh(waiting)
    for take in (
        lambda: edgar_copy(actor=desk.dana, filing=filing),
        lambda: filing_package(actor=desk.dana, filing=filing, live=True),
    ):
        with pytest.raises(NotAuthenticated, match="signature of Dana Okafor"):
            take()
    assert filing_package(actor=desk.kemi, filing=filing)  # a test files nothing
    package = evidence_take(actor=desk.ruth, filing=filing)
    assert "before the desk kept authentication documents" in manifest(package)["missing"][0]


def test_what_edgar_has_accepted_is_recorded_all_the_same(desk):
    waiting = to_sign(desk)
    sign_as(desk.dana, waiting)
    waiting.signatures.update(document=None)
    filing_record_acceptance(actor=desk.kemi, filing_id=waiting.pk, accepted_at=NOW, accession_number="")
    assert fresh(waiting).state == "filed"


def test_the_command_verifies_evidence_and_knows_the_desk_by_its_fingerprint(desk, filing, tmp_path, capsys):
    path = tmp_path / "evidence.zip"
    path.write_bytes(evidence_take(actor=desk.ruth, filing=filing))
    own = DeskCertificate.objects.get(purpose="authority").fingerprint
    for options, code, told in (
        ([], 0, "compare their fingerprints"),
        (["--desk", own.upper()], 0, f"filing {filing.pk}"),
        (["--desk", "ab" * 32], 1, "DOES NOT AGREE. signature-1.pdf"),
    ):
        with pytest.raises(SystemExit) as ended:
            call_command("form4", "verify", *options, str(path))
        assert ended.value.code == code
        assert told in capsys.readouterr().out
