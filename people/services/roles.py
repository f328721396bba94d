"""Giving roles and taking them away."""

from django.db import models, transaction

from compliance.audit.log import record
from compliance.models import Membership, Role, User
from people.models import Issuer


class RoleRefused(Exception):
    """The role is not given or taken; the text says why."""


@transaction.atomic
def role_give(*, actor: User, person: User, role: Role, issuer: Issuer | None) -> Membership:
    """Give somebody a role at an issuer, or without one on the whole desk.

    Raises ``RoleRefused`` for who has it already, and for a closed login.
    """
    held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not held.is_active:
        raise RoleRefused(f"The login of {held} is closed: open it in the administration first.")
    where = Membership.objects.filter(user=held, role=role)
    if where.filter(issuer__isnull=True).exists():
        raise RoleRefused(f"{held} is {role.label.lower()} on the whole desk already.")
    if issuer is not None and where.filter(issuer=issuer).exists():
        raise RoleRefused(f"{held} is {role.label.lower()} at {issuer.conformed_name} already.")
    given = Membership.objects.create(user=held, role=role, issuer=issuer)
    record(
        actor=actor,
        verb=f"gave the role of {role.label.lower()} {_where(issuer)}",
        subject=held,
        changes={"roles": ["", f"{role.label}, {issuer or 'the whole desk'}"]},
    )
    return given


@transaction.atomic
def role_take(*, actor: User, membership: Membership) -> None:
    """Take a role away: from then on it opens nothing.

    Raises ``RoleRefused`` for the last administrator of the whole desk, and ``Membership.DoesNotExist`` for a role
    that is gone already.
    """
    list(Membership.objects.select_for_update().filter(role=membership.role).values_list("pk"))
    held = Membership.objects.select_related("user", "issuer").get(pk=membership.pk)
    if held.role == Role.ADMINISTRATOR and held.issuer_id is None and not _others(held).exists():
        raise RoleRefused(
            "Nobody else administers the whole desk: give that role to somebody else before you take it from "
            f"{held.user}."
        )
    role = Role(held.role)
    held.delete()
    record(
        actor=actor,
        verb=f"took away the role of {role.label.lower()} {_where(held.issuer)}",
        subject=held.user,
        changes={"roles": [f"{role.label}, {held.issuer or 'the whole desk'}", ""]},
    )


def _others(held: Membership) -> models.QuerySet[Membership]:
    """The other administrators of the whole desk whose login is open."""
    everywhere = Membership.objects.filter(role=Role.ADMINISTRATOR, issuer__isnull=True, user__is_active=True)
    return everywhere.exclude(pk=held.pk)


def _where(issuer: Issuer | None) -> str:
    return f"at {issuer.conformed_name}" if issuer else "on the whole desk"
