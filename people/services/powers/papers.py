"""Keeping scans of signed papers: a power, its revocation, a substitute's appointment."""

import hashlib
from uuid import uuid4

from django.core.files import File
from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from compliance.audit.log import record
from compliance.models import User
from people.scans import SIGNATURE_BYTES, scan_kind


class NotAScan(Exception):
    """The file is none of the kinds that are kept as a scan."""


def scan_refusal_keep(*, actor: User, subject: models.Model, reason: str) -> None:
    """Keep in the log that somebody's file was not taken as a scan for a record, and why."""
    with transaction.atomic():
        record(
            actor=actor,
            verb="was refused a file as a scan",
            subject=subject,
            changes={"reason": ["", reason]},
        )


def paper_keep(place: FieldFile, scan: "File[bytes]") -> dict[str, list[str]]:
    """Store a scan where a record keeps one, under a name of our own making; the record itself is not saved.

    An earlier scan stays in the archive. Returns the changes for the log: the two names, and the new file's SHA-256.
    Raises ``NotAScan`` for anything but PDF, PNG, JPEG and TIFF, whatever it is called.
    """
    scan.seek(0)
    kind = scan_kind(scan.read(SIGNATURE_BYTES))
    if kind is None:
        raise NotAScan
    digest = hashlib.sha256()
    for chunk in scan.chunks():
        digest.update(chunk)
    before = str(place.name or "")
    place.save(f"{uuid4().hex}.{kind.extension}", scan, save=False)
    return {place.field.name: [before, str(place.name)], "sha256": ["", digest.hexdigest()]}
