"""The cache that rate limits and lockouts count in: Redis, and the process's own memory while that is down."""

import json
import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# How long Redis is left alone after it did not answer, seconds: nobody should wait for it at every step.
_REST = 10.0


class JsonSerializer:
    """Values as JSON: what comes back from Redis is never code. Whole numbers stay bare, so Redis can add to them."""

    def dumps(self, value: Any) -> bytes | int:
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, content: bytes) -> Any:
        return json.loads(content)


class RedisOrMemory(RedisCache):
    """Redis, so that all processes count together. A desk must not stop working because Redis does: until it
    is back each process counts for itself.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("while-redis-is-down", {})
        self._ask_again_at = 0.0

    def _answered(self, name: str, *arguments: Any, **options: Any) -> Any:
        if time.monotonic() >= self._ask_again_at:
            try:
                return getattr(super(), name)(*arguments, **options)
            except RedisError as problem:
                self._ask_again_at = time.monotonic() + _REST
                log.warning("Redis does not answer (%s): counting in this process.", problem)
        return getattr(self._memory, name)(*arguments, **options)

    def add(self, *arguments: Any, **options: Any) -> Any:
        return self._answered("add", *arguments, **options)

    def get(self, *arguments: Any, **options: Any) -> Any:
        return self._answered("get", *arguments, **options)

    def set(self, *arguments: Any, **options: Any) -> Any:
        return self._answered("set", *arguments, **options)

    def touch(self, *arguments: Any, **options: Any) -> Any:
        return self._answered("touch", *arguments, **options)

    def delete(self, *arguments: Any, **options: Any) -> Any:
        return self._answered("delete", *arguments, **options)

    def has_key(self, *arguments: Any, **options: Any) -> Any:
        return self._answered("has_key", *arguments, **options)

    def incr(self, *arguments: Any, **options: Any) -> Any:
        return self._answered("incr", *arguments, **options)

    def clear(self) -> Any:
        return self._answered("clear")
