"""What is kept beside a power: notes on it, and the reminders of its end that were sent."""

from django.conf import settings
from django.db import models

from people.models.power_of_attorney import PowerOfAttorney


class PowerNote(models.Model):
    """What somebody has to say about a power whose terms are fixed. Notes are added and stay."""

    power = models.ForeignKey(PowerOfAttorney, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text


class PowerReminder(models.Model):
    """One reminder, so many ``days`` before a power's ``last_day``; sent once.

    Whoever sends it holds it until ``claimed_until``, so that another worker sends it only if that one died.
    """

    power = models.ForeignKey(PowerOfAttorney, on_delete=models.CASCADE, related_name="reminders")
    last_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["power", "-days"]
        constraints = [
            models.UniqueConstraint(fields=["power", "last_day", "days"], name="power_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.days} days before {self.last_day}"
