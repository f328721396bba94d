"""Who may see the desk's own pages."""

import rules

from compliance.access import is_staff_of_desk

rules.add_perm("compliance.view_calendar", is_staff_of_desk)
