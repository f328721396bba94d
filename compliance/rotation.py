"""Putting everything that is encrypted at rest under the newest key, while the desk is used.

Each secret is replaced only where it still is what was read (compare and swap), so that a change that somebody makes
in the same moment stays, and a run that is killed has lost nothing: the next one goes on with what is left.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from msgspec import Struct

from compliance.audit.log import record
from compliance.audit.models import LogHead
from compliance.sealed import needs_resealing, reseal, sealed_files
from compliance.secrets import EncryptedField, Undecryptable, renewed

BATCH = 100
# Somebody else may change a secret in the moment in which it is renewed; it is met again in the next round.
_ROUNDS = 10


class Outcome(StrEnum):
    """What became of one secret, or would become of it."""

    CURRENT = "current"
    OLD = "old"
    RENEWED = "renewed"
    UNREADABLE = "unreadable"


class Kept(Struct, frozen=True):
    """One thing that is kept encrypted: where, whether it needs an old key, and how it is renewed.

    ``is_old`` and ``renew`` raise ``Undecryptable``; ``renew`` is ``False`` where it has changed meanwhile.
    """

    where: str
    is_old: Callable[[], bool]
    renew: Callable[[], bool]


class Rotation(Struct, frozen=True, kw_only=True):
    """How many secrets there are of each outcome, and where those are that no key fits."""

    counted: Mapping[Outcome, int]
    unreadable: tuple[str, ...]

    def __getitem__(self, outcome: Outcome) -> int:
        return self.counted.get(outcome, 0)


def keys_check() -> Rotation:
    """What still needs an old key; changes nothing."""
    return _counted((one.where, _state(one)) for one in everything())


def keys_rotate() -> Rotation:
    """Renew what needs an old key, a few at a time, and write one event if there was any."""
    renewed_so_far = 0
    for _ in range(_ROUNDS):
        done = _counted(_round())
        renewed_so_far += done[Outcome.RENEWED]
        if not done[Outcome.OLD]:
            break
    if renewed_so_far:
        with transaction.atomic():
            # The desk as a whole has no record but the end of its log.
            record(
                actor=None,
                verb=f"re-encrypted {renewed_so_far:,} secrets under the newest key",
                subject=LogHead(pk=LogHead.THE_ONE),
            )
    return Rotation(counted={**done.counted, Outcome.RENEWED: renewed_so_far}, unreadable=done.unreadable)


def everything() -> Iterator[Kept]:
    """All that is encrypted at rest for longer than a session."""
    yield from _rows()
    yield from _files()


def _rows() -> Iterator[Kept]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedField):
                yield from _column(model, field)
    yield from _second_factors()


def _files() -> Iterator[Kept]:
    return (_file(path) for path in sealed_files(Path(settings.MEDIA_ROOT)))


def _round() -> Iterator[tuple[str, Outcome]]:
    waiting = _rows()
    while batch := list(islice(waiting, BATCH)):
        with transaction.atomic():
            outcomes = [(one.where, _renew(one)) for one in batch]
        yield from outcomes
    for one in _files():  # these may be large: no transaction waits for them
        yield one.where, _renew(one)


def _state(one: Kept) -> Outcome:
    try:
        return Outcome.OLD if one.is_old() else Outcome.CURRENT
    except Undecryptable:
        return Outcome.UNREADABLE


def _renew(one: Kept) -> Outcome:
    state = _state(one)
    return Outcome.RENEWED if state is Outcome.OLD and one.renew() else state


def _counted(outcomes: Iterable[tuple[str, Outcome]]) -> Rotation:
    counted: Counter[Outcome] = Counter()
    unreadable = []
    for where, outcome in outcomes:
        counted[outcome] += 1
        if outcome is Outcome.UNREADABLE:
            unreadable.append(where)
    return Rotation(counted=counted, unreadable=tuple(unreadable))


def _column(model: type[models.Model], field: EncryptedField) -> Iterator[Kept]:
    """The tokens of a column as they lie in the database, past the field that would decrypt them."""
    quote = connection.ops.quote_name
    table, key, column = (
        quote(name) for name in (model._meta.db_table, str(model._meta.pk.column), str(field.column))
    )
    # The names are Django's own, and quoted by the database's rules.
    read = f"SELECT {key}, {column} FROM {table} WHERE {key} > %s AND {column} <> '' ORDER BY {key} LIMIT {BATCH}"  # noqa: S608
    swap = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"  # noqa: S608
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(read, [last])
            rows = cursor.fetchall()
        if not rows:
            return
        for pk, token in rows:
            yield Kept(f"{model._meta.verbose_name} {pk}: {field.verbose_name}", *_swapping(swap, pk, token))
        last = rows[-1][0]


def _swapping(swap: str, pk: int, token: str) -> tuple[Callable[[], bool], Callable[[], bool]]:
    def new() -> bytes | None:
        return renewed(token.encode())

    def renew() -> bool:
        under_newest = new()
        if under_newest is None:
            return False
        with connection.cursor() as cursor:
            cursor.execute(swap, [under_newest.decode(), pk, token])
            return bool(cursor.rowcount)

    return lambda: new() is not None, renew


def _second_factors() -> Iterator[Kept]:
    last = 0
    while rows := list(
        Authenticator.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "data")[:BATCH]
    ):
        for pk, content in rows:
            new = _renewing(content)
            yield Kept(f"second factor {pk}", _is_other(new, content), _put(new, pk, content))
        last = rows[-1][0]


def _renewing(content: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """What is secret in a second factor: an app's key, the seed of recovery codes. Of a passkey nothing is."""

    def one(token: str) -> str:
        return (renewed(token.encode()) or token.encode()).decode()

    return lambda: content | {name: one(content[name]) for name in ("secret", "seed") if name in content}


def _is_other(new: Callable[[], dict[str, Any]], content: dict[str, Any]) -> Callable[[], bool]:
    return lambda: new() != content


def _put(new: Callable[[], dict[str, Any]], pk: int, content: dict[str, Any]) -> Callable[[], bool]:
    return lambda: bool(Authenticator.objects.filter(pk=pk, data=content).update(data=new()))


def _file(path: Path) -> Kept:
    def is_old() -> bool:
        try:
            return needs_resealing(path)
        except FileNotFoundError:
            return False

    return Kept(f"file {path.name}", is_old, lambda: reseal(path))
