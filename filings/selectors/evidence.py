"""What stands behind signatures: for the checks, and for the lists of what is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from compliance.access import Reach, reach_of
from compliance.models import Role, User
from filings.models import Attestation, AuthenticationDocument, Filing, Signature
from filings.ownership.deadlines import EASTERN
from filings.ownership.retention import free_before
from people.models import ReportingOwner, Signatory


@dataclass(frozen=True)
class SigningEvidence:
    """For checks F4-054 and F4-055, by the name of each signer who has signed.

    ``authenticated_on`` is the day of the authentication document in New York, ``None`` where there is none;
    ``attested`` says whether there is a hand-signed attestation behind an electronic signature.
    """

    authenticated_on: Mapping[str, dt.date | None]
    attested: Mapping[str, bool]


def signing_evidence(filing: Filing) -> SigningEvidence:
    """The evidence behind the signatures that a filing has so far; empty for a draft and for an imported filing."""
    authenticated_on: dict[str, dt.date | None] = {}
    attested: dict[str, bool] = {}
    for one in filing.signatures.select_related("signer", "document__attestation"):
        name, document = one.signer.signing_name, one.document
        day = document.signed_at.astimezone(EASTERN).date() if document else None
        known = authenticated_on.get(name, day)
        authenticated_on[name] = max(day, known) if day and known else None
        if document is not None and document.manner == document.Manner.ELECTRONIC:
            relied_on = document.attestation
            holds = relied_on is not None and relied_on.signed_on <= one.signed_on
            attested[name] = attested.get(name, True) and holds
    return SigningEvidence(authenticated_on, attested)


def signatures_without_document(filing: Filing) -> models.QuerySet[Signature]:
    """The signatures of a filing behind which no authentication document stands."""
    return filing.signatures.filter(document__isnull=True)


def signers() -> models.QuerySet[User]:
    """Everybody who may have to sign here: attorneys-in-fact, owners with a login, those with a capacity, and whoever
    has an attestation; each with ``last_signed_at``, the last document that was signed electronically."""
    able = models.Q(
        models.Q(memberships__role=Role.ATTORNEY)
        | models.Q(pk__in=ReportingOwner.objects.filter(user__isnull=False).values("user"))
        | models.Q(pk__in=Signatory.objects.values("user")),
        is_active=True,
    )
    electronic = models.Q(authentication_documents__manner=AuthenticationDocument.Manner.ELECTRONIC)
    return (
        User.objects.filter(able | models.Q(pk__in=Attestation.objects.values("signer")))
        .annotate(last_signed_at=models.Max("authentication_documents__signed_at", filter=electronic))
        .prefetch_related("attestations__filed_by", "memberships", "reporting_owner", "signatory_for__owner")
        .distinct()
    )


def signers_seen_by(reader: User) -> list[User]:
    """Those of ``signers`` whose attestations somebody may see."""
    reach = reach_of(reader, Role.ADMINISTRATOR, Role.AUDITOR)
    return [one for one in signers() if reach.everywhere or reach.meets(signing_reach(one))]


def signing_reach(signer: User) -> Reach:
    """The issuers for which somebody may have to sign: as attorney-in-fact, for themselves, or in a capacity."""
    as_attorney = reach_of(signer, Role.ATTORNEY)
    owners = ReportingOwner.objects.filter(
        models.Q(user=signer) | models.Q(signatories__user=signer)
    ).distinct()
    concerned = (owner.issuers_concerned() for owner in owners.defer("ccc"))
    return Reach(as_attorney.everywhere, as_attorney.issuers.union(*concerned))


def documents_in(
    state: str, on: dt.date, reader: User | None = None
) -> models.QuerySet[AuthenticationDocument]:
    """Authentication documents that somebody may see, the oldest first: ``free`` to be destroyed on a day,
    ``kept``, or ``destroyed``. Those of a draft that is no longer there are for the whole desk's people."""
    before = free_before(on)
    # By the filings' keys: a join would leave out the documents of drafts that were discarded.
    filed = Filing.objects.filter(filed_on__lt=before).values("pk")
    free = models.Q(signature__isnull=False, filing__in=filed) | models.Q(
        signature__isnull=True, signed_at__lt=dt.datetime.combine(before, dt.time(), EASTERN)
    )
    documents = AuthenticationDocument.objects.order_by("signed_at", "pk")
    reach = reach_of(reader, Role.ADMINISTRATOR, Role.AUDITOR) if reader else Reach(everywhere=True)
    if not reach.everywhere:
        documents = documents.filter(filing__in=Filing.objects.filter(reach.within("issuer")).values("pk"))
    if state == "destroyed":
        return documents.filter(destroyed_at__isnull=False)
    kept = documents.filter(destroyed_at__isnull=True)
    return kept.filter(free) if state == "free" else kept.exclude(pk__in=kept.filter(free).values("pk"))
