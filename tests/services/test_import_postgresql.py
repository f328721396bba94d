"""A history of many filings into PostgreSQL, by workers that are killed in the middle of it."""

import os
import signal
from pathlib import Path

import pytest

from tests.services.desk import Desk, kill_group
from tests.services.servers import wait_until
from tests.services.test_crash import PREFORK

pytestmark = pytest.mark.service

FILINGS = 900
DOCUMENTS = FILINGS + FILINGS // 3


def documents(desk: Desk) -> int:
    """How many documents are done."""
    return int(desk.ask("select count(*) from filings_importeddocument")[0][0])


def is_over(desk: Desk, run: int) -> bool:
    return desk.ask(f"select state from filings_importrun where id = {run}") == [("done",)]


def outcomes(desk: Desk, run: int) -> dict[str, int]:
    counted = "select outcome, count(*) from filings_importeddocument where run_id = {} group by outcome"
    return dict(desk.ask(counted.format(run)))


@pytest.mark.parametrize("machine", [True, False], ids=["the whole machine", "its first process alone"])
def test_a_killed_import_ends_as_one_that_ran_through_in_another_order(
    tmp_path: Path, postgresql, redis, machine: bool
):
    (tmp_path / "other").mkdir()
    desk = Desk(tmp_path, database=postgresql, broker=redis.url)
    with desk.running(*PREFORK) as worker:
        run = desk.do(f"answer = hand_in({FILINGS}, seed=1)")
        wait_until(lambda: documents(desk) >= 100, seconds=60, log=desk.log)
        if machine:
            kill_group(worker)
        else:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        assert not is_over(desk, run)
    with desk.running(*PREFORK):
        wait_until(lambda: is_over(desk, run), seconds=120, log=desk.log)
        assert outcomes(desk, run) == {"imported": FILINGS, "known": DOCUMENTS - FILINGS}
        events = desk.ask("select subject_id from audit_event where verb = 'imported this filing'")
        assert len(events) == len(set(events)) == FILINGS
        assert [path for path in (desk.files / "imports").iterdir() if path.is_file()] == []
        history = desk.do("answer = history()")

        again = desk.do(f"answer = hand_in({FILINGS}, seed=2)")
        wait_until(lambda: is_over(desk, again), seconds=120, log=desk.log)
        assert outcomes(desk, again) == {"known": DOCUMENTS}
        assert desk.do("answer = history()") == history

    other = Desk(tmp_path / "other")
    other.do(f"answer = history_done({FILINGS}, seed=3)")
    assert other.do("answer = history()") == history


def test_two_imports_of_the_same_filings_at_once_keep_each_once(tmp_path: Path, postgresql, redis):
    desk = Desk(tmp_path, database=postgresql, broker=redis.url)
    with desk.running(*PREFORK):
        runs = [desk.do(f"answer = hand_in({FILINGS}, seed={seed})") for seed in (1, 2)]
        wait_until(lambda: all(is_over(desk, run) for run in runs), seconds=120, log=desk.log)
    assert desk.ask("select count(*) from filings_filing") == [(FILINGS,)]
    found = [outcomes(desk, run) for run in runs]
    assert sum(one.get("imported", 0) for one in found) == FILINGS
    assert sum(one.get("known", 0) for one in found) == 2 * DOCUMENTS - FILINGS
