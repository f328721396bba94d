"""Who may do what, and about which issuer: roles, the predicates on them, and the one way a view names its rule."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol

import rules
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from rules.contrib.views import objectgetter, permission_required

from compliance.models import Membership, Role, User
from compliance.secrets import EncryptedField

View = Callable[..., Any]


class Concerning(Protocol):
    """A record that is about issuers: who has no role at any of them neither reads nor changes it."""

    def issuers_concerned(self) -> Collection[int]:
        """The keys of these issuers."""


@dataclass(frozen=True)
class Reach:
    """Where somebody holds a role: on the whole desk, or at some issuers, by key. False where nowhere."""

    everywhere: bool = False
    issuers: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.issuers)

    def covers(self, issuer: int | None) -> bool:
        """Whether the role reaches an issuer; what is about none (``None``) it reaches if it is held at all."""
        return bool(self) if issuer is None else self.everywhere or issuer in self.issuers

    def covers_any(self, issuers: Collection[int]) -> bool:
        """Whether the role reaches at least one of these issuers."""
        return self.everywhere or not self.issuers.isdisjoint(issuers)

    def covers_all(self, issuers: Collection[int]) -> bool:
        """Whether the role reaches each of these issuers. What is about none is for the whole desk alone."""
        return self.everywhere or (bool(issuers) and self.issuers.issuperset(issuers))

    def meets(self, other: "Reach") -> bool:
        """Whether there is an issuer that both reach. What reaches none is for the whole desk alone."""
        if self.everywhere or other.everywhere:
            return bool(self)
        return not self.issuers.isdisjoint(other.issuers)

    def within(self, *fields: str) -> models.Q:
        """A condition: one of these fields of a record, each a relation to an issuer, leads to one in reach."""
        if self.everywhere:
            return models.Q()
        found = models.Q(pk__in=[])
        for field in fields:
            found |= models.Q(**{f"{field}__in": self.issuers})
        return found


def reach_of(user: Any, *roles: Role) -> Reach:
    """Where somebody holds one of these roles; any role where none is named."""
    wanted = roles or tuple(Role)
    held = [issuer for role, issuer in _held(user) if role in wanted]
    return Reach(None in held, frozenset(issuer for issuer in held if issuer is not None))


def roles_of(user: Any) -> frozenset[str]:
    """The roles that a person holds, wherever."""
    return frozenset(role for role, _ in _held(user))


def reach_of_each(role: Role) -> dict[int, Reach]:
    """Where each person who holds a role holds it, by the login's key."""
    held: dict[int, list[int | None]] = {}
    for user, issuer in Membership.objects.filter(role=role).values_list("user", "issuer"):
        held.setdefault(user, []).append(issuer)
    return {
        user: Reach(None in issuers, frozenset(issuer for issuer in issuers if issuer is not None))
        for user, issuers in held.items()
    }


def _held(user: Any) -> frozenset[tuple[str, int | None]]:
    """A person's roles, each with the issuer it is held at; asked once a request."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held: frozenset[tuple[str, int | None]] | None = getattr(user, "_desk_roles", None)
    if held is None:
        held = frozenset(user.memberships.values_list("role", "issuer"))
        user._desk_roles = held
    return held


def holds(*wanted: Role) -> rules.Predicate:
    """A predicate: the person holds one of these roles at an issuer that the record is about.

    Without a record it asks whether the person holds one of them at all: for pages that show each person what
    is theirs to see.
    """

    @rules.predicate(f"holds {' or '.join(wanted)}")
    def held(user: User, record: Concerning | None = None) -> bool:
        reach = reach_of(user, *wanted)
        return bool(reach) if record is None else reach.covers_any(record.issuers_concerned())

    return held


def holds_somewhere(*wanted: Role) -> rules.Predicate:
    """A predicate: the person holds one of these roles, wherever; for what is about no issuer."""

    @rules.predicate(f"holds {' or '.join(wanted)} somewhere")
    def held(user: User) -> bool:
        return bool(reach_of(user, *wanted))

    return held


def holds_for_all(*wanted: Role) -> rules.Predicate:
    """As ``holds``, but at every issuer that the record is about: for what takes effect at all of them."""

    @rules.predicate(f"holds {' or '.join(wanted)} for all of it")
    def held(user: User, record: Concerning | None = None) -> bool:
        reach = reach_of(user, *wanted)
        return bool(reach) if record is None else reach.covers_all(record.issuers_concerned())

    return held


def holds_everywhere(*wanted: Role) -> rules.Predicate:
    """A predicate: the person holds one of these roles for the whole desk."""

    @rules.predicate(f"holds {' or '.join(wanted)} for the whole desk")
    def held(user: User) -> bool:
        return reach_of(user, *wanted).everywhere

    return held


def requires(
    permission: str, model: type[models.Model] | None = None, pk: str = "pk"
) -> Callable[[View], View]:
    """Guard a view by a named rule; with ``model``, the rule is asked about the record in the address.

    A person without the right gets 403, an address without a record 404. The rule's name stays on the view for
    the test that walks them all.
    """

    def decorate(view: View) -> View:
        fn = None
        if model is not None:
            secret = [field.name for field in model._meta.fields if isinstance(field, EncryptedField)]
            records: Any = model
            fn = objectgetter(records.objects.defer(*secret), pk, "pk")
        guarded: Any = permission_required(permission, fn=fn, raise_exception=True)(view)
        guarded.rule = permission
        return guarded

    return decorate


class RightMissing(PermissionDenied):
    """A person who may look at a record may not do this with it; the text says why, and is shown to the person."""


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
