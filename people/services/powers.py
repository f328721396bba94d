"""Writing powers of attorney, the attorneys named in them, and their scans."""

import datetime as dt
import hashlib
from collections.abc import Collection
from uuid import uuid4

from django.core.files import File
from django.db import transaction

from compliance.audit.log import record
from compliance.models import User
from people.models import AttorneyInFact, PowerOfAttorney
from people.scans import SIGNATURE_BYTES, scan_kind
from people.services.changes import save_changes


class NotAScan(Exception):
    """The file is none of the kinds that are kept as a scan."""


@transaction.atomic
def poa_save(*, actor: User, power: PowerOfAttorney, attorneys: Collection[User]) -> PowerOfAttorney:
    """Add or change a power and whom it names. An attorney who stays named keeps the end of the authority."""
    save_changes(actor=actor, record_to_save=power)
    named = {one.user_id: one for one in power.named_attorneys.select_related("user")}
    for user in attorneys:
        if user.pk not in named:
            AttorneyInFact.objects.create(power=power, user=user)
            record(actor=actor, verb=f"named {user} as attorney-in-fact", subject=power)
    for user_id in named.keys() - {user.pk for user in attorneys}:
        named[user_id].delete()
        record(actor=actor, verb=f"took {named[user_id]} off the attorneys-in-fact", subject=power)
    return power


@transaction.atomic
def poa_revoke(*, actor: User, power: PowerOfAttorney, revoked_on: dt.date) -> None:
    """Note the grantor's revocation: from that day on nobody may sign under the power.

    Raises ``ValidationError`` when the day lies before the execution.
    """
    power.revoked_on = revoked_on
    power.validate_constraints()
    save_changes(actor=actor, record_to_save=power, verb="revoked this power of attorney")


@transaction.atomic
def attorney_end(*, actor: User, attorney: AttorneyInFact, ended_on: dt.date) -> None:
    """End one attorney's authority after its last day; the power goes on for the others."""
    attorney.ended_on = ended_on
    save_changes(
        actor=actor,
        record_to_save=attorney,
        subject=attorney.power,
        verb=f"ended the authority of {attorney}",
    )


@transaction.atomic
def poa_scan_replace(*, actor: User, power: PowerOfAttorney, scan: "File[bytes]") -> None:
    """Keep the scan of the signed paper. An earlier one stays in the archive, and the log names both.

    The file is stored under a name of our own making. Raises ``NotAScan`` for anything but PDF, PNG, JPEG
    and TIFF, whatever it is called.
    """
    scan.seek(0)
    kind = scan_kind(scan.read(SIGNATURE_BYTES))
    if kind is None:
        raise NotAScan
    digest = hashlib.sha256()
    for chunk in scan.chunks():
        digest.update(chunk)
    before = str(power.scan.name or "")
    power.scan.save(f"{uuid4().hex}.{kind.extension}", scan, save=False)
    power.save(update_fields=["scan"])
    record(
        actor=actor,
        verb="replaced the scan" if before else "added the scan",
        subject=power,
        changes={"scan": [before, str(power.scan.name)], "sha256": ["", digest.hexdigest()]},
    )
