"""Powers of attorney: who may sign which forms for whom, about which issuer, and until when."""

import datetime as dt

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from people.models.issuer import Issuer
from people.models.owner import ReportingOwner

FORMS = ("3", "4", "5", "144", "ID")


class PowerState(models.TextChoices):
    """What a power is on a given day."""

    IN_FORCE = "in-force", "In force"
    NOT_YET = "not-yet", "Not yet"
    ENDED = "ended", "Ended"
    REVOKED = "revoked", "Revoked"


class PowerQuerySet(models.QuerySet["PowerOfAttorney"]):
    def in_state(self, state: PowerState, day: dt.date) -> "PowerQuerySet":
        """The powers that are in a state on a day: the same answer as ``PowerOfAttorney.state_on``."""
        not_revoked = models.Q(revoked_on__isnull=True) | models.Q(revoked_on__gt=day)
        not_ended = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day)
        executed = models.Q(executed_on__lte=day)
        conditions = {
            PowerState.IN_FORCE: not_revoked & executed & not_ended,
            PowerState.NOT_YET: not_revoked & models.Q(executed_on__gt=day),
            PowerState.ENDED: not_revoked & models.Q(ends_on__lt=day),
            PowerState.REVOKED: models.Q(revoked_on__lte=day),
        }
        return self.filter(conditions[state])


class PowerOfAttorney(models.Model):
    """A written authority under Form 4, General Instruction 7(a). ``issuer`` unset means all issuers.

    However it ends, the grantor may revoke it before.
    """

    class Ends(models.TextChoices):
        WHEN_NO_LONGER_REPORTING = "not_reporting", "When the grantor no longer has to report"
        ON_REVOCATION = "revocation", "On revocation"
        ON_DATE = "date", "On a date"

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
    signs_jointly = models.BooleanField(
        "the attorneys sign only together",
        default=False,
        help_text="Leave it empty where any of them may sign alone.",
    )
    executed_on = models.DateField()
    ends = models.CharField(max_length=13, choices=Ends, default=Ends.WHEN_NO_LONGER_REPORTING)
    ends_on = models.DateField("ends on", null=True, blank=True, help_text="The last day on which it holds.")
    revoked_on = models.DateField(
        null=True, blank=True, help_text="From this day on nobody may sign under this power."
    )
    text = models.TextField(
        "text for Exhibit 24", help_text="The whole power of attorney as it was signed, in plain characters."
    )
    scan = models.FileField(
        upload_to="powers-of-attorney/", blank=True, help_text="The signed paper: PDF, PNG, JPEG or TIFF."
    )
    filed_with = models.CharField(
        "filed with accession number",
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(r"^\d{10}-\d{2}-\d{6}$", "An accession number reads 0001234567-26-000123.")
        ],
        help_text="Of the filing that carried it as Exhibit 24. Empty: it is attached to the next one.",
    )

    objects = PowerQuerySet.as_manager()

    class Meta:
        ordering = ["grantor", "-executed_on", "-id"]
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

    def state_on(self, day: dt.date) -> PowerState:
        """In force from its execution to its last day; from the day of its revocation on, revoked."""
        if self.revoked_on and day >= self.revoked_on:
            return PowerState.REVOKED
        if day < self.executed_on:
            return PowerState.NOT_YET
        if self.ends_on and day > self.ends_on:
            return PowerState.ENDED
        return PowerState.IN_FORCE

    def covers(self, form: str) -> bool:
        """Whether the power names a form: ``3``, ``4``, ``5``, ``144`` or ``ID``. It is read literally."""
        return bool(getattr(self, f"covers_form_{form.lower()}", False))

    @property
    def forms_covered(self) -> tuple[str, ...]:
        """The forms that the power names, in the order of the register: ``("3", "4", "5", "ID")``."""
        return tuple(form for form in FORMS if self.covers(form))


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
