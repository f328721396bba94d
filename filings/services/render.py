"""Making the files of a snapshot in the background, so that nothing is lost and nothing is done twice.

The row of a job is what remembers the work. It is written in the transaction of its cause; the broker carries
only its id, and may lose it. A worker claims the row with one conditional UPDATE that writes a lease on it,
and may finish it only while that lease still stands. ``due_at`` says when the sweep publishes the job (again):
shortly after it was published, when its lease ends, or when a failed attempt may be followed by the next.
"""

import datetime as dt
import logging
import os
import re
import tempfile
import uuid
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from compliance.audit.log import record
from compliance.celery import publish
from filings.models import RenderJob, Snapshot
from filings.ownership import canonical
from filings.ownership.report import OwnershipReport
from filings.ownership.writer import Unwritable, write
from filings.rendering.pdf import render_pdf

# One attempt and four more: enough for a full disk or a database that restarts, few enough to tell people.
MAX_ATTEMPTS = 5
# How long a published job may wait for a worker before it is published again.
REPUBLISH_AFTER = dt.timedelta(seconds=60)
FIRST_RETRY_AFTER = dt.timedelta(seconds=5)

State = RenderJob.State
log = logging.getLogger(__name__)


def queue_renderings(snapshot: Snapshot, *, kinds: Iterable[RenderJob.Kind]) -> tuple[RenderJob, ...]:
    """The jobs that make these files of a snapshot, in the order of their kinds; asked twice, they are the same.

    Call it inside the transaction that writes the snapshot. Their ids go to the broker when it commits; a
    broker that is down costs one bounded attempt and a line in the log, and the sweep publishes them later.
    """
    wanted = sorted(set(kinds))
    due_at = timezone.now() + REPUBLISH_AFTER
    RenderJob.objects.bulk_create(
        [RenderJob(snapshot=snapshot, kind=kind, due_at=due_at) for kind in wanted], ignore_conflicts=True
    )
    jobs = tuple(RenderJob.objects.filter(snapshot=snapshot, kind__in=wanted).order_by("kind"))
    _publish_on_commit(job for job in jobs if job.state == State.QUEUED)
    return jobs


def retry(job: RenderJob) -> bool:
    """Queue a job that has failed, with a full count of attempts; ``False`` when it is not a failed one."""
    with transaction.atomic():
        queued = RenderJob.objects.filter(pk=job.pk, state=State.FAILED).update(
            state=State.QUEUED, attempt=0, failure="", due_at=timezone.now() + REPUBLISH_AFTER
        )
        job.refresh_from_db()
        if queued:
            _publish_on_commit([job])
    return bool(queued)


def publish_due(*, at_start: bool = False) -> int:
    """Publish what is due: jobs whose message was lost, whose worker died, or whose attempt failed before.

    A job that has spent its attempts fails instead. ``at_start`` also publishes everything that waits, because
    a broker in memory has lost it with the process before this one. Returns the number of jobs published.
    """
    now = timezone.now()
    for job in RenderJob.objects.filter(
        state=State.RUNNING, lease_until__lte=now, attempt__gte=MAX_ATTEMPTS
    ).select_related("snapshot"):
        _give_up(job, _FAILED.format(kind=job.get_kind_display(), attempts=job.attempt, id=job.pk))
    due = Q(state__in=[State.QUEUED, State.RUNNING], due_at__lte=now)
    if at_start:
        due |= Q(state=State.QUEUED)
    jobs = list(RenderJob.objects.filter(due).order_by("id").only("id", "kind"))
    if not _publish(jobs):
        return 0
    # Not those that a worker has claimed in the meantime: there the end of the lease is what counts.
    RenderJob.objects.filter(due, pk__in=[job.pk for job in jobs]).update(due_at=now + REPUBLISH_AFTER)
    return len(jobs)


def render(job_id: int) -> bool:
    """Make one job's file, unless somebody else makes it or has made it; whether this call finished it.

    An exception of the renderer or the disk ends this attempt, gives the job back to the sweep and goes on to
    the caller, so that the worker's log has it.
    """
    job = _claim(job_id)
    if job is None:
        return False
    with ExitStack() as gone_wrong:
        gone_wrong.callback(_give_back, job)
        try:
            content = _content(job)
        except Unwritable as refused:
            gone_wrong.pop_all()
            _give_up(job, f"{refused} The checks name the box.")
            return False
        job.file.name = _store(job, content)
        gone_wrong.pop_all()
    return _finish(job, content)


def download_name(report: OwnershipReport, *, kind: str, draft: bool = False) -> str:
    """What the file is called on the reader's disk: ``form4-TGEN-2020-07-15-benjamin-locke-m.pdf``."""
    day = report.period_of_report
    parts = (
        f"form{report.document_type.lower().replace('/', '')}",
        report.issuer.trading_symbol,
        day.isoformat() if day else "",
        report.owners[0].name.lower() if report.owners else "",
        "draft" if draft else "",
    )
    words = (re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-")[:40].rstrip("-") for part in parts)
    return f"{'-'.join(filter(None, words))}.{kind}"


_FAILED = (
    "The {kind} could not be made in {attempts} attempts. Try again; the desk's log tells more of job {id}."
)


def _claim(job_id: int) -> RenderJob | None:
    """Take a job that waits, or whose lease has ended; ``None`` when there is nothing to take."""
    now = timezone.now()
    lease, lease_until = uuid.uuid4(), now + settings.RENDER_LEASE
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lte=now)
    claimed = RenderJob.objects.filter(free, pk=job_id, attempt__lt=MAX_ATTEMPTS).update(
        state=State.RUNNING,
        lease=lease,
        lease_until=lease_until,
        due_at=lease_until,
        attempt=F("attempt") + 1,
    )
    if not claimed:
        return None
    return RenderJob.objects.select_related("snapshot__filing").filter(pk=job_id, lease=lease).first()


def _content(job: RenderJob) -> bytes:
    """The file's bytes: from the snapshot alone, without any filer's CCC."""
    submission = job.snapshot.submission
    xml = write(submission.report)
    if job.kind == RenderJob.Kind.XML:
        return xml
    return render_pdf(submission, xml=xml, draft=job.snapshot.kind == Snapshot.Kind.PREVIEW)


def _store(job: RenderJob, content: bytes) -> str:
    """Put the file under its final name in one step; the same job and content give the same name again."""
    field = RenderJob._meta.get_field("file")
    report = job.snapshot.submission.report
    form = report.document_type.lower().replace("/", "")
    folder = f"{job.created_at:%Y/%m}"
    name = f"documents/{folder}/form{form}-{job.pk}-{canonical.sha256(content)[:12]}.{job.kind}"
    path = Path(field.storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as unfinished:
        try:
            unfinished.write(content)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            Path(unfinished.name).replace(path)
        finally:
            Path(unfinished.name).unlink(missing_ok=True)
    return name


def _finish(job: RenderJob, content: bytes) -> bool:
    """Write the file on the job's row, if this worker still holds the lease."""
    snapshot = job.snapshot
    draft = snapshot.kind == Snapshot.Kind.PREVIEW
    with transaction.atomic():
        sha256 = canonical.sha256(content)
        finished = _held(job).update(
            state=State.DONE,
            lease=None,
            lease_until=None,
            failure="",
            finished_at=timezone.now(),
            file=job.file.name,
            file_name=download_name(snapshot.submission.report, kind=job.kind, draft=draft),
            size=len(content),
            sha256=sha256,
        )
        if finished and not draft:
            record(
                actor=None,
                verb=f"made the {job.get_kind_display()}",
                subject=snapshot.filing,
                changes={"SHA-256": ["", sha256]},
            )
    if finished:
        log.info("Job %s: the %s is made, attempt %s.", job.pk, job.get_kind_display(), job.attempt)
    else:
        log.warning("Job %s: attempt %s outlived its lease; its file is left aside.", job.pk, job.attempt)
    return bool(finished)


def _give_back(job: RenderJob) -> None:
    """End an attempt that went wrong: the sweep publishes the job after a while that doubles each time."""
    if job.attempt >= MAX_ATTEMPTS:
        _give_up(job, _FAILED.format(kind=job.get_kind_display(), attempts=job.attempt, id=job.pk))
        return
    wait = FIRST_RETRY_AFTER * 2 ** (job.attempt - 1)
    _held(job).update(state=State.QUEUED, lease=None, lease_until=None, due_at=timezone.now() + wait)
    log.warning("Job %s: attempt %s failed, the next one is due in %s.", job.pk, job.attempt, wait)


def _give_up(job: RenderJob, failure: str) -> None:
    """Fail a job for good, in words for the person who looks at the filing."""
    if _held(job).update(
        state=State.FAILED, lease=None, lease_until=None, failure=failure, finished_at=timezone.now()
    ):
        log.error("Job %s: failed for good. %s", job.pk, failure)


def _held(job: RenderJob) -> QuerySet[RenderJob]:
    return RenderJob.objects.filter(pk=job.pk, state=State.RUNNING, lease=job.lease)


def _publish_on_commit(jobs: Iterable[RenderJob]) -> None:
    waiting = list(jobs)
    if waiting:
        transaction.on_commit(lambda: _publish(waiting))


def _publish(jobs: Iterable[RenderJob]) -> bool:
    return publish([(f"filings.tasks.render_{job.kind}", (job.pk,)) for job in jobs])
