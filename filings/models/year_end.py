"""What an insider says in writing after the issuer's fiscal year: that no Form 5 is due."""

from django.conf import settings
from django.db import models

from people.models import Issuer, ReportingOwner


class YearEndStatement(models.Model):
    """The written representation of Item 405(b) of Regulation S-K, of one insider for one fiscal year.

    With it an issuer may rely on it that nobody failed to file a Form 5; it is kept for two years. Asking for it
    is kept as well, so that the desk knows whom to remind.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        RECEIVED = "received", "Received"

    owner = models.ForeignKey(ReportingOwner, on_delete=models.PROTECT, related_name="year_end_statements")
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="year_end_statements")
    fiscal_year_ended_on = models.DateField()
    state = models.CharField(max_length=8, choices=State)
    signed_on = models.DateField(null=True, blank=True, help_text="The day that the statement itself bears.")
    note = models.CharField(max_length=500, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["issuer", "-fiscal_year_ended_on", "owner"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "issuer", "fiscal_year_ended_on"], name="year_end_statement_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked", signed_on__isnull=True)
                | models.Q(state="received", signed_on__isnull=False),
                name="year_end_statement_received_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}, {self.fiscal_year_ended_on}: {self.get_state_display()}"
