"""One link in two browsers, and an answer while the link is taken back, at the same instant on PostgreSQL."""

from pathlib import Path

import pytest

from tests.services.desk import Desk

pytestmark = pytest.mark.service

ROUNDS = 60


def test_of_two_browsers_exactly_one_opens_a_link_and_the_other_is_refused_and_logged(
    tmp_path: Path, postgresql
):
    desk = Desk(tmp_path, database=postgresql)
    told = desk.do(f"from tests.services.confirmation_work import *\nanswer = opened_by_two({ROUNDS})")
    assert told["wrong"] == []
    assert sum(told["first"].values()) == ROUNDS
    assert min(told["first"].values()) > 0, "both orders came to pass"
    assert told["break"] is None


def test_an_answer_and_what_ends_the_link_undo_nothing_of_each_other(tmp_path: Path, postgresql):
    desk = Desk(tmp_path, database=postgresql)
    told = desk.do(
        f"from tests.services.confirmation_work import *\nanswer = answered_while_something_else({ROUNDS})"
    )
    assert told["wrong"] == []
    assert min(told["answered"], told["too late"]) > 0, "both orders came to pass"
    assert told["break"] is None
