"""Which logins somebody may choose from or look at: those of people whom the own roles reach."""

from django.db import models

from compliance.access import Reach, reach_of
from compliance.models import Membership, Role, User
from people.models import ReportingOwner, Signatory
from people.selectors.words import matching


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


def logins_listed(reader: User, query: str) -> models.QuerySet[User]:
    """Who may do what, as far as a reader may know: logins with their roles, by name, whose names hold every word.

    For the whole desk also those that are closed.
    """
    reach = reach_of(reader)
    logins = User.objects.all() if reach.everywhere else logins_seen_by(reader)
    owners = ReportingOwner.objects.visible_to(reader)
    shown = logins.select_related("reporting_owner").defer("reporting_owner__ccc")
    return matching(
        shown.prefetch_related(
            models.Prefetch("memberships", _held_within(reach).select_related("issuer")),
            models.Prefetch(
                "signatory_for",
                Signatory.objects.filter(owner__in=owners).select_related("owner").defer("owner__ccc"),
            ),
        ).order_by("-is_active", "last_name", "first_name", "username"),
        query,
        "first_name", "last_name", "username", "email",
    )  # fmt: skip
