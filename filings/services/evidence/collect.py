"""The evidence of a filing in one ZIP, for a request of the SEC (Regulation S-T, Rule 302(b)): one click, no CCC."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from compliance.audit.log import head_of_log, history, record
from compliance.models import User
from filings.models import (
    Attestation,
    AuthenticationDocument,
    AuthenticationPdf,
    DeskCertificate,
    Filing,
    RenderJob,
    Signature,
    Snapshot,
)
from filings.ownership import canonical
from filings.ownership.package.build import primary_name
from filings.ownership.package.sums import MANIFEST, file_sum, zipped
from filings.ownership.writer import write
from filings.services.evidence.bundle import (
    ACCEPTANCE,
    CONFIRMATIONS,
    EVENTS,
    MANIFEST_SUM,
    README,
    REPORT,
    Acceptance,
    Events,
    EvidenceManifest,
    LoggedEvent,
    SignedBy,
    manifest_sum,
)
from filings.services.evidence.pdfs import pdf_make
from filings.services.evidence.readme import readme_of
from filings.services.frozen import frozen_report
from filings.services.package import pdf_of
from people.models import PowerOfAttorney

# A link is opened by the token behind the first, and read by the browser with the secret behind the second.
_DIGESTS = frozenset({"token_sha256", "browser_sha256"})


class NothingSigned(Exception):
    """There is no evidence of signatures for this filing."""


def evidence_take(*, actor: User, filing: Filing) -> bytes:
    """The ZIP with all evidence of a signed filing; that it was taken is kept in the log.

    Raises ``NothingSigned`` for a filing that was not signed on this desk, and ``Altered``.
    """
    try:
        snapshot = frozen_report(filing, actor=actor)
    except Snapshot.DoesNotExist:
        raise NothingSigned(
            "This filing was not signed on this desk, so there is no evidence of a signature."
        ) from None
    package = _Collection(filing, snapshot, actor, timezone.now()).zipped()
    with transaction.atomic():
        record(
            actor=actor,
            verb="took the evidence of the signatures",
            subject=filing,
            changes={"SHA-256": ["", canonical.sha256(package)]},
        )
    return package


class _Collection:
    """Files as they come together, and what the desk could not give."""

    def __init__(self, filing: Filing, snapshot: Snapshot, actor: User, at: dt.datetime) -> None:
        self._filing, self._snapshot, self._actor, self._at = filing, snapshot, actor, at
        self._files: list[tuple[str, str, bytes]] = []
        self._missing: list[str] = []
        self._about: list[models.Model] = [filing]
        self._attestations: dict[int, str] = {}
        self._certificates: dict[int, str] = {}

    def zipped(self) -> bytes:
        submission, filing = self._snapshot.submission, self._filing
        self._report()
        signed = tuple(self._signature(number, one) for number, one in self._signatures())
        for number, power in enumerate(self._powers(), start=1):
            self._power(f"power-{number}", power)
        self._acceptance()
        self._confirmations()
        self._events()
        readme = readme_of(submission.report, filing.pk, str(self._actor), self._at, self._missing)
        self._add(README, "read this first", readme.encode())
        manifest = EvidenceManifest(
            evidence_of=filing.pk,
            form=submission.report.document_type,
            report=self._snapshot.sha256,
            made_at=self._at,
            made_by=str(self._actor),
            authorities=tuple(name for name, is_a, _ in self._files if is_a == "authority"),
            signatures=signed,
            files=tuple(file_sum(name, is_a, content) for name, is_a, content in self._files),
            missing=tuple(self._missing),
        )
        listing = _json(manifest)
        first = [(MANIFEST, listing), (MANIFEST_SUM, manifest_sum(listing))]
        return zipped([*first, *((name, content) for name, _, content in self._files)])

    def _add(self, name: str, is_a: str, content: bytes) -> str:
        self._files.append((name, is_a, content))
        return name

    def _report(self) -> None:
        submission = self._snapshot.submission
        xml = primary_name(submission.report)
        self._add(REPORT, "report", self._snapshot.content.encode())
        self._add(xml, "report as EDGAR takes it", self._made(RenderJob.Kind.XML) or write(submission.report))
        self._add(xml.replace(".xml", ".pdf"), "report to read", pdf_of(self._snapshot))

    def _made(self, kind: RenderJob.Kind) -> bytes:
        job = self._snapshot.jobs.filter(kind=kind, state=RenderJob.State.DONE).first()
        return _content(job.file) if job else b""

    def _signatures(self) -> Iterator[tuple[int, Signature]]:
        signatures = self._filing.signatures.select_related("signer", "document__attestation__signer")
        return enumerate(signatures, start=1)

    def _signature(self, number: int, signature: Signature) -> SignedBy:
        name, document = f"signature-{number}", signature.document
        signed = SignedBy(line=signature.line, dated=signature.signed_on)
        if document is None:
            self._missing.append(
                f"Signature {number} was given before the desk kept authentication documents."
            )
            return signed
        attestation = self._attestation(document.attestation) if document.attestation else ""
        signed = msgspec.structs.replace(signed, attestation=attestation)
        if document.destroyed_at is not None:
            self._missing.append(
                f"The authentication document of signature {number}, SHA-256 {document.sha256}, was destroyed on "
                f"{document.destroyed_at:%d %b %Y}: {document.destruction_reason}"
            )
            return signed
        kept = self._add(f"{name}.json", "authentication document", document.content.encode())
        signed = msgspec.structs.replace(signed, document=kept)
        if document.manner == document.Manner.BY_HAND:
            return msgspec.structs.replace(signed, paper=self._scan(f"{name}-paper", document.scan))
        return msgspec.structs.replace(signed, seal=self._seal(f"{name}.pdf", document))

    def _seal(self, name: str, document: AuthenticationDocument) -> str:
        pdfs = AuthenticationPdf.objects.select_related("certificate__issuer").defer(
            "certificate__key", "certificate__issuer__key"
        )
        pdf = pdfs.get(document=document)
        if pdf.state == pdf.State.QUEUED and pdf_make(pdf.pk):
            pdf = pdfs.get(pk=pdf.pk)
        content = _content(pdf.file) if pdf.state == pdf.State.DONE else b""
        if not content:
            self._missing.append(
                f"{name}: the sealed PDF is not there; the document is in the data beside it."
            )
            return ""
        if pdf.certificate is not None:
            self._certificate("seal", pdf.certificate)
            if pdf.certificate.issuer is not None:
                self._certificate("authority", pdf.certificate.issuer)
        return self._add(name, "sealed authentication document", content)

    def _certificate(self, kind: str, certificate: DeskCertificate) -> None:
        if certificate.pk not in self._certificates:
            name = f"{kind}-{certificate.number}.pem"
            self._certificates[certificate.pk] = self._add(name, kind, certificate.certificate.encode())
            self._about.append(certificate)

    def _attestation(self, attestation: Attestation) -> str:
        """The file of an attestation, added once; empty where its scan is not there."""
        if attestation.pk not in self._attestations:
            name = f"attestation-{len(self._attestations) + 1}"
            self._about.append(attestation)
            self._add(f"{name}.json", "record of an attestation", _json(_said(attestation)))
            self._attestations[attestation.pk] = self._scan(name, attestation.scan)
        return self._attestations[attestation.pk]

    def _powers(self) -> models.QuerySet[PowerOfAttorney]:
        return (
            PowerOfAttorney.objects.filter(signatures__filing=self._filing)
            .distinct()
            .order_by("pk")
            .prefetch_related("named_attorneys__user", "named_attorneys__substitutions__substitute")
        )

    def _power(self, name: str, power: PowerOfAttorney) -> None:
        self._about.append(power)
        attorneys = list(power.named_attorneys.all())
        said = _said(power) | {
            "attorneys": [{"name": str(one.user), "ended_on": one.ended_on} for one in attorneys]
        }
        self._add(f"{name}.json", "record of a power of attorney", _json(said))
        self._add(f"{name}.txt", "power of attorney, text", power.text.encode())
        self._scan(f"{name}-scan", power.scan, say=f"No scan of the power of attorney in {name}.txt is kept.")
        if power.revocation:
            self._scan(f"{name}-revocation", power.revocation)
        substitutions = [other for one in attorneys for other in one.substitutions.all()]
        for number, other in enumerate(substitutions, start=1):
            inside = f"{name}-substitute-{number}"
            self._add(f"{inside}.json", "record of a substitute", _json(_said(other)))
            self._add(f"{inside}.txt", "appointment of a substitute, text", other.text.encode())
            self._scan(f"{inside}-scan", other.scan, say=f"No scan of {inside}.txt is kept.")

    def _acceptance(self) -> None:
        filing = self._filing
        if filing.filed_on is None:
            self._missing.append("EDGAR's acceptance is not recorded yet.")
            return
        accepted = Acceptance(
            accession_number=filing.accession_number,
            accepted_at=filing.accepted_at.astimezone(dt.UTC) if filing.accepted_at else None,
            filed_on=filing.filed_on,
        )
        self._add(ACCEPTANCE, "acceptance", _json(accepted))

    def _confirmations(self) -> None:
        """What the owners were asked about the draft and answered, the oldest first, without a link's digests."""
        asked = self._filing.confirmations.select_related(
            "filing__issuer", "owner", "asked_by", "answered_by", "replied_by"
        )
        told = [
            {name: value for name, value in _said(one).items() if name not in _DIGESTS}
            for one in asked.defer("owner__ccc").order_by("pk")
        ]
        if told:
            self._add(CONFIRMATIONS, "what the owners said of the draft", _json(told))

    def _events(self) -> None:
        """The events of all that was added, each record's from its first one on: only so does the chain show."""
        logged = [
            LoggedEvent(actor_name=str(event.actor) if event.actor else "Form 4 Desk", link=event.link)
            for subject in self._about
            for event in history(subject).order_by("number")
        ]
        head = head_of_log()
        events = Events(
            events=tuple(sorted(logged, key=lambda one: one.link.number)),
            number=head.number if head else 0,
            digest=head.digest if head else "",
        )
        self._add(EVENTS, "events", _json(events))

    def _scan(self, name: str, scan: FieldFile, *, say: str = "") -> str:
        """Add a scan under its kind's name; what is not there is told."""
        content = _content(scan)
        if not content:
            self._missing.append(say or f"{name}: the scan is not in the archive.")
            return ""
        return self._add(f"{name}.{str(scan.name).rpartition('.')[2]}", "scan", content)


def _content(file: FieldFile) -> bytes:
    """A file of the archive; empty where none is kept or it is gone."""
    if not file:
        return b""
    try:
        with file.open("rb") as opened:
            return bytes(opened.read())
    except FileNotFoundError:
        return b""


def _said(subject: models.Model) -> dict[str, Any]:
    """What a record says, by its fields: people by their names."""
    return {
        field.name: str(value)
        if isinstance(value := getattr(subject, field.name), models.Model | FieldFile)
        else value
        for field in subject._meta.concrete_fields
    }


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
