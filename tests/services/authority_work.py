"""What the tests let two people of the desk do at the same instant, each on a connection of the own."""

import datetime as dt
import random
import threading
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from compliance.audit.log import record
from compliance.audit.models import Event
from compliance.models import Role, User
from filings import tasks
from filings.models import Acknowledgement, AuthenticationDocument, Filing, RenderJob, Snapshot
from filings.services.editing import NotEditable
from filings.services.evidence.shown import report_show
from filings.services.review import (
    ChangedSince,
    examine,
    filing_mark_reviewed,
    filing_send_back,
    finding_acknowledge,
)
from filings.services.sign import NoAuthority, filing_sign
from people.models import AttorneyInFact, Position, PowerOfAttorney
from people.services.capacity import capacity_lost
from people.services.powers import attorney_end, poa_revoke
from tests.filings.harborwell import (
    NOW,
    Desk,
    attest,
    draft,
    line,
    login,
    on_the_desk,
    open_desk,
    power_of_attorney,
    reporting_owner,
    reviewed,
    sale,
    under_powers,
)

_REFUSALS = (NoAuthority, ChangedSince, NotEditable)
_ENDS = ("revoked", "left", "revoked", "died", "revoked", "closed")


def desk_of_the_race() -> Desk:
    """Harborwell's desk on its Monday, made once; the clock of this process stands still there."""
    timezone.now = lambda: NOW.astimezone(dt.UTC)
    return open_desk()


def waiting(
    desk: Desk, number: int, *attorneys: User, terms: Mapping[str, Any] = MappingProxyType({}), **changes: Any
) -> Filing:
    """A report of somebody new that waits for these attorneys, under a power of its own with these ``terms``.

    ``changes`` are of the columns of its one sale.
    """
    owner = reporting_owner(f"95{number:05}", "Noor", f"Insider{number}", ccc="noor#12A")
    Position.objects.create(owner=owner, issuer=desk.issuer, kind="director", started_on=dt.date(2021, 3, 1))
    power = power_of_attorney(owner, attorneys[0], desk.issuer, **terms)
    for other in attorneys[1:]:
        AttorneyInFact.objects.create(power=power, user=other)
    filing = draft(desk, owner)
    line(desk, filing, sale(**changes))
    return reviewed(desk, under_powers(desk, filing))


def at_once(*deeds: Callable[[], Any], refusals: tuple[type[Exception], ...] = _REFUSALS) -> list[str]:
    """Do them at the same instant, give or take what a signature takes; the name of each one's refusal, or ""."""
    gate = threading.Barrier(len(deeds))
    told = [""] * len(deeds)

    def run(number: int, deed: Callable[[], Any], late: float) -> None:
        gate.wait()
        time.sleep(late)
        try:
            deed()
        except refusals as refusal:
            told[number] = type(refusal).__name__
        except Exception as problem:  # noqa: BLE001 -- whatever else happened is what the test is to show
            told[number] = f"{type(problem).__name__}: {problem}"
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, deed, random.uniform(0, 0.04)))
        for number, deed in enumerate(deeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def sign(filing: Filing, signer: User) -> Callable[[], Any]:
    """The signature of a report that the person has opened."""
    if not signer.attestations.exists():
        attest(signer)
    report_show(actor=signer, filing=filing, sha256=filing.reviewed_sha256)
    return lambda: filing_sign(
        actor=User.objects.get(pk=signer.pk),
        filing_id=filing.pk,
        sha256=filing.reviewed_sha256,
        manner=on_the_desk(),
    )


def ended(how: str, desk: Desk, filing: Filing, attorney: User) -> tuple[Callable[[], Any], str]:
    """Something that ends the attorney's authority on the day itself, and the verb of its event."""
    (one,) = filing.filing_owners.select_related("owner", "power")
    power = PowerOfAttorney.objects.get(pk=one.power_id)
    if how == "revoked":
        return (
            lambda: poa_revoke(actor=desk.ruth, power=power, revoked_on=NOW.date()),
            "revoked this power of attorney",
        )
    if how == "left":
        named = power.named_attorneys.get()
        yesterday = NOW.date() - dt.timedelta(days=1)
        return (
            lambda: attorney_end(actor=desk.ruth, attorney=named, ended_on=yesterday),
            f"ended the authority of {named}",
        )
    if how == "closed":
        return lambda: close(attorney, by=desk.ruth), "closed the login"
    return (
        lambda: capacity_lost(actor=desk.ruth, owner=one.owner, incapable_since=None, died_on=NOW.date()),
        "changed what is noted of death and incapacity",
    )


def close(attorney: User, *, by: User) -> None:
    """Close a login as the administration does."""
    with transaction.atomic():
        User.objects.filter(pk=attorney.pk).update(is_active=False)
        record(actor=by, verb="closed the login", subject=attorney)


def signed_while_it_ended(rounds: int) -> dict[str, Any]:
    """Sign and end the authority at once, so often, half of it a revocation: how it went, and what must never be.

    Whoever writes an event holds the log to the end of the transaction, so events stand in the order of commits;
    PostgreSQL's own record of the commits has to say the same.
    """
    desk = desk_of_the_race()
    counts = {"signed first": 0, "ended first": 0}
    wrong = []
    for number in range(rounds):
        attorney = login(f"attorney-{number}", "Dana", f"Okafor{number}", Role.ATTORNEY)
        filing = waiting(desk, number, attorney)
        end, verb = ended(_ENDS[number % len(_ENDS)], desk, filing, attorney)
        told = at_once(sign(filing, attorney), end)
        signed = Event.objects.filter(
            subject_type="filings.filing", subject_id=filing.pk, verb__startswith="signed"
        )
        over = Event.objects.filter(verb=verb).order_by("number").last()
        if told[1] or told[0] not in {"", "NoAuthority"}:
            wrong.append(f"round {number}: {told}")
        elif told[0] == "NoAuthority":
            counts["ended first"] += 1
            if signed.exists() or filing.signatures.exists():
                wrong.append(f"round {number}: refused and signed")
        else:
            counts["signed first"] += 1
            if (
                over is None
                or signed.get().number > over.number
                or committed(signed.get()) >= committed(over)
            ):
                wrong.append(f"round {number}: signed after the authority had ended")
    return {**counts, "wrong": wrong}


def committed(event: Event) -> dt.datetime:
    """When PostgreSQL committed the transaction that wrote an event."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_xact_commit_timestamp(xmin) from audit_event where number = %s", [event.number]
        )
        (at,) = cursor.fetchone()
    return at


def signed_by_two(rounds: int) -> dict[str, Any]:
    """Have two attorneys, each of whom may sign alone, sign the same report at once, so often."""
    desk = desk_of_the_race()
    other = login("otto", "Otto", "Lind", Role.ATTORNEY)
    wrong = []
    first = {"dana": 0, "otto": 0}
    for number in range(rounds):
        filing = waiting(desk, number, desk.dana, other)
        told = at_once(sign(filing, desk.dana), sign(filing, other))
        wrong += unless(number, told, ["", "ChangedSince"], filing, signatures=1)
        first[filing.signatures.latest("pk").signer.username] += 1
    return {"first": first, "wrong": wrong}


def signed_by_both(rounds: int) -> list[str]:
    """Have two attorneys, both of whom the power asks for, sign the same report at once; whatever must never be."""
    desk = desk_of_the_race()
    other = login("otto", "Otto", "Lind", Role.ATTORNEY)
    wrong = []
    for number in range(rounds):
        filing = waiting(desk, number, desk.dana, other, terms={"signs_jointly": True})
        told = at_once(sign(filing, desk.dana), sign(filing, other))
        wrong += unless(number, told, ["", ""], filing, signatures=2)
    return wrong


def unless(
    number: int, told: list[str], expected: list[str], filing: Filing, *, signatures: int
) -> list[str]:
    """Nothing, unless a round went otherwise than so many signatures and one report that is frozen with them."""
    events = Event.objects.filter(subject_type="filings.filing", subject_id=filing.pk)
    snapshots = Snapshot.objects.filter(filing=filing, kind=Snapshot.Kind.SIGNED)
    signers = list(filing.signatures.values_list("signer", flat=True))
    found = {
        "answers": sorted(told),
        "signers": (len(signers), len(set(signers))),
        "documents": AuthenticationDocument.objects.filter(filing=filing).count(),
        "events of signing": events.filter(verb__startswith="signed").count(),
        "events of the freeze": events.filter(verb="froze the signed report").count(),
        "signatures in the frozen report": [len(one.submission.report.signatures) for one in snapshots],
        "jobs": sorted(RenderJob.objects.filter(snapshot__in=snapshots).values_list("kind", flat=True)),
    }
    right = {
        "answers": expected,
        "signers": (signatures, signatures),
        "documents": signatures,
        "events of signing": signatures,
        "events of the freeze": 1,
        "signatures in the frozen report": [signatures],
        "jobs": ["pdf", "xml"],
    }
    return [f"round {number}: {key} {found[key]}" for key in right if found[key] != right[key]]


def files_made() -> None:
    """Run the task of every job, as a worker does to whom the broker gives each of them."""
    for job in RenderJob.objects.order_by("pk"):
        {RenderJob.Kind.PDF: tasks.render_pdf, RenderJob.Kind.XML: tasks.render_xml}[job.kind](job.pk)


def signed_while_preparing(rounds: int) -> dict[str, Any]:
    """Let one person say why a warning stands, which is to prepare the report, and sign it at once, so often."""
    desk = desk_of_the_race()
    lena = login("lena", "Lena", "Berg", Role.PREPARER)
    counts = {"signed first": 0, "prepared first": 0}
    wrong = []
    for number in range(rounds):
        otto = login(f"otto-{number}", "Otto", f"Lind{number}", Role.ATTORNEY)
        _ask_for_different_people(desk, ask=False)
        filing = again_by(lena, waiting(desk, number, otto, date=dt.date(2026, 11, 16)))
        _ask_for_different_people(desk, ask=True)
        late = filing.acknowledgements.get(check_id="F4-017")
        told = at_once(sign(filing, otto), acknowledged(filing, otto, late))
        prepared = filing.preparers.filter(pk=otto.pk).exists()
        if sorted(told) not in (["", "NoAuthority"], ["", "NotEditable"]):
            wrong.append(f"round {number}: {told}")
        elif filing.signatures.exists() == prepared:
            wrong.append(f"round {number}: {told}, prepared: {prepared}")
        else:
            counts["prepared first" if prepared else "signed first"] += 1
    return {**counts, "wrong": wrong}


def again_by(reviewer: User, filing: Filing) -> Filing:
    """The same report, reviewed by somebody else than its preparer."""
    filing = filing_send_back(actor=reviewer, filing_id=filing.pk, comment="Another reviews it.")
    return filing_mark_reviewed(actor=reviewer, filing_id=filing.pk, sha256=examine(filing).sha256)


def acknowledged(filing: Filing, person: User, finding: Acknowledgement) -> Callable[[], Any]:
    """The reason for a warning, given anew by somebody."""
    return lambda: finding_acknowledge(
        actor=person, filing_id=filing.pk, fingerprint=finding.fingerprint, reason="The broker was late."
    )


def _ask_for_different_people(desk: Desk, *, ask: bool) -> None:
    desk.issuer.requires_different_people = ask
    desk.issuer.save(update_fields=["requires_different_people"])
