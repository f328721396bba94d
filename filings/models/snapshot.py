"""The frozen report: what was signed or filed, or what a draft was when somebody asked for its preview."""

from django.db import models

from filings.models.filing import Filing
from filings.ownership import canonical
from filings.ownership.report import Submission


class Snapshot(models.Model):
    """A submission in its canonical JSON. Everything that is rendered is made from here alone.

    Of several imported ones of a filing the newest holds: a fuller source brought what an earlier one lacked.
    """

    class Kind(models.TextChoices):
        PREVIEW = "preview", "Preview of a draft"
        SIGNED = "signed", "Signed"
        IMPORTED = "imported", "As it was filed"

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="snapshots")
    kind = models.CharField(max_length=8, choices=Kind)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["filing", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "kind", "sha256"], name="snapshot_once"),
            models.UniqueConstraint(
                fields=["filing"], condition=models.Q(kind="signed"), name="one_signed_snapshot_a_filing"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["preview", "signed", "imported"]), name="snapshot_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sha256[:12]}"

    @property
    def submission(self) -> Submission:
        """The frozen value, read back from its canonical JSON."""
        return canonical.decode(self.content)
