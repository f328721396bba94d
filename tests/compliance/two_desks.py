"""Two issuers on one desk in the tests, each with its own people, and one of each record at both."""

import datetime as dt

from compliance.models import Membership, Role, User
from filings.models import Adjustment, Filing, ImportRun, LedgerKey, RenderJob
from filings.services.confirmation import confirmation_ask
from people.models import Issuer, Position, SecurityClass, Signatory, Substitution
from tests.filings.harborwell import (
    ADDRESS,
    NOW,
    Desk,
    attest,
    draft,
    line,
    login,
    power_of_attorney,
    reporting_owner,
    reviewed,
    sale,
    signed,
    under_powers,
)

AT = " at Harborwell"

# What a page of Harborwell's people must not hold: the other issuer, its insiders, what they trade.
ELSEWHERE = ("OTHERWISE", "Quist", "Umbral", "9999001", "9999002")


def open_other_desk(desk: Desk) -> Desk:
    """Another issuer on the same desk, with insiders and an attorney of its own; the same people keep both."""
    issuer = Issuer.objects.create(
        cik="9999001", conformed_name="OTHERWISE CORP.", trading_symbol="OTHR", **ADDRESS
    )
    otto, zelda_login = login("otto", "Otto", "Lind"), login("zelda", "Zelda", "Quist")
    Membership.objects.create(user=otto, role=Role.ATTORNEY, issuer=issuer)
    zelda = reporting_owner("9999002", "Zelda", "Quist", ccc="zelda#1A", user=zelda_login)
    yves = reporting_owner("9999003", "Yves", "Quist", ccc="yvesq$2B")
    for owner in (zelda, yves):
        Position.objects.create(owner=owner, issuer=issuer, kind="director", started_on=dt.date(2021, 3, 1))
    for signer in (otto, zelda_login):
        attest(signer, by=desk.ruth)
    return Desk(
        issuer=issuer,
        kemi=desk.kemi,
        dana=otto,
        ruth=desk.ruth,
        anil_login=zelda_login,
        anil=zelda,
        mira=yves,
        anil_power=power_of_attorney(zelda, otto, issuer),
        mira_power=power_of_attorney(yves, otto, issuer),
    )


def one_of_each(desk: Desk, *, guardian: User, title: str) -> dict[str, object]:
    """One of each thing that an address may name; the filings are Anil's, or whoever stands in his place."""
    SecurityClass.objects.create(issuer=desk.issuer, title=title)
    open_draft, other = draft(desk), draft(desk)
    row = line(desk, open_draft, sale(title=title), notes={"price": "A weighted average."})
    line(desk, other, sale(title=title))
    sealed = signed(desk, other)
    asked = confirmation_ask(actor=desk.kemi, filing_id=open_draft.pk, owner=desk.anil, days=2)
    return {
        "owner": desk.anil.pk,
        "position": desk.anil.positions.first().pk,
        "issuer": desk.issuer.pk,
        "security_class": desk.issuer.security_classes.get().pk,
        "signatory": Signatory.objects.create(
            owner=desk.anil, user=guardian, basis="guardianship", capacity="guardian", started_on=NOW.date()
        ).pk,
        "power": desk.anil_power.pk,
        "substitution": Substitution.objects.create(
            attorney=desk.anil_power.named_attorneys.get(),
            substitute=guardian,
            executed_on=NOW.date(),
            text="I appoint a substitute.",
        ).pk,
        "attorney": desk.anil_power.named_attorneys.get().pk,
        "filing": open_draft.pk,
        "filing_kind": "filings.filing",
        "filing_owner": open_draft.filing_owners.get().pk,
        "row": row.pk,
        "note": open_draft.footnotes.get().pk,
        "table": "1",
        "kind": "transaction",
        "year": NOW.year,
        "ledger_key": LedgerKey.objects.get(issuer=desk.issuer).pk,
        "adjusting": "opening",
        "adjustment": Adjustment.objects.create(
            kind="split",
            issuer=desk.issuer,
            title=title,
            new=2,
            old=1,
            day=NOW.date(),
            note="A notice.",
            recorded_by=desk.kemi,
        ).pk,
        "signed": sealed.pk,
        "signer": desk.dana.pk,
        "attestation": desk.dana.attestations.get().pk,
        "document": sealed.signatures.get().document_id,
        "confirmation": asked.confirmation.pk,
        "token": asked.token,
        "membership": Membership.objects.create(user=guardian, role=Role.PREPARER, issuer=desk.issuer).pk,
        "no_session": 1,
        "run": ImportRun.objects.create(created_by=desk.kemi, due_at=NOW).pk,
        "job": RenderJob.objects.filter(snapshot__filing=sealed).first().pk,
    }


def at_harborwell(desk: Desk, role: Role) -> User:
    """Somebody who holds a role at Harborwell and nowhere else."""
    person = login(f"{role}-there", role.label, "There")
    Membership.objects.create(user=person, role=role, issuer=desk.issuer)
    return person


def content_of(response: object) -> bytes:
    return b"".join(response) if response.streaming else response.content


def of_mira(desk: Desk) -> Filing:
    filing = draft(desk, desk.mira)
    line(desk, filing, sale(title="Hidden Stock"))
    return reviewed(desk, under_powers(desk, filing))
