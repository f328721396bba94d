"""People with a login, and the roles they hold on the desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What a person does here. A role opens pages; it never gives authority to sign for somebody."""

    PREPARER = "preparer", "Preparer"
    ATTORNEY = "attorney", "Attorney-in-fact"
    ADMINISTRATOR = "administrator", "Administrator"


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
    """A role that a person holds on this desk."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
