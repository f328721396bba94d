"""Real servers for the tests in this folder, one of each for all of them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.services.servers import RedisServer, postgresql_server, redis_server


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[str]:
    # Not pytest's own folder: only its owner may look into that one.
    parent = Path(tempfile.mkdtemp(prefix="form4desk-postgresql-"))
    parent.chmod(0o755)
    try:
        with postgresql_server(parent / "server") as url:
            yield url
    finally:
        shutil.rmtree(parent)


@pytest.fixture
def postgresql(postgresql_cluster: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"desk_{abs(hash(request.node.nodeid))}"
    with psycopg.connect(postgresql_cluster, autocommit=True) as server:
        server.execute(f"create database {name}")
    yield postgresql_cluster.removesuffix("postgres") + name
    with psycopg.connect(postgresql_cluster, autocommit=True) as server:
        server.execute(f"drop database {name} with (force)")


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A running Redis server that the test may stop and start."""
    with redis_server(tmp_path) as server:
        yield server
