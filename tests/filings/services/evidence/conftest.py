"""Keys for the tests of seals: each takes a third of a second to make, so that some serve all of them."""

from functools import cache
from itertools import cycle

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

_make = rsa.generate_private_key


@cache
def _some_keys() -> tuple[rsa.RSAPrivateKey, ...]:
    return tuple(_make(public_exponent=65537, key_size=3072) for _ in range(5))


@pytest.fixture(autouse=True)
def _keys_at_hand(monkeypatch) -> None:
    """Each certificate of a test gets another of the keys, of the size that was asked for."""
    waiting = cycle(_some_keys())

    def next_key(*, public_exponent: int, key_size: int) -> rsa.RSAPrivateKey:
        key = next(waiting)
        assert (public_exponent, key_size) == (65537, key.key_size)
        return key

    monkeypatch.setattr(rsa, "generate_private_key", next_key)
