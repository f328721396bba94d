"""Who may see and change issuers, owners, positions and powers of attorney."""

import rules

from compliance.access import holds, holds_everywhere, holds_for_all
from compliance.models import Role

rules.add_perm("people.view", holds(*Role))
rules.add_perm("people.change", holds(Role.PREPARER, Role.ADMINISTRATOR))
# A new issuer is nobody's yet: whoever holds a role at others would not see it.
rules.add_perm("people.add_issuer", holds_everywhere(Role.PREPARER, Role.ADMINISTRATOR))
# What lets somebody sign, and the filer's secret, take effect at every issuer of the owner.
rules.add_perm("people.change_power", holds_for_all(Role.ADMINISTRATOR))
rules.add_perm("people.change_ccc", holds_for_all(Role.ADMINISTRATOR))
