"""What stands behind a typed signature: the authentication document, and its sealed PDF."""

from django.conf import settings
from django.db import models

from filings.models.attestation import Attestation
from filings.models.certificate import DeskCertificate
from filings.models.filing import Filing
from filings.models.leased import LeasedWork
from filings.ownership import authentication
from people.models import ReportingOwner


class AuthenticationDocument(models.Model):
    """A signatory's adoption of one typed signature, kept for five years from the filing (Rule 302(b)(1)).

    ``content`` is the canonical JSON of ``filings.ownership.authentication``; the columns beside it serve lists.
    The database refuses to change or delete a row (``filings.final_rows``), except that what may be destroyed
    loses its content and its scan; the hashes stay. It outlives a draft that is discarded, and the signature that
    a change of the report makes void.
    """

    class Manner(models.TextChoices):
        ELECTRONIC = "electronic", "Electronically"
        BY_HAND = "by_hand", "By hand"

    filing = models.ForeignKey(
        Filing,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="authentication_documents",
    )
    owner = models.ForeignKey(ReportingOwner, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="authentication_documents"
    )
    manner = models.CharField(max_length=10, choices=Manner)
    attestation = models.ForeignKey(
        Attestation, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    signed_at = models.DateTimeField(db_index=True)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    scan = models.FileField(upload_to="authentication/", blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    destruction_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        # Not by the filing itself: a join would leave out what outlives its draft.
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(manner="electronic", attestation__isnull=False, scan="", scan_sha256="")
                | models.Q(manner="by_hand", attestation__isnull=True) & ~models.Q(scan_sha256=""),
                name="document_electronic_after_attestation",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    destroyed_at__isnull=True, destroyed_by__isnull=True, destruction_reason=""
                )
                & ~models.Q(content="")
                & (models.Q(manner="electronic") | ~models.Q(scan=""))
                | models.Q(destroyed_at__isnull=False, destroyed_by__isnull=False, content="", scan="")
                & ~models.Q(destruction_reason=""),
                name="document_whole_until_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"Authentication document of {self.signer} for {self.owner}"

    def issuers_concerned(self) -> frozenset[int]:
        """The filing's issuer; none once the draft was discarded."""
        return frozenset(Filing.objects.filter(pk=self.filing_id).values_list("issuer", flat=True))

    @property
    def document(self) -> authentication.AuthenticationDocument:
        """The value. Raises ``msgspec.DecodeError`` once it is destroyed."""
        return authentication.decode(self.content)

    @property
    def is_void(self) -> bool:
        """Whether the signature that it stood behind was made void by a change of the report."""
        return not hasattr(self, "signature")


class AuthenticationPdf(LeasedWork):
    """The PDF of a document that was signed electronically, under the seal of the desk's certificate.

    The signature does not wait for it: a worker makes it from the row, and makes it again if it got lost.
    """

    document = models.OneToOneField(AuthenticationDocument, on_delete=models.CASCADE, related_name="pdf")
    file = models.FileField(upload_to="authentication/", blank=True)
    size = models.PositiveIntegerField(null=True, blank=True, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    certificate = models.ForeignKey(
        DeskCertificate, on_delete=models.PROTECT, null=True, blank=True, related_name="sealed"
    )

    class Meta:
        ordering = ["document"]
        constraints = [
            *LeasedWork.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(state="done")
                | ~models.Q(sha256="") & models.Q(certificate__isnull=False),
                name="authentication_pdf_done_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"PDF of {self.document}"
