"""What a reporting owner is to an issuer, and from when to when."""

import datetime as dt
from typing import Any

from django.db import models

from compliance.access import reach_of
from filings.ownership import codes
from people.models.fields import printable_ascii
from people.models.issuer import Issuer
from people.models.owner import ReportingOwner


class PositionQuerySet(models.QuerySet["Position"]):
    def held_on(self, day: dt.date) -> "PositionQuerySet":
        """The positions held on a day; the first and the last day count."""
        return self.filter(models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=day), started_on__lte=day)

    def visible_to(self, user: Any) -> "PositionQuerySet":
        """The positions at the issuers at which a person holds a role."""
        return self.filter(reach_of(user).within("issuer"))


class Position(models.Model):
    """One capacity of box 5. A person who is both director and officer holds two positions."""

    class Kind(models.TextChoices):
        DIRECTOR = "director", "Director"
        OFFICER = "officer", "Officer"
        TEN_PERCENT_OWNER = "ten_percent_owner", "10% owner"
        OTHER = "other", "Other"

    owner = models.ForeignKey(ReportingOwner, on_delete=models.CASCADE, related_name="positions")
    issuer = models.ForeignKey(Issuer, on_delete=models.CASCADE, related_name="positions")
    kind = models.CharField(max_length=17, choices=Kind)
    title = models.CharField(
        "officer title or other capacity",
        max_length=codes.MAX_OFFICER_TITLE,
        blank=True,
        validators=[printable_ascii],
        help_text="As it stands in box 5, at most 30 characters.",
    )
    started_on = models.DateField("from")
    ended_on = models.DateField("to", null=True, blank=True)

    reports_at_home = models.BooleanField(
        "reports under the home regulation",
        default=False,
        help_text="For a foreign private issuer under an SEC order: reported there, in English within two days.",
    )
    from_filings = models.BooleanField(
        "taken from past filings",
        default=False,
        editable=False,
        help_text="The first day is that of the earliest report seen: the position may have begun before.",
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["issuer", "-started_on", "kind"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="position_ends_after_it_starts",
                violation_error_message="A position cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["officer", "other"], title=""),
                name="officer_and_other_have_a_text",
                violation_error_message="An officer needs a title, another capacity needs a text: box 5 asks for it.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["director", "officer", "ten_percent_owner", "other"]),
                name="position_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title if self.kind in {self.Kind.OFFICER, self.Kind.OTHER} else self.get_kind_display()

    def issuers_concerned(self) -> frozenset[int]:
        return frozenset({self.issuer_id})

    def keep_by_hand(self) -> None:
        """From now on past filings change nothing about such positions of the owner at the issuer."""
        self.from_filings = False
