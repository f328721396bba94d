"""A signature and the end of its authority, and two signatures of one report, at the same instant on PostgreSQL."""

from pathlib import Path

import pytest

from tests.services.desk import Desk

pytestmark = pytest.mark.service

ROUNDS = 120
TWO_SIGNERS = 200
PREPARING = 60


def test_nothing_is_signed_after_its_authority_ended(tmp_path: Path, postgresql):
    desk = Desk(tmp_path, database=postgresql)
    told = desk.do(f"from tests.services.authority_work import *\nanswer = signed_while_it_ended({ROUNDS})")
    assert told["wrong"] == []
    assert told["signed first"] + told["ended first"] == ROUNDS
    assert min(told["signed first"], told["ended first"]) > 0, "both orders came to pass"


def test_two_people_who_sign_one_report_at_once_sign_it_once(tmp_path: Path, postgresql):
    desk = Desk(tmp_path, database=postgresql)
    told = desk.do(f"from tests.services.authority_work import *\nanswer = signed_by_two({TWO_SIGNERS})")
    assert told["wrong"] == []
    assert sum(told["first"].values()) == TWO_SIGNERS
    assert len(set(told["jobs"])) == 2 * TWO_SIGNERS
    made = desk.do(f"answer = make_all({told['jobs'][:8]})")
    assert made == 8
    assert desk.ask("select count(*), count(distinct file) from filings_renderjob where state = 'done'") == [
        (8, 8)
    ]


def test_nobody_signs_what_the_same_person_prepares_in_the_same_instant(tmp_path: Path, postgresql):
    desk = Desk(tmp_path, database=postgresql)
    told = desk.do(
        f"from tests.services.authority_work import *\nanswer = signed_while_preparing({PREPARING})"
    )
    assert told["wrong"] == []
    assert told["signed first"] + told["prepared first"] == PREPARING
    assert min(told["signed first"], told["prepared first"]) > 0, "both orders came to pass"
