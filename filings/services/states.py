"""Keeping what a draft said, each time that it says something else."""

import datetime as dt
import zlib

from django.utils import timezone

from compliance.audit.log import history
from compliance.audit.models import Event
from compliance.models import User
from filings.models import Filing, ReportState
from filings.ownership import canonical
from filings.ownership.report import Submission


def state_keep(
    *,
    actor: User,
    filing: Filing,
    submission: Submission,
    event: Event | None = None,
    told: int | None = None,
    now: dt.datetime | None = None,
) -> ReportState | None:
    """Keep what the draft says, if that is not what its last state says; ``None`` where it is.

    ``event`` is what made it so; with ``told`` it is the first one about the filing after that number. Call it inside
    the transaction of the change, with the filing locked, so that states follow one another as the changes do.
    """
    content = canonical.encode(submission)
    sha256 = canonical.sha256(content)
    if sha256 == last_state_sha256(filing):
        return None
    if event is None and told is not None:
        event = history(filing).filter(number__gt=told).last()
    return ReportState.objects.create(
        filing=filing,
        revision=filing.revision,
        sha256=sha256,
        content=zlib.compress(content),
        at=now or timezone.now(),
        by=actor,
        event=event,
    )


def last_state_sha256(filing: Filing) -> str | None:
    """The hash of the newest state that is kept of a draft; ``None`` while there is none."""
    return filing.states.values_list("sha256", flat=True).order_by("-pk").first()


def last_event_number(filing: Filing) -> int:
    """The number of the last event about a filing; 0 before the first one."""
    return history(filing).values_list("number", flat=True).first() or 0
