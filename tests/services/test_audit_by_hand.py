"""``audit verify`` on a database that somebody worked on by hand, with the triggers dropped: each trace is found.

On SQLite and on PostgreSQL, through the command and its exit code.
"""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.services.desk import ROOT, Desk

pytestmark = pytest.mark.service

WORK = "from tests.services.audit_work import *\n"
EVENTS = 8
CHANGE = "by_hand(\"update audit_event set verb = 'did nothing' where number = 5\")"
DELETE = "by_hand('delete from audit_event where number = 5')"
SWAP = [
    "update audit_event set number = 99 where number = 3",
    "update audit_event set number = 3 where number = 4",
    "update audit_event set number = 4 where number = 99",
]


class Tampered:
    """One desk's database, as it was whenever ``anew`` is called, and without its triggers."""

    def __init__(self, folder: Path, server: str) -> None:
        self._server = server
        self._kept, self._file = folder / "kept.sqlite3", folder / "tests.sqlite3"
        if server:
            self._execute(server, "create database kept")
            self.desk = Desk(folder, database=self._database("kept"))
            self.desk.do(f"{WORK}answer = log_of({EVENTS})")
            self.desk.environment = {**self.desk.environment, "DATABASE_URL": self._database("desk")}
        else:
            self.desk = Desk(folder)
            self.desk.do(f"{WORK}answer = log_of({EVENTS})")
            self.by_hand("pragma wal_checkpoint(truncate)")
            shutil.copy(self._file, self._kept)

    def anew(self) -> None:
        if self._server:
            self._execute(self._server, "drop database if exists desk with (force)")
            self._execute(self._server, "create database desk template kept")
        else:
            for path in self._file.parent.glob("tests.sqlite3*"):
                path.unlink()
            shutil.copy(self._kept, self._file)
        self._without_triggers()

    def by_hand(self, *statements: str) -> None:
        if self._server:
            self._execute(self._database("desk"), *statements)
            return
        with closing(sqlite3.connect(self._file, isolation_level=None)) as database:
            for statement in statements:
                database.execute(statement)

    def verify(self) -> tuple[int, str]:
        """What the command says, and the code it ends with."""
        done = subprocess.run(
            [sys.executable, "manage.py", "audit", "verify"],
            cwd=ROOT,
            env=self.desk.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def _without_triggers(self) -> None:
        if not self._server:
            with closing(sqlite3.connect(self._file, isolation_level=None)) as database:
                named = database.execute("select name from sqlite_master where type = 'trigger'").fetchall()
                for (name,) in named:
                    database.execute(f'drop trigger "{name}"')
                assert named
            return
        with psycopg.connect(self._database("desk"), autocommit=True) as database:
            named = database.execute(
                "select tgname from pg_trigger where tgrelid = 'audit_event'::regclass and not tgisinternal"
            ).fetchall()
            for (name,) in named:
                database.execute(f'drop trigger "{name}" on audit_event')
            assert named

    def _database(self, name: str) -> str:
        return self._server.removesuffix("postgres") + name

    @staticmethod
    def _execute(database: str, *statements: Any) -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tampered]:
    server = request.getfixturevalue("postgresql_cluster") if request.param == "postgresql" else ""
    yield Tampered(tmp_path_factory.mktemp(request.param), server)
    if server:
        for name in ("desk", "kept"):
            Tampered._execute(server, f"drop database if exists {name} with (force)")


BY_HAND = {
    "a changed row": (["update audit_event set verb = 'did nothing' where number = 5"], "Event 5 was changed"),
    "another actor of a row": (["update audit_event set actor_id = null where number = 5"], "Event 5 was changed"),
    "a deleted row": (["delete from audit_event where number = 5"], "Event 5 is missing"),
    "the first row deleted": (["delete from audit_event where number = 1"], "Event 1 is missing"),
    "two swapped rows": (SWAP, "Event 3 was changed"),
    "a cut tail": (["delete from audit_event where number > 5"], "it ends with event 5, and 8 were written"),
    "the last row cut": (["delete from audit_event where number = 8"], "it ends with event 7, and 8 were written"),
    "the head set back to the cut tail": (
        ["delete from audit_event where number > 5",
         "update audit_loghead set number = 5, digest = (select digest from audit_event where number = 5)"],
        "its seal is not this desk's",
    ),
    "the head's number changed": (["update audit_loghead set number = 9"], "its seal is not this desk's"),
    "the head's digest changed": (["update audit_loghead set digest = 'ab'"], "its seal is not this desk's"),
    "the head's seal changed": (["update audit_loghead set seal = 'ab'"], "its seal is not this desk's"),
    "the head deleted": (["delete from audit_loghead"], "The head of the log is missing"),
    "every row deleted": (["delete from audit_event"], "it ends with event 0, and 8 were written"),
}  # fmt: skip


def test_an_untouched_log_is_whole_though_its_triggers_are_gone(database):
    database.anew()
    code, said = database.verify()
    assert (code, f"whole: {EVENTS} events" in said) == (0, True)


@pytest.mark.parametrize("what", BY_HAND)
def test_what_was_done_by_hand_is_found(database, what):
    statements, told = BY_HAND[what]
    database.anew()
    database.by_hand(*statements)
    code, said = database.verify()
    assert code == 1, said
    assert told in said


WITH_THE_SOFTWARE = {
    "an inserted row with its right digest": ("put_in(5)", "Event 6 was changed"),
    "a row added behind the last one": (f"put_in({EVENTS + 1})", "Event 9 was put in: the desk had written 8"),
    "a row changed and every digest made to fit": (
        f"{CHANGE}; write_anew()",
        "its seal is not this desk's",
    ),
    "a row deleted and every number and digest made to fit": (
        f"{DELETE}; write_anew()", "its seal is not this desk's",
    ),
    "a row inserted and every digest made to fit": ("put_in(5); write_anew()", "its seal is not this desk's"),
    "the whole log written anew and sealed with another key": (
        f"{CHANGE}; write_anew(GUESSED)",
        "its seal is not this desk's",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WITH_THE_SOFTWARE)
def test_somebody_with_the_software_and_without_the_key_is_found(database, what):
    done, told = WITH_THE_SOFTWARE[what]
    database.anew()
    database.desk.do(f"{WORK}{done}")
    code, said = database.verify()
    assert code == 1, said
    assert told in said


def test_digests_that_were_made_to_fit_are_only_missed_with_the_key_itself(database):
    """What the cases above do is right but for the key: with it, the log passes, so they fail for no other reason."""
    database.anew()
    database.desk.do(f"{WORK}{CHANGE}; write_anew(log._keys()[0])")
    assert database.verify()[0] == 0


def test_a_log_that_was_emptied_with_its_head_is_not_taken_for_a_new_one(database):
    database.anew()
    database.by_hand(
        "delete from audit_event",
        "delete from audit_loghead",
        "update compliance_user set last_login = '2026-11-23 16:00:00'",
    )
    code, said = database.verify()
    assert code == 1, said
    assert "has signed in" in said
