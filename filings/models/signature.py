"""Who signed a filing for whom, under which authority, and what it said then."""

from django.conf import settings
from django.db import models

from filings.models.authentication import AuthenticationDocument
from filings.models.filing import Filing
from people.models import PowerOfAttorney, ReportingOwner, Signatory, Substitution


class Signature(models.Model):
    """One signature line. ``report_sha256`` is the hash of the reviewed report that the signer saw.

    An owner has several where a power lets its attorneys sign only together. ``substitution`` is the appointment
    of one who signed in an attorney's place, ``signatory`` the capacity of one who signed without a power. Behind
    each stands its authentication ``document``; only signatures from before the desk kept these have none.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="signatures")
    owner = models.ForeignKey(ReportingOwner, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures")
    power = models.ForeignKey(
        PowerOfAttorney, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    substitution = models.ForeignKey(
        Substitution, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    document = models.OneToOneField(
        AuthenticationDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="signature"
    )
    line = models.CharField(max_length=255)
    signed_on = models.DateField()
    signed_at = models.DateTimeField()
    report_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["filing", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "owner", "signer"], name="owner_signed_for_once_by_each"
            ),
            models.CheckConstraint(
                condition=models.Q(substitution__isnull=True) | models.Q(power__isnull=False),
                name="substitute_signs_under_a_power",
            ),
            models.CheckConstraint(
                condition=models.Q(signatory__isnull=True) | models.Q(power__isnull=True),
                name="signatory_signs_without_a_power",
            ),
        ]

    def __str__(self) -> str:
        return self.line
