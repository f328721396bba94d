"""The worker dies in the middle of its work. After a restart every file is there, and none was made twice."""

import os
import signal
from pathlib import Path

import pytest

from tests.services.desk import Desk, kill_group
from tests.services.servers import free_port, wait_until

pytestmark = pytest.mark.service

FILINGS = 25
JOBS = 2 * FILINGS
PREFORK = ("-m", "celery", "-A", "compliance", "worker", "--concurrency", "2", "--loglevel", "warning")


def assert_each_file_was_made_once(desk: Desk, *, interrupted: int) -> None:
    """``interrupted``: the most jobs that can have been in hand when the worker died."""
    assert desk.jobs("done") == JOBS
    events = desk.ask("select subject_id, verb from audit_event where verb like 'made the %'")
    assert len(events) == len(set(events)) == JOBS
    assert desk.log.read_text().count(" is made, attempt ") in range(JOBS - interrupted, JOBS + 1)
    stored = {path.relative_to(desk.files).as_posix() for path in desk.files.rglob("*") if path.is_file()}
    assert stored == {name for (name,) in desk.ask("select file from filings_renderjob")}
    ((attempts,),) = desk.ask("select sum(attempt) from filings_renderjob")
    assert JOBS <= attempts <= JOBS + interrupted


def test_the_desk_of_one_process_is_killed_with_fifty_files_to_make(tmp_path: Path):
    desk = Desk(tmp_path)
    desk.do(f"sign({FILINGS})")
    with desk.running("manage.py", "desk", "--port", str(free_port())) as process:
        wait_until(lambda: desk.jobs("done") >= 12, seconds=60, log=desk.log)
        process.kill()
        process.wait()
    assert desk.jobs("done") < JOBS
    with desk.running("manage.py", "desk", "--port", str(free_port())):
        wait_until(lambda: desk.jobs("done") == JOBS, seconds=120, log=desk.log)
    assert_each_file_was_made_once(desk, interrupted=1)


@pytest.mark.parametrize("machine", [True, False], ids=["the whole machine", "its first process alone"])
def test_a_worker_on_redis_and_postgresql_is_killed_with_fifty_files_to_make(
    tmp_path: Path, postgresql, redis, machine: bool
):
    desk = Desk(tmp_path, database=postgresql, broker=redis.url)
    with desk.running(*PREFORK) as process:
        desk.do(f"sign({FILINGS})")
        wait_until(lambda: desk.jobs("done") >= 12, seconds=60, log=desk.log)
        if machine:
            kill_group(process)
        else:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    assert desk.jobs("done") < JOBS
    with desk.running(*PREFORK):
        wait_until(lambda: desk.jobs("done") == JOBS, seconds=120, log=desk.log)
    assert_each_file_was_made_once(desk, interrupted=2)


def test_redis_forgets_everything_in_the_middle_of_the_work(tmp_path: Path, redis):
    desk = Desk(tmp_path, broker=redis.url)
    with desk.running(*PREFORK):
        desk.do(f"sign({FILINGS})")
        wait_until(lambda: desk.jobs("done") >= 5, seconds=60, log=desk.log)
        redis.stop()
        redis.start()
        desk.ask("select 1")
        wait_until(lambda: desk.jobs("done") == JOBS, seconds=120, log=desk.log)
