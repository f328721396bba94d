"""Who may see and change issuers, owners, positions and powers of attorney."""

import rules

from compliance.access import holds, holds_everywhere, holds_for_all, reach_of
from compliance.models import Role, User
from people.selectors.logins import logins_seen_by


@rules.predicate
def administers_beside(user: User, login: User | None) -> bool:
    """The person administers an issuer, and the login is of somebody whom the own roles reach."""
    reach = reach_of(user, Role.ADMINISTRATOR)
    return bool(reach) and (
        login is None or reach.everywhere or logins_seen_by(user).filter(pk=login.pk).exists()
    )


rules.add_perm("people.view", holds(*Role))
rules.add_perm("people.change", holds(Role.PREPARER, Role.ADMINISTRATOR))
# A new issuer is nobody's yet: whoever holds a role at others would not see it.
rules.add_perm("people.add_issuer", holds_everywhere(Role.PREPARER, Role.ADMINISTRATOR))
# What lets somebody sign, and the filer's secret, take effect at every issuer of the owner.
rules.add_perm("people.change_power", holds_for_all(Role.ADMINISTRATOR))
rules.add_perm("people.change_ccc", holds_for_all(Role.ADMINISTRATOR))

# What an owner's or a power's history tells may be about any of the issuers concerned.
rules.add_perm("people.view_history", holds_for_all(*Role))
rules.add_perm("people.view_access", holds(Role.ADMINISTRATOR, Role.AUDITOR))
rules.add_perm("people.give_role", administers_beside)
rules.add_perm("people.take_role", holds_for_all(Role.ADMINISTRATOR))
