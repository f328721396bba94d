"""Documents, seals and what the database itself refuses, on PostgreSQL and by several workers at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.services.desk import Desk

pytestmark = pytest.mark.service

WORK = "from tests.services.evidence_work import *\n"
REPORTS = 6


@pytest.fixture
def desk(tmp_path: Path, postgresql: str) -> Desk:
    return Desk(tmp_path, database=postgresql)


def test_two_workers_seal_each_document_once_with_one_certificate(desk):
    pdfs = desk.do(f"{WORK}answer = sign_some({REPORTS})")
    with ThreadPoolExecutor() as both:
        made = list(both.map(desk.do, [f"{WORK}answer = seal_all({pdfs})"] * 2))
    assert sum(made) == REPORTS
    told = desk.do(f"{WORK}answer = evidence()")
    assert told == {"certificates": 2, "agree": [True] * REPORTS}


@pytest.mark.parametrize(
    "change",
    [
        "update filings_authenticationdocument set content = '{}'",
        "update filings_authenticationdocument set signed_at = now()",
        "delete from filings_authenticationdocument",
        "update filings_attestation set signed_on = '2020-01-01'",
        "delete from filings_attestation",
        "update filings_reportstate set sha256 = ''",
        "delete from filings_reportstate",
        "update filings_snapshot set content = ''",
        "delete from filings_snapshot",
    ],
)
def test_postgresql_refuses_to_change_what_was_signed(desk, postgresql, change):
    desk.do(f"{WORK}answer = sign_some(1)")
    with (
        psycopg.connect(postgresql) as connection,
        pytest.raises(psycopg.Error, match=r"stays? as (it is|they are)"),
    ):
        connection.execute(change)


def test_a_migration_back_and_forth_leaves_the_refusal_in_place(desk, postgresql):
    desk.manage("migrate", "filings", "0010", "--verbosity", "0")
    desk.manage("migrate", "--verbosity", "0")
    desk.do(f"{WORK}answer = sign_some(1)")
    with (
        psycopg.connect(postgresql) as connection,
        pytest.raises(psycopg.Error, match=r"stays? as (it is|they are)"),
    ):
        connection.execute("delete from filings_authenticationdocument")


def test_the_log_is_looked_through_by_words_of_what_changed(desk):
    found = desk.do(
        "from django.db import transaction\n"
        "from compliance.audit.log import record\n"
        "from compliance.audit.search import Sought, events_sought\n"
        "from compliance.models import User\n"
        "kemi = User.objects.create_user('kemi')\n"
        "with transaction.atomic():\n"
        "    record(actor=kemi, verb='wrote a note', subject=kemi, changes={'note': ['', 'Déjà vu']})\n"
        "    record(actor=kemi, verb='signed out', subject=kemi)\n"
        "answer = [events_sought(Sought(words=one)).count() for one in ('déjà', 'NOTE', 'x', 'wrote vu')]\n"
    )
    assert found == [1, 1, 0, 1]
