"""A desk in processes of its own, as it runs in service: for tests that kill them."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]


class Desk:
    """Its folder, its database and its broker; ``lease`` is in seconds, and the sweep comes every second.

    A lease must outlast the slowest rendering of a busy machine, and be as short as a test can wait.
    """

    def __init__(
        self, folder: Path, *, database: str = "", broker: str = "memory://localhost/", lease: int = 10
    ) -> None:
        self.files = folder / "files"
        self.log = folder / "desk.log"
        self._database = database
        self._sqlite = folder / "tests.sqlite3"
        self.environment: Mapping[str, str] = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DJANGO_SETTINGS_MODULE": "compliance.settings.test",
            "FORM4DESK_VAR": str(folder),
            "FORM4DESK_RENDER_LEASE": str(lease),
            "FORM4DESK_SWEEP": "1",
            "CELERY_BROKER_URL": broker,
            **({"DATABASE_URL": database} if database else {}),
        }
        self.manage("migrate", "--verbosity", "0")

    def manage(self, *arguments: str) -> str:
        """Run one of the desk's commands to its end and give what it says."""
        return self._run("manage.py", *arguments)

    def do(self, lines: str) -> Any:
        """Run lines of Python in a process of the desk; what they leave in ``answer`` comes back by JSON."""
        return json.loads(
            self._run(
                "-c",
                "import django, json; django.setup(); answer = None\n"
                f"from tests.services.work import *\n{lines}\nprint(json.dumps(answer))",
            ).splitlines()[-1]
        )

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process of the desk in a process group of its own; killed at the end with all it started."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            kill_group(process)

    def jobs(self, state: str) -> int:
        """How many of its jobs are in a state."""
        return int(self.ask(f"select count(*) from filings_renderjob where state = '{state}'")[0][0])

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database itself, past all the code under test."""
        if self._database:
            with psycopg.connect(self._database) as postgresql:
                return postgresql.execute(sql).fetchall()
        with closing(sqlite3.connect(self._sqlite, timeout=20)) as sqlite:
            return sqlite.execute(sql).fetchall()

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        with self.log.open("a") as log:
            log.write(done.stderr)
        assert done.returncode == 0, done.stderr
        return done.stdout


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """End a process and all its children as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
