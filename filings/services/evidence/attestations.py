"""Attestations signed by hand: filing the paper, and that the desk no longer relies on it."""

import datetime as dt

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from compliance.audit.log import record
from compliance.models import User
from filings.models import Attestation
from filings.ownership.authentication import attestation_words
from filings.ownership.deadlines import EASTERN
from people.services.powers.papers import paper_keep


class AttestationRefused(Exception):
    """The paper cannot be filed so; the text says why and what to do."""


def attestation_file(*, actor: User, signer: User, signed_on: dt.date, scan: "File[bytes]") -> Attestation:
    """Keep the scan of an attestation that somebody signed by hand. From then on that person signs electronically.

    Raises ``AttestationRefused`` for a day to come and where one is on file, and ``NotAScan``.
    """
    now = timezone.now()
    if signed_on > now.astimezone(EASTERN).date():
        raise AttestationRefused("That day has not come yet: the paper is signed before it is filed.")
    with transaction.atomic():
        signer = User.objects.select_for_update(no_key=True).get(pk=signer.pk)
        if attestation_of(signer) is not None:
            raise AttestationRefused(f"An attestation of {signer} is on file already. End that one first.")
        attestation = Attestation(
            signer=signer,
            signed_on=signed_on,
            text="\n\n".join(attestation_words(signer.signing_name)),
            filed_by=actor,
            filed_at=now,
        )
        paper = paper_keep(attestation.scan, scan)
        attestation.scan_sha256 = paper["sha256"][1]
        attestation.save()
        record(
            actor=actor,
            verb=f"filed the attestation that {signer} signed by hand on {signed_on:%d %b %Y}",
            subject=attestation,
            changes=paper,
        )
    return attestation


def attestation_end(*, actor: User, attestation: Attestation, reason: str) -> None:
    """Stop relying on an attestation: its signer signs by hand until another one is filed. The paper is kept.

    Raises ``AttestationRefused`` when it is ended already.
    """
    with transaction.atomic():
        # Whoever signs holds the own login, and reads the attestation after that.
        User.objects.select_for_update(no_key=True).get(pk=attestation.signer_id)
        held = Attestation.objects.select_for_update(no_key=True).get(pk=attestation.pk)
        if not held.is_relied_on:
            raise AttestationRefused("The desk does not rely on this attestation any more.")
        held.ended_at, held.end_reason = timezone.now(), reason
        held.save(update_fields=["ended_at", "end_reason"])
        record(
            actor=actor,
            verb=f"ended the reliance on the attestation of {held.signer}",
            subject=held,
            changes={"reason": ["", reason]},
        )


def attestation_of(signer: User, *, on: dt.date | None = None) -> Attestation | None:
    """The attestation on which a person's electronic signatures rest; with ``on``, if it was signed by that day."""
    found = Attestation.objects.filter(signer=signer, ended_at__isnull=True).first()
    if found is None or (on is not None and found.signed_on > on):
        return None
    return found
