"""Who may sign a filing for whom, and how the line would read: the question of every page and of the signature."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Prefetch

from compliance.models import User
from filings.models import Filing, FilingOwner, Signature
from filings.ownership import signature_line as lines
from filings.services.duties import Duties, duties_of
from people.authority import Authority, Occasion, places_taken, signers_needed
from people.selectors.powers import authority_under, powers_shown, signing_authority


@dataclass(frozen=True)
class Standing:
    """What one owner's signature line is or would be, for a given signer.

    ``signatures`` were given for the owner, and ``missing`` is how many more it takes: several attorneys may
    have to sign together. ``objection`` is why somebody with authority does not sign: because of what the person did
    on the report, where its issuer wants different people.
    """

    filing_owner: FilingOwner
    authority: Authority
    line: str
    signatures: tuple[Signature, ...]
    missing: int
    objection: str = ""

    @property
    def signature(self) -> Signature | None:
        """The last one, once the owner is signed for."""
        return self.signatures[-1] if self.signatures and not self.missing else None

    @property
    def can_sign(self) -> bool:
        return self.missing > 0 and self.authority.granted and not self.objection

    @property
    def reason(self) -> str:
        """Why the person does not sign for the owner; empty where nothing stands against it."""
        return self.authority.reason or self.objection


def standings(filing: Filing, signer: User, *, on: dt.date) -> tuple[Standing, ...]:
    """For each owner: the signatures that are there, or whether and how this person may sign on a day."""
    duties = duties_of(filing)
    given: dict[int, list[Signature]] = {}
    for signature in filing.signatures.select_related("signer", "power"):
        given.setdefault(signature.owner_id, []).append(signature)
    return tuple(
        _standing(filing, one, signer, on, tuple(given.get(one.owner_id, ())), duties)
        for one in filing.filing_owners.select_related("owner").prefetch_related(
            Prefetch("power", powers_shown())
        )
    )


def why_not(some: Iterable[Standing]) -> str:
    """Why a person does not sign for the owners who are not signed for yet; each reason once."""
    reasons = dict.fromkeys(one.reason for one in some if one.missing)
    return " ".join(reasons) or "Every owner is signed for already."


def signature_line(signer: User, filing_owner: FilingOwner, authority: Authority) -> str:
    """The typed line of a signer on some authority, as ``filings.ownership.signature_line`` writes it."""
    owner, name = filing_owner.owner, signer.signing_name
    if authority.signatory is not None:
        capacity, through = authority.signatory.capacity, authority.signatory.through
        if owner.kind == owner.Kind.ENTITY:
            return lines.for_entity(name, capacity, owner.signing_name, through=through)
        return lines.in_place_of(name, capacity, owner.signing_name)
    if authority.power is None:
        return lines.in_person(owner.signing_name)
    return lines.as_attorney(name, owner.signing_name, substitute=authority.substitution is not None)


def _standing(
    filing: Filing,
    one: FilingOwner,
    signer: User,
    on: dt.date,
    signatures: tuple[Signature, ...],
    duties: Duties,
) -> Standing:
    signed_by = tuple((given.signer, given.signed_on) for given in signatures)
    authority = authority_on_draft(one, signer, replace(occasion_of(filing, on), signed_by=signed_by))
    missing = _missing(filing, one, signatures)
    if missing and authority.granted and signatures:
        authority = _beside(authority, signer, on, signatures, missing)
    line = signature_line(signer, one, authority)
    if missing and authority.granted and (fault := lines.fault(line)):
        authority = Authority(granted=False, reason=fault)
    objection = ""
    if missing and authority.granted:
        objection = duties.against_signature_by(signer, in_person=authority.power is None)
    return Standing(
        filing_owner=one,
        authority=authority,
        line=signatures[-1].line if signatures and not missing else line,
        signatures=signatures,
        missing=missing,
        objection=objection,
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
