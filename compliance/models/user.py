"""People with a login, and the roles they hold on the desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What a person does here. A role opens pages; it never gives authority to sign for somebody.

    Who reports holds none: an insider sees the own reports because of the login that the owner's record names.
    """

    PREPARER = "preparer", "Preparer"
    ATTORNEY = "attorney", "Attorney-in-fact"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


class User(AbstractUser):
    """A person with a login. The full name is the one that stands in a signature line."""

    email = models.EmailField("e-mail", unique=True)

    class Meta(AbstractUser.Meta):
        ordering = ["last_name", "first_name", "username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def signing_name(self) -> str:
        """The name that is typed behind ``/s/``."""
        return self.get_full_name() or self.username


class Membership(models.Model):
    """A role that a person holds: at one issuer, or without an issuer on the whole desk."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    # By name: the project's own app imports no other. What is asked of it here is its key alone.
    issuer = models.ForeignKey(
        "people.Issuer",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: for every issuer, and for those to come.",
    )

    class Meta:
        ordering = ["role", "issuer_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(issuer__isnull=True),
                name="membership_once",
                violation_error_message="This person holds this role on the whole desk already.",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "issuer"],
                name="membership_once_an_issuer",
                violation_error_message="This person holds this role at this issuer already.",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.issuer or 'the whole desk'}"

    def issuers_concerned(self) -> frozenset[int]:
        return frozenset({self.issuer_id} if self.issuer_id else ())
