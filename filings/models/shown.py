"""What somebody was shown before signing it."""

from django.conf import settings
from django.db import models

from filings.models.filing import Filing


class ReportShown(models.Model):
    """A report, by its hash, that was opened by somebody who may sign it, on a day in New York.

    Nobody signs what was not shown to them on the same day: the signature would carry another date than they saw.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="shown")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["filing", "-at"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "user", "sha256", "on"], name="shown_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} to {self.user}"
