"""Every secret that the desk is given or makes, and every place it could get to, on both sets of servers.

Nothing is stood in for: real Redis or the broker in memory, a dump of PostgreSQL or the raw file of SQLite, the
worker's own process, the files as they lie on the disk, and the logs as the processes write them. What a page or a
mail has to show to the person whose it is, is named one by one.
"""

import shutil
import subprocess
from pathlib import Path

import pytest
import redis as redis_library
from cryptography.fernet import Fernet

from tests.packed import held
from tests.services.desk import Desk
from tests.services.secrets_work import CONTROLS, TYPED
from tests.services.servers import RedisServer, wait_until

pytestmark = pytest.mark.service

WORK = "from tests.services.secrets_work import *\n"
WORKER = ("-m", "celery", "-A", "compliance", "worker", "--pool", "solo", "--loglevel", "info")
BROKER_PASSWORD, DATABASE_PASSWORD = "broker-plovers-in-flight", "database-dunlins-at-rest"

# Where a secret is given to the person whose it is, or stands for what is ended when it is taken: nothing else.
MEANT = {
    ("pages", "the key of an app", "_accounts_2fa_totp_activate_"),
    ("pages", "a recovery code", "_accounts_2fa_recovery-codes_"),
    ("pages", "a recovery code that was used", "_accounts_2fa_recovery-codes_"),
    ("mail", "a link for a new password", "reset"),
    # The names of running sessions: SECURITY.md tells what follows for a copy of the live database.
    ("database", "the cookie of a session", ""),
    ("database", "the cookie of a signer's session", ""),
}


def searched(channel: str, name: str, content: bytes, secrets: dict[str, str]) -> set[tuple[str, str, str]]:
    return {(channel, secret, name) for secret in held(content, secrets)}


def everywhere(
    places: dict[str, list[tuple[str, bytes]]], secrets: dict[str, str]
) -> list[tuple[str, str, str]]:
    """Each channel with a secret that can be read in it, and where, but for what is meant."""
    found = set().union(
        *(
            searched(channel, name, content, secrets)
            for channel, all_ in places.items()
            for name, content in all_
        )
    )
    return sorted(
        one for one in found if not any(one[:2] == meant[:2] and meant[2] in one[2] for meant in MEANT)
    )


def files_of(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]


def places_of(
    tmp_path: Path, desk: Desk, database: list[tuple[str, bytes]]
) -> dict[str, list[tuple[str, bytes]]]:
    seen = {one.name: files_of(one) for one in (tmp_path / "seen").iterdir()}
    return seen | {
        "database": database,
        "files": files_of(desk.files),
        "log": [("desk.log", desk.log.read_bytes())],
    }


def controls_found(places: dict[str, list[tuple[str, bytes]]]) -> dict[str, set[str]]:
    """By channel, which of the planted words are read in it."""
    return {
        channel: set().union(*(held(content, CONTROLS) for _, content in all_))
        for channel, all_ in places.items()
    }


def check(places: dict[str, list[tuple[str, bytes]]], secrets: dict[str, str]) -> None:
    found = controls_found(places)
    for channel, control in {
        "log": "log", "mail": "mail", "reports": "report", "pages": "page", "events": "event",
        "messages": "message", "files": "pdf", "database": "database",
    }.items():  # fmt: skip
        assert control in found[channel], f"the search finds nothing in the {channel}"
    pdfs = [(name, content) for name, content in places["files"] if name.endswith(".pdf")]
    assert any("pdf" in held(content, CONTROLS) for _, content in pdfs)
    assert not any(CONTROLS["pdf"].encode() in content for _, content in pdfs), "a PDF is searched unpacked"
    assert everywhere(places, secrets) == []


def test_no_secret_is_found_on_sqlite_with_the_broker_in_memory(tmp_path: Path):
    key = Fernet.generate_key().decode()
    desk = Desk(tmp_path)
    desk.environment = {**desk.environment, "FORM4DESK_FIELD_KEYS": key}
    made = desk.do(f"{WORK}answer = a_day({str(tmp_path / 'seen')!r})")
    desk.do(f"{WORK}files_made(); taken({str(tmp_path / 'seen')!r})")
    raw = [(path.name, path.read_bytes()) for path in tmp_path.glob("tests.sqlite3*")]
    # As it lies there, and as it is read: a long value goes over several pages of the file.
    raw += [("dump", repr(desk.ask(f'select * from "{table}"')).encode()) for (table,) in desk.ask(
        "select name from sqlite_master where type = 'table'"
    )]  # fmt: skip
    check(places_of(tmp_path, desk, raw), TYPED | made | {"a field key": key})


def test_no_secret_is_found_on_postgresql_with_redis_and_a_worker(
    tmp_path: Path, postgresql, redis: RedisServer
):
    key = Fernet.generate_key().decode()
    client = redis_library.Redis.from_url(redis.url)
    client.config_set("requirepass", BROKER_PASSWORD)
    url = redis.url.replace("redis://", f"redis://:{BROKER_PASSWORD}@")
    database = postgresql.replace("desk@", f"desk:{DATABASE_PASSWORD}@")
    desk = Desk(tmp_path, database=database, broker=url, lease=60)
    desk.environment = {**desk.environment, "FORM4DESK_FIELD_KEYS": key}
    made = desk.do(f"{WORK}answer = a_day({str(tmp_path / 'seen')!r})")
    in_redis = redis_library.Redis.from_url(url)
    messages = [(name.decode(), repr(stored(in_redis, name)).encode()) for name in in_redis.keys("*")]
    with desk.running(*WORKER):
        wait_until(lambda: not desk.ask(
            "select 1 from filings_renderjob where state <> 'done' union all "
            "select 1 from filings_authenticationpdf where state <> 'done'"
        ), seconds=90, log=desk.log)  # fmt: skip
    desk.do(f"{WORK}taken({str(tmp_path / 'seen')!r})")
    messages += [(name.decode(), repr(stored(in_redis, name)).encode()) for name in in_redis.keys("*")]
    redis.stop()
    desk.do("from compliance.celery import publish\nanswer = publish([('filings.tasks.sweep', ())])")
    places = places_of(tmp_path, desk, [("dump", dump(database))]) | {"messages": messages}
    assert "cache" in controls_found(places)["messages"]
    assert b"The broker cannot be reached" in desk.log.read_bytes()
    assert b"Task filings.tasks.render_pdf" in desk.log.read_bytes()
    check(places, TYPED | made | {
        "a field key": key, "the broker's password": BROKER_PASSWORD, "the database's password": DATABASE_PASSWORD,
    })  # fmt: skip


def stored(client: "redis_library.Redis", name: bytes) -> object:
    """What lies in Redis under a name, whatever kind it is of."""
    kind = client.type(name)
    if kind == b"list":
        return client.lrange(name, 0, -1)
    if kind == b"hash":
        return client.hgetall(name)
    if kind == b"set":
        return client.smembers(name)
    return client.zrange(name, 0, -1, withscores=True) if kind == b"zset" else client.get(name)


def dump(database: str) -> bytes:
    """The whole database as a backup has it."""
    program = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"), reverse=True)), None)
    done = subprocess.run(
        [str(program or shutil.which("pg_dump")), "--inserts", database], capture_output=True, check=True
    )
    return done.stdout
