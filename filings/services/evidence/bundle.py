"""What the evidence of a filing is: the names of its files, its manifest, and the proof that it agrees with itself.

Everything here works on the bytes of a ZIP alone, without a database and without a network.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, structs

from compliance.audit.chain import NOTHING_BEFORE, Link, digest_of
from filings.ownership import authentication, canonical
from filings.ownership.authentication import AuthenticationDocument, ByHand
from filings.ownership.package import Outcome
from filings.ownership.package.build import primary_name
from filings.ownership.package.pdf import attached_xml
from filings.ownership.package.sums import MANIFEST, FileSum, sums_fault
from filings.ownership.package.unzip import NotSafe, unzipped
from filings.ownership.reader import Refused, read
from filings.ownership.report import Submission
from filings.ownership.writer import Unwritable, write

README = "README.txt"
MANIFEST_SUM = "manifest.sha256"
REPORT = "report.json"
EVENTS = "events.json"
ACCEPTANCE = "acceptance.json"
CONFIRMATIONS = "confirmations.json"
# Scans of several papers may be in it, each of many megabytes.
MAX_EVIDENCE = 512 * 2**20

T = TypeVar("T")


class SignedBy(Struct, frozen=True, kw_only=True):
    """One signature with the names of its files; a name is empty where there is no such file.

    ``document`` is the authentication document as data, ``seal`` its sealed PDF or ``paper`` the scan that was
    signed by hand, ``attestation`` the scan on which an electronic signature rests.
    """

    line: str
    dated: dt.date
    document: str = ""
    seal: str = ""
    paper: str = ""
    attestation: str = ""


class EvidenceManifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a ZIP of evidence holds. ``missing`` says in a sentence each what the desk could not give."""

    evidence_of: int
    form: str
    report: str
    made_at: dt.datetime
    made_by: str
    authorities: tuple[str, ...]
    signatures: tuple[SignedBy, ...]
    files: tuple[FileSum, ...]
    missing: tuple[str, ...] = ()


class Acceptance(Struct, frozen=True, kw_only=True):
    """What the desk recorded of EDGAR's acceptance."""

    accession_number: str
    accepted_at: dt.datetime | None
    filed_on: dt.date | None


class LoggedEvent(Struct, frozen=True, kw_only=True):
    """An event as the log's chain sees it, with the name of who did it."""

    actor_name: str
    link: Link


class Events(Struct, frozen=True, kw_only=True):
    """All events about some records, each record's in its order; ``number`` and ``digest`` are the log's end then."""

    events: tuple[LoggedEvent, ...]
    number: int
    digest: str


class _Disagreement(Exception):
    """The first thing that does not agree, in one sentence."""


def is_evidence(package: bytes) -> bool:
    """Whether a ZIP says that it is the evidence of a filing."""
    try:
        _manifest(unzipped(package, largest=MAX_EVIDENCE))
    except (NotSafe, _Disagreement):
        return False
    return True


def verify_evidence(package: bytes, *, desk: str = "") -> Outcome:
    """Whether the evidence of a filing agrees: sums, report, documents, seals, attestations and events.

    ``desk`` is the fingerprint of the certificate that stands for the desk, known from elsewhere; without it, the
    certificates in the ZIP are taken as they are, and only agreement is proved. Never raises.
    """
    try:
        files = unzipped(package, largest=MAX_EVIDENCE)
        manifest = _manifest(files)
        _manifest_agrees(files)
        _sums_agree(manifest, files)
        submission = _submission(manifest, files)
        _report_agrees(submission, files)
        documents = _documents(manifest, submission, files)
        _signed_before_acceptance(documents, files)
        trusted = _trusted(manifest, files, desk)
        for signed, document in documents:
            _signature_agrees(signed, document, files, trusted)
        _events_agree(manifest, documents, files)
    except (NotSafe, _Disagreement) as fault:
        return Outcome(agrees=False, message=str(fault))
    missing = f" Missing: {' '.join(manifest.missing)}" if manifest.missing else ""
    known = "" if desk else " The certificates are those in the ZIP: compare their fingerprints."
    return Outcome(
        agrees=True,
        message=f"All {len(files)} files agree; filing {manifest.evidence_of}, report {manifest.report}."
        f"{missing}{known}",
    )


def _manifest(files: Mapping[str, bytes]) -> EvidenceManifest:
    if MANIFEST not in files:
        raise _Disagreement(f"There is no {MANIFEST}: this is no evidence of the desk.")
    return _read(files, MANIFEST, EvidenceManifest)


def manifest_sum(manifest: bytes) -> bytes:
    """The sum of the manifest itself, as ``sha256sum`` writes and checks it."""
    return f"{canonical.sha256(manifest)}  {MANIFEST}\n".encode()


def _manifest_agrees(files: Mapping[str, bytes]) -> None:
    if _file(files, MANIFEST_SUM) != manifest_sum(files[MANIFEST]):
        raise _Disagreement(f"{MANIFEST} is not the file of which {MANIFEST_SUM} has the SHA-256.")


def _sums_agree(manifest: EvidenceManifest, files: Mapping[str, bytes]) -> None:
    listed = {name: content for name, content in files.items() if name != MANIFEST_SUM}
    if fault := sums_fault(manifest.files, listed):
        raise _Disagreement(fault)


def _submission(manifest: EvidenceManifest, files: Mapping[str, bytes]) -> Submission:
    if canonical.sha256(_file(files, REPORT)) != manifest.report:
        raise _Disagreement(f"{REPORT} is not the report that {MANIFEST} names.")
    return _read(files, REPORT, Submission)


def _report_agrees(submission: Submission, files: Mapping[str, bytes]) -> None:
    """XML and PDF are those made when it was signed: they are compared by what they say, not with today's writer."""
    name = primary_name(submission.report)
    try:
        stated, expected = write(read(_file(files, name)).report), write(submission.report)
    except (Refused, Unwritable) as error:
        raise _Disagreement(f"{name} cannot be read: {error}") from error
    if stated != expected:
        raise _Disagreement(f"{name} says something else than {REPORT}.")
    pdf = name.replace(".xml", ".pdf")
    if attached_xml(_file(files, pdf)) != files[name]:
        raise _Disagreement(f"{pdf} does not carry {name}.")


def _documents(
    manifest: EvidenceManifest, submission: Submission, files: Mapping[str, bytes]
) -> list[tuple[SignedBy, AuthenticationDocument]]:
    """The documents, each for the report without signatures and for one of its lines; all lines have one."""
    report = submission.report
    stated = Counter((one.name, one.date) for one in report.signatures)
    if Counter((one.line, one.dated) for one in manifest.signatures) != stated:
        raise _Disagreement(f"The signatures in {REPORT} are not those in {MANIFEST}.")
    bare = Submission(report=structs.replace(report, signatures=()), exhibits=submission.exhibits)
    shown = canonical.sha256(canonical.encode(bare))
    found = []
    for signed in manifest.signatures:
        if not signed.document:
            continue
        document = _read(files, signed.document, AuthenticationDocument)
        if authentication.encode(document) != files[signed.document]:
            raise _Disagreement(f"{signed.document} is not in its canonical form.")
        if document.report.sha256 != shown or document.report.filing != manifest.evidence_of:
            raise _Disagreement(f"{signed.document} was signed for another report than {REPORT}.")
        if (document.line, document.dated) != (signed.line, signed.dated):
            raise _Disagreement(f"{signed.document} adopts another signature than {MANIFEST} says.")
        found.append((signed, document))
    return found


def _signature_agrees(
    signed: SignedBy,
    document: AuthenticationDocument,
    files: Mapping[str, bytes],
    authorities: Sequence[str],
) -> None:
    manner = document.manner
    if isinstance(manner, ByHand):
        if signed.paper and canonical.sha256(_file(files, signed.paper)) != manner.paper:
            raise _Disagreement(f"{signed.paper} is not the paper that {signed.document} names.")
        return
    if signed.attestation and canonical.sha256(_file(files, signed.attestation)) != manner.attestation:
        raise _Disagreement(f"{signed.attestation} is not the attestation that {signed.document} names.")
    if manner.attested_on > document.dated:
        raise _Disagreement(f"{signed.document} was signed before its signatory attested by hand.")
    if signed.seal:
        _seal_holds(signed, files, authorities)


def _trusted(manifest: EvidenceManifest, files: Mapping[str, bytes], desk: str) -> list[str]:
    """The certificates in the ZIP that stand for the desk: all of them, or the one with a known fingerprint."""
    # The library takes half a second to load.
    from filings.services.evidence.seals import fingerprint

    found = [_file(files, name).decode("ascii", "replace") for name in manifest.authorities]
    try:
        return [one for one in found if not desk or fingerprint(one) == desk]
    except (ValueError, TypeError) as error:
        raise _Disagreement("A certificate in it cannot be read.") from error


def _seal_holds(signed: SignedBy, files: Mapping[str, bytes], authorities: Sequence[str]) -> None:
    # The library takes half a second to load.
    from filings.services.evidence.seals import NotSealed, read_seal

    try:
        read_seal(_file(files, signed.seal), authorities)
    except NotSealed as reason:
        raise _Disagreement(f"{signed.seal}: {reason}") from reason
    if attached_xml(files[signed.seal]) != files[signed.document]:
        raise _Disagreement(f"{signed.seal} does not carry {signed.document}.")


def _signed_before_acceptance(
    documents: Iterable[tuple[SignedBy, AuthenticationDocument]], files: Mapping[str, bytes]
) -> None:
    if ACCEPTANCE not in files:
        return
    accepted = _read(files, ACCEPTANCE, Acceptance).accepted_at
    for signed, document in documents:
        # EDGAR's notice is read to the minute.
        if accepted and document.signed_at and document.signed_at.replace(second=0, microsecond=0) > accepted:
            raise _Disagreement(f"{signed.document} was signed after EDGAR accepted the report.")


def _events_agree(
    manifest: EvidenceManifest,
    documents: Iterable[tuple[SignedBy, AuthenticationDocument]],
    files: Mapping[str, bytes],
) -> None:
    """Each event has its digest and follows the one before it about the same record; all that is kept is told of."""
    logged = _read(files, EVENTS, Events)
    before: dict[tuple[str, int], str] = {}
    told: set[str] = set()
    for one in logged.events:
        link, about = one.link, (one.link.subject_type, one.link.subject_id)
        if digest_of(link) != link.digest:
            raise _Disagreement(f"Event {link.number} in {EVENTS} is not what its digest was made of.")
        if link.subject_previous != before.get(about, NOTHING_BEFORE):
            raise _Disagreement(
                f"Event {link.number} in {EVENTS} does not follow the last one about {about[0]} {about[1]}."
            )
        before[about] = link.digest
        told |= _values(link.changes)
    kept = [(REPORT, manifest.report)]
    for signed, _ in documents:
        kept += [
            (name, canonical.sha256(_file(files, name)))
            for name in (signed.document, signed.seal, signed.attestation)
            if name
        ]
    for name, sha256 in kept:
        if sha256 not in told:
            raise _Disagreement(f"No event in {EVENTS} tells of {name}.")


def _values(changes: Mapping[str, Any]) -> set[str]:
    return {
        value
        for pair in changes.values()
        if isinstance(pair, list)
        for value in pair
        if isinstance(value, str)
    }


def _read(files: Mapping[str, bytes], name: str, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(_file(files, name), type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _Disagreement(f"{name} cannot be read.") from error


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise _Disagreement(f"{name} is missing.")
    return files[name]
