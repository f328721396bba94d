"""Past filings into the database, a batch at a time: each once, the same whatever their order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, Value
from msgspec import Struct

from compliance.audit.log import record, record_all
from compliance.calendar import load_calendar
from compliance.models import User
from filings.models import Filing, FilingOwner, FilingState, ImportedDocument, ImportRun, Snapshot
from filings.ownership.report import Owner
from filings.services.due import due_of_report
from filings.services.history.document import PastFiling, content_sha256, earliest, fullness
from filings.services.ledger.entries import Reported, reports_append
from people.models import Issuer, ReportingOwner
from people.models.fields import normalise_cik
from people.services.seen import (
    BoxFive,
    IssuerSeen,
    OwnerSeen,
    issuers_seen,
    owners_seen,
    positions_seen,
)

Outcome = ImportedDocument.Outcome
Source = Filing.Source


class ReadDocument(Struct, frozen=True):
    """One document of a run, in its turn: the filing that it holds, or why it is refused."""

    number: int
    name: str
    filing: PastFiling | None = None
    refusal: str = ""


def filings_keep(*, run: ImportRun, batch: Sequence[ReadDocument]) -> list[ImportedDocument]:
    """Keep what is new of a batch, complete what is known, and say of each document what became of it.

    Call it inside a transaction. Other imports of the same issuers wait until that is over.
    """
    past = [one.filing for one in batch if one.filing is not None]
    issuers = issuers_seen(map(_issuer_seen, past))
    owners = owners_seen(_owner_seen(one, owner) for one in past for owner in one.report.owners)
    archive = _Archive(run.created_by, past, issuers, owners)
    outcomes = [_outcome(run, one, archive) for one in batch]
    archive.save()
    for outcome in outcomes:
        outcome.filing_id = outcome.filing.pk if outcome.filing else None
    ImportedDocument.objects.bulk_create(outcomes)
    _reckon_positions(archive.touched)
    return outcomes


def _outcome(run: ImportRun, one: ReadDocument, archive: "_Archive") -> ImportedDocument:
    row = ImportedDocument(run=run, number=one.number, name=one.name)
    if one.filing is None:
        row.outcome, row.reason = Outcome.REFUSED, one.refusal[:500]
    else:
        row.outcome, row.filing, row.reason = archive.place(one.filing, one.name)
    return row


class _Archive:
    """The filings that a batch may meet, and the new ones that it brings, until they are saved together."""

    def __init__(
        self,
        actor: User | None,
        past: Sequence[PastFiling],
        issuers: dict[str, Issuer],
        owners: dict[str, ReportingOwner],
    ) -> None:
        self.actor = actor
        self.issuers = issuers
        self.owners = owners
        self.touched: set[Filing] = set()
        self._calendar = load_calendar()
        self._fresh: dict[str, tuple[Filing, PastFiling, str]] = {}
        numbers = {one.accession_number for one in past if one.accession_number}
        contents = {one.content_sha256 for one in past}
        there = Filing.objects.filter(
            Q(accession_number__in=numbers) | Q(source=Source.IMPORTED, content_sha256__in=contents)
        ).select_for_update()
        self._by_number = {one.accession_number: one for one in there if one.accession_number}
        self._by_content = {one.content_sha256: one for one in there if one.is_imported}
        self._newest = _newest_snapshots(self._by_content.values())
        self._prepared = _prepared(issuers.values(), past)

    def place(self, past: PastFiling, name: str) -> tuple[Outcome, Filing, str]:
        """What becomes of one filing, the filing that stands for it, and a word to a known one."""
        known = self._by_number.get(past.accession_number)
        if known is not None and known.content_sha256 != past.content_sha256:
            return Outcome.KNOWN, known, _word_on_number(known)
        known = self._by_content.get(past.content_sha256)
        if known is not None:
            return Outcome.KNOWN, known, self._complete(known, past, name)
        known = self._prepared.get(past.content_sha256)
        if known is not None:
            return Outcome.KNOWN, known, "Prepared here. Record its acceptance on its own page."
        fresh = self._filing(past)
        self._fresh[past.content_sha256] = fresh, past, name
        self._by_content[past.content_sha256] = fresh
        if past.accession_number:
            self._by_number[past.accession_number] = fresh
        return Outcome.IMPORTED, fresh, ""

    def save(self) -> None:
        """Write what is new, with one event a filing."""
        fresh = list(self._fresh.values())
        Filing.objects.bulk_create([filing for filing, _, _ in fresh])
        FilingOwner.objects.bulk_create(
            [one for filing, past, _ in fresh for one in self._filing_owners(filing, past)]
        )
        snapshots = [_snapshot(filing, past) for filing, past, _ in fresh]
        for snapshot in snapshots:
            # In an array, as Django sends many rows to PostgreSQL, every quote in it is escaped one by one.
            snapshot.content = Value(snapshot.content)
        Snapshot.objects.bulk_create(snapshots)
        reports_append(Reported(filing, past.report, past.content_sha256) for filing, past, _ in fresh)
        record_all(
            actor=self.actor,
            verb="imported this filing",
            subjects=[(filing, {"document": ["", name]}) for filing, _, name in fresh],
        )
        self.touched.update(filing for filing, _, _ in fresh)

    def _complete(self, known: Filing, past: PastFiling, name: str) -> str:
        """Take over what a known filing lacks; the words say what is new about it."""
        number, filed_on = earliest(
            (known.accession_number, known.filed_on), (past.accession_number, past.filed_on)
        )
        twice = past.accession_number and known.accession_number not in {"", past.accession_number}
        said = f"The same content as {known.accession_number}." if twice else ""
        if number != known.accession_number:
            before = known.accession_number
            known.accession_number, known.filed_on = number, filed_on
            known.accepted_at = past.accepted_at
            self._by_number[number] = known
            said = said or "Its accession number and filing date were missing and are known now."
            if known.pk:
                known.save(update_fields=["accession_number", "filed_on", "accepted_at"])
                record(
                    actor=self.actor,
                    verb=f"took over the accession number from {name}",
                    subject=known,
                    changes={"accession number": [before, number]},
                )
                self.touched.add(known)
        self._keep_the_fuller(known, past)
        return said

    def _keep_the_fuller(self, known: Filing, past: PastFiling) -> None:
        fresh = self._fresh.get(past.content_sha256)
        new = _snapshot(known, past)
        if fresh is not None:
            filing, before, name = fresh
            if _fuller(new, _snapshot(filing, before)):
                self._fresh[past.content_sha256] = filing, past, name
            return
        pk, sha256 = self._newest[known.pk]
        if sha256 != new.sha256 and _fuller(new, Snapshot.objects.get(pk=pk)):
            new.save()
            self._newest[known.pk] = new.pk, new.sha256

    def _filing(self, past: PastFiling) -> Filing:
        report = past.report
        due_on, provisional = due_of_report(report, self._calendar)
        return Filing(
            source=Source.IMPORTED,
            state=FilingState.FILED,
            issuer=self.issuers[normalise_cik(report.issuer.cik)],
            form_type=report.document_type.value,
            original_filed_on=report.date_of_original_submission,
            exit_box=bool(report.not_subject_to_section16),
            plan_box=bool(report.aff10b5_one),
            period_of_report=report.period_of_report,
            due_on=due_on,
            due_is_provisional=provisional,
            created_by=self.actor,
            accession_number=past.accession_number,
            filed_on=past.filed_on,
            accepted_at=past.accepted_at,
            content_sha256=past.content_sha256,
        )

    def _filing_owners(self, filing: Filing, past: PastFiling) -> Iterable[FilingOwner]:
        """Box 5 of every owner; a CIK that stands twice on the form counts once."""
        named: dict[str, Owner] = {}
        for owner in past.report.owners:
            named.setdefault(normalise_cik(owner.cik), owner)
        for position, (cik, owner) in enumerate(named.items(), start=1):
            told = owner.relationship
            yield FilingOwner(
                filing=filing,
                owner=self.owners[cik],
                position=position,
                is_director=bool(told.director),
                is_officer=bool(told.officer),
                is_ten_percent_owner=bool(told.ten_percent_owner),
                is_other=bool(told.other),
                officer_title=_clipped("officer_title", told.officer_title),
                other_text=_clipped("other_text", told.other_text),
            )


def _prepared(issuers: Iterable[Issuer], past: Sequence[PastFiling]) -> dict[str, Filing]:
    """Reports signed here that nobody has recorded EDGAR's number of, by what they say."""
    return {
        content_sha256(snapshot.submission.report): snapshot.filing
        for snapshot in Snapshot.objects.filter(
            kind=Snapshot.Kind.SIGNED,
            filing__accession_number="",
            filing__issuer__in=list(issuers),
            filing__period_of_report__in={one.report.period_of_report for one in past},
        ).select_related("filing")
    }


def _newest_snapshots(filings: Iterable[Filing]) -> dict[int, tuple[int, str]]:
    """The primary key and the hash of what each imported filing says, by the filing's primary key."""
    snapshots = Snapshot.objects.filter(kind=Snapshot.Kind.IMPORTED, filing__in=list(filings)).order_by("pk")
    return {filing: (pk, sha256) for filing, pk, sha256 in snapshots.values_list("filing", "pk", "sha256")}


def _word_on_number(known: Filing) -> str:
    if known.is_imported:
        return "Its accession number is known with another content, which was imported first."
    return "Prepared here."


def _snapshot(filing: Filing, past: PastFiling) -> Snapshot:
    return Snapshot(
        filing=filing, kind=Snapshot.Kind.IMPORTED, sha256=past.sha256, content=past.content.decode()
    )


def _fuller(new: Snapshot, old: Snapshot) -> bool:
    return fullness(new.submission, new.sha256) > fullness(old.submission, old.sha256)


def _clipped(field: str, text: str) -> str:
    """Old documents hold longer texts than EDGAR takes today; the snapshot keeps them whole."""
    longest: int | None = getattr(FilingOwner._meta.get_field(field), "max_length", None)
    return text[:longest]


def _issuer_seen(past: PastFiling) -> IssuerSeen:
    issuer = past.report.issuer
    return IssuerSeen(
        cik=normalise_cik(issuer.cik),
        on=past.day,
        name=issuer.name,
        trading_symbol=issuer.trading_symbol,
        foreign_trading_symbol=issuer.foreign_trading_symbol,
    )


def _owner_seen(past: PastFiling, owner: Owner) -> OwnerSeen:
    return OwnerSeen(cik=normalise_cik(owner.cik), on=past.day, name=owner.name, address=owner.address)


def _reckon_positions(filings: Iterable[Filing]) -> None:
    """Reckon the positions of the filings' owners anew, from box 5 of all their imported filings."""
    issuers = {filing.issuer_id for filing in filings}
    touched = set(
        FilingOwner.objects.filter(filing__in=[filing.pk for filing in filings]).values_list(
            "owner_id", "filing__issuer_id"
        )
    )
    boxes: dict[tuple[int, int], list[BoxFive]] = defaultdict(list)
    seen: Iterable[tuple[Any, ...]] = FilingOwner.objects.filter(
        owner__in={owner for owner, _ in touched}, filing__issuer__in=issuers, filing__source=Source.IMPORTED
    ).values_list(
        "owner_id", "filing__issuer_id", "filing__period_of_report", "filing__filed_on", "filing__exit_box",
        "is_director", "is_officer", "is_ten_percent_owner", "is_other", "officer_title", "other_text",
    )  # fmt: skip
    for owner, issuer, period, filed_on, *box in seen:
        if (owner, issuer) in touched and (on := period or filed_on):
            boxes[owner, issuer].append(BoxFive(on, *box))
    positions_seen(boxes)
