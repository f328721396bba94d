"""Encryption at rest for what is secret: CCCs, second factors, sessions, and files that may hold a CCC."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


class Undecryptable(Exception):
    """A stored secret cannot be read with any of the configured keys."""


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("Set FORM4DESK_FIELD_KEYS: secrets are only kept encrypted.")
    return MultiFernet([Fernet(key) for key in keys])


def _keys() -> MultiFernet:
    return _fernet(tuple(settings.FIELD_ENCRYPTION_KEYS))


def encrypted(content: bytes) -> bytes:
    """A Fernet token of some bytes."""
    return _keys().encrypt(content)


def decrypted(token: bytes) -> bytes:
    """The bytes of a token. Raises ``Undecryptable`` when no configured key fits."""
    try:
        return _keys().decrypt(token)
    except InvalidToken:
        raise Undecryptable("What is stored cannot be read with the configured keys.") from None


def renewed(token: bytes) -> bytes | None:
    """The same secret under the newest key; ``None`` when it is under that key already.

    Raises ``Undecryptable`` when no configured key fits.
    """
    keys = tuple(settings.FIELD_ENCRYPTION_KEYS)
    try:
        _fernet(keys[:1]).decrypt(token)
    except InvalidToken:
        pass
    else:
        return None
    try:
        return _fernet(keys).rotate(token)
    except InvalidToken:
        raise Undecryptable("What is stored cannot be read with the configured keys.") from None


class Secret:
    """A secret value that does not show itself: its text is given only by ``reveal``."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret itself, for the bytes that go to an authorised person or to EDGAR."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret(…)" if self._text else "Secret()"

    __str__ = __repr__


if TYPE_CHECKING:
    _SecretText = models.TextField[Secret | str, Secret]
else:
    _SecretText = models.TextField


class EncryptedField(_SecretText):
    """A text column that holds a Fernet token; in Python it is a ``Secret``. Empty stays empty.

    Raises ``Undecryptable`` when no configured key fits: a wrong key must never pass for a value.
    """

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str):
            value = Secret(value)
        if not value:
            return ""
        return _keys().encrypt(value.reveal().encode()).decode()

    def from_db_value(self, value: str | None, *_args: object) -> Secret:
        if not value:
            return Secret("")
        try:
            return Secret(_keys().decrypt(value.encode()).decode())
        except InvalidToken:
            # The token and the library's traceback say nothing useful; the field's name does.
            raise Undecryptable(
                f"{self.model._meta.verbose_name}: {self.verbose_name} cannot be read with the configured keys."
            ) from None

    def to_python(self, value: Any) -> Secret:
        return value if isinstance(value, Secret) else Secret(value or "")

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def get_lookup(self, lookup_name: str) -> Any:
        # Each encryption differs, so that comparing in the database could only mislead.
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
