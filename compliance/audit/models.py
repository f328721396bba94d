"""The event log: who did what to which record, and when. Events are added and never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from compliance.audit.chain import Head, Link

VERB_LENGTH = 200
DIGEST_LENGTH = 64


class EventIsFinal(Exception):
    """Somebody tried to change or delete an event."""


class EventQuerySet(models.QuerySet["Event"]):
    """Events to read; many at once are as final as one."""

    def update(self, **_values: object) -> int:
        raise EventIsFinal("Events are in the log and stay as they are.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise EventIsFinal("Events are in the log and stay as they are.")


class Event(models.Model):
    """One thing that happened. ``verb`` reads after the actor's name: "signed", "changed Table I, line 2".

    ``number`` counts all events of the desk without a gap; the digests chain them (``compliance.audit.chain``).
    The database itself refuses to change or delete a row (``compliance.audit.triggers``).
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="events"
    )
    verb = models.CharField(max_length=VERB_LENGTH)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    changes = models.JSONField(default=dict, help_text="Field to its value before and after.")
    previous = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    subject_previous = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    digest = models.CharField(max_length=DIGEST_LENGTH)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-number"], name="event_of_a_record"),
            models.Index(fields=["actor", "-number"], name="event_of_an_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor or 'Form 4 Desk'} {self.verb}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            raise EventIsFinal(f"Event {self.number} is in the log and stays as it is.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *_args: object, **_kwargs: object) -> tuple[int, dict[str, int]]:
        raise EventIsFinal(f"Event {self.number} is in the log and stays as it is.")

    @property
    def link(self) -> Link:
        """The event as the chain sees it."""
        return Link(
            number=self.number,
            at=self.at,
            actor=self.actor_id,
            verb=self.verb,
            subject_type=self.subject_type,
            subject_id=self.subject_id,
            changes=self.changes,
            previous=self.previous,
            subject_previous=self.subject_previous,
            digest=self.digest,
        )


class LogHead(models.Model):
    """The end of the log, in one row. Whoever writes events holds it until the end of the transaction."""

    THE_ONE = 1

    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    seal = models.CharField(max_length=DIGEST_LENGTH)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="log_has_one_head")]

    def __str__(self) -> str:
        return f"{self.number} events, {self.digest[:12]}"

    @property
    def head(self) -> Head:
        return Head(number=self.number, digest=self.digest, seal=self.seal)
