"""The chain through the event log: what makes a change, a gap or a forged event show.

Every event carries the digest of the event before it in the whole log and of the event before it about the same
record, and a digest over both and over all that it says itself. The head of the log keeps the number and the
digest of the last event under a seal that takes the desk's secret key, so that neither a cut tail nor a log
that was written anew passes for whole.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

# Stands for the event before the first one, and before the first one about a record.
NOTHING_BEFORE = ""
# Stands where the head was not to be trusted when the event was written: the break stays for good.
BROKEN = "broken"


class Link(Struct, frozen=True, kw_only=True):
    """One event as the chain sees it. ``number`` counts from 1 without a gap; ``at`` carries a zone."""

    number: int
    at: dt.datetime
    actor: int | None
    verb: str
    subject_type: str
    subject_id: int
    changes: Mapping[str, Any]
    previous: str
    subject_previous: str
    digest: str = ""


class Head(Struct, frozen=True, kw_only=True):
    """The end of the log: the last event's number and digest, and the seal on them."""

    number: int
    digest: str
    seal: str


def digest_of(link: Link) -> str:
    """SHA-256 over everything that an event says and the two digests that it stands on, as hexadecimal."""
    said = [
        link.number,
        link.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        link.actor,
        link.verb,
        link.subject_type,
        link.subject_id,
        link.changes,
        link.previous,
        link.subject_previous,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of(number: int, digest: str, key: bytes) -> str:
    """What the head's number and digest look like under a key; nobody without the key can make it."""
    return hmac.new(key, f"{number}:{digest}".encode(), hashlib.sha256).hexdigest()


def is_sealed(head: Head, keys: Sequence[bytes]) -> bool:
    """Whether one of the desk's keys made the seal: the newest, or one that is being replaced."""
    return any(hmac.compare_digest(head.seal, seal_of(head.number, head.digest, key)) for key in keys)


def first_break(links: Iterable[Link], head: Head | None, keys: Sequence[bytes]) -> str | None:
    """What is wrong with the first link that does not hold, in one sentence; ``None`` for a whole log.

    ``links`` come in the order of their numbers.
    """
    last: Link | None = None
    about: dict[tuple[str, int], str] = {}
    for link in links:
        if broken := _broken(link, last, about):
            return broken
        about[link.subject_type, link.subject_id] = link.digest
        last = link
    return _broken_end(last, head, keys)


def _broken(link: Link, last: Link | None, about: Mapping[tuple[str, int], str]) -> str | None:
    number, expected = link.number, (last.number if last else 0) + 1
    if number < expected:
        return f"Event {number} is there twice."
    if number > expected:
        missing = (
            f"Event {expected} is" if number == expected + 1 else f"Events {expected} to {number - 1} are"
        )
        return f"{missing} missing."
    if link.digest != digest_of(link):
        return f"Event {number} was changed: it is not what its digest was made of."
    if link.previous == BROKEN:
        return f"Before event {number} the head of the log had been changed or removed."
    if link.previous != (last.digest if last else NOTHING_BEFORE):
        return f"Event {number} does not follow the event before it."
    if link.subject_previous != about.get((link.subject_type, link.subject_id), NOTHING_BEFORE):
        return f"Event {number} does not follow the last one about {link.subject_type} {link.subject_id}."
    return None


def _broken_end(last: Link | None, head: Head | None, keys: Sequence[bytes]) -> str | None:
    if head is None:
        return "The head of the log is missing." if last else None
    if not is_sealed(head, keys):
        return "The head of the log was changed: its seal is not this desk's."
    number = last.number if last else 0
    if number < head.number:
        return f"The end of the log is cut off: it ends with event {number}, and {head.number} were written."
    if number > head.number:
        return f"Event {head.number + 1} was put in: the desk had written {head.number}."
    if last is not None and last.digest != head.digest:
        return f"Event {number} is not the one that the desk wrote last."
    return None
