"""Signing: authority, the evidence of it, the freeze, and the work that follows, in one transaction."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from compliance.audit.log import record
from compliance.models import User
from filings.models import AuthenticationDocument, Filing, FilingState, RenderJob, Signature, Snapshot
from filings.ownership import canonical
from filings.ownership import report as form
from filings.ownership.codes import MAX_SIGNATURES
from filings.ownership.deadlines import EASTERN
from filings.ownership.schema import validate
from filings.ownership.writer import Unwritable, write
from filings.services.assemble import assemble
from filings.services.editing import must_be_editable
from filings.services.evidence.attestations import attestation_of
from filings.services.evidence.documents import Manner, OnPaper, ToSign, document_sign, printed_sha256
from filings.services.evidence.shown import shown_to
from filings.services.frozen import FROZE
from filings.services.ledger.entries import ledger_entries_append
from filings.services.render import queue_renderings
from filings.services.review import ChangedSince, Examination, NotReady, examine
from filings.services.standing import Standing, standings, why_not
from people.authority import signers_needed
from people.services.powers import authority_hold, authority_used


class SignatureRefused(Exception):
    """The signature is not given; the text says why."""


class NoAuthority(SignatureRefused):
    """The person may not sign for any owner on this filing."""


class NotAttested(SignatureRefused):
    """No attestation that the person signed by hand is on file, so the person cannot sign electronically."""


class NotShown(SignatureRefused):
    """The person did not open the report, as it is, on the day of the signature."""


_REFUSALS = (SignatureRefused, ChangedSince, NotReady)


def filing_sign(
    *, actor: User, filing_id: int, sha256: str, manner: Manner, now: dt.datetime | None = None
) -> tuple[Signature, ...]:
    """Sign for every owner for whom the person has authority today; the last signature freezes the report.

    ``sha256`` is the hash of the report that the signer saw; that it was shown to the person today is on the desk's
    own record. ``manner`` says how it is signed: on the desk, by somebody whose identity was just proved, or on
    paper for one owner. Each signature gets its authentication document in the same stroke.

    Raises ``ChangedSince`` when the report or the paper is another one by now, ``NotReady`` when an error has
    appeared since the review, ``NoAuthority`` when nobody's signature is the person's to give, ``NotAttested``,
    ``NotShown``, and ``NotAScan``. Every refusal is in the log.
    """
    try:
        with transaction.atomic():
            return _sign(actor, filing_id, sha256, manner, now)
    except _REFUSALS as refusal:
        signature_refusal_keep(actor=actor, filing_id=filing_id, reason=str(refusal))
        raise


def signature_refusal_keep(*, actor: User, filing_id: int, reason: str) -> None:
    """Keep in the log that somebody was refused the signature of a filing, and why."""
    with transaction.atomic():
        record(
            actor=actor,
            verb="was refused the signature",
            subject=Filing(pk=filing_id),
            changes={"reason": ["", reason]},
        )


def signatures_to_give(examination: Examination, signer: User, *, on: dt.date) -> tuple[ToSign, ...]:
    """The signatures that somebody may give on a day on a report as it was examined."""
    return tuple(
        _to_sign(one, examination, signer, on)
        for one in standings(examination.filing, signer, on=on)
        if one.can_sign
    )


def _sign(
    actor: User, filing_id: int, sha256: str, manner: Manner, now: dt.datetime | None
) -> tuple[Signature, ...]:
    filing = Filing.objects.select_for_update().get(pk=filing_id)
    if filing.state in {FilingState.SIGNED, FilingState.FILED}:
        raise ChangedSince("This report is signed already.")
    if filing.state != FilingState.REVIEWED:
        raise ChangedSince("This report was changed after its review. It has to be reviewed again first.")
    actor = authority_hold(owners=filing.filing_owners.values_list("owner", flat=True), signer=actor)
    # Read after the wait for the locks: the day may be another one.
    now = now or timezone.now()
    today = now.astimezone(EASTERN).date()
    examination = examine(filing, now=now)
    _must_be_what_was_read(examination, sha256)
    # A power that has lapsed since is told to the signer in these words, before the checks' own.
    mine = _mine(examination, actor, today, manner)
    if examination.errors:
        raise NotReady(f"The report has an error by now: {examination.errors[0].message}")
    shown = shown_to(actor, filing, sha256, on=today)
    if shown is None:
        raise NotShown(
            "You have not opened this report today as it is now, and the signature carries today's date in New York. "
            "Open it, read it and sign it then."
        )
    attestation = None if isinstance(manner, OnPaper) else attestation_of(actor, on=today)
    if attestation is None and not isinstance(manner, OnPaper):
        raise NotAttested(
            f"No attestation that {actor} signed by hand is on file, and without it nobody signs electronically. "
            "Sign the printed attestation and give it to an administrator, or sign this report on paper."
        )
    signatures = []
    for one in mine:
        document = document_sign(one, manner=manner, attestation=attestation, shown_at=shown.at, now=now)
        signatures.append(_signature(one, document))
        if one.authority.power is not None:
            authority_used(power=one.authority.power, substitution=one.authority.substitution, on=today)
    frozen = None
    if not any(one.missing for one in standings(filing, actor, on=today)):
        frozen = _freeze(filing, now)
    for signature in signatures:
        record(
            actor=actor,
            verb=f"signed: {signature.line}",
            subject=filing,
            changes={
                "authentication document": ["", signature.document.sha256 if signature.document else ""]
            },
        )
    if frozen is not None:
        record(
            actor=None,
            verb=FROZE,
            subject=filing,
            changes={"sha256": ["", frozen.sha256]},
        )
    return tuple(signatures)


def _must_be_what_was_read(examination: Examination, sha256: str) -> None:
    if examination.sha256 != examination.filing.reviewed_sha256:
        # The draft's own changes reopen it; a name, an address or an exhibit on file comes from elsewhere.
        raise ChangedSince(
            "A person, the issuer or a power of attorney was changed after the review. Send the report back "
            "to be reviewed again."
        )
    if examination.sha256 != sha256:
        raise ChangedSince("This report is no longer the one that you read. Open it again before you sign.")
    owners = examination.filing.filing_owners.select_related("power")
    needed = sum(signers_needed(one.power) if one.power else 1 for one in owners)
    if needed > MAX_SIGNATURES:
        raise NotReady(
            f"This report takes {needed} signatures and EDGAR takes {MAX_SIGNATURES}: report some of the owners in "
            "another filing."
        )


def _mine(examination: Examination, actor: User, today: dt.date, manner: Manner) -> tuple[ToSign, ...]:
    """The signatures that are given now: all that are the person's to give, or the one on the paper."""
    mine = signatures_to_give(examination, actor, on=today)
    if not mine:
        raise NoAuthority(why_not(standings(examination.filing, actor, on=today)))
    if not isinstance(manner, OnPaper):
        return mine
    of_paper = tuple(one for one in mine if printed_sha256(one) == manner.printed)
    if not of_paper:
        raise ChangedSince(
            "The paper is not of today and of this report as it is now. Print it again and sign that one."
        )
    return of_paper


def _to_sign(one: Standing, examination: Examination, signer: User, on: dt.date) -> ToSign:
    return ToSign(
        filing=examination.filing,
        filing_owner=one.filing_owner,
        signer=signer,
        authority=one.authority,
        line=one.line,
        on=on,
        report=examination.submission.report,
        sha256=examination.sha256,
    )


def _signature(one: ToSign, document: AuthenticationDocument) -> Signature:
    return Signature.objects.create(
        filing=one.filing,
        owner=one.filing_owner.owner,
        signer=one.signer,
        power=one.authority.power,
        substitution=one.authority.substitution,
        signatory=one.authority.signatory,
        document=document,
        line=one.line,
        signed_on=one.on,
        signed_at=document.signed_at,
        report_sha256=one.sha256,
    )


def _freeze(filing: Filing, now: dt.datetime) -> Snapshot:
    """Every owner is signed for: keep the report as it is now for good and have its documents made."""
    order = {one.owner_id: one.position for one in filing.filing_owners.all()}
    lines = [
        form.Signature(one.line, one.signed_on)
        for one in sorted(filing.signatures.all(), key=lambda one: order[one.owner_id])
    ]
    submission = assemble(filing, lines)
    _must_fit_schema(submission.report)
    content = canonical.encode(submission)
    snapshot = Snapshot.objects.create(
        filing=filing,
        kind=Snapshot.Kind.SIGNED,
        sha256=canonical.sha256(content),
        content=content.decode(),
    )
    filing.mark_signed(at=now)
    filing.save()
    ledger_entries_append(filing, submission.report, snapshot.sha256)
    queue_renderings(snapshot, kinds=RenderJob.Kind)
    return snapshot


def _must_fit_schema(report: form.OwnershipReport) -> None:
    """Never freeze what EDGAR's schema would refuse: the checks say it first, this makes sure of it.

    Raises ``NotReady``.
    """
    try:
        errors = validate(write(report))
    except Unwritable as problem:
        raise NotReady(str(problem)) from problem
    if errors:
        raise NotReady(f"EDGAR's schema would refuse this report: {errors[0].message}")


def preview_queue(*, actor: User, filing: Filing) -> Snapshot:
    """Have the draft as it stands now made into a PDF and an XML that say that they are a draft.

    Raises ``NotEditable`` for a signed report, which has its own.
    """
    with transaction.atomic():
        must_be_editable(filing)
        content = canonical.encode(assemble(filing))
        snapshot, created = Snapshot.objects.get_or_create(
            filing=filing,
            kind=Snapshot.Kind.PREVIEW,
            sha256=canonical.sha256(content),
            defaults={"content": content.decode()},
        )
        queue_renderings(snapshot, kinds=RenderJob.Kind)
        if created:
            record(actor=actor, verb="asked for a preview", subject=filing)
    return snapshot
