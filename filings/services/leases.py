"""Background work that is remembered by rows, so that nothing is lost and nothing is done twice.

The row is what remembers the work. It is written in the transaction of its cause; the broker carries only its
id, and may lose it. A worker claims the row with one conditional UPDATE that writes a lease on it, and may
finish it only while that lease still stands. ``due_at`` says when the sweep publishes the work (again): shortly
after it was published, when its lease ends, or when a failed attempt may be followed by the next.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from compliance.celery import publish
from filings.models.leased import LeasedWork

# One attempt and four more: enough for a full disk or a database that restarts, few enough to tell people.
MAX_ATTEMPTS = 5
# How long published work may wait for a worker before it is published again.
REPUBLISH_AFTER = dt.timedelta(seconds=60)
FIRST_RETRY_AFTER = dt.timedelta(seconds=5)

State = LeasedWork.State
W = TypeVar("W", bound=LeasedWork)
Task = Callable[[W], str]
"""The name of the task that does a piece of work."""

log = logging.getLogger(__name__)


def next_sweep() -> dt.datetime:
    """When work that is published now is due again, should its message be lost."""
    return timezone.now() + REPUBLISH_AFTER


def publish_on_commit(work: Iterable[W], task: Task[W]) -> None:
    """Hand the ids to the broker once the transaction is kept; a broker that is down costs a second at most."""
    waiting = list(work)
    if waiting:
        transaction.on_commit(lambda: _publish(waiting, task))


def publish_due(model: type[W], task: Task[W], failure: Callable[[W], str], *, at_start: bool = False) -> int:
    """Publish what is due: work whose message was lost, whose worker died, or whose attempt failed before.

    Work that has spent its attempts fails instead, in the words of ``failure``. ``at_start`` also publishes
    everything that waits, because a broker in memory has lost it with the process before this one. Returns
    the number published.
    """
    now = timezone.now()
    for spent in model._meta.base_manager.filter(
        state=State.RUNNING, lease_until__lte=now, attempt__gte=MAX_ATTEMPTS
    ):
        give_up(spent, failure(spent))
    due = Q(state__in=[State.QUEUED, State.RUNNING], due_at__lte=now)
    if at_start:
        due |= Q(state=State.QUEUED)
    waiting = list(model._meta.base_manager.filter(due).order_by("id"))
    if not _publish(waiting, task):
        return 0
    # Not what a worker has claimed in the meantime: there the end of the lease is what counts.
    model._meta.base_manager.filter(due, pk__in=[one.pk for one in waiting]).update(
        due_at=now + REPUBLISH_AFTER
    )
    return len(waiting)


def claim(model: type[W], pk: int) -> W | None:
    """Take work that waits, or whose lease has ended; ``None`` when there is nothing to take."""
    now = timezone.now()
    lease, lease_until = uuid.uuid4(), now + settings.RENDER_LEASE
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lte=now)
    claimed = model._meta.base_manager.filter(free, pk=pk, attempt__lt=MAX_ATTEMPTS).update(
        state=State.RUNNING,
        lease=lease,
        lease_until=lease_until,
        due_at=lease_until,
        attempt=F("attempt") + 1,
    )
    if not claimed:
        return None
    return model._meta.base_manager.filter(pk=pk, lease=lease).first()


def held(work: W) -> QuerySet[W]:
    """The row, while this worker's lease on it still stands; for one conditional UPDATE."""
    return type(work)._meta.base_manager.filter(pk=work.pk, state=State.RUNNING, lease=work.lease)


def queue_again(work: LeasedWork) -> bool:
    """Queue work that has failed, with a full count of attempts; ``False`` when it has not failed."""
    return bool(
        type(work)
        ._meta.base_manager.filter(pk=work.pk, state=State.FAILED)
        .update(state=State.QUEUED, attempt=0, failure="", finished_at=None, due_at=next_sweep())
    )


def give_back(work: LeasedWork, failure: str) -> None:
    """End an attempt that went wrong: the sweep publishes the work after a while that doubles each time.

    The last attempt fails it for good, in the words of ``failure``.
    """
    if work.attempt >= MAX_ATTEMPTS:
        give_up(work, failure)
        return
    wait = FIRST_RETRY_AFTER * 2 ** (work.attempt - 1)
    held(work).update(state=State.QUEUED, lease=None, lease_until=None, due_at=timezone.now() + wait)
    log.warning("%s: attempt %s failed, the next one is due in %s.", _named(work), work.attempt, wait)


def give_up(work: LeasedWork, failure: str) -> None:
    """Fail work for good, in words for the person who waits for it."""
    if held(work).update(
        state=State.FAILED, lease=None, lease_until=None, failure=failure, finished_at=timezone.now()
    ):
        log.error("%s: failed for good. %s", _named(work), failure)


def _publish(work: Iterable[W], task: Task[W]) -> bool:
    return publish([(task(one), (one.pk,)) for one in work])


def _named(work: LeasedWork) -> str:
    return f"{work._meta.verbose_name} {work.pk}".capitalize()
