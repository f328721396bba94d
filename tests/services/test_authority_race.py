"""A signature and the end of its authority, and two signatures of one report, at the same instant on PostgreSQL."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.services.desk import Desk

pytestmark = pytest.mark.service

WORK = "from tests.services.authority_work import *\n"
ROUNDS = 120
TWO_SIGNERS = 200
BOTH_SIGNERS = 100
PREPARING = 60


def test_nothing_is_signed_after_its_authority_ended(tmp_path: Path, postgresql):
    desk = Desk(tmp_path, database=postgresql)
    told = desk.do(f"{WORK}answer = signed_while_it_ended({ROUNDS})")
    assert told["wrong"] == []
    assert told["signed first"] + told["ended first"] == ROUNDS
    assert min(told["signed first"], told["ended first"]) > 0, "both orders came to pass"


def test_two_people_who_sign_one_report_at_once_sign_it_once_with_one_pair_of_files(
    tmp_path: Path, postgresql
):
    """Two workers are then given every job, so that each file is asked for twice at about the same time."""
    desk = Desk(tmp_path, database=postgresql, lease=120)
    told = desk.do(f"{WORK}answer = signed_by_two({TWO_SIGNERS})")
    assert told["wrong"] == []
    assert sum(told["first"].values()) == TWO_SIGNERS
    assert min(told["first"].values()) > 0, "either of them was the first at times"
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(desk.do, [f"{WORK}answer = files_made()"] * 2))
    jobs = desk.ask("select snapshot_id, kind, state, attempt, file, sha256 from filings_renderjob")
    assert {(state, attempt) for _, _, state, attempt, _, _ in jobs} == {("done", 1)}
    assert len({(snapshot, kind) for snapshot, kind, *_ in jobs}) == len(jobs) == 2 * TWO_SIGNERS
    on_disk = {
        str(path.relative_to(desk.files)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in desk.files.rglob("*")
        if path.is_file()
    }
    assert on_disk == {file: sha256 for *_, file, sha256 in jobs}
    assert [sum(path.endswith(end) for path in on_disk) for end in (".pdf", ".xml")] == [TWO_SIGNERS] * 2


def test_two_people_of_whom_both_are_needed_sign_at_once_and_freeze_the_report_once(
    tmp_path: Path, postgresql
):
    desk = Desk(tmp_path, database=postgresql)
    assert desk.do(f"{WORK}answer = signed_by_both({BOTH_SIGNERS})") == []
    assert desk.ask("select count(*) from filings_filing where state = 'signed'") == [(BOTH_SIGNERS,)]


def test_nobody_signs_what_the_same_person_prepares_in_the_same_instant(tmp_path: Path, postgresql):
    desk = Desk(tmp_path, database=postgresql)
    told = desk.do(f"{WORK}answer = signed_while_preparing({PREPARING})")
    assert told["wrong"] == []
    assert told["signed first"] + told["prepared first"] == PREPARING
    assert min(told["signed first"], told["prepared first"]) > 0, "both orders came to pass"
