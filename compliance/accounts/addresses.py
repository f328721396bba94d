"""One address for each account: the one that an administrator entered.

allauth keeps addresses in a table of its own as well, where a former one would go on to open the account.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models.signals import post_save

from compliance.models import User


def connect() -> None:
    """Listen to changes of accounts; called once, when the applications are ready."""
    post_save.connect(_forget_former, sender=User, dispatch_uid=f"{__name__}.forget_former")


def _forget_former(*, instance: User, created: bool, raw: bool = False, **_: Any) -> None:
    if not created and not raw:
        EmailAddress.objects.filter(user=instance).exclude(email__iexact=instance.email).delete()
