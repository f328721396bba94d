"""What a signature waits for, and when its files are there: ``python -m benchmarks.bench_signing``.

Everything is the embedded default: SQLite on disk, the worker in a thread of this process, files under a folder
that is thrown away. Each filing is a different one. "Waits" is the transaction that keeps the snapshot and the
jobs, its commit and the publishing; "files" ends when the PDF and the XML are on the disk and on their rows.
"""

import logging
import os
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "compliance.settings.test"
_folder = tempfile.TemporaryDirectory(prefix="form4desk-bench-")
os.environ["FORM4DESK_VAR"] = _folder.name
django.setup()

from django.core.management import call_command  # noqa: E402

from compliance.celery import app, publish  # noqa: E402
from compliance.worker import EmbeddedWorker  # noqa: E402
from filings.models import RenderJob  # noqa: E402
from tests.reports import typical_submission  # noqa: E402
from tests.snapshots import queue_filings  # noqa: E402

FILINGS = 60
WARM_UP = 10


def main() -> None:
    logging.disable()
    call_command("migrate", verbosity=0)
    worker = EmbeddedWorker()
    worker.start()
    waits, files = [], []
    for variant in range(WARM_UP + FILINGS):
        before = time.perf_counter()
        jobs = queue_filings([typical_submission(variant)], kinds=RenderJob.Kind)
        committed = time.perf_counter()
        until_done(jobs)
        waits.append(committed - before)
        files.append(time.perf_counter() - committed)
    print_times("one signature waits", waits[WARM_UP:])
    print_times("its PDF and XML are there", files[WARM_UP:])

    before = time.perf_counter()
    jobs = queue_filings(map(typical_submission, range(1000, 1000 + FILINGS)), kinds=RenderJob.Kind)
    until_done(jobs)
    print(f"{f'{FILINGS} signatures at once, all files':<44}{time.perf_counter() - before:>8.1f} s")
    worker.stop()

    with broker_that(listens=False) as url:
        print_times("publishing, the broker refuses", publishing(url, times=20))
    with broker_that(listens=True) as url:
        print_times("publishing, the broker is silent", publishing(url, times=3))


def until_done(jobs: list[RenderJob]) -> None:
    ids = [job.pk for job in jobs]
    while RenderJob.objects.filter(pk__in=ids, state=RenderJob.State.DONE).count() < len(ids):
        time.sleep(0.01)


@contextmanager
def broker_that(*, listens: bool) -> Iterator[str]:
    """An address that refuses a connection, or takes it and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if listens:
            silent.listen()
        yield f"redis://127.0.0.1:{silent.getsockname()[1]}/0"


def publishing(url: str, *, times: int) -> list[float]:
    app.conf.broker_url = app.conf.broker_write_url = url
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        assert not publish([("filings.tasks.render_pdf", (1,)), ("filings.tasks.render_xml", (2,))])
        taken.append(time.perf_counter() - before)
    return taken


def print_times(name: str, seconds: list[float]) -> None:
    median, ninety = statistics.median(seconds), statistics.quantiles(seconds, n=10)[-1]
    print(f"{name:<44}{1000 * median:>8.1f} ms   p90 {1000 * ninety:.1f} ms")


if __name__ == "__main__":
    main()
