"""Taking the log, or a part of it, as a file; that it was taken is an event itself."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import models, transaction
from django.utils.timezone import localtime

from compliance import sheets
from compliance.audit.log import as_line, head_of_log, record
from compliance.audit.models import Event
from compliance.audit.records import kind_of
from compliance.audit.search import Sought, events_sought
from compliance.audit.telling import changes_told
from compliance.models import User
from compliance.tables import Column, Kind, Table

# A workbook of more lines takes minutes and gigabytes; the other kinds take any number.
MOST_IN_A_WORKBOOK = 50_000


class TooManyEvents(Exception):
    """There are more events than a workbook takes."""


@dataclass(frozen=True)
class LogFile:
    """The events that somebody took: a file's name, its type and its content."""

    name: str
    content_type: str
    content: bytes


class _InTurns(Sequence[Event]):
    """Events as rows of a table, read a few at a time and only once."""

    def __init__(self, events: "models.QuerySet[Event]") -> None:
        self._events = events

    def __len__(self) -> int:
        return self._events.count()

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events.iterator(chunk_size=2_000))

    def __getitem__(self, place: Any) -> Any:
        return self._events[place]


def log_take(*, actor: User, sought: Sought, kind: str) -> LogFile:
    """The events that fit, oldest first, as ``csv``, ``xlsx`` or ``jsonl``; the event of it follows them.

    The lines of JSON hold the digests: those of the whole log prove the chain, those of a part each event by itself.
    Raises ``TooManyEvents`` for a workbook that nobody could open, and ``KeyError``.
    """
    make, content_type = _FILES[kind]
    # Read before the transaction, in which nobody else could write, and up to one end however long it takes.
    head = head_of_log()
    events = events_sought(sought).filter(number__lte=head.number if head else 0).order_by("number")
    number, content = events.count(), make(events)
    with transaction.atomic():
        record(
            actor=actor,
            verb="took the log" if not sought.told else "took a part of the log",
            subject=actor,
            changes={
                "events": ["", str(number)],
                "file": ["", kind],
                "SHA-256": ["", hashlib.sha256(content).hexdigest()],
            }
            | {name: ["", text] for name, text in sought.told.items()},
        )
    return LogFile(f"log.{kind}", content_type, content)


def _lines(events: "models.QuerySet[Event]") -> bytes:
    return b"".join(as_line(event.link) for event in events.iterator(chunk_size=2_000))


def _workbook(events: "models.QuerySet[Event]") -> bytes:
    if (number := events.count()) > MOST_IN_A_WORKBOOK:
        raise TooManyEvents(
            f"These are {number:,} events, and a workbook takes {MOST_IN_A_WORKBOOK:,}. Narrow the days, or take CSV."
        )
    return sheets.as_workbook([_table(events)])


def _csv(events: "models.QuerySet[Event]") -> bytes:
    return sheets.as_csv(_table(events))


def _table(events: "models.QuerySet[Event]") -> Table[Event]:
    return Table(
        slug="log",
        title="Log",
        columns=(
            Column(title="Number", value=lambda one: one.number, kind=Kind.NUMBER, width=10),
            Column(title="At", value=_at, width=26),
            Column(title="Person", value=lambda one: str(one.actor or "Form 4 Desk"), width=24),
            Column(title="What", value=lambda one: one.verb, width=60),
            Column(title="Kind of record", value=_kind_name, width=18),
            Column(title="Record", value=lambda one: one.subject_id, kind=Kind.NUMBER, width=10),
            Column(title="What changed", value=_changes, width=80),
            Column(title="Digest", value=lambda one: one.digest, width=66),
        ),
        rows=cast("Sequence[Event]", _InTurns(events)),
        empty="No event.",
    )


def _at(event: Event) -> str:
    return localtime(event.at).isoformat(sep=" ", timespec="seconds")


def _kind_name(event: Event) -> str:
    kind = kind_of(event.subject_type)
    return kind.name if kind else event.subject_type


def _changes(event: Event) -> str:
    return "\n".join(
        f"{one.name}: {one.before} → {one.after}" if one.before else f"{one.name}: {one.after}"
        for one in changes_told(event, kind_of(event.subject_type))
    )


_FILES: dict[str, tuple[Callable[["models.QuerySet[Event]"], bytes], str]] = {
    "csv": (_csv, sheets.CSV_TYPE),
    "xlsx": (_workbook, sheets.XLSX_TYPE),
    "jsonl": (_lines, "application/jsonl"),
}
