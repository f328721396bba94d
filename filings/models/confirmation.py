"""What an insider was asked about the own draft, and what the insider answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from filings.models.filing import Filing
from people.models import ReportingOwner

MAX_COMMENT = 1000
# Among the changes of an event of the filing: the key of the question that it is about.
QUESTION = "confirmation"


class Confirmation(models.Model):
    """One question to a reporting owner whether a draft is right.

    It is asked by a link, of which only the digest of its token is kept, or answered without being asked by who has
    an own login. The link serves one browser: whoever opens it first, whose secret's digest is kept as well.
    ``report_sha256`` is the hash of the report without exhibits that the answer is about; ``state_sha256`` that of
    the whole draft as it was shown.
    """

    class Answer(models.TextChoices):
        RIGHT = "right", "This is right"
        WRONG = "wrong", "This is wrong"

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="confirmations")
    owner = models.ForeignKey(ReportingOwner, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    token_sha256 = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 -- unique, and empty for many
    sent_to = models.EmailField(blank=True)
    opened_at = models.DateTimeField(null=True)
    browser_sha256 = models.CharField(max_length=64, blank=True)
    used_again_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=5, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    comment = models.CharField(max_length=MAX_COMMENT, blank=True)
    report_sha256 = models.CharField(max_length=64, blank=True)
    state_sha256 = models.CharField(max_length=64, blank=True)
    reply = models.CharField(max_length=MAX_COMMENT, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["filing", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", report_sha256="", comment="")
                | Q(answered_at__isnull=False, answer__in=["right", "wrong"]) & ~Q(report_sha256=""),
                name="confirmation_answer_is_about_a_report",
            ),
            models.CheckConstraint(
                condition=~Q(answer="wrong") | ~Q(comment=""), name="confirmation_wrong_says_what"
            ),
            models.CheckConstraint(
                condition=Q(token_sha256__isnull=False, asked_by__isnull=False, expires_at__isnull=False)
                | Q(token_sha256__isnull=True, asked_by__isnull=True, answered_by__isnull=False),
                name="confirmation_by_link_or_by_login",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, browser_sha256="")
                | Q(opened_at__isnull=False) & ~Q(browser_sha256=""),
                name="confirmation_opened_by_one_browser",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="", replied_by__isnull=True)
                | Q(replied_at__isnull=False, replied_by__isnull=False, answer="wrong") & ~Q(reply=""),
                name="confirmation_reply_to_an_objection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.get_answer_display() or 'not answered'}"

    def issuers_concerned(self) -> frozenset[int]:
        return self.filing.issuers_concerned()

    @property
    def is_objection(self) -> bool:
        """Whether the owner said that the report is wrong, and nobody has said what was done about it."""
        return self.answer == self.Answer.WRONG and not self.reply
