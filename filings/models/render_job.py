"""Work for the background: one file to be made from one snapshot, and the file once it is there."""

from django.db import models

from filings.models.leased import LeasedWork
from filings.models.snapshot import Snapshot


class RenderJob(LeasedWork):
    """One file of a snapshot."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XML = "xml", "EDGAR XML"

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=3, choices=Kind)

    file = models.FileField(upload_to="documents/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["snapshot", "kind"]
        constraints = [
            *LeasedWork.Meta.constraints,
            models.UniqueConstraint(fields=["snapshot", "kind"], name="one_job_a_snapshot_and_kind"),
            models.CheckConstraint(condition=models.Q(kind__in=["pdf", "xml"]), name="job_kind_known"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(sha256=""), name="job_done_has_its_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.snapshot}: {self.get_state_display()}"
