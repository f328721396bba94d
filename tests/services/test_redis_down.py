"""Redis counts what people try, for all processes together; without it each process counts for itself."""

import pytest
from django.core.cache.backends.base import BaseCache
from django.test import Client
from django.urls import reverse

from compliance.hardening import cache as module
from compliance.hardening.cache import RedisOrMemory
from tests.compliance.signing_in import sign_in
from tests.filings.conftest import clock, desk
from tests.services.servers import RedisServer

__all__ = ["clock", "desk"]

pytestmark = pytest.mark.service

OPTIONS = {
    "KEY_PREFIX": "form4desk",
    "OPTIONS": {
        "serializer": "compliance.hardening.cache.JsonSerializer",
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
    },
}


@pytest.fixture
def counting(redis: RedisServer, settings, monkeypatch) -> RedisServer:
    """A desk that counts in Redis, and asks it again as soon as it is back."""
    monkeypatch.setattr(module, "_REST", 0.0)
    settings.CACHES = {
        "default": {"BACKEND": "compliance.hardening.cache.RedisOrMemory", "LOCATION": redis.url, **OPTIONS}
    }
    return redis


def process(redis: RedisServer) -> BaseCache:
    """The cache as another process has it."""
    return RedisOrMemory(redis.url, dict(OPTIONS))


def test_all_processes_count_together(counting):
    one, other = process(counting), process(counting)
    assert one.add("tried", 1)
    assert other.incr("tried") == 2
    assert not one.add("tried", 1)
    one.set("times", [1.5, 2.5], 60)
    assert other.get("times") == [1.5, 2.5]
    assert other.delete("times")
    assert one.get("times") is None


def test_nothing_that_lies_in_redis_is_run_when_it_is_read(counting):
    cache = process(counting)
    cache.set("x", {"a": [1, None, True, "…"]})
    raw = cache._cache.get_client().get(cache.make_and_validate_key("x"))
    assert raw.startswith(b"{")


def test_people_sign_in_and_are_locked_out_while_redis_is_down(counting, desk):
    counting.stop()
    client = Client()
    answers = [sign_in(client, desk.dana, "a guess").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert sign_in(Client(), desk.kemi).headers["Location"] == reverse("queue")


def test_when_redis_is_back_it_counts_again(counting):
    cache = process(counting)
    counting.stop()
    cache.set("x", 1)
    assert cache.get("x") == 1
    counting.start()
    assert cache.get("x") is None
    cache.set("x", 2)
    assert process(counting).get("x") == 2
