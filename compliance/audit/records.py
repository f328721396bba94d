"""The kinds of record that events tell of: who may see the history of one, and in which words it is told.

Each app names its own kinds when it is ready; the log itself knows none of them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from compliance.audit.models import Event
from compliance.models import User

Events = models.QuerySet[Event]
Beside = Callable[[models.Model, Sequence[Event]], Mapping[int, str]]


def _nothing_hidden(_user: User, _record: models.Model) -> Collection[str]:
    return ()


def _all_of_them(_user: User, _record: models.Model, events: Events) -> Events:
    return events


def _nothing_beside(_record: models.Model, _events: Sequence[Event]) -> Mapping[int, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class RecordKind:
    """One kind of record. ``permission`` is the rule of its history, which is asked about the record, and ``page``
    the name of that page's address, blank where there is none.

    ``records`` loads them for their names; ``told_of`` are the other records whose fields its events name. ``hidden``
    are the fields that a person may not see although the record may be seen, and ``narrowed`` leaves out the events
    that are not that person's to read. ``beside`` gives by an event's primary key the address of a page that shows
    what it changed.
    """

    model: type[models.Model]
    name: str
    permission: str
    page: str = ""
    records: Callable[[], "models.QuerySet[models.Model]"]
    told_of: tuple[type[models.Model], ...] = ()
    hidden: Callable[[User, models.Model], Collection[str]] = _nothing_hidden
    narrowed: Callable[[User, models.Model, Events], Events] = _all_of_them
    beside: Beside = _nothing_beside

    def record(self, pk: int) -> models.Model | None:
        """The record, if it is still there."""
        return self.records().filter(pk=pk).first()

    def address_of(self, record: models.Model) -> str:
        """Where a record has its page; blank where it has none."""
        return reverse(self.page, args=[record.pk]) if self.page else ""

    def field(self, name: str) -> "models.Field[object, object] | None":
        """The field that an event means by a name."""
        for model in (self.model, *self.told_of):
            for field in model._meta.concrete_fields:
                if field.name == name:
                    return field
        return None


_kinds: dict[str, RecordKind] = {}


def register(*kinds: RecordKind) -> None:
    """Make kinds of record known; called once by each app, when it is ready."""
    for kind in kinds:
        _kinds[kind.model._meta.label_lower] = kind


def kind_of(subject_type: str) -> RecordKind | None:
    """The kind that an event's ``subject_type`` names; ``None`` where no page shows such records."""
    return _kinds.get(subject_type)


def kinds() -> Mapping[str, RecordKind]:
    """Every kind by its ``subject_type``, in the order of their names."""
    return dict(sorted(_kinds.items(), key=lambda one: one[1].name))
