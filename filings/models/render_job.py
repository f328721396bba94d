"""Work for the background: one file to be made from one snapshot, and the file once it is there."""

from django.db import models

from filings.models.snapshot import Snapshot


class RenderJob(models.Model):
    """A row for the work, written in the transaction of its cause; the broker only carries its id.

    A worker claims it with one conditional UPDATE: ``lease`` names the claim, ``lease_until`` ends it, and
    ``attempt`` counts. Only the holder of the lease may finish it. A sweep publishes what is due again.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XML = "xml", "EDGAR XML"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=3, choices=Kind)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED, db_index=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(help_text="When the sweep publishes the job (again).")
    failure = models.TextField(blank=True, help_text="What happened, for the person who looks at the filing.")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    file = models.FileField(upload_to="documents/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["snapshot", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "kind"], name="one_job_a_snapshot_and_kind"),
            models.CheckConstraint(condition=models.Q(kind__in=["pdf", "xml"]), name="job_kind_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed"]), name="job_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(sha256=""), name="job_done_has_its_file"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running")
                | models.Q(lease__isnull=False, lease_until__isnull=False),
                name="job_running_has_a_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.snapshot}: {self.get_state_display()}"
