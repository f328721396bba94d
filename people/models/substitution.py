"""Substitutes: whom an attorney-in-fact appoints to act in the own place."""

import datetime as dt

from django.conf import settings
from django.db import models

from people.models.power_of_attorney import SCANS, AttorneyInFact, accession_number


class Substitution(models.Model):
    """An instrument by which an attorney-in-fact appoints a substitute, where the power allows it.

    It gives what the power gives and ends with the power. That the attorney leaves does not end it, unless
    the instrument says so. Nothing in it is changed later: one that was entered wrongly is removed.
    """

    attorney = models.ForeignKey(
        AttorneyInFact,
        on_delete=models.PROTECT,
        related_name="substitutions",
        verbose_name="appointed by",
        help_text="In whose place the substitute acts.",
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="substitutions"
    )
    executed_on = models.DateField()
    ends_on = models.DateField(
        "ends on", null=True, blank=True, help_text="The last day. Empty: it ends with the power."
    )
    ends_with_attorney = models.BooleanField(
        "ends when the attorney's own authority ends", default=False, help_text="Only where it says so."
    )
    revoked_on = models.DateField(
        null=True, blank=True, help_text="From this day on the substitute may no longer sign."
    )
    text = models.TextField(
        "text for Exhibit 24", help_text="The whole instrument as it was signed, in plain characters."
    )
    scan = models.FileField(
        upload_to=SCANS, blank=True, help_text="The signed paper: PDF, PNG, JPEG or TIFF."
    )
    filed_with = models.CharField(
        "filed with accession number", max_length=20, blank=True, validators=[accession_number]
    )
    used_on = models.DateField("first signed under on", null=True, blank=True, editable=False)

    class Meta:
        ordering = ["attorney", "executed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attorney", "substitute", "executed_on"],
                name="substitute_appointed_once",
                violation_error_message="This appointment is here already.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("executed_on")),
                name="substitution_ends_after_execution",
                violation_error_message="An appointment cannot end before it was signed.",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_on__isnull=True)
                | models.Q(revoked_on__gte=models.F("executed_on")),
                name="substitution_revoked_after_execution",
                violation_error_message="An appointment cannot be revoked before it was signed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} in the place of {self.attorney}"

    def holds_on(self, day: dt.date) -> bool:
        """Whether its own dates let the substitute act on a day; the power's are another matter."""
        return (
            self.executed_on <= day
            and (self.revoked_on is None or day < self.revoked_on)
            and (self.ends_on is None or day <= self.ends_on)
            and not (self.ends_with_attorney and self.attorney.has_left_by(day))
        )
