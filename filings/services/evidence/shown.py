"""What a signer was shown: nobody signs a report that they did not open, as it is, on the same day."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from compliance.audit.log import record
from compliance.models import User
from filings.models import Filing, ReportShown
from filings.ownership import canonical
from filings.ownership.deadlines import EASTERN
from filings.services.assemble import assemble
from filings.services.states import last_state_sha256, state_keep


def report_show(*, actor: User, filing: Filing, sha256: str, now: dt.datetime | None = None) -> ReportShown:
    """Keep that the report with this hash is being shown to somebody who may sign it; once a day and hash."""
    now = now or timezone.now()
    with transaction.atomic():
        shown, is_new = ReportShown.objects.get_or_create(
            filing=filing,
            user=actor,
            sha256=sha256,
            on=now.astimezone(EASTERN).date(),
            defaults={"at": now},
        )
        if is_new:
            _keep_as_shown(actor, filing, sha256, now)
            record(
                actor=actor,
                verb="was shown the report to sign it",
                subject=filing,
                changes={"sha256": ["", sha256]},
            )
    return shown


def _keep_as_shown(actor: User, filing: Filing, sha256: str, now: dt.datetime) -> None:
    """Keep what is shown as a state: a name or an address may have changed since the draft itself did."""
    locked = Filing.objects.select_for_update().get(pk=filing.pk)
    if last_state_sha256(locked) == sha256:
        return
    submission = assemble(locked)
    if canonical.sha256(canonical.encode(submission)) == sha256:
        state_keep(actor=actor, filing=locked, submission=submission, now=now)


def shown_to(user: User, filing: Filing, sha256: str, *, on: dt.date) -> ReportShown | None:
    """That this report was shown to the person on this day, if it was."""
    return ReportShown.objects.filter(filing=filing, user=user, sha256=sha256, on=on).first()
