"""Signing: authority, the freeze, and the work that follows, in one transaction."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from compliance.audit.log import record
from compliance.models import User
from filings.models import Filing, FilingOwner, FilingState, RenderJob, Signature, Snapshot
from filings.ownership import canonical
from filings.ownership import report as form
from filings.ownership.codes import MAX_SIGNATURE_NAME
from filings.ownership.deadlines import EASTERN
from filings.ownership.schema import validate
from filings.ownership.writer import Unwritable, write
from filings.services.assemble import assemble
from filings.services.editing import must_be_editable
from filings.services.ledger.entries import ledger_entries_append
from filings.services.render import queue_renderings
from filings.services.review import ChangedSince, NotReady, examine
from people.authority import Authority, Occasion, places_taken, signers_needed
from people.selectors.powers import authority_under, powers_shown, signing_authority
from people.services.powers import authority_hold, authority_used


class NoAuthority(Exception):
    """The person may not sign for any owner on this filing; the text says why."""


@dataclass(frozen=True)
class Standing:
    """What one owner's signature line is or would be, for a given signer.

    ``signatures`` were given for the owner, and ``missing`` is how many more it takes: several attorneys may
    have to sign together.
    """

    filing_owner: FilingOwner
    authority: Authority
    line: str
    signatures: tuple[Signature, ...]
    missing: int

    @property
    def signature(self) -> Signature | None:
        """The last one, once the owner is signed for."""
        return self.signatures[-1] if self.signatures and not self.missing else None

    @property
    def can_sign(self) -> bool:
        return self.missing > 0 and self.authority.granted


def standings(filing: Filing, signer: User, *, on: dt.date) -> tuple[Standing, ...]:
    """For each owner: the signatures that are there, or whether and how this person may sign on a day."""
    given: dict[int, list[Signature]] = {}
    for signature in filing.signatures.select_related("signer", "power"):
        given.setdefault(signature.owner_id, []).append(signature)
    return tuple(
        _standing(filing, one, signer, on, tuple(given.get(one.owner_id, ())))
        for one in filing.filing_owners.select_related("owner").prefetch_related(
            Prefetch("power", powers_shown())
        )
    )


def signature_line(signer: User, filing_owner: FilingOwner, authority: Authority) -> str:
    """The typed line: ``/s/ David Garrison, attorney-in-fact for Benjamin M. Locke``.

    General Instruction 7 wants the capacity of a signer who is not the reporting person: ``Acme LP, By: Acme GP
    LLC, its general partner, By: /s/ Jane Roe, Managing Member``.
    """
    owner, name = filing_owner.owner, signer.signing_name
    if authority.signatory is not None:
        capacity, through = authority.signatory.capacity, authority.signatory.through
        line = f"/s/ {name}, {capacity}, for {owner.signing_name}"
        if owner.kind == owner.Kind.ENTITY:
            by = f"By: {through}, " if through else ""
            line = f"{owner.signing_name}, {by}By: /s/ {name}, {capacity}"
    elif authority.power is None:
        line = f"/s/ {owner.signing_name}"
    else:
        role = "substitute attorney-in-fact" if authority.substitution else "attorney-in-fact"
        line = f"/s/ {name}, {role} for {owner.signing_name}"
    return line[:MAX_SIGNATURE_NAME]


def filing_sign(
    *, actor: User, filing_id: int, sha256: str, now: dt.datetime | None = None
) -> tuple[Signature, ...]:
    """Sign for every owner for whom the person has authority today; the last signature freezes the report.

    ``sha256`` is the hash of the report that the signer saw. The caller has just checked the password.
    Raises ``ChangedSince`` when the report is another one by now, ``NotReady`` when an error has appeared
    since the review, and ``NoAuthority`` when nobody's signature is the person's to give.
    """
    now = now or timezone.now()
    today = now.astimezone(EASTERN).date()
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        if filing.state in {FilingState.SIGNED, FilingState.FILED}:
            raise ChangedSince("This report is signed already.")
        if filing.state != FilingState.REVIEWED:
            raise ChangedSince("This report was changed after its review. It has to be reviewed again first.")
        actor = authority_hold(owners=filing.filing_owners.values_list("owner", flat=True), signer=actor)
        examination = examine(filing, now=now)
        if examination.sha256 != filing.reviewed_sha256:
            # The draft's own changes reopen it; a name, an address or an exhibit on file comes from elsewhere.
            raise ChangedSince(
                "A person, the issuer or a power of attorney was changed after the review. Send the report back "
                "to be reviewed again."
            )
        if examination.sha256 != sha256:
            raise ChangedSince(
                "This report is no longer the one that you read. Open it again before you sign."
            )
        mine = [one for one in standings(filing, actor, on=today) if one.can_sign]
        if not mine:
            # A power that has lapsed since is told to the signer in these words, before the checks' own.
            raise NoAuthority(_refusal(standings(filing, actor, on=today)))
        if examination.errors:
            raise NotReady(f"The report has an error by now: {examination.errors[0].message}")
        signatures = tuple(
            Signature.objects.create(
                filing=filing,
                owner=one.filing_owner.owner,
                signer=actor,
                power=one.authority.power,
                substitution=one.authority.substitution,
                line=one.line,
                signed_on=today,
                signed_at=now,
                report_sha256=sha256,
            )
            for one in mine
        )
        for one in mine:
            if one.authority.power is not None:
                authority_used(power=one.authority.power, substitution=one.authority.substitution, on=today)
        for signature in signatures:
            record(actor=actor, verb=f"signed: {signature.line}", subject=filing)
        if not any(one.missing for one in standings(filing, actor, on=today)):
            _freeze(filing, now)
    return signatures


def _freeze(filing: Filing, now: dt.datetime) -> None:
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
    record(
        actor=None,
        verb="froze the signed report",
        subject=filing,
        changes={"sha256": ["", snapshot.sha256]},
    )


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


def _standing(
    filing: Filing, one: FilingOwner, signer: User, on: dt.date, signatures: tuple[Signature, ...]
) -> Standing:
    signed_by = tuple((given.signer, given.signed_on) for given in signatures)
    authority = authority_on_draft(one, signer, replace(occasion_of(filing, on), signed_by=signed_by))
    missing = _missing(filing, one, signatures)
    if missing and authority.granted and signatures:
        authority = _beside(authority, signer, on, signatures, missing)
    return Standing(
        filing_owner=one,
        authority=authority,
        line=signatures[-1].line if signatures and not missing else signature_line(signer, one, authority),
        signatures=signatures,
        missing=missing,
    )


def _missing(filing: Filing, one: FilingOwner, signatures: tuple[Signature, ...]) -> int:
    """How many signatures the owner still needs: one in person, as many as the power takes together."""
    if not filing.is_editable:
        return 0
    if one.power is None:
        return 0 if signatures else 1
    taken = places_taken(one.power, [(given.signer, given.signed_on) for given in signatures])
    return max(0, signers_needed(one.power) - taken)


def _beside(
    authority: Authority, signer: User, on: dt.date, signatures: tuple[Signature, ...], missing: int
) -> Authority:
    """The authority to sign beside those who signed before: not twice, and not in a place that is taken."""
    signed = [(given.signer, given.signed_on) for given in signatures]
    if signer.pk in {given.signer_id for given in signatures}:
        more = "one more signature" if missing == 1 else f"{missing} more signatures"
        return Authority(granted=False, reason=f"{signer} has signed. The power takes {more}.")
    power = authority.power
    if power is not None and places_taken(power, [*signed, (signer, on)]) == places_taken(power, signed):
        return Authority(
            granted=False, reason=f"Somebody has signed in the place in which {signer} could sign."
        )
    return authority


def occasion_of(filing: Filing, on: dt.date) -> Occasion:
    """What is to be signed, for the question of authority."""
    return Occasion(
        form=filing.document_type.form, is_amendment=filing.is_amendment, issuer=filing.issuer, on=on
    )


def authority_on_draft(one: FilingOwner, signer: User, occasion: Occasion) -> Authority:
    """Whether a person may sign for an owner in the way that the draft says: in person, or under its power.

    The exhibits were made for that way, so another authority of the same person does not serve.
    """
    if one.power is None:
        found = signing_authority(signer, one.owner, occasion)
        if found.granted and found.power is not None:
            return Authority(
                granted=False,
                reason=f"The draft says that {one.owner} signs in person. Choose the power of attorney under "
                "Exhibits to sign as attorney-in-fact.",
            )
        return found
    if one.owner.user_id == signer.pk:
        return Authority(
            granted=False,
            reason=f"The draft says that an attorney-in-fact signs for {one.owner}. Change that under Exhibits "
            "to sign in person.",
        )
    if one.power.grantor_id != one.owner_id:
        return Authority(
            granted=False, reason=f"{one.owner} did not give the power of attorney on the draft."
        )
    return authority_under(one.power, signer, occasion)


def _refusal(all_standings: tuple[Standing, ...]) -> str:
    reasons = [one.authority.reason for one in all_standings if one.missing]
    return " ".join(reasons) or "Every owner is signed for already."
