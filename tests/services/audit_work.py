"""A log to be tampered with, and the one who has the database and the desk's software in hand, but not its key."""

import msgspec
from django.db import connection, transaction

from compliance.audit import log
from compliance.audit.chain import NOTHING_BEFORE, digest_of, seal_of
from compliance.audit.log import record
from compliance.audit.models import Event
from compliance.models import User
from people.models import Issuer

GUESSED = b"what somebody takes for the desk's key"


def log_of(events: int) -> None:
    """A log of so many events about two issuers in turn, by a person who has signed in."""
    ruth = User.objects.create_user("ruth", "ruth@harborwell.example")
    both = [Issuer.objects.create(cik=str(one), conformed_name=f"ISSUER {one}") for one in (1, 2)]
    for number in range(events):
        with transaction.atomic():
            record(
                actor=ruth, verb=f"did thing {number + 1}", subject=both[number % 2], changes={"a": ["", "b"]}
            )


def put_in(number: int) -> None:
    """Put an event in that never was, at this place, with the digest of its own content."""
    before = Event.objects.get(number=number - 1)
    link = msgspec.structs.replace(
        before.link, number=number, verb="signed", previous=before.digest, subject_previous=before.digest
    )
    for later in (
        Event.objects.filter(number__gte=number).order_by("-number").values_list("number", flat=True)
    ):
        by_hand("update audit_event set number = %s where number = %s", later + 1, later)
    Event.objects.bulk_create(
        [Event(**(msgspec.structs.asdict(link) | {"actor": before.actor, "digest": digest_of(link)}))]
    )


def write_anew(key: bytes | None = None) -> None:
    """Make every digest fit what the rows say now, and the head fit the last one; sealed with a key, if given."""
    previous, number, about = NOTHING_BEFORE, 0, {}
    for old in list(log.links()):
        number += 1
        subject = (old.subject_type, old.subject_id)
        link = msgspec.structs.replace(
            old, number=number, previous=previous, subject_previous=about.get(subject, NOTHING_BEFORE)
        )
        previous = about[subject] = digest_of(link)
        by_hand(
            "update audit_event set number = %s, previous = %s, subject_previous = %s, digest = %s where number = %s",
            number, link.previous, link.subject_previous, previous, old.number,
        )  # fmt: skip
    by_hand("update audit_loghead set number = %s, digest = %s", number, previous)
    if key is not None:
        by_hand("update audit_loghead set seal = %s", seal_of(number, previous, key))


def by_hand(statement: str, *values: object) -> None:
    """A statement as somebody runs it who has the database: past the models, which refuse."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
