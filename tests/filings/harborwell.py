"""The desk of Harborwell Inc. in the tests: its people, and the ways by which a filing comes to each state.

It is Monday, 23 November 2026, 11 a.m. in New York. The usual trade is of Friday the 20th, due on the 24th.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from compliance.models import Membership, Role, User
from filings.models import Attestation, Filing, FilingOwner, Footnote, Signature, TableRow
from filings.ownership.codes import Table
from filings.ownership.deadlines import EASTERN
from filings.services.archive import filing_record_acceptance
from filings.services.draft import filing_create, filing_owner_add, filing_signer_choose
from filings.services.evidence.documents import OnTheDesk
from filings.services.evidence.shown import report_show
from filings.services.review import examine, filing_mark_reviewed, finding_acknowledge
from filings.services.rows import row_save
from filings.services.sign import filing_sign
from people.models import AttorneyInFact, Issuer, Position, PowerOfAttorney, ReportingOwner

NOW = dt.datetime(2026, 11, 23, 11, 0, tzinfo=EASTERN)
FRIDAY = dt.date(2026, 11, 20)
PASSWORD = "harbour lights at six"
ACCESSION = "0001234567-26-000123"


@dataclass(frozen=True)
class Desk:
    """Who and what is there before the first filing.

    Kemi prepares, Dana is attorney-in-fact, Ruth administers. Anil reports and has an own login; his spouse
    Mira reports too and has none. Both gave Dana a power of attorney for Harborwell. Dana's and Anil's
    attestations of electronic signatures are on file.
    """

    issuer: Issuer
    kemi: User
    dana: User
    ruth: User
    anil_login: User
    anil: ReportingOwner
    mira: ReportingOwner
    anil_power: PowerOfAttorney
    mira_power: PowerOfAttorney


def open_desk() -> Desk:
    """The desk with its people, in the database."""
    issuer = Issuer.objects.create(
        cik="1234567", conformed_name="HARBORWELL INC.", trading_symbol="HBRW", **ADDRESS
    )
    dana, anil_login = login("dana", "Dana", "Okafor", Role.ATTORNEY), login("anil", "Anil", "Ramaswamy")
    anil = reporting_owner("7654321", "Anil", "Ramaswamy", ccc="anil#12A", user=anil_login)
    mira = reporting_owner("7654322", "Mira", "Ramaswamy", ccc="mira$34B")
    for kind, title in (("director", ""), ("officer", "Chief Financial Officer")):
        Position.objects.create(
            owner=anil, issuer=issuer, kind=kind, title=title, started_on=dt.date(2021, 3, 1)
        )
    Position.objects.create(
        owner=mira, issuer=issuer, kind="ten_percent_owner", started_on=dt.date(2022, 1, 3)
    )
    ruth = login("ruth", "Ruth", "Halloran", Role.ADMINISTRATOR)
    for signer in (dana, anil_login):
        attest(signer, by=ruth)
    return Desk(
        issuer=issuer,
        kemi=login("kemi", "Kemi", "Adeyemi", Role.PREPARER),
        dana=dana,
        ruth=ruth,
        anil_login=anil_login,
        anil=anil,
        mira=mira,
        anil_power=power_of_attorney(anil, dana, issuer),
        mira_power=power_of_attorney(mira, dana, issuer),
    )


ADDRESS = {"street1": "100 MAIN STREET", "city": "SAN FRANCISCO", "state": "CA", "zip_code": "94105"}


def login(name: str, first: str, last: str, role: Role | None = None) -> User:
    """A person with a login, and a role on the desk if one is given."""
    user = User.objects.create_user(
        name, f"{name}@harborwell.example", PASSWORD, first_name=first, last_name=last
    )
    if role:
        Membership.objects.create(user=user, role=role)
    return user


def attest(signer: User, *, by: User | None = None, on: dt.date = dt.date(2026, 1, 5)) -> Attestation:
    """A person's hand-signed attestation on file, without the file itself."""
    return Attestation.objects.create(
        signer=signer,
        signed_on=on,
        text="I agree.",
        scan="attestations/paper.pdf",
        scan_sha256="a7" * 32,
        filed_by=by or signer,
        filed_at=NOW,
    )


def reporting_owner(cik: str, first: str, last: str, **values: Any) -> ReportingOwner:
    """A natural person who reports, at Harborwell's address."""
    return ReportingOwner.objects.create(
        cik=cik, conformed_name=f"{last} {first}", first_name=first, last_name=last, **ADDRESS | values
    )


def power_of_attorney(
    grantor: ReportingOwner, attorney: User, issuer: Issuer | None, **values: Any
) -> PowerOfAttorney:
    """A power for Forms 3, 4 and 5 that was executed on 1 June 2025."""
    power = PowerOfAttorney.objects.create(
        grantor=grantor,
        issuer=issuer,
        executed_on=dt.date(2025, 6, 1),
        text=f"POWER OF ATTORNEY\n\nI appoint {attorney} to sign for me.\n\n/s/ {grantor.signing_name}",
        **values,
    )
    AttorneyInFact.objects.create(power=power, user=attorney)
    return power


def draft(desk: Desk, *owners: ReportingOwner, on: dt.date = FRIDAY) -> Filing:
    """A draft for some owners (Anil, unless others are named) without a line."""
    first, *others = owners or (desk.anil,)
    filing = filing_create(actor=desk.kemi, issuer=desk.issuer, owner=first, on=on)
    for owner in others:
        filing_owner_add(actor=desk.kemi, filing_id=filing.pk, owner=owner, on=on)
    return fresh(filing)


def sale(**changes: Any) -> dict[str, Any]:
    """The columns of a sale of 500 shares on Friday, 12,000 being left."""
    return {
        "title": "Common Stock", "date": FRIDAY, "code": "S", "amount": Decimal(500), "acquired_disposed": "D",
        "price": Decimal("38.41"), "owned_after": Decimal(12_000),
    } | changes  # fmt: skip


def option(**changes: Any) -> dict[str, Any]:
    """The columns of a grant of 1,000 options on Friday."""
    return {
        "title": "Stock Option (Right to Buy)", "exercise_price": Decimal("38.41"), "date": FRIDAY, "code": "A",
        "amount": Decimal(1_000), "acquired_disposed": "A", "price": Decimal(0),
        "exercisable": dt.date(2027, 11, 20), "expiration": dt.date(2036, 11, 20),
        "underlying_title": "Common Stock", "underlying_amount": Decimal(1_000), "owned_after": Decimal(1_000),
    } | changes  # fmt: skip


def line(
    desk: Desk,
    filing: Filing,
    values: Mapping[str, Any],
    *,
    table: Table = Table.I,
    notes: Mapping[str, str] | None = None,
    marks: Mapping[str, list[Footnote]] | None = None,
) -> TableRow:
    """Add a line as the preparer does; ``notes`` are new footnotes by cell, ``marks`` those that are there."""
    return row_save(
        actor=desk.kemi,
        filing_id=filing.pk,
        table=table,
        values=values,
        marks=marks or {},
        new_notes=notes or {},
    )


def fresh(filing: Filing) -> Filing:
    """The filing as the database has it now."""
    return Filing.objects.get(pk=filing.pk)


def only_owner(filing: Filing) -> FilingOwner:
    return filing.filing_owners.get()


def under_powers(desk: Desk, filing: Filing) -> Filing:
    """Let every owner be signed for under the owner's power of attorney to Dana."""
    for one in filing.filing_owners.all():
        filing_signer_choose(
            actor=desk.kemi, filing_owner=one, power=one.owner.powers_of_attorney.latest("executed_on")
        )
    return fresh(filing)


def reviewed(desk: Desk, filing: Filing) -> Filing:
    """Give a reason for whatever the checks ask about and pass the report on for signature."""
    filing = fresh(filing)
    for finding in examine(filing).open_warnings:
        finding_acknowledge(
            actor=desk.kemi, filing_id=filing.pk, fingerprint=finding.fingerprint, reason="Seen by counsel."
        )
    return filing_mark_reviewed(actor=desk.kemi, filing_id=filing.pk, sha256=examine(filing).sha256)


def signed(desk: Desk, filing: Filing, *signers: User) -> Filing:
    """Review the report and have it signed, by Anil himself unless others are named."""
    filing = reviewed(desk, filing)
    for signer in signers or (desk.anil_login,):
        sign_as(signer, filing)
    return fresh(filing)


def sign_as(signer: User, filing: Filing) -> tuple[Signature, ...]:
    """Open the report as it was reviewed and sign it on the desk, as somebody who has just given the password.

    Who has no attestation on file gets one.
    """
    if not signer.attestations.exists():
        attest(signer)
    signer, sha256 = User.objects.get(pk=signer.pk), fresh(filing).reviewed_sha256
    report_show(actor=signer, filing=filing, sha256=sha256)
    return filing_sign(actor=signer, filing_id=filing.pk, sha256=sha256, manner=on_the_desk())


def on_the_desk() -> OnTheDesk:
    """An electronic signature after the password was given."""
    return OnTheDesk(proof="password", proven_at=NOW - dt.timedelta(minutes=1))


def filed(filing: Filing, *, by: User, accession_number: str = ACCESSION, at: dt.datetime = NOW) -> Filing:
    """EDGAR's acceptance recorded, on the day itself by default."""
    return filing_record_acceptance(
        actor=by, filing_id=filing.pk, accepted_at=at, accession_number=accession_number
    )


def signed_sale(desk: Desk) -> Filing:
    """A sale by Anil, signed by himself."""
    filing = draft(desk)
    line(desk, filing, sale())
    return signed(desk, filing)
