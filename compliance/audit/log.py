"""Writing to the event log and reading a record's history from it.

Whoever writes an event holds the head of the log until the transaction ends, so events come last in it: lock
the records first, write about them afterwards. (Two transactions that lock in the other order would wait for
each other, and the database would end one of them.)
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from compliance.audit import chain
from compliance.audit.chain import Head, Link
from compliance.audit.models import VERB_LENGTH, Event, LogHead
from compliance.models import User

Changes = dict[str, list[str]]

_encoder = msgspec.json.Encoder()


def record(*, actor: User | None, verb: str, subject: models.Model, changes: Changes | None = None) -> Event:
    """Write one event. Call it inside the transaction of the change that it tells of.

    ``changes`` maps a field's name to its value before and after, as text; a secret's value never goes in.
    ``actor`` is ``None`` for what the desk does by itself. A verb that is too long for its column is cut: a
    long name must not stand in the way of a change.
    """
    (event,) = _write(actor, verb, [(subject, changes or {})])
    return event


def record_all(*, actor: User | None, verb: str, subjects: Iterable[tuple[models.Model, Changes]]) -> None:
    """Write one event for each of many records that the same thing happened to, each with its changes."""
    _write(actor, verb, list(subjects))


def history(subject: models.Model) -> models.QuerySet[Event]:
    """The events of one record, newest first, with their actors."""
    return Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).select_related(
        "actor"
    )


def first_break() -> str | None:
    """What is wrong with the first link of the log that does not hold, in one sentence; ``None`` if it is whole."""
    with transaction.atomic():
        # Nobody writes while the log is read, so its end and its head are of one moment.
        head = LogHead.objects.select_for_update().filter(pk=LogHead.THE_ONE).first()
        if head is None and _was_in_use():
            return "The log is empty and its head is missing, though somebody has signed in on this desk."
        return chain.first_break(links(), head.head if head else None, _keys())


def links() -> Iterator[Link]:
    """Every event of the log in its order, a few at a time."""
    return (event.link for event in Event.objects.order_by("number").iterator(chunk_size=2_000))


def as_line(link: Link) -> bytes:
    """An event as one line of JSON, from which ``manage.py audit verify --file`` proves the chain elsewhere."""
    return _encoder.encode(link) + b"\n"


def head_of_log() -> Head | None:
    """The end of the log as it stands; ``None`` before the first event."""
    head = LogHead.objects.filter(pk=LogHead.THE_ONE).first()
    return head.head if head else None


def _write(actor: User | None, verb: str, subjects: Sequence[tuple[models.Model, Changes]]) -> list[Event]:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event belongs in the transaction of its change.")
    if not subjects:
        return []
    head = LogHead.objects.select_for_update().filter(pk=LogHead.THE_ONE).first()
    number, previous = _end(head)
    about = _last_about([subject for subject, _ in subjects])
    now, verb = timezone.now(), verb if len(verb) <= VERB_LENGTH else f"{verb[: VERB_LENGTH - 1]}…"
    events = []
    for subject, changes in subjects:
        number += 1
        key = (subject._meta.label_lower, subject.pk)
        link = Link(
            number=number,
            at=now,
            actor=actor.pk if actor else None,
            verb=verb,
            subject_type=key[0],
            subject_id=key[1],
            changes=changes,
            previous=previous,
            subject_previous=about.get(key, chain.NOTHING_BEFORE),
        )
        previous = about[key] = chain.digest_of(link)
        events.append(Event(**(msgspec.structs.asdict(link) | {"actor": actor, "digest": previous})))
    Event.objects.bulk_create(events)
    LogHead.objects.update_or_create(
        pk=LogHead.THE_ONE,
        defaults={"number": number, "digest": previous, "seal": chain.seal_of(number, previous, _keys()[0])},
    )
    return events


def _end(head: LogHead | None) -> tuple[int, str]:
    """The last number and its digest. Where the head is not to be trusted the chain breaks, and shows it."""
    if head is not None and chain.is_sealed(head.head, _keys()):
        return head.number, head.digest
    last = Event.objects.order_by("-number").values_list("number", flat=True).first()
    if head is None and last is None:
        return 0, chain.NOTHING_BEFORE
    return last or 0, chain.BROKEN


def _was_in_use() -> bool:
    """Whether events must have been written though there are none: every signing in leaves one."""
    return not Event.objects.exists() and User.objects.filter(last_login__isnull=False).exists()


def _last_about(subjects: Sequence[models.Model]) -> dict[tuple[str, int], str]:
    """The digest of the last event about each of these records that has one."""
    by_type: dict[str, list[int]] = {}
    for subject in subjects:
        by_type.setdefault(subject._meta.label_lower, []).append(subject.pk)
    found = {}
    for subject_type, ids in by_type.items():
        of_type = Event.objects.filter(subject_type=subject_type, subject_id__in=ids).order_by()
        newest = of_type.values("subject_id").annotate(newest=models.Max("number")).values("newest")
        for subject_id, digest in Event.objects.filter(number__in=newest).values_list("subject_id", "digest"):
            found[subject_type, subject_id] = digest
    return found


def _keys() -> list[bytes]:
    """The keys of the seal, the newest first; the fallbacks are there while a secret is being replaced."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("compliance.audit.head", "", secret=secret, algorithm="sha256").digest()
        for secret in secrets
    ]
