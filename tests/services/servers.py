"""Real Redis and PostgreSQL servers for a test: on free ports, in a folder of their own, stopped by their pid."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import redis


class RedisServer:
    """A Redis server that a test can stop and start again; what it held is gone then."""

    def __init__(self, program: str, log: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._program = program
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._program,
                    "--port",
                    str(self.port),
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                ],
                cwd=self._log.parent,
                stdout=log,
                stderr=log,
            )
        with closing(redis.Redis.from_url(self.url)) as client:
            wait_until(client.ping, failures=(redis.ConnectionError,), log=self._log)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None


@contextmanager
def redis_server(folder: Path) -> Iterator[RedisServer]:
    """A running Redis server; skips the test where Redis is not installed."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed (Debian package redis-server)")
    server = RedisServer(program, folder / "redis.log")
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """The address of a running PostgreSQL server's empty database; skips where PostgreSQL is not installed.

    ``folder`` is made; its parents must be open to the user that PostgreSQL runs as, because PostgreSQL
    refuses to run as root.
    """
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = installed[-1] if installed else Path(shutil.which("initdb") or "")
    if not initdb.is_file():
        pytest.skip("PostgreSQL is not installed (Debian package postgresql)")
    folder.mkdir()
    owner: dict[str, str] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        owner = {"user": "postgres", "group": "postgres"}
    cluster, port, log_path = folder / "cluster", free_port(), folder / "postgresql.log"
    subprocess.run(
        [initdb, "-D", cluster, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
        **owner,
    )
    settings = [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "fsync=off",
        "track_commit_timestamp=on",
        f"port={port}",
    ]
    with log_path.open("ab") as log:
        process = subprocess.Popen(
            [
                initdb.with_name("postgres"),
                "-D",
                cluster,
                *(word for each in settings for word in ("-c", each)),
            ],
            cwd=folder,
            stdout=log,
            stderr=log,
            **owner,
        )
    url = f"postgres://desk@127.0.0.1:{port}/postgres"
    try:
        wait_until(
            lambda: psycopg.connect(url).close() is None, failures=(psycopg.OperationalError,), log=log_path
        )
        yield url
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    holds, *, seconds: float = 20, failures: tuple[type[Exception], ...] = (), log: Path | None = None
) -> None:
    """Ask again and again until it holds; fails the test with the log's end when it never does."""
    until = time.monotonic() + seconds
    while True:
        try:
            if holds():
                return
        except failures:
            pass
        if time.monotonic() > until:
            lines = log.read_text(errors="replace").splitlines()[-30:] if log else []
            pytest.fail("\n".join([f"It did not come to pass in {seconds} seconds.", *lines]), pytrace=True)
        time.sleep(0.05)
