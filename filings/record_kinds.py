"""Filings, imports and the evidence of signatures as records that events tell of."""

from collections.abc import Collection, Mapping, Sequence

from django.db import models
from django.urls import reverse

from compliance.audit.models import Event
from compliance.audit.records import Events, RecordKind, register
from compliance.models import User
from filings.models import (
    Attestation,
    DeskCertificate,
    Filing,
    FilingOwner,
    Footnote,
    ImportRun,
    TableRow,
)
from filings.selectors.confirmations import events_beside
from filings.selectors.states import changes_made


def register_kinds() -> None:
    """Make them known to the log."""
    register(
        RecordKind(
            model=Filing,
            name="Filing",
            permission="filings.view",
            page="filing",
            records=lambda: Filing.objects.select_related("issuer"),
            told_of=(TableRow, FilingOwner, Footnote),
            hidden=_for_the_desk_only,
            narrowed=_without_other_owners,
            beside=_what_changed,
        ),
        RecordKind(
            model=ImportRun,
            name="Import",
            permission="filings.view_imports",
            page="import-run",
            records=ImportRun.objects.all,
        ),
        RecordKind(
            model=Attestation,
            name="Attestation",
            permission="filings.view_attestations",
            records=lambda: Attestation.objects.select_related("signer").defer("text"),
        ),
        RecordKind(
            model=DeskCertificate,
            name="Certificate of the desk",
            permission="compliance.view_audit",
            records=lambda: DeskCertificate.objects.defer("key", "certificate"),
        ),
    )


def _for_the_desk_only(user: User, filing: models.Model) -> Collection[str]:
    """An insider reads the own report and its history, and not what the desk noted for itself."""
    return () if user.has_perm("filings.read_desk_note", filing) else ("desk_note",)


def _without_other_owners(user: User, filing: models.Model, events: Events) -> Events:
    """An insider does not read what another owner of the report was asked and answered."""
    if not isinstance(filing, Filing) or user.has_perm("filings.read_desk_note", filing):
        return events
    return events_beside(filing, events, user)


def _what_changed(filing: models.Model, events: Sequence[Event]) -> Mapping[int, str]:
    """The address of the comparison of what the draft was before an event and after it."""
    if not isinstance(filing, Filing):
        return {}
    page = reverse("filing-compare", args=[filing.pk])
    return {
        event: f"{page}?from={before}&to={after}"
        for event, (before, after) in changes_made(filing, events).items()
    }
