"""What a signer was shown: nobody signs a report that they did not open, as it is, on the same day."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from compliance.audit.log import record
from compliance.models import User
from filings.models import Filing, ReportShown
from filings.ownership.deadlines import EASTERN


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
            record(
                actor=actor,
                verb="was shown the report to sign it",
                subject=filing,
                changes={"sha256": ["", sha256]},
            )
    return shown


def shown_to(user: User, filing: Filing, sha256: str, *, on: dt.date) -> ReportShown | None:
    """That this report was shown to the person on this day, if it was."""
    return ReportShown.objects.filter(filing=filing, user=user, sha256=sha256, on=on).first()
