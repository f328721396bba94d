"""The whole desk in one process: the web, and beside it the worker."""

import signal
import sys
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.db import connection

from compliance.hardening.server import desk_server
from compliance.worker import EmbeddedWorker
from filings.models import RenderJob, Snapshot

# Twice what is taken, so that a page can say what was too much; beyond that the server hangs up.
_LARGEST_REQUEST = 2 * settings.MAX_IMPORT_BYTES
_FILES_WITHIN_SECONDS = 60


class Command(BaseCommand):
    """``manage.py desk``: brings the database up to date and serves until it is told to stop."""

    help = "Serve the desk: the web and, when no broker is configured, the worker beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, host: str, port: int, **_options: Any) -> None:
        # Whoever reads this from a pipe gets each line when it is true.
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        for stopping in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stopping, _stop)
        # Static files come from the sources here; WhiteNoise only wants the folder to be there.
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        try:
            server = desk_server(
                get_wsgi_application(),
                host=host,
                port=port,
                threads=8,
                ident="Form 4 Desk",
                max_request_body_size=_LARGEST_REQUEST,
                clear_untrusted_proxy_headers=True,
            )
        except OSError as problem:
            raise CommandError(
                f"Port {port} cannot be used ({problem.strerror}). "
                f"Stop the program that has it, or take another one: make run PORT={port + 1}"
            ) from problem
        call_command("migrate", verbosity=0)
        if settings.DEMO_DESK:
            call_command("demo")
        worker = EmbeddedWorker() if settings.CELERY_BROKER_URL.startswith("memory:") else None
        if worker:
            worker.start()
        self.stdout.write(f"\nForm 4 Desk is at http://{host}:{port}/  (Ctrl-C stops it)")
        threading.Thread(target=self._tell_files, daemon=True).start()
        # Returns when a signal raises SystemExit in it.
        server.run()
        if worker:
            worker.stop()
        self.stdout.write("Form 4 Desk has stopped.")

    def _tell_files(self) -> None:
        """Say where the files of the first signed filing, the demo's, lie as soon as the worker has made them."""
        of_first = RenderJob.objects.filter(snapshot__kind=Snapshot.Kind.SIGNED).order_by(
            "snapshot_id", "kind"
        )
        ended = {RenderJob.State.DONE, RenderJob.State.FAILED}
        until = time.monotonic() + _FILES_WITHIN_SECONDS
        try:
            while time.monotonic() < until:
                jobs = of_first[: len(RenderJob.Kind)]
                if jobs and all(job.state in ended for job in jobs):
                    for job in jobs:
                        made = job.failure or _from_here(Path(job.file.path))
                        self.stdout.write(f"  {job.get_kind_display():<10} {made}")
                    return
                time.sleep(0.2)
        finally:
            connection.close()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
