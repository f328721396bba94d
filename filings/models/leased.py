"""Work for the background as a row: what it needs so that none is lost and none is done twice."""

from django.db import models


class LeasedWork(models.Model):
    """The row is written in the transaction of the work's cause; the broker only carries its id.

    A worker claims it with one conditional UPDATE: ``lease`` names the claim, ``lease_until`` ends it, and
    ``attempt`` counts. Only the holder of the lease may finish it. A sweep publishes what is due again.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"

    state = models.CharField(max_length=7, choices=State, default=State.QUEUED, db_index=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(help_text="When the sweep publishes the work (again).")
    failure = models.TextField(blank=True, help_text="What happened, for the person who waits for it.")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed"]),
                name="%(class)s_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running")
                | models.Q(lease__isnull=False, lease_until__isnull=False),
                name="%(class)s_running_has_a_lease",
            ),
        ]
