"""Who may see, import, prepare, review, sign and hand out filings."""

import rules

from compliance.access import holds, holds_everywhere, reach_of
from compliance.models import Role, User
from filings.models import Attestation, Filing
from filings.selectors.evidence import signing_reach
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


def holds_for_signer(*wanted: Role) -> rules.Predicate:
    """A predicate: the person holds one of these roles at an issuer for which a signer may have to sign."""

    @rules.predicate(f"holds {' or '.join(wanted)} for the signer")
    def held(user: User, record: User | Attestation | None) -> bool:
        reach = reach_of(user, *wanted)
        if record is None:
            return bool(reach)
        return reach.meets(signing_reach(record.signer if isinstance(record, Attestation) else record))

    return held


PREPARERS = holds(Role.PREPARER)
DESK = holds(*Role)
AT_WORK = holds(Role.PREPARER, Role.ATTORNEY, Role.ADMINISTRATOR)

rules.add_perm("filings.list", is_somebody)
rules.add_perm("filings.view", DESK | reports_on_it)
rules.add_perm("filings.view_short_swing", DESK | is_the_owner)
rules.add_perm("filings.view_ledger", DESK | is_the_owner)
# What the desk notes for itself, and an owner's holdings: not for those who only report.
rules.add_perm("filings.read_desk_note", DESK)
rules.add_perm("filings.view_holdings", DESK)
rules.add_perm("filings.create", PREPARERS)
# A file may hold filings of any issuer.
rules.add_perm("filings.import", holds_everywhere(Role.PREPARER, Role.ADMINISTRATOR))
rules.add_perm("filings.view_imports", holds_everywhere(Role.PREPARER, Role.ADMINISTRATOR, Role.AUDITOR))
rules.add_perm("filings.prepare", PREPARERS)
# Asking the owner whether the draft is right, and saying what was done about an objection.
rules.add_perm("filings.ask_confirmation", PREPARERS)
rules.add_perm("filings.confirm_own", reports_on_it)
rules.add_perm("filings.review", holds(Role.PREPARER, Role.ATTORNEY))
rules.add_perm("filings.open_to_sign", DESK | reports_on_it)
rules.add_perm("filings.sign", reports_on_it | is_named_attorney)
rules.add_perm("filings.record", holds(Role.PREPARER, Role.ATTORNEY))
# Have documents made, or made again: whoever reads them, except those who only look on.
rules.add_perm("filings.make_documents", AT_WORK | reports_on_it)
rules.add_perm("filings.take_package", AT_WORK)
# The copy for EDGAR holds the filers' CCCs: for those who file, not for everybody who reads.
rules.add_perm("filings.hand_out", holds(Role.ATTORNEY, Role.ADMINISTRATOR))
rules.add_perm("filings.take_evidence", holds(Role.ADMINISTRATOR, Role.AUDITOR))
# Attestations are about a person; how long papers are kept, and their destruction, about a filing.
rules.add_perm("filings.view_attestations", holds_for_signer(Role.ADMINISTRATOR, Role.AUDITOR))
rules.add_perm("filings.keep_attestations", holds_for_signer(Role.ADMINISTRATOR))
rules.add_perm("filings.view_retention", holds(Role.ADMINISTRATOR, Role.AUDITOR))
rules.add_perm("filings.keep_evidence", holds(Role.ADMINISTRATOR))
