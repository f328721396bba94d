"""Days on which EDGAR is closed, or open, against the federal calendar."""

from django.db import models


class EdgarCalendarDay(models.Model):
    """One announced exception, kept by an administrator with the address of the announcement."""

    class Kind(models.TextChoices):
        CLOSING = "closing", "EDGAR closed"
        OPENING = "opening", "EDGAR open"

    day = models.DateField(unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(
        max_length=100, help_text="As it is shown in a count: “National Day of Mourning”."
    )
    source_url = models.URLField("source", help_text="The SEC's announcement.")

    class Meta:
        ordering = ["-day"]
        verbose_name = "EDGAR calendar day"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["closing", "opening"]), name="calendar_day_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%a %d %b %Y}: {self.name} ({self.get_kind_display()})"
