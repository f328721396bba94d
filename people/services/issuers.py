"""Writing issuers and their classes of securities."""

from django.db import models, transaction

from compliance.audit.log import record
from compliance.models import User
from people.models import Issuer, SecurityClass
from people.services.changes import save_changes


class SecurityClassInUse(Exception):
    """A class cannot go while derivative securities can become it; the message names them."""


@transaction.atomic
def issuer_save(*, actor: User, issuer: Issuer) -> Issuer:
    """Add or change an issuer. Past filings no longer change it."""
    issuer.keep_by_hand()
    save_changes(actor=actor, record_to_save=issuer)
    return issuer


@transaction.atomic
def security_class_save(*, actor: User, security_class: SecurityClass) -> SecurityClass:
    """Add or rename a class of the issuer's securities. Reports keep the title that they were written with."""
    save_changes(
        actor=actor,
        record_to_save=security_class,
        subject=security_class.issuer,
        name=f"the class {security_class.title}",
    )
    return security_class


@transaction.atomic
def security_class_remove(*, actor: User, security_class: SecurityClass) -> None:
    """Take a class off the list. Raises ``SecurityClassInUse`` while it underlies a derivative security."""
    issuer, title = security_class.issuer, security_class.title
    try:
        security_class.delete()
    except models.ProtectedError as refusal:
        derivatives = ", ".join(sorted(str(one) for one in refusal.protected_objects))
        raise SecurityClassInUse(
            f"{title} underlies {derivatives}: give that another underlying class first."
        ) from refusal
    record(actor=actor, verb=f"removed the class {title}", subject=issuer)
