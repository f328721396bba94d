"""The desk on PostgreSQL: the same code, and claims that hold between processes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.services.desk import ROOT, Desk

pytestmark = pytest.mark.service


def test_four_workers_with_the_same_list_make_each_file_once(tmp_path: Path, postgresql):
    desk = Desk(tmp_path, database=postgresql, lease=60)
    jobs = desk.do("answer = sign(10)")
    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(lambda _: desk.do(f"answer = make_all({jobs})"), range(4)))
    assert sum(made) == len(jobs) == 20
    assert desk.ask("select distinct attempt from filings_renderjob") == [(1,)]


def test_every_migration_runs_and_none_is_missing(tmp_path: Path, postgresql):
    desk = Desk(tmp_path, database=postgresql)
    desk.manage("migrate", "--check")
    desk.manage("makemigrations", "--check", "--dry-run")


def test_what_the_tests_ask_of_the_database_holds_on_postgresql_too(tmp_path: Path, postgresql):
    desk = Desk(tmp_path, database=postgresql)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "django_db and not service and not browser"],
        cwd=ROOT,
        env=desk.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
