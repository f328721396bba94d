"""Powers of attorney: who may sign which forms for whom, about which issuer, and until when."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from people.models.issuer import Issuer
from people.models.owner import ReportingOwner


class PowerOfAttorney(models.Model):
    """A written authority under Form 4, General Instruction 7(a). ``issuer`` unset means all issuers."""

    class Ends(models.TextChoices):
        WHEN_NO_LONGER_REPORTING = (
            "not_reporting",
            "When the grantor no longer has to report, or on revocation",
        )
        ON_REVOCATION = "revocation", "On revocation"
        ON_DATE = "date", "On a date, or on revocation"

    grantor = models.ForeignKey(ReportingOwner, on_delete=models.PROTECT, related_name="powers_of_attorney")
    issuer = models.ForeignKey(
        Issuer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="powers_of_attorney",
        help_text="Empty: the power is for all issuers.",
    )
    attorneys = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="AttorneyInFact", related_name="powers_of_attorney"
    )
    covers_form_3 = models.BooleanField("Form 3", default=True)
    covers_form_4 = models.BooleanField("Form 4", default=True)
    covers_form_5 = models.BooleanField("Form 5", default=True)
    covers_form_144 = models.BooleanField("Form 144", default=False)
    covers_form_id = models.BooleanField("Form ID", default=False)
    covers_amendments = models.BooleanField("amendments", default=True)
    executed_on = models.DateField()
    ends = models.CharField(max_length=13, choices=Ends, default=Ends.WHEN_NO_LONGER_REPORTING)
    ends_on = models.DateField("ends on", null=True, blank=True, help_text="The last day on which it holds.")
    revoked_on = models.DateField(
        null=True, blank=True, help_text="From this day on nobody may sign under this power."
    )
    text = models.TextField(
        "text for Exhibit 24", help_text="The whole power of attorney as it was signed, in plain characters."
    )
    scan = models.FileField(upload_to="powers-of-attorney/", blank=True)
    filed_with = models.CharField(
        "filed with accession number",
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(r"^\d{10}-\d{2}-\d{6}$", "An accession number reads 0001234567-26-000123.")
        ],
        help_text="Of the filing that carried it as Exhibit 24. Empty: it is attached to the next one.",
    )

    class Meta:
        ordering = ["grantor", "-executed_on"]
        verbose_name_plural = "powers of attorney"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends="date", ends_on__isnull=False)
                | (~models.Q(ends="date") & models.Q(ends_on__isnull=True)),
                name="power_ends_on_a_date_or_not",
                violation_error_message="Give the last day if, and only if, the power ends on a date.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("executed_on")),
                name="power_ends_after_execution",
                violation_error_message="A power cannot end before it was executed.",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_on__isnull=True)
                | models.Q(revoked_on__gte=models.F("executed_on")),
                name="power_revoked_after_execution",
                violation_error_message="A power cannot be revoked before it was executed.",
            ),
        ]

    def __str__(self) -> str:
        return f"Power of attorney of {self.executed_on.day} {self.executed_on:%B %Y}"


class AttorneyInFact(models.Model):
    """A person named in a power; ``ended_on`` is the last day of the own authority, for one who left."""

    power = models.ForeignKey(PowerOfAttorney, on_delete=models.CASCADE, related_name="named_attorneys")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="named_in_powers"
    )
    ended_on = models.DateField("authority ended on", null=True, blank=True)

    class Meta:
        ordering = ["power", "user__last_name"]
        verbose_name_plural = "attorneys-in-fact"
        constraints = [
            models.UniqueConstraint(fields=["power", "user"], name="attorney_named_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)
