"""What the ledger keeps: each report's lines as they were read, and what people recorded beside them.

Rows are added and never changed. What they come to is not kept: it is replayed (``filings.ownership.ledger``). The
rows of a report follow from its frozen snapshot alone, so that they can be derived again and held against it.
"""

from typing import Any

from django.conf import settings
from django.db import models

from filings.models.amount import AmountField, SignedAmountField
from filings.models.filing import Filing
from filings.ownership.ledger import AdjustmentKind
from people.models import Issuer, ReportingOwner
from people.models.fields import printable_ascii

TEN_THOUSANDTHS = "In whole ten-thousandths."
AWARD_LENGTH = 60


class LedgerIsFinal(Exception):
    """Somebody tried to change or delete what is in the ledger."""


class FinalQuerySet(models.QuerySet[Any]):
    """Rows to read and to add; many at once are as final as one."""

    def update(self, **_values: object) -> int:
        raise LedgerIsFinal("What is in the ledger stays as it is.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LedgerIsFinal("What is in the ledger stays as it is.")

    def derive_again(self) -> None:
        """Delete rows that follow from frozen reports, to derive them anew."""
        self._raw_delete(self.db)


class Final(models.Model):
    """A row that is added once."""

    objects = FinalQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise LedgerIsFinal("What is in the ledger stays as it is.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *_args: object, **_kwargs: object) -> tuple[int, dict[str, int]]:
        raise LedgerIsFinal("What is in the ledger stays as it is.")


class LedgerKey(Final):
    """A class or series of an issuer's securities and a way of holding it, as one report words it.

    ``digest`` is the SHA-256 of all of it. What differs only in spelling is one total to the ledger.
    """

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    table = models.CharField(max_length=2)
    title = models.TextField()
    ownership = models.TextField(blank=True)
    nature = models.TextField(blank=True)
    nature_notes = models.TextField(blank=True, help_text="The texts of the footnotes on the nature.")
    measure = models.CharField(max_length=6)
    exercise_price = models.TextField(blank=True, help_text="Dollars, or the texts of the footnotes.")
    exercisable = models.TextField(blank=True)
    expiration = models.TextField(blank=True)
    underlying = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "digest"], name="ledger_key_once"),
            models.CheckConstraint(condition=models.Q(table__in=["I", "II"]), name="ledger_key_table_known"),
        ]

    def __str__(self) -> str:
        return self.title


class LedgerStatement(Final):
    """A report that the ledger has read.

    ``sha256`` names what it says, ``signed_on`` is the last date beside a signature.
    """

    filing = models.OneToOneField(
        Filing, on_delete=models.CASCADE, primary_key=True, related_name="ledger_statement"
    )
    sha256 = models.CharField(max_length=64)
    signed_on = models.DateField(null=True)

    class Meta:
        ordering = ["filing"]

    def __str__(self) -> str:
        return f"{self.filing}"


class LedgerEntry(Final):
    """What one line of a report says (``filings.ownership.ledger.Entry``); ``position`` counts over both tables."""

    # The constraint below is the index of the one; nothing looks rows up by the other.
    statement = models.ForeignKey(
        LedgerStatement, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    position = models.PositiveIntegerField()
    key = models.ForeignKey(LedgerKey, on_delete=models.PROTECT, related_name="entries", db_index=False)
    line = models.PositiveIntegerField(help_text="Its place in its table, from 0.")
    day = models.DateField(null=True)
    code = models.CharField(max_length=8, blank=True)
    change = models.BigIntegerField(null=True, help_text=TEN_THOUSANDTHS)
    stated = models.BigIntegerField(null=True, help_text=TEN_THOUSANDTHS)
    price = models.BigIntegerField(null=True, help_text=TEN_THOUSANDTHS)
    early = models.BooleanField()
    told = models.PositiveSmallIntegerField(help_text="What footnotes say beside the total, as flags.")
    told_amounts = models.CharField(max_length=80, blank=True, help_text=TEN_THOUSANDTHS)
    award = models.CharField(max_length=AWARD_LENGTH, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="ledger_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.statement}, line {self.position + 1}"


class Adjustment(Final):
    """What somebody recorded because no form says it: an opening balance, a split, a plan's purchases …

    ``day`` is the first on which it counts. ``reverses`` names the adjustment that this one undoes; both stay. A
    split has no owner and no key, but the class's ``title`` and its ratio: ``new`` shares for ``old`` ones.
    """

    kind = models.CharField(max_length=13, choices=[(kind.value, kind.label) for kind in AdjustmentKind])
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="adjustments")
    owner = models.ForeignKey(
        ReportingOwner, on_delete=models.PROTECT, null=True, blank=True, related_name="adjustments"
    )
    key = models.ForeignKey(LedgerKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to = models.ForeignKey(LedgerKey, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    award = models.CharField(max_length=AWARD_LENGTH, blank=True, validators=[printable_ascii])
    day = models.DateField()
    change = SignedAmountField()
    title = models.TextField(blank=True)
    new = AmountField()
    old = AmountField()
    note = models.CharField(max_length=500, help_text="Where it is known from.")
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["issuer", "owner"], name="ledger_adjustments")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in AdjustmentKind]),
                name="adjustment_kind_known",
            ),
            models.CheckConstraint(condition=~models.Q(note=""), name="adjustment_has_a_source"),
            models.CheckConstraint(
                condition=models.Q(
                    kind="split",
                    owner__isnull=True,
                    key__isnull=True,
                    change__isnull=True,
                    new__gt=0,
                    old__gt=0,
                )
                & ~models.Q(title="")
                | ~models.Q(kind="split")
                & models.Q(
                    owner__isnull=False,
                    key__isnull=False,
                    change__isnull=False,
                    title="",
                    new__isnull=True,
                    old__isnull=True,
                ),
                name="adjustment_is_a_split_or_a_change",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="transfer", to__isnull=False, change__gt=0)
                | ~models.Q(kind="transfer") & models.Q(to__isnull=True),
                name="adjustment_transfer_has_two_sides",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["plan_purchase", "reinvestment"]) | models.Q(change__gt=0),
                name="adjustment_purchase_adds",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="opening") | models.Q(change__gte=0),
                name="adjustment_opening_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.day:%d %b %Y}"

    def issuers_concerned(self) -> frozenset[int]:
        return frozenset({self.issuer_id})
