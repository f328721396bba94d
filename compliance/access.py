"""Who may do what: roles as predicates, and the one way a view names its rule."""

from collections.abc import Callable
from typing import Any

import rules
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from rules.contrib.views import objectgetter, permission_required

from compliance.models import Role, User

View = Callable[..., Any]


def roles_of(user: User) -> frozenset[str]:
    """The roles a person holds; asked once a request."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held: frozenset[str] | None = getattr(user, "_desk_roles", None)
    if held is None:
        held = frozenset(user.memberships.values_list("role", flat=True))
        user._desk_roles = held  # type: ignore[attr-defined]
    return held


def has_role(*wanted: Role) -> rules.Predicate:
    """A predicate: the person holds at least one of these roles."""

    @rules.predicate("has role " + " or ".join(wanted))
    def holds(user: User) -> bool:
        return not roles_of(user).isdisjoint(wanted)

    return holds


is_preparer = has_role(Role.PREPARER)
is_attorney = has_role(Role.ATTORNEY)
is_administrator = has_role(Role.ADMINISTRATOR)
is_staff_of_desk = has_role(*Role)


def requires(
    permission: str, model: type[models.Model] | None = None, pk: str = "pk"
) -> Callable[[View], View]:
    """Guard a view by a named rule; with ``model``, the rule is asked about the record in the address.

    A person without the right gets 403; the rule's name stays on the view for the test that walks them all.
    """

    def decorate(view: View) -> View:
        fn = objectgetter(model, pk) if model else None
        guarded: Any = permission_required(permission, fn=fn, raise_exception=True)(view)
        guarded.rule = permission
        return guarded

    return decorate


def actor_of(request: HttpRequest) -> User:
    """The person who sent a request; every page but the public ones has one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def public(view: View) -> View:
    """Mark a view that anybody may open without a login."""
    opened: Any = login_not_required(view)
    opened.rule = "public"
    return opened
