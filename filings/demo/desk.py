"""Loading the demo desk, once."""

import datetime as dt

from django.db import transaction

from compliance.calendar import eastern_now
from compliance.models import Membership, Role, User
from filings.demo import insiders, powers, reports
from filings.demo.paper import scan_of
from filings.ownership.authentication import attestation_words
from filings.services.evidence.attestations import attestation_file

# Known to everybody who reads this, which is why only the local settings load it.
PASSWORD = "form4-demo"  # noqa: S105
LOGINS = (
    ("preparer", "Demo", "Preparer", Role.PREPARER, "prepares reports"),
    ("attorney", "David", "Garrison", Role.ATTORNEY, "signs under powers of attorney"),
    ("attorney-2", "Grace", "Lin", Role.ATTORNEY, "signs where two attorneys have to sign together"),
    ("administrator", "Demo", "Administrator", Role.ADMINISTRATOR, "keeps people and powers of attorney"),
    ("auditor", "Demo", "Auditor", Role.AUDITOR, "reads everything and changes nothing"),
    ("insider", "Benjamin M.", "Locke", None, "signs the own reports"),
)


def demo_load(*, now: dt.datetime | None = None) -> bool:
    """Fill an empty desk with the demo; ``False`` when somebody is here already."""
    now = now or eastern_now()
    with transaction.atomic():
        if User.objects.exists():
            return False
        users = {name: _user(name, first, last, role) for name, first, last, role, _ in LOGINS}
        people = insiders.load(
            administrator=users["administrator"],
            attorney=users["attorney"],
            insider=users["insider"],
            today=now.date(),
        )
        coe, coe_power = powers.load(
            administrator=users["administrator"],
            attorney=users["attorney"],
            second=users["attorney-2"],
            issuer=people.example,
            today=now.date(),
        )
        noe, noe_power = powers.load_apart(
            administrator=users["administrator"],
            attorneys=[users["attorney"], users["attorney-2"]],
            issuer=people.sample,
            today=now.date(),
        )
        for name in ("attorney", "attorney-2", "insider"):
            _attested(users[name], by=users["administrator"], on=now.date() - dt.timedelta(days=30))
        reports.load(users=users, people=people, now=now)
        reports.load_joint(users=users, people=people, owner=coe, power=coe_power, now=now)
        reports.load_apart(users=users, people=people, owner=noe, power=noe_power, now=now)
    return True


def _attested(signer: User, *, by: User, on: dt.date) -> None:
    """Put the attestation on file without which the person signs nothing electronically."""
    words = "\n\n".join(attestation_words(signer.signing_name))
    paper = scan_of(
        f"ATTESTATION\n\n{words}\n\nDemonstration, in the place of a paper signed on {on:%d %b %Y}."
    )
    attestation_file(actor=by, signer=signer, signed_on=on, scan=paper)


def _user(name: str, first: str, last: str, role: Role | None) -> User:
    user = User.objects.create_user(
        name,
        f"{name}@form4desk.example",
        PASSWORD,
        first_name=first,
        last_name=last,
        is_staff=role == Role.ADMINISTRATOR,
    )
    if role:
        Membership.objects.create(user=user, role=role)
    return user
