"""Who may see, import, prepare, review, sign and hand out filings."""

import rules

from compliance.access import is_administrator, is_attorney, is_preparer, is_staff_of_desk
from compliance.models import User
from filings.models import Filing
from people.models import ReportingOwner
from people.selectors.powers import owners_in_person, owners_under_powers


@rules.predicate
def reports_on_it(user: User, filing: Filing | None) -> bool:
    """The person signs for one of the filing's owners without a power: as the owner, or in a stated capacity."""
    return filing is not None and filing.owners.filter(pk__in=owners_in_person(user)).exists()


@rules.predicate
def is_somebody(user: User) -> bool:
    """Anybody with an active login: lists show each person only what is theirs to see."""
    return bool(user.is_authenticated and user.is_active)


@rules.predicate
def is_named_attorney(user: User, filing: Filing | None) -> bool:
    """A power of attorney of one of the filing's owners names the person, or a substitute's appointment does."""
    return filing is not None and filing.owners.filter(pk__in=owners_under_powers(user)).exists()


@rules.predicate
def is_the_owner(user: User, owner: ReportingOwner | None) -> bool:
    """The person is the reporting owner, with the own login."""
    return owner is not None and owner.user_id == user.pk


rules.add_perm("filings.list", is_somebody)
rules.add_perm("filings.view", is_staff_of_desk | reports_on_it)
rules.add_perm("filings.view_short_swing", is_staff_of_desk | is_the_owner)
rules.add_perm("filings.view_ledger", is_staff_of_desk | is_the_owner)
rules.add_perm("filings.create", is_preparer)
rules.add_perm("filings.import", is_preparer | is_administrator)
rules.add_perm("filings.prepare", is_preparer)
rules.add_perm("filings.review", is_preparer | is_attorney)
rules.add_perm("filings.open_to_sign", is_staff_of_desk | reports_on_it)
rules.add_perm("filings.sign", reports_on_it | is_named_attorney)
rules.add_perm("filings.record", is_preparer | is_attorney)
rules.add_perm("filings.take_package", is_staff_of_desk)
# The copy for EDGAR holds the filers' CCCs: for those who file, not for everybody who reads.
rules.add_perm("filings.hand_out", is_attorney | is_administrator)
# Attestations, how long papers are kept, and their destruction.
rules.add_perm("filings.keep_evidence", is_administrator)
rules.add_perm("filings.take_evidence", is_administrator)
