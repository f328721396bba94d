"""How long each paper is kept, and its destruction: an act of somebody, with a reason, when its time is over."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from compliance.audit.log import record
from compliance.calendar import eastern_today
from compliance.models import User
from filings.models import Attestation, AuthenticationDocument, AuthenticationPdf, Filing
from filings.ownership.deadlines import EASTERN
from filings.ownership.retention import attestation_free_from, document_free_from

Paper = TypeVar("Paper", Attestation, AuthenticationDocument)


class KeptStill(Exception):
    """The paper has to be kept; the text says until when, or why."""


@dataclass(frozen=True)
class Kept(Generic[Paper]):
    """A paper with the day from which it may be destroyed (``None``: not known yet) and the reason in words."""

    paper: Paper
    free_from: dt.date | None
    why: str

    def may_go(self, on: dt.date) -> bool:
        """Whether it may be destroyed on a day."""
        return self.paper.destroyed_at is None and self.free_from is not None and on >= self.free_from


def documents_kept(documents: models.QuerySet[AuthenticationDocument]) -> list[Kept[AuthenticationDocument]]:
    """Authentication documents, each with its clock, in the order given."""
    rows = list(documents.select_related("signer", "owner", "signature").defer("owner__ccc"))
    filed = _filed([one.filing_id for one in rows])
    return [_document_kept(one, filed) for one in rows]


def attestations_kept(attestations: models.QuerySet[Attestation]) -> list[Kept[Attestation]]:
    """Attestations, each with its clock, in the order given."""
    rows = list(
        attestations.select_related("signer", "filed_by").annotate(
            last_signed_at=models.Max("documents__signed_at")
        )
    )
    return [_attestation_kept(one, one.last_signed_at) for one in rows]


def document_destroy(*, actor: User, document: AuthenticationDocument, reason: str) -> None:
    """Destroy what a document says, its PDF and its paper; that it was there and its hashes stay.

    Raises ``KeptStill`` before its time is over.
    """
    with transaction.atomic():
        held = AuthenticationDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
        (kept,) = documents_kept(AuthenticationDocument.objects.filter(pk=held.pk))
        _must_be_free(kept)
        pdf = AuthenticationPdf.objects.filter(document=held).first()
        files = [held.scan, *([pdf.file] if pdf else [])]
        _remove_on_commit(files)
        held.content, held.scan = "", ""
        _mark_destroyed(held, actor, reason, "content", "scan")
        if pdf is not None and pdf.state == pdf.State.DONE:
            AuthenticationPdf.objects.filter(pk=pdf.pk).update(file="")
        elif pdf is not None:
            pdf.delete()
        record(
            actor=actor,
            verb=f"destroyed the authentication document of {held.signer}",
            subject=Filing(pk=held.filing_id),
            changes={"reason": ["", reason], "SHA-256": [held.sha256, ""]},
        )


def attestation_destroy(*, actor: User, attestation: Attestation, reason: str) -> None:
    """Destroy the scan of an attestation; its row and hash stay. Raises ``KeptStill`` before its time is over."""
    with transaction.atomic():
        held = Attestation.objects.select_for_update(no_key=True).get(pk=attestation.pk)
        (kept,) = attestations_kept(Attestation.objects.filter(pk=held.pk))
        _must_be_free(kept)
        _remove_on_commit([held.scan])
        held.scan = ""
        _mark_destroyed(held, actor, reason, "scan")
        record(
            actor=actor,
            verb=f"destroyed the attestation of {held.signer}",
            subject=held,
            changes={"reason": ["", reason], "SHA-256": [held.scan_sha256, ""]},
        )


def _filed(filings: list[int]) -> Mapping[int, dt.date | None]:
    return dict(Filing.objects.filter(pk__in=filings).values_list("pk", "filed_on"))


def _document_kept(
    document: AuthenticationDocument, filed: Mapping[int, dt.date | None]
) -> Kept[AuthenticationDocument]:
    if document.is_void:
        # The rule asks for none: nothing was filed with it. It is kept as if it had been.
        signed_on = document.signed_at.astimezone(EASTERN).date()
        return Kept(
            document, document_free_from(signed_on), "its signature became void; as if filed that day"
        )
    filed_on = filed.get(document.filing_id)
    if filed_on is None:
        return Kept(document, None, "five years from the filing, which is not recorded yet")
    return Kept(document, document_free_from(filed_on), "five years from the filing")


def _attestation_kept(attestation: Attestation, last_signed_at: dt.datetime | None) -> Kept[Attestation]:
    ended_on = attestation.ended_at.astimezone(EASTERN).date() if attestation.ended_at else None
    last = last_signed_at.astimezone(EASTERN).date() if last_signed_at else None
    why = "its signer signs electronically by it" if ended_on is None else "never signed by"
    if ended_on is not None and last is not None:
        why = "seven years from the last document that was signed electronically"
    return Kept(attestation, attestation_free_from(ended_on, last), why)


def _must_be_free(kept: Kept[Paper]) -> None:
    if kept.paper.destroyed_at is not None:
        raise KeptStill("It is destroyed already.")
    if kept.free_from is None:
        raise KeptStill(f"It has to be kept: {kept.why}.")
    if not kept.may_go(eastern_today()):
        raise KeptStill(
            f"It has to be kept until {kept.free_from - dt.timedelta(days=1):%d %b %Y}: {kept.why}."
        )


def _mark_destroyed(paper: Paper, actor: User, reason: str, *emptied: str) -> None:
    paper.destroyed_at, paper.destroyed_by, paper.destruction_reason = timezone.now(), actor, reason
    paper.save(update_fields=["destroyed_at", "destroyed_by", "destruction_reason", *emptied])


def _remove_on_commit(files: Iterable[FieldFile]) -> None:
    """Take files off the disk once the transaction is kept: one that is rolled back must still find them."""
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
