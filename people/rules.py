"""Who may see and change issuers, owners, positions and powers of attorney."""

import rules

from compliance.access import is_administrator, is_preparer, is_staff_of_desk

rules.add_perm("people.view", is_staff_of_desk)
rules.add_perm("people.change", is_preparer | is_administrator)
rules.add_perm("people.change_power", is_administrator)
rules.add_perm("people.change_ccc", is_administrator)
