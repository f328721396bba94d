"""Making the files of a snapshot in the background; ``leases`` tells how none is lost or made twice."""

import logging
import re
from collections.abc import Iterable
from contextlib import ExitStack

from django.db import transaction
from django.utils import timezone

from compliance.audit.log import record
from filings.models import RenderJob, Snapshot
from filings.ownership import canonical
from filings.ownership.report import OwnershipReport
from filings.ownership.writer import Unwritable, write
from filings.rendering.pdf import render_pdf
from filings.services.leases import (
    claim,
    give_back,
    give_up,
    held,
    next_sweep,
    publish_on_commit,
    queue_again,
)
from filings.services.leases import publish_due as publish_due_work
from filings.services.storing import store

State = RenderJob.State
log = logging.getLogger(__name__)


def queue_renderings(snapshot: Snapshot, *, kinds: Iterable[RenderJob.Kind]) -> tuple[RenderJob, ...]:
    """The jobs that make these files of a snapshot, in the order of their kinds; asked twice, they are the same.

    Call it inside the transaction that writes the snapshot. Their ids go to the broker when it commits; a
    broker that is down costs one bounded attempt and a line in the log, and the sweep publishes them later.
    """
    wanted = sorted(set(kinds))
    due_at = next_sweep()
    RenderJob.objects.bulk_create(
        [RenderJob(snapshot=snapshot, kind=kind, due_at=due_at) for kind in wanted], ignore_conflicts=True
    )
    jobs = tuple(RenderJob.objects.filter(snapshot=snapshot, kind__in=wanted).order_by("kind"))
    publish_on_commit((job for job in jobs if job.state == State.QUEUED), _task)
    return jobs


def retry(job: RenderJob) -> bool:
    """Queue a job that has failed, with a full count of attempts; ``False`` when it is not a failed one."""
    with transaction.atomic():
        queued = queue_again(job)
        job.refresh_from_db()
        if queued:
            publish_on_commit([job], _task)
    return queued


def publish_due(*, at_start: bool = False) -> int:
    """Publish the jobs that are due again; returns their number."""
    return publish_due_work(RenderJob, _task, _failure, at_start=at_start)


def render(job_id: int) -> bool:
    """Make one job's file, unless somebody else makes it or has made it; whether this call finished it.

    An exception of the renderer or the disk ends this attempt, gives the job back to the sweep and goes on to
    the caller, so that the worker's log has it.
    """
    job = claim(RenderJob, job_id)
    if job is None:
        return False
    with ExitStack() as gone_wrong:
        gone_wrong.callback(give_back, job, _failure(job))
        try:
            content = _content(job)
        except Unwritable as refused:
            gone_wrong.pop_all()
            give_up(job, f"{refused} The checks name the box.")
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


def _task(job: RenderJob) -> str:
    return f"filings.tasks.render_{job.kind}"


def _failure(job: RenderJob) -> str:
    return (
        f"The {job.get_kind_display()} could not be made in {job.attempt} attempts. Try again; the desk's log "
        f"tells more of job {job.pk}."
    )


def _content(job: RenderJob) -> bytes:
    """The file's bytes: from the snapshot alone, without any filer's CCC; of a past filing as EDGAR has it."""
    submission = job.snapshot.submission
    published = job.snapshot.kind == Snapshot.Kind.IMPORTED
    xml = write(submission.report, as_published=published)
    if job.kind == RenderJob.Kind.XML:
        return xml
    return render_pdf(submission, xml=xml, draft=job.snapshot.kind == Snapshot.Kind.PREVIEW)


def _store(job: RenderJob, content: bytes) -> str:
    """Put the file under its final name; the same job and content give the same name again."""
    form = job.snapshot.submission.report.document_type.lower().replace("/", "")
    folder = f"documents/{job.created_at:%Y/%m}"
    name = f"{folder}/form{form}-{job.pk}-{canonical.sha256(content)[:12]}.{job.kind}"
    store(job.file.storage, name, content, work=f"{job.pk}-{job.kind}")
    return name


def _finish(job: RenderJob, content: bytes) -> bool:
    """Write the file on the job's row, if this worker still holds the lease."""
    snapshot = job.snapshot
    draft = snapshot.kind == Snapshot.Kind.PREVIEW
    with transaction.atomic():
        sha256 = canonical.sha256(content)
        finished = held(job).update(
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
