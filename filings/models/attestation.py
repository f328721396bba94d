"""The paper by which somebody attests by hand that an electronic signature of theirs is as good as one by hand."""

from django.conf import settings
from django.db import models


class Attestation(models.Model):
    """A hand-signed attestation, before which nobody signs electronically (Regulation S-T, Rule 302(b)(2)).

    ``signed_on`` is the day on the paper; ``ended_at`` when the desk stopped relying on it, with the reason. The
    scan may be destroyed when the rule no longer asks for it; its SHA-256 stays.
    """

    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attestations"
    )
    signed_on = models.DateField(help_text="The day on the paper.")
    text = models.TextField(help_text="What was signed, as the desk printed it.")
    scan = models.FileField(upload_to="attestations/", blank=True)
    scan_sha256 = models.CharField(max_length=64)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    destruction_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["signer", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signer"],
                condition=models.Q(ended_at__isnull=True),
                name="one_attestation_relied_on",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end_reason="")
                | models.Q(ended_at__isnull=False) & ~models.Q(end_reason=""),
                name="attestation_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    destroyed_at__isnull=True, destroyed_by__isnull=True, destruction_reason=""
                )
                & ~models.Q(scan="")
                | models.Q(
                    destroyed_at__isnull=False,
                    destroyed_by__isnull=False,
                    ended_at__isnull=False,
                    scan="",
                )
                & ~models.Q(destruction_reason=""),
                name="attestation_has_its_scan_until_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"Attestation of {self.signer}, {self.signed_on.day} {self.signed_on:%B %Y}"

    @property
    def is_relied_on(self) -> bool:
        return self.ended_at is None
