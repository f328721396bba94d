"""The filing from its first keystroke to the archive."""

import datetime as dt

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django_fsm import FSMField, FSMModelMixin, transition

from filings.ownership import codes
from filings.ownership.report import DocumentType
from people.models import Issuer, PowerOfAttorney, ReportingOwner
from people.models.fields import printable_ascii


class FilingState(models.TextChoices):
    """Where a filing stands."""

    DRAFT = "draft", "Draft"
    REVIEWED = "reviewed", "To sign"
    SIGNED = "signed", "Signed"
    FILED = "filed", "Filed"


class Filing(FSMModelMixin, models.Model):
    """One Form 4 or 4/A that is prepared here, or any ownership form that was filed before and is imported.

    An imported filing is filed from the start and has no lines: what it says is its snapshot, and the boxes
    here only serve lists and searches. ``content_sha256`` names what it says without what EDGAR adds, so that
    the same document is known again in another wrapper; its ``filed_on`` is unknown where the document came
    without EDGAR's header.

    ``version`` counts the saves of the fields that stand here (optimistic locking); ``revision`` counts every
    change of the draft, its lines, owners and footnotes included, so that a review can be told from a later
    state. ``reviewed_sha256`` is the canonical report's hash that the reviewer saw.
    """

    class FormType(models.TextChoices):
        FORM_3 = "3", "Form 3"
        FORM_3A = "3/A", "Form 3/A"
        FORM_4 = "4", "Form 4"
        FORM_4A = "4/A", "Form 4/A"
        FORM_5 = "5", "Form 5"
        FORM_5A = "5/A", "Form 5/A"

    class Source(models.TextChoices):
        PREPARED = "prepared", "Prepared here"
        IMPORTED = "imported", "Imported"

    source = models.CharField(max_length=8, choices=Source, default=Source.PREPARED)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="filings")
    form_type = models.CharField(max_length=3, choices=FormType, default=FormType.FORM_4)
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="split_parts",
        help_text="The first of the linked filings that one report was too large for.",
    )
    original_filed_on = models.DateField("date of original filing", null=True, blank=True, help_text="Box 4.")
    exit_box = models.BooleanField("no longer subject to Section 16", default=False)
    plan_box = models.BooleanField("made under a Rule 10b5-1(c) plan", default=False)
    plan_adopted_on = models.DateField("plan adopted on", null=True, blank=True)
    period_without_rows = models.DateField(
        "date of the event", null=True, blank=True, help_text="Box 3 of a form that reports no transaction."
    )
    period_of_report = models.DateField(
        null=True, blank=True, editable=False, help_text="Box 3 as it stands, for lists."
    )
    remarks = models.TextField(blank=True, max_length=codes.MAX_REMARKS)
    desk_note = models.TextField(blank=True, help_text="For the desk only; it is not part of the report.")

    state = FSMField(default=FilingState.DRAFT, choices=FilingState, protected=True)
    version = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    due_on = models.DateField(null=True, blank=True, db_index=True)
    due_is_provisional = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: imported from the command line.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_sha256 = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    accession_number = models.CharField(
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(r"^\d{10}-\d{2}-\d{6}$", "An accession number reads 0001234567-26-000123.")
        ],
    )
    accepted_at = models.DateTimeField("accepted by EDGAR at", null=True, blank=True)
    filed_on = models.DateField("filing date", null=True, blank=True)
    posted_on = models.DateField(
        "posted on the issuer's website on", null=True, blank=True, help_text="Rule 16a-3(k)."
    )
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    owners = models.ManyToManyField(ReportingOwner, through="FilingOwner", related_name="filings")
    preparers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        help_text="Everybody who ever changed what the report says, undone or not.",
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source="prepared", form_type__in=["4", "4/A"])
                | models.Q(source="imported", form_type__in=["3", "3/A", "4", "4/A", "5", "5/A"]),
                name="filing_form_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=FilingState.values), name="filing_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source="prepared")
                | models.Q(state="filed") & ~models.Q(content_sha256=""),
                name="filing_imported_is_filed",
            ),
            models.CheckConstraint(
                condition=models.Q(source="imported") | models.Q(created_by__isnull=False),
                name="filing_prepared_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(source="imported")
                | models.Q(state="draft")
                | ~models.Q(reviewed_sha256=""),
                name="filing_reviewed_before_signed",
            ),
            models.CheckConstraint(
                condition=models.Q(source="imported")
                | models.Q(state__in=["draft", "reviewed"])
                | models.Q(signed_at__isnull=False),
                name="filing_signed_has_an_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(source="imported")
                | ~models.Q(state="filed")
                | models.Q(filed_on__isnull=False),
                name="filing_filed_has_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(posted_on__isnull=True) | models.Q(state="filed"),
                name="filing_posted_is_filed",
            ),
            models.UniqueConstraint(
                fields=["content_sha256"],
                condition=models.Q(source="imported"),
                name="filing_imported_once",
            ),
            models.UniqueConstraint(
                fields=["accession_number"],
                condition=~models.Q(accession_number=""),
                name="filing_accession_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Form {self.form_type}, {self.issuer}"

    def get_absolute_url(self) -> str:
        return reverse("filing", args=[self.pk])

    def issuers_concerned(self) -> frozenset[int]:
        return frozenset({self.issuer_id})

    @property
    def document_type(self) -> DocumentType:
        return DocumentType(self.form_type)

    @property
    def is_amendment(self) -> bool:
        return self.document_type.is_amendment

    @property
    def is_imported(self) -> bool:
        return self.source == self.Source.IMPORTED

    @property
    def is_editable(self) -> bool:
        """Drafts and reviewed drafts can be edited; editing a reviewed one voids its review."""
        return self.state in {FilingState.DRAFT, FilingState.REVIEWED}

    @transition(field=state, source=FilingState.DRAFT, target=FilingState.REVIEWED)
    def mark_reviewed(self, *, by: models.Model, at: dt.datetime, sha256: str) -> None:
        self.reviewed_by, self.reviewed_at, self.reviewed_sha256 = by, at, sha256  # type: ignore[assignment]

    @transition(field=state, source=FilingState.REVIEWED, target=FilingState.DRAFT)
    def reopen(self) -> None:
        self.reviewed_by, self.reviewed_at, self.reviewed_sha256 = None, None, ""

    @transition(field=state, source=FilingState.REVIEWED, target=FilingState.SIGNED)
    def mark_signed(self, *, at: dt.datetime) -> None:
        self.signed_at = at

    @transition(field=state, source=FilingState.SIGNED, target=FilingState.FILED)
    def mark_filed(
        self, *, filed_on: dt.date, accepted_at: dt.datetime | None, accession_number: str
    ) -> None:
        self.filed_on, self.accepted_at, self.accession_number = filed_on, accepted_at, accession_number


class FilingOwner(models.Model):
    """A reporting owner on a filing: box 5 as this report states it, and who will sign for the owner."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="filing_owners")
    owner = models.ForeignKey(ReportingOwner, on_delete=models.PROTECT, related_name="filing_owners")
    position = models.PositiveSmallIntegerField(default=1)
    is_director = models.BooleanField("director", default=False)
    is_officer = models.BooleanField("officer", default=False)
    is_ten_percent_owner = models.BooleanField("10% owner", default=False)
    is_other = models.BooleanField("other", default=False)
    officer_title = models.CharField(
        max_length=codes.MAX_OFFICER_TITLE, blank=True, validators=[printable_ascii]
    )
    other_text = models.CharField(max_length=codes.MAX_OTHER_TEXT, blank=True, validators=[printable_ascii])
    power = models.ForeignKey(
        PowerOfAttorney,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="signed under",
        help_text="Empty: the owner signs in person.",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["filing", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "owner"], name="filing_owner_once"),
        ]

    def __str__(self) -> str:
        return str(self.owner)
