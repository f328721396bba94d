"""Who may see the desk's own pages."""

import rules

from compliance.access import holds
from compliance.models import Role

rules.add_perm("compliance.view_calendar", holds(*Role))

# One's own second factors, sessions and password: everybody who is signed in.
rules.add_perm("compliance.keep_account", rules.is_authenticated & rules.is_active)
