"""Powers of attorney: who may sign which forms for whom, about which issuer, and until when."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from compliance.access import reach_of
from people.models.issuer import Issuer
from people.models.owner import ReportingOwner

FORMS = ("3", "4", "5", "144", "ID")
SCANS = "powers-of-attorney/"

accession_number = RegexValidator(r"^\d{10}-\d{2}-\d{6}$", "An accession number reads 0001234567-26-000123.")
_DAY = dt.timedelta(days=1)


class PowerStage(models.TextChoices):
    """How far the paper has come. Only an executed one gives authority."""

    DRAFTED = "drafted", "Draft"
    SENT = "sent", "Sent for signature"
    EXECUTED = "executed", "Executed"


class PowerState(models.TextChoices):
    """What a power is on a given day."""

    IN_FORCE = "in-force", "In force"
    NOT_YET = "not-yet", "Not yet"
    DRAFTED = "drafted", "Draft"
    SENT = "sent", "Sent for signature"
    ENDED = "ended", "Ended"
    REVOKED = "revoked", "Revoked"


class PowerQuerySet(models.QuerySet["PowerOfAttorney"]):
    def in_state(self, state: PowerState, day: dt.date) -> "PowerQuerySet":
        """The powers that are in a state on a day: the same answer as ``PowerOfAttorney.state_on``."""
        executed = models.Q(stage=PowerStage.EXECUTED)
        standing = executed & (models.Q(revoked_on__isnull=True) | models.Q(revoked_on__gt=day))
        begun = standing & models.Q(executed_on__lte=day)
        over = (
            models.Q(ends_on__lt=day)
            | models.Q(grantor__died_on__lte=day)
            | models.Q(grantor__incapable_since__lte=day)
            & (models.Q(is_durable=False) | models.Q(executed_on__gte=models.F("grantor__incapable_since")))
        )
        conditions = {
            PowerState.IN_FORCE: begun & ~over,
            PowerState.NOT_YET: standing & models.Q(executed_on__gt=day),
            PowerState.DRAFTED: models.Q(stage=PowerStage.DRAFTED),
            PowerState.SENT: models.Q(stage=PowerStage.SENT),
            PowerState.ENDED: begun & over,
            PowerState.REVOKED: executed & models.Q(revoked_on__lte=day),
        }
        return self.filter(conditions[state])

    def visible_to(self, user: Any) -> "PowerQuerySet":
        """The powers about an issuer at which a person holds a role, and those about all issuers of such owners."""
        reach = reach_of(user)
        if reach.everywhere:
            return self
        for_all = models.Q(
            issuer__isnull=True, grantor__in=ReportingOwner.objects.visible_to(user).values("pk")
        )
        return self.filter(reach.within("issuer") | for_all)


class PowerOfAttorney(FSMModelMixin, models.Model):
    """A written authority under Form 4, General Instruction 7(a). ``issuer`` unset means all issuers.

    ``stage`` tells how far the paper has come; what the power is on a day follows from its dates (``state_on``).
    However it ends, the grantor may revoke it before. ``TERMS`` are what the paper says: from the day ``used_on``
    of the first signature under it the database lets nobody change them (``people.fixed_terms``).
    """

    class Ends(models.TextChoices):
        WHEN_NO_LONGER_REPORTING = "not_reporting", "When the grantor no longer has to report"
        ON_REVOCATION = "revocation", "On revocation"
        ON_DATE = "date", "On a date"

    TERMS = (
        "grantor", "issuer", "covers_form_3", "covers_form_4", "covers_form_5", "covers_form_144",
        "covers_form_id", "covers_amendments", "signs_jointly", "joint_signers", "allows_substitution",
        "is_durable", "executed_on", "ends", "ends_on", "text",
    )  # fmt: skip

    stage = FSMField(max_length=8, default=PowerStage.EXECUTED, choices=PowerStage, protected=True)
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
    joint_signers = models.PositiveSmallIntegerField(
        "how many of them together",
        null=True,
        blank=True,
        help_text="Empty: all of them.",
    )
    allows_substitution = models.BooleanField(
        "an attorney may appoint a substitute",
        default=False,
        help_text="Only where the paper says so.",
    )
    is_durable = models.BooleanField(
        "outlasts the grantor's incapacity",
        default=False,
        help_text="A durable power. Death ends it all the same.",
    )
    sent_on = models.DateField("sent for signature on", null=True, blank=True)
    executed_on = models.DateField(null=True, blank=True)
    notarised_on = models.DateField(
        "notarised on",
        null=True,
        blank=True,
        help_text="EDGAR asks for it where the power is used to sign Form ID; Section 16 reports need none.",
    )
    ends = models.CharField(max_length=13, choices=Ends, default=Ends.WHEN_NO_LONGER_REPORTING)
    ends_on = models.DateField("ends on", null=True, blank=True, help_text="The last day on which it holds.")
    revoked_on = models.DateField(
        null=True, blank=True, help_text="From this day on nobody may sign under this power."
    )
    revocation = models.FileField(
        "signed revocation", upload_to=SCANS, blank=True, help_text="The writing in which it was revoked."
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        help_text="An earlier power of the same grantor that this one is to take the place of.",
    )
    revokes_replaced = models.BooleanField(
        "and says that it revokes it",
        default=False,
        help_text="A new power does not revoke an earlier one unless it says so.",
    )
    text = models.TextField(
        "text for Exhibit 24", help_text="The whole power of attorney as it was signed, in plain characters."
    )
    scan = models.FileField(
        upload_to=SCANS, blank=True, help_text="The signed paper: PDF, PNG, JPEG or TIFF."
    )
    text_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who has read the text beside the scan.",
    )
    text_confirmed_at = models.DateTimeField(null=True, blank=True)
    filed_with = models.CharField(
        "filed with accession number",
        max_length=20,
        blank=True,
        validators=[accession_number],
        help_text="Of the filing that carried it as Exhibit 24. Empty: it is attached to the next one.",
    )
    used_on = models.DateField("first signed under on", null=True, blank=True, editable=False)
    last_used_on = models.DateField("last signed under on", null=True, blank=True, editable=False)

    objects = PowerQuerySet.as_manager()

    class Meta:
        # A draft has no day yet, and is the newest.
        ordering = ["grantor", models.F("executed_on").desc(nulls_first=True), "-id"]
        verbose_name_plural = "powers of attorney"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    stage__in=["drafted", "sent"],
                    executed_on__isnull=True,
                    notarised_on__isnull=True,
                    revoked_on__isnull=True,
                    used_on__isnull=True,
                    scan="",
                    filed_with="",
                )
                | models.Q(stage="executed", executed_on__isnull=False),
                name="power_executed_has_a_day",
                violation_error_message="Only an executed power has a day of execution and what follows it.",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="sent") | models.Q(sent_on__isnull=False),
                name="power_sent_has_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(ends="date", ends_on__isnull=False)
                | (~models.Q(ends="date") & models.Q(ends_on__isnull=True)),
                name="power_ends_on_a_date_or_not",
                violation_error_message="Give the last day if, and only if, the power ends on a date.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(executed_on__isnull=True)
                | models.Q(ends_on__gte=models.F("executed_on")),
                name="power_ends_after_execution",
                violation_error_message="A power cannot end before it was executed.",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_on__isnull=True)
                | models.Q(revoked_on__gte=models.F("executed_on")),
                name="power_revoked_after_execution",
                violation_error_message="A power cannot be revoked before it was executed.",
            ),
            models.CheckConstraint(
                condition=models.Q(revocation="") | models.Q(revoked_on__isnull=False),
                name="power_revocation_has_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(joint_signers__isnull=True)
                | models.Q(signs_jointly=True, joint_signers__gte=2),
                name="power_joint_signers_are_several",
                violation_error_message="Two or more sign together, or each may sign alone.",
            ),
            models.CheckConstraint(
                condition=models.Q(revokes_replaced=False) | models.Q(replaces__isnull=False),
                name="power_revokes_what_it_replaces",
                violation_error_message="Say which earlier power it revokes.",
            ),
            models.CheckConstraint(
                condition=models.Q(text_confirmed_by__isnull=True, text_confirmed_at__isnull=True)
                | models.Q(text_confirmed_by__isnull=False, text_confirmed_at__isnull=False)
                & ~models.Q(scan=""),
                name="power_text_confirmed_against_a_scan",
                violation_error_message="The text is confirmed against a scan, by somebody, at an instant.",
            ),
        ]

    def __str__(self) -> str:
        if self.executed_on is None:
            return "Power of attorney, not yet executed"
        return f"Power of attorney of {self.executed_on.day} {self.executed_on:%B %Y}"

    def clean(self) -> None:
        """Raises ``ValidationError`` for what the database cannot compare: another power's grantor."""
        if self.replaces is not None and (
            self.replaces.grantor_id != self.grantor_id or self.replaces_id == self.pk
        ):
            raise ValidationError(
                {"replaces": "Choose another power of the same grantor that this one replaces."}
            )

    def issuers_concerned(self) -> frozenset[int]:
        """The issuer that the power names; for all issuers, those with which its grantor has to do."""
        return frozenset({self.issuer_id}) if self.issuer_id else self.grantor.issuers_concerned()

    @transition(field=stage, source=PowerStage.DRAFTED, target=PowerStage.SENT)
    def send(self, *, on: dt.date) -> None:
        self.sent_on = on

    @transition(field=stage, source=PowerStage.SENT, target=PowerStage.DRAFTED)
    def take_back(self) -> None:
        self.sent_on = None

    @transition(field=stage, source=[PowerStage.DRAFTED, PowerStage.SENT], target=PowerStage.EXECUTED)
    def execute(self, *, on: dt.date) -> None:
        self.executed_on = on

    def state_on(self, day: dt.date) -> PowerState:
        """What the power is on a day.

        In force from its execution to its last day; from the day of its revocation on, revoked. The grantor's
        death ends it, and incapacity ends one that is not durable, from that day on. Whoever is incapable makes none.
        """
        if self.stage != PowerStage.EXECUTED or self.executed_on is None:
            return PowerState.SENT if self.stage == PowerStage.SENT else PowerState.DRAFTED
        if self.revoked_on and day >= self.revoked_on:
            return PowerState.REVOKED
        if day < self.executed_on:
            return PowerState.NOT_YET
        if self.ends_on and day > self.ends_on:
            return PowerState.ENDED
        lapses_on = self.lapses_on
        return PowerState.ENDED if lapses_on and day >= lapses_on else PowerState.IN_FORCE

    @property
    def lapses_on(self) -> dt.date | None:
        """The day from which what happened to the grantor ends the power: death, or incapacity if not durable.

        Durable is a power that was made before: one that was signed in incapacity never had any effect.
        """
        lost, outlasted = self.grantor.incapable_since, self.is_durable and not self.is_made_in_incapacity
        days = (self.grantor.died_on, None if outlasted else lost)
        return min((day for day in days if day), default=None)

    @property
    def is_made_in_incapacity(self) -> bool:
        """Whether the grantor could not act any more on the day on which the paper was signed."""
        lost = self.grantor.incapable_since
        return lost is not None and self.executed_on is not None and self.executed_on >= lost

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it holds, as far as one is known: its own, or that before a revocation or lapse."""
        over_from = [day for day in (self.revoked_on, self.lapses_on) if day]
        days = [day - _DAY for day in over_from] + ([self.ends_on] if self.ends_on else [])
        return min(days, default=None)

    def covers(self, form: str) -> bool:
        """Whether the power names a form: ``3``, ``4``, ``5``, ``144`` or ``ID``. It is read literally."""
        return bool(getattr(self, f"covers_form_{form.lower()}", False))

    @property
    def forms_covered(self) -> tuple[str, ...]:
        """The forms that the power names, in the order of the register: ``("3", "4", "5", "ID")``."""
        return tuple(form for form in FORMS if self.covers(form))

    @property
    def is_executed(self) -> bool:
        return self.stage == PowerStage.EXECUTED


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

    def has_left_by(self, day: dt.date) -> bool:
        """Whether the own authority is over on a day; its last day still counts."""
        return self.ended_on is not None and day > self.ended_on
