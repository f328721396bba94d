"""The desk's own certificates: one that stands for the desk, and those with which it seals documents."""

from django.db import models

from compliance.secrets import EncryptedField


class DeskCertificate(models.Model):
    """A certificate in PEM with its private key, encrypted; ``fingerprint`` is the SHA-256 of its DER form.

    A retired one has lost its key and stays, so that what it sealed can be verified.
    """

    class Purpose(models.TextChoices):
        AUTHORITY = "authority", "Stands for the desk"
        SEAL = "seal", "Seals documents"

    purpose = models.CharField(max_length=9, choices=Purpose)
    number = models.PositiveIntegerField(help_text="Counted for each purpose from 1.")
    issuer = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="issued")
    certificate = models.TextField()
    fingerprint = models.CharField(max_length=64, unique=True)
    key = EncryptedField("private key", blank=True, default="")
    begins_at = models.DateTimeField()
    used_until = models.DateTimeField(help_text="From then on its successor is used.")
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["purpose", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "number"], name="certificate_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(purpose="authority", issuer__isnull=True)
                | models.Q(purpose="seal", issuer__isnull=False),
                name="certificate_seal_has_its_authority",
            ),
            models.CheckConstraint(
                condition=models.Q(begins_at__lt=models.F("used_until"))
                & models.Q(used_until__lt=models.F("ends_at")),
                name="certificate_outlives_its_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, number {self.number}"
