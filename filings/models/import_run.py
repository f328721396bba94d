"""An import of past filings: what was handed in, and what became of each document in it."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from filings.models.filing import Filing
from filings.models.leased import LeasedWork


class ImportRun(LeasedWork):
    """One hand-in of past filings, from a browser (with its files) or from the command line (without).

    A worker goes through the documents in the order of ``ImportFile`` and of each ZIP's own list. How far it
    came is the number of ``ImportedDocument`` rows, which are written in the transaction of their filings.
    """

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    total = models.PositiveIntegerField(null=True, blank=True, help_text="Documents, as counted beforehand.")

    class Meta:
        ordering = ["-id"]
        constraints = LeasedWork.Meta.constraints

    def __str__(self) -> str:
        return f"Import {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("import-run", args=[self.pk])

    @property
    def is_pending(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def can_go_on(self) -> bool:
        """It has stopped, and the files that were handed in are still here."""
        return self.state == self.State.FAILED and self.files.exclude(file="").exists()


class ImportFile(models.Model):
    """A file as it was handed in: a document or a ZIP of documents.

    It may hold a CCC, so it waits sealed (``compliance.sealed``) and is deleted when the run is over.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255, help_text="As the person's computer calls it.")
    file = models.FileField(upload_to="imports/")

    class Meta:
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="import_file_position_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportedDocument(models.Model):
    """What became of one document of a run. ``name`` is its file, with the path in the ZIP or the folder."""

    class Outcome(models.TextChoices):
        IMPORTED = "imported", "Imported"
        KNOWN = "known", "Known already"
        REFUSED = "refused", "Refused"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="documents")
    number = models.PositiveIntegerField(help_text="Its place in the run, from 1.")
    name = models.CharField(max_length=255)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was refused, or what is known.")
    filing = models.ForeignKey(
        Filing, on_delete=models.CASCADE, null=True, blank=True, related_name="imported_from"
    )

    class Meta:
        ordering = ["run", "number"]
        indexes = [models.Index(fields=["run", "outcome"], name="import_outcomes")]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="imported_document_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="refused", filing__isnull=True) & ~models.Q(reason="")
                | models.Q(outcome__in=["imported", "known"], filing__isnull=False),
                name="import_outcome_has_its_filing_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_outcome_display()}"
