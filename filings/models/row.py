"""The lines of Table I and Table II."""

from django.db import models

from filings.models.amount import AmountField
from filings.models.filing import Filing
from filings.ownership import codes
from filings.ownership.codes import Table
from people.models.fields import printable_ascii


class TableRow(models.Model):
    """One line: a transaction or a holding, of Table I or Table II. Columns are named as in the report.

    Some are not on the form. ``under_plan``, ``insider_chose_date`` and ``notified_on`` decide the deemed
    execution date of Rule 16a-3(g)(2) to (4). ``approval_basis`` says what makes a line with a code of Rule 16b-3
    exempt, ``sold_in_market`` that a broker sold the shares that cover tax, ``from_issuer`` that the issuer
    was the other side. ``shares_per_unit`` is the fixed number of underlying shares that one unit brings.
    ``award`` tells awards of one title and the same terms apart.
    """

    class ApprovalBasis(models.TextChoices):
        """Rule 16b-3(d) and (e): what makes a transaction with the issuer exempt from Section 16(b)."""

        BOARD = "board", "Approved by the board"
        COMMITTEE = "committee", "Approved by a committee of non-employee directors"
        SHAREHOLDERS = "shareholders", "Approved or ratified by the shareholders"
        SIX_MONTHS_HELD = "six_months", "Held for six months"
        NONE = "none", "None of these: not exempt"

    class Kind(models.TextChoices):
        TRANSACTION = "transaction", "Transaction"
        HOLDING = "holding", "Holding"

    class Measure(models.TextChoices):
        SHARES = "shares", "Number"
        VALUE = "value", "Dollar value"

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=2, choices=[(Table.I.value, "Table I"), (Table.II.value, "Table II")])
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.TRANSACTION)
    position = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    title = models.CharField(max_length=codes.MAX_SECURITY_TITLE, validators=[printable_ascii])
    exercise_price = AmountField()
    date = models.DateField(null=True, blank=True)
    under_plan = models.BooleanField("traded under a Rule 10b5-1 plan", default=False)
    insider_chose_date = models.BooleanField("the insider or the plan fixed the date", default=False)
    notified_on = models.DateField("broker's notice received on", null=True, blank=True)
    approval_basis = models.CharField(
        "what makes it exempt (Rule 16b-3)", max_length=12, choices=ApprovalBasis, blank=True
    )
    sold_in_market = models.BooleanField("a broker sold these shares in the market", default=False)
    from_issuer = models.BooleanField("acquired from the issuer", default=False)
    code = models.CharField(max_length=1, blank=True)
    is_early = models.BooleanField("reported earlier than required (V)", default=False)
    equity_swap = models.BooleanField("equity swap (K)", default=False)
    amount = AmountField()
    amount_measure = models.CharField(max_length=6, choices=Measure, default=Measure.SHARES)
    price = AmountField()
    acquired_disposed = models.CharField(
        max_length=1, blank=True, choices=[("A", "Acquired"), ("D", "Disposed of")]
    )
    exercisable = models.DateField(null=True, blank=True)
    expiration = models.DateField(null=True, blank=True)
    underlying_title = models.CharField(
        max_length=codes.MAX_SECURITY_TITLE, blank=True, validators=[printable_ascii]
    )
    underlying_amount = AmountField()
    underlying_measure = models.CharField(max_length=6, choices=Measure, default=Measure.SHARES)
    owned_after = AmountField()
    owned_after_measure = models.CharField(max_length=6, choices=Measure, default=Measure.SHARES)
    ownership = models.CharField(max_length=1, choices=[("D", "Direct"), ("I", "Indirect")], default="D")
    nature = models.CharField(max_length=codes.MAX_NATURE, blank=True, validators=[printable_ascii])
    shares_per_unit = AmountField()
    award = models.CharField("award", max_length=60, blank=True, validators=[printable_ascii])

    class Meta:
        ordering = ["filing", "table", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(table__in=["I", "II"]), name="row_table_known"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["transaction", "holding"]), name="row_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="transaction")
                | models.Q(date__isnull=True, code="", amount__isnull=True, price__isnull=True),
                name="row_holding_has_no_transaction",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    approval_basis__in=["", "board", "committee", "shareholders", "six_months", "none"]
                ),
                name="row_approval_basis_known",
            ),
            models.CheckConstraint(
                condition=models.Q(shares_per_unit__isnull=True) | models.Q(shares_per_unit__gt=0),
                name="row_shares_per_unit_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(table="II")
                | models.Q(
                    exercise_price__isnull=True,
                    exercisable__isnull=True,
                    expiration__isnull=True,
                    underlying_title="",
                    underlying_amount__isnull=True,
                ),
                name="row_table_i_has_no_derivative_terms",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__gte": 0}),
                    name=f"row_{name}_not_negative",
                )
                for name in ("exercise_price", "amount", "price", "underlying_amount", "owned_after")
            ),
        ]

    def __str__(self) -> str:
        return f"Table {self.table}, {self.kind}: {self.title}"

    @property
    def is_transaction(self) -> bool:
        return self.kind == self.Kind.TRANSACTION
