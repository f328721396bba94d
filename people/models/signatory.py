"""People who sign for an owner in an own capacity: for an entity, or in the place of somebody who no longer can."""

import datetime as dt

from django.conf import settings
from django.db import models

from people.models.fields import printable_ascii
from people.models.owner import ReportingOwner


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    """Queries on those who sign in an own capacity."""

    def serving_on(self, day: dt.date) -> "SignatoryQuerySet":
        """Those of whom ``serves_on`` holds."""
        held = models.Q(started_on__lte=day) & (models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=day))
        dead = models.Q(owner__died_on__isnull=False, owner__died_on__lte=day)
        incapable = models.Q(owner__incapable_since__isnull=False, owner__incapable_since__lte=day) & ~dead
        return self.filter(
            held,
            models.Q(owner__kind=ReportingOwner.Kind.ENTITY)
            | models.Q(basis=Signatory.Basis.ESTATE) & dead
            | models.Q(basis=Signatory.Basis.GUARDIANSHIP) & incapable,
        )


class Signatory(models.Model):
    """A person with the capacity in which he or she signs for an owner.

    An entity acts through such people (Form 4, General Instruction 7(b), unverified): a managing member, a general
    counsel. For a natural person it is a guardian, from the incapacity until the death, or the executor of the
    estate, from the death on (state law, unverified). ``capacity`` is what the signature shows, ``basis`` when it
    counts.
    """

    class Basis(models.TextChoices):
        ENTITY = "entity", "An office of the entity"
        GUARDIANSHIP = "guardianship", "For a living person who cannot sign: guardian, conservator"
        ESTATE = "estate", "For the estate, from the death on: executor, administrator"

    owner = models.ForeignKey(ReportingOwner, on_delete=models.CASCADE, related_name="signatories")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatory_for")
    basis = models.CharField(max_length=12, choices=Basis, default=Basis.ENTITY)
    capacity = models.CharField(
        max_length=80,
        validators=[printable_ascii],
        help_text="As it stands in the signature: Managing Member, Trustee, General Counsel.",
    )
    through = models.CharField(
        "acting through",
        max_length=90,
        blank=True,
        validators=[printable_ascii],
        help_text="Where another entity acts for it: Acme GP LLC, its general partner.",
    )
    started_on = models.DateField("from")
    ended_on = models.DateField("to", null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        ordering = ["owner", "user__last_name", "started_on"]
        verbose_name_plural = "signatories"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="signatory_ends_after_it_starts",
                violation_error_message="A capacity cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=~models.Q(capacity=""),
                name="signatory_states_a_capacity",
                violation_error_message="State the capacity: the signature has to show it.",
            ),
            models.CheckConstraint(
                condition=models.Q(basis__in=["entity", "guardianship", "estate"]),
                name="signatory_basis_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.capacity}"

    def holds_on(self, day: dt.date) -> bool:
        """Whether the capacity is held on a day; the first and the last day count."""
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)

    def serves_on(self, day: dt.date) -> bool:
        """Whether it is held on a day on which it counts: for a person, once what it is for has come."""
        if not self.holds_on(day):
            return False
        if self.owner.kind == ReportingOwner.Kind.ENTITY:
            return True
        if self.basis == self.Basis.ESTATE:
            return self.owner.has_died(day)
        return self.basis == self.Basis.GUARDIANSHIP and self.owner.is_incapable(day)
