"""Reporting owners: the people and entities that report under Section 16."""

import datetime as dt
import re
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from compliance.access import reach_of
from compliance.secrets import EncryptedField
from people.models.fields import CikField, PostalAddress, named_on, printable_ascii


class ReportingOwnerQuerySet(models.QuerySet["ReportingOwner"]):
    def visible_to(self, user: Any) -> "ReportingOwnerQuerySet":
        """The owners who have to do with an issuer at which a person holds a role."""
        reach = reach_of(user)
        if reach.everywhere:
            return self
        # One subquery for each tie: joins over all of them at once would multiply the rows.
        found = models.Q(pk__in=[])
        for tie in ReportingOwner.ties:
            found |= models.Q(pk__in=ReportingOwner.objects.filter(reach.within(tie)).values("pk"))
        return self.filter(found)


class ReportingOwner(PostalAddress):
    """A person or entity with a CIK.

    EDGAR's conformed name identifies the filer and may have its parts in any order; the name parts are the
    person's own and make the signature line. The CCC is the filer's secret and is kept encrypted.

    ``ties`` are the ways from an owner to the issuers that the owner has to do with; an app whose records tie
    them adds its own when it is loaded.
    """

    _concerned: frozenset[int] | None = None
    ties: ClassVar[list[str]] = ["entered_for", "positions__issuer", "powers_of_attorney__issuer"]

    class Kind(models.TextChoices):
        PERSON = "person", "Natural person"
        ENTITY = "entity", "Entity"

    kind = models.CharField(max_length=6, choices=Kind, default=Kind.PERSON)
    cik = CikField(unique=True)
    conformed_name = models.CharField("EDGAR conformed name", max_length=150, validators=[printable_ascii])
    first_name = models.CharField(max_length=60, blank=True, validators=[printable_ascii])
    middle_name = models.CharField(max_length=60, blank=True, validators=[printable_ascii])
    last_name = models.CharField(
        "last name, or the entity's legal name", max_length=120, validators=[printable_ascii]
    )
    suffix = models.CharField(max_length=12, blank=True, validators=[printable_ascii], help_text="Jr., III …")
    ccc = EncryptedField("CCC", blank=True, default="")
    edgar_access_until = models.DateField(
        "EDGAR access confirmed until",
        null=True,
        blank=True,
        help_text="The day by which EDGAR asks for the yearly confirmation; without it the filer cannot file.",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reporting_owner",
        verbose_name="own login",
        help_text="Lets the person sign the own reports.",
    )
    incapable_since = models.DateField(
        null=True,
        blank=True,
        help_text="From this day on the person signs nothing, and a power that is not durable is over.",
    )
    died_on = models.DateField(
        null=True, blank=True, help_text="Every power of attorney ends; the executor of the estate signs."
    )
    named_on = named_on()
    addressed_on = models.DateField("address from past filings up to", null=True, blank=True, editable=False)
    entered_for = models.ForeignKey(
        "people.Issuer",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose people see the record before anything else ties it to an issuer.",
    )

    objects = ReportingOwnerQuerySet.as_manager()

    class Meta:
        ordering = ["conformed_name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "entity"]), name="reporting_owner_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.conformed_name

    def issuers_concerned(self) -> frozenset[int]:
        """The issuers with which the owner has to do; read once."""
        if self._concerned is None:
            known = ReportingOwner.objects.filter(pk=self.pk)
            found = {issuer for tie in self.ties for issuer in known.values_list(tie, flat=True)}
            self._concerned = frozenset(found - {None})
        return self._concerned

    def has_died(self, day: dt.date) -> bool:
        """Whether the owner is noted as dead on a day; that of the death counts."""
        return self.died_on is not None and self.died_on <= day

    def is_incapable(self, day: dt.date) -> bool:
        """Whether the owner lives on a day and is noted as incapable of signing."""
        return self.incapable_since is not None and self.incapable_since <= day and not self.has_died(day)

    def keep_by_hand(self) -> None:
        """From now on past filings change neither name nor address here."""
        self.named_on = self.addressed_on = None

    @property
    def signing_name(self) -> str:
        """The name as its bearer signs: ``Benjamin M. Locke``."""
        parts = [self.first_name, self.middle_name, self.last_name]
        name = " ".join(part for part in parts if part)
        return f"{name}, {self.suffix}" if self.suffix else name


# How the events about a CCC read: from the log it is known when it was last replaced and last used, and by whom.
CCC_REPLACED = "replaced the CCC"
CCC_USED_IN = "used the CCC in "

_CCC = re.compile(r"[\x21-\x7e]{8}")


def validate_ccc(text: str) -> None:
    """EDGAR's CIK confirmation code has eight visible characters. The error does not carry what was typed."""
    if not _CCC.fullmatch(text):
        raise ValidationError("A CCC has exactly 8 characters, without blanks: copy it from EDGAR again.")
