"""Who may see the desk's own pages."""

import rules

from compliance.access import holds_everywhere, holds_somewhere
from compliance.models import Role, User


@rules.predicate
def is_own_login(user: User, login: User | None) -> bool:
    """The login is the person's own."""
    return login is not None and login.pk == user.pk


rules.add_perm("compliance.view_calendar", holds_somewhere(*Role))

# One's own second factors, sessions and password: everybody who is signed in.
rules.add_perm("compliance.keep_account", rules.is_authenticated & rules.is_active)

# The log of the whole desk, and what is taken of it.
rules.add_perm("compliance.view_audit", holds_everywhere(Role.ADMINISTRATOR, Role.AUDITOR))
# The history of one record: whoever may see the record, by the rule of its own page (compliance.audit.records).
rules.add_perm("compliance.view_history", rules.is_authenticated & rules.is_active)
rules.add_perm(
    "compliance.view_login_history", holds_everywhere(Role.ADMINISTRATOR, Role.AUDITOR) | is_own_login
)
