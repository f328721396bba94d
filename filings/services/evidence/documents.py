"""Making the authentication document behind a signature, in the transaction of the signature."""

import datetime as dt
from dataclasses import dataclass

from django.core.files import File

from compliance.models import User
from filings.models import Attestation, AuthenticationDocument, Filing, FilingOwner
from filings.ownership import authentication, canonical
from filings.ownership.authentication import (
    IN_PERSON,
    Basis,
    ByHand,
    Electronic,
    Person,
    SignedReport,
    words_of_adoption,
)
from filings.ownership.report import OwnershipReport
from filings.services.evidence.pdfs import pdf_queue
from people.authority import Authority
from people.services.powers.papers import paper_keep


@dataclass(frozen=True)
class OnTheDesk:
    """An electronic signature: how the person has just proved who he or she is, in words, and when."""

    proof: str
    proven_at: dt.datetime


@dataclass(frozen=True)
class OnPaper:
    """A signature by hand, given today on the printed document. ``printed`` is the SHA-256 that stands on it."""

    scan: "File[bytes]"
    printed: str


Manner = OnTheDesk | OnPaper


@dataclass(frozen=True)
class ToSign:
    """One signature that somebody may give: for whom, on what authority, with which line and day, on which report."""

    filing: Filing
    filing_owner: FilingOwner
    signer: User
    authority: Authority
    line: str
    on: dt.date
    report: OwnershipReport
    sha256: str


def printed_document(one: ToSign) -> authentication.AuthenticationDocument:
    """The document as it is printed to be signed by hand."""
    return _document(one, ByHand(), words_to_adopt(one, None), None)


def printed_sha256(one: ToSign) -> str:
    """What stands on the printed document: the SHA-256 of all that is signed with it."""
    return canonical.sha256(authentication.encode(printed_document(one)))


def words_to_adopt(one: ToSign, attestation: Attestation | None) -> tuple[str, ...]:
    """What one adopts by signing: electronically, or by hand where there is no attestation."""
    owner = one.filing_owner.owner
    return words_of_adoption(
        name=one.signer.signing_name,
        owner=owner.signing_name,
        form=one.report.document_type,
        line=one.line,
        basis=basis_of(one.authority),
        attested_on=attestation.signed_on if attestation else None,
    )


def document_sign(
    one: ToSign,
    *,
    manner: Manner,
    attestation: Attestation | None,
    shown_at: dt.datetime,
    now: dt.datetime,
) -> AuthenticationDocument:
    """Write the document of one signature, and have its PDF made where it is signed electronically.

    Call it inside the transaction of the signature; the caller has made sure that there is an ``attestation`` for
    an electronic one and that the paper is the one that was printed. Raises ``NotAScan``.
    """
    words = words_to_adopt(one, attestation)
    row = AuthenticationDocument(
        filing=one.filing,
        owner=one.filing_owner.owner,
        signer=one.signer,
        signed_at=now,
    )
    said: Electronic | ByHand
    if isinstance(manner, OnPaper):
        paper = paper_keep(row.scan, manner.scan)
        row.manner, row.scan_sha256 = row.Manner.BY_HAND, paper["sha256"][1]
        said = ByHand(signed_on=one.on, paper=row.scan_sha256)
    else:
        if attestation is None:
            raise ValueError("An electronic signature rests on an attestation.")
        row.manner, row.attestation = row.Manner.ELECTRONIC, attestation
        said = Electronic(
            proof=manner.proof,
            proven_at=_utc(manner.proven_at),
            shown_at=_utc(shown_at),
            attested_on=attestation.signed_on,
            attestation=attestation.scan_sha256,
        )
    content = authentication.encode(_document(one, said, words, now))
    row.content, row.sha256 = content.decode(), canonical.sha256(content)
    row.save(force_insert=True)
    if row.manner == row.Manner.ELECTRONIC:
        pdf_queue(row)
    return row


def basis_of(authority: Authority) -> Basis:
    """On what a granted authority rests, as a document says it."""
    if authority.signatory is not None:
        return Basis(capacity=authority.signatory.capacity, through=authority.signatory.through)
    power, substitution = authority.power, authority.substitution
    if power is None:
        return Basis(capacity=IN_PERSON)
    return Basis(
        capacity="substitute attorney-in-fact" if substitution else "attorney-in-fact",
        executed_on=power.executed_on,
        filed_with=power.filed_with,
        appointed_by=str(substitution.attorney) if substitution else "",
        appointed_on=substitution.executed_on if substitution else None,
    )


def _document(
    one: ToSign, manner: Electronic | ByHand, words: tuple[str, ...], now: dt.datetime | None
) -> authentication.AuthenticationDocument:
    owner, report = one.filing_owner.owner, one.report
    return authentication.AuthenticationDocument(
        signatory=Person(name=one.signer.signing_name, login=one.signer.username),
        owner=owner.signing_name,
        owner_cik=owner.cik,
        report=SignedReport(
            form=report.document_type,
            filing=one.filing.pk,
            issuer=report.issuer.name,
            issuer_cik=report.issuer.cik,
            owners=tuple(each.name for each in report.owners),
            period=report.period_of_report,
            sha256=one.sha256,
        ),
        basis=basis_of(one.authority),
        line=one.line,
        dated=one.on,
        manner=manner,
        words=words,
        signed_at=None if now is None else _utc(now),
    )


def _utc(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(dt.UTC)
