"""Which logins somebody may choose from: those of people whom the own roles reach."""

from django.db import models

from compliance.access import Reach, reach_of
from compliance.models import Membership, Role, User
from people.models import ReportingOwner


def logins_seen_by(reader: User) -> models.QuerySet[User]:
    """The open logins of those who work or report where somebody holds a role, and of those who do so nowhere yet."""
    reach, logins = reach_of(reader), User.objects.filter(is_active=True)
    if reach.everywhere:
        return logins
    owners = ReportingOwner.objects.visible_to(reader).values("pk")
    nowhere = models.Q(
        memberships__isnull=True, reporting_owner__isnull=True, signatory_for__isnull=True, is_superuser=False
    )
    return logins.filter(
        models.Q(memberships__in=_held_within(reach))
        | models.Q(reporting_owner__in=owners)
        | models.Q(signatory_for__owner__in=owners)
        | nowhere
    ).distinct()


def attorneys_within(reach: Reach) -> models.Q:
    """A condition on logins: open, and with the attorney's role at an issuer in reach, or on the whole desk."""
    held = _held_within(reach).filter(role=Role.ATTORNEY)
    return models.Q(is_active=True, pk__in=held.values("user"))


def _held_within(reach: Reach) -> models.QuerySet[Membership]:
    everybody = models.Q(issuer__isnull=True)
    return Membership.objects.filter(everybody | reach.within("issuer"))
