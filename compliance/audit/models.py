"""The event log: who did what to which record, and when. Events are added and never changed."""

from django.conf import settings
from django.db import models

VERB_LENGTH = 200


class EventIsFinal(Exception):
    """Somebody tried to change or delete an event."""


class EventQuerySet(models.QuerySet["Event"]):
    """Events to read; many at once are as final as one."""

    def update(self, **_values: object) -> int:
        raise EventIsFinal("Events are in the log and stay as they are.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise EventIsFinal("Events are in the log and stay as they are.")


class Event(models.Model):
    """One thing that happened. ``verb`` reads after the actor's name: "signed", "changed Table I, line 2"."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="events"
    )
    verb = models.CharField(max_length=VERB_LENGTH)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    changes = models.JSONField(default=dict, help_text="Field to its value before and after.")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.actor or 'Form 4 Desk'} {self.verb}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            raise EventIsFinal(f"Event {self.pk} is in the log and stays as it is.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *_args: object, **_kwargs: object) -> tuple[int, dict[str, int]]:
        raise EventIsFinal(f"Event {self.pk} is in the log and stays as it is.")
