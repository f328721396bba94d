"""A warning that somebody looked at, with the reason why the report stays as it is."""

from django.conf import settings
from django.db import models

from filings.models.filing import Filing


class Acknowledgement(models.Model):
    """Holds for one finding as it was read: when its words or figures change, it is asked again."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="acknowledgements")
    check_id = models.CharField(max_length=12)
    fingerprint = models.CharField(max_length=32)
    message = models.TextField(help_text="The finding as it was acknowledged.")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["filing", "at"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "fingerprint"], name="finding_acknowledged_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="acknowledgement_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.reason}"
