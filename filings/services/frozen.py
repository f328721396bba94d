"""The frozen report as it leaves the desk: what is sent or shown as signed is what was signed."""

from django.db import transaction

from compliance.audit.log import history, record
from compliance.models import User
from filings.models import Filing, Snapshot
from filings.ownership import canonical

FROZE = "froze the signed report"


class Altered(Exception):
    """The signed report is not the one that was frozen: somebody changed it in the database."""


def frozen_report(filing: Filing, *, actor: User) -> Snapshot:
    """The signed report of a filing, proved against its hash and against the event of its freeze.

    Raises ``Snapshot.DoesNotExist`` for a report that is not signed, and ``Altered``, which is kept in the log.
    """
    snapshot = filing.snapshots.get(kind=Snapshot.Kind.SIGNED)
    told = history(filing).filter(verb=FROZE).first()
    known = {snapshot.sha256, *(told.changes["sha256"][1:] if told else ())}
    if known != {canonical.sha256(snapshot.content.encode())}:
        reason = (
            "The signed report in the database is not the one that was signed, so it is not handed out. Have an "
            "administrator run “manage.py audit verify” and restore the report from a backup."
        )
        with transaction.atomic():
            record(
                actor=actor,
                verb="was refused the signed report",
                subject=filing,
                changes={"reason": ["", reason]},
            )
        raise Altered(reason)
    return snapshot
