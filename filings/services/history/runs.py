"""Working through what was handed in: in the background for a browser, at once for a command line.

A run's documents are read one by one and kept in batches. With each batch the run's row says that its lease
goes on, and each document's outcome is written beside its filing, so that a worker that dies loses a batch at
most, and the next one begins behind the last outcome. A worker gives a long run back after a while and queues
it again: documents that people wait for are made in between.
"""

import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from compliance.audit.log import record
from compliance.models import User
from compliance.sealed import open_sealed
from filings.models import ImportedDocument, ImportFile, ImportRun
from filings.services.history.document import past_filing
from filings.services.history.keep import ReadDocument, filings_keep
from filings.services.history.sources import NotTaken, Source, sources_in, sources_of_file
from filings.services.leases import (
    MAX_ATTEMPTS,
    State,
    claim,
    give_back,
    give_up,
    held,
    next_sweep,
    publish_due,
    publish_on_commit,
    queue_again,
)

BATCH = 100
BATCH_BYTES = 16 * 2**20
BATCH_SECONDS = 5.0
NAME_LENGTH = 255

_TASK = "filings.tasks.import_history"
_STOPPED = (
    "The import stopped before its end. What is imported stays; try again, and it goes on where it stopped."
)


class LeaseLost(Exception):
    """Another worker has taken the run over; nothing of the batch in hand is kept."""


def run_start(*, actor: User, files: Sequence[tuple[str, str]]) -> ImportRun:
    """Queue an import of sealed files, each by its own name and the name that the desk's storage has for it."""
    with transaction.atomic():
        run = ImportRun.objects.create(created_by=actor, due_at=next_sweep())
        kept = ImportFile.objects.bulk_create(
            ImportFile(run=run, position=position, name=_column(name), file=stored)
            for position, (name, stored) in enumerate(files, start=1)
        )
        run.total = sum(1 for one in kept for _ in _sources_of(one))
        run.save(update_fields=["total"])
        publish_on_commit([run], _task)
    return run


def run_retry(run: ImportRun) -> bool:
    """Queue a run that has failed to go on where it stopped; ``False`` when it has not failed."""
    with transaction.atomic():
        queued = run.can_go_on and queue_again(run)
        if queued:
            publish_on_commit([run], _task)
    return queued


def run_work(run_id: int) -> bool:
    """Take a run and work on it for a while; whether this call came to its end.

    An exception ends this attempt, gives the run back to the sweep and goes on to the caller.
    """
    run = claim(ImportRun, run_id)
    if run is None:
        return False
    give_back_at = time.monotonic() + settings.RENDER_LEASE.total_seconds() / 4
    with ExitStack() as gone_wrong:
        gone_wrong.callback(give_back, run, _STOPPED)
        try:
            for _ in _worked(run, _handed_in(run), attempt=0):
                if time.monotonic() > give_back_at:
                    gone_wrong.pop_all()
                    _queue_rest(run)
                    return False
        except LeaseLost:
            gone_wrong.pop_all()
            return False
        gone_wrong.pop_all()
    return _finish(run)


def runs_publish_due(*, at_start: bool = False) -> int:
    """Publish the runs that are due again, and throw away the files of those that are over."""
    _throw_away(ImportFile.objects.filter(run__state=State.DONE))
    return publish_due(ImportRun, _task, lambda _run: _STOPPED, at_start=at_start)


def import_sources(paths: Sequence[str], *, actor: User | None = None) -> Iterator[ImportedDocument]:
    """Import files, folders and ZIPs here and now; what became of each document, batch by batch.

    What is interrupted is begun again by importing the same paths: what is there already is known.
    """
    lease_until = timezone.now() + settings.RENDER_LEASE
    run = ImportRun.objects.create(
        created_by=actor,
        state=State.RUNNING,
        lease=uuid.uuid4(),
        lease_until=lease_until,
        due_at=lease_until,
        # No other worker has these files: should this one die, the sweep ends the run.
        attempt=MAX_ATTEMPTS,
    )
    with ExitStack() as interrupted:
        interrupted.callback(give_up, run, "Interrupted. Import the same files again.")
        for outcomes in _worked(run, sources_in(paths), attempt=MAX_ATTEMPTS):
            yield from outcomes
        interrupted.pop_all()
    _finish(run)


def outcomes_counted(run: ImportRun) -> dict[str, int]:
    """How many documents were ``imported``, ``known`` and ``refused``."""
    counted = dict(
        run.documents.order_by().values_list("outcome").annotate(documents=Count("pk"))  # one row each
    )
    return {outcome: counted.get(outcome, 0) for outcome in ImportedDocument.Outcome.values}


def _worked(run: ImportRun, sources: Iterable[Source], *, attempt: int) -> Iterator[list[ImportedDocument]]:
    """Import the documents that no earlier attempt has come to. Raises ``LeaseLost``."""
    done = run.documents.count()
    for batch in _batches(islice(sources, done, None), done):
        try:
            yield _kept(run, batch, attempt)
        except IntegrityError:
            # Another import brought one of them in the same moment: by now it is known.
            for one in batch:
                yield _kept(run, [one], attempt)


def _kept(run: ImportRun, batch: Sequence[ReadDocument], attempt: int) -> list[ImportedDocument]:
    with transaction.atomic():
        lease_until = timezone.now() + settings.RENDER_LEASE
        if not held(run).update(lease_until=lease_until, due_at=lease_until, attempt=attempt):
            raise LeaseLost
        outcomes = filings_keep(run=run, batch=batch)
    run.attempt = attempt
    return outcomes


def _batches(sources: Iterable[Source], done: int) -> Iterator[list[ReadDocument]]:
    """Documents read, so many at a time that neither memory nor a lease runs out."""
    batch: list[ReadDocument] = []
    size, begun = 0, time.monotonic()
    for number, source in enumerate(sources, start=done + 1):
        name = _column(source.name)
        try:
            filing = past_filing(source)
        except NotTaken as refusal:
            batch.append(ReadDocument(number, name, refusal=str(refusal)))
        else:
            batch.append(ReadDocument(number, name, filing))
            size += len(filing.content)
        if len(batch) >= BATCH or size > BATCH_BYTES or time.monotonic() - begun > BATCH_SECONDS:
            yield batch
            batch, size, begun = [], 0, time.monotonic()
    if batch:
        yield batch


def _handed_in(run: ImportRun) -> Iterator[Source]:
    for one in run.files.all():
        yield from _sources_of(one)


def _sources_of(one: ImportFile) -> Iterator[Source]:
    return sources_of_file(lambda: open_sealed(Path(one.file.path)), one.name)


def _queue_rest(run: ImportRun) -> None:
    with transaction.atomic():
        if held(run).update(state=State.QUEUED, lease=None, lease_until=None, due_at=next_sweep()):
            publish_on_commit([run], _task)


def _finish(run: ImportRun) -> bool:
    """Close the run, if this worker still holds it, and throw its files away: they may hold secrets."""
    with transaction.atomic():
        finished = held(run).update(
            state=State.DONE, lease=None, lease_until=None, failure="", finished_at=timezone.now()
        )
        if finished:
            counted = outcomes_counted(run)
            record(
                actor=run.created_by,
                verb=f"imported past filings: {counted['imported']} new, {counted['known']} known already, "
                f"{counted['refused']} refused",
                subject=run,
            )
    if finished:
        _throw_away(run.files.all())
    return bool(finished)


def _throw_away(files: QuerySet[ImportFile]) -> None:
    for one in files.exclude(file=""):
        one.file.delete()


def _task(_run: ImportRun) -> str:
    return _TASK


def _column(name: str) -> str:
    """A file's name as a column takes it: its end, if it is long; a byte that is no letter shows as ``?``."""
    return name.encode("utf-8", "replace").decode()[-NAME_LENGTH:].replace("\x00", "?")
