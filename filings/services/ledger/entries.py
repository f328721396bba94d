"""Into the ledger: the lines of a report when it is signed or imported, derived from its frozen snapshot."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from msgspec import Struct

from compliance.audit.log import record_all
from filings.models import (
    Filing,
    FilingState,
    LedgerEntry,
    LedgerKey,
    LedgerStatement,
    Snapshot,
    TableRow,
)
from filings.ownership.codes import Table
from filings.ownership.deadlines import RowReference
from filings.ownership.ledger import Entry, Wording, worded_entries_of
from filings.ownership.report import OwnershipReport
from filings.selectors.ledger.reading import amounts_kept, wording_kept

# So many at a time that neither a statement's parameters nor memory run out.
_BATCH = 200
_DIGESTS = 500

Awards = Mapping[RowReference, str]
_Keys = dict[tuple[int, str], int]


class Reported(Struct, frozen=True):
    """A report as it was frozen, for the ledger: whose filing it is and what names what it says."""

    filing: Filing
    report: OwnershipReport
    sha256: str
    awards: Awards = {}


def ledger_entries_append(filing: Filing, report: OwnershipReport, sha256: str) -> None:
    """Add the lines of a report that was signed here; call it inside the transaction that freezes it."""
    reports_append([Reported(filing, report, sha256, awards_of(filing))])


def reports_append(reports: Iterable[Reported]) -> None:
    """Add the lines of many reports at once; call it inside the transaction that keeps them."""
    read = [(one, list(worded_entries_of(one.report, one.awards))) for one in reports]
    keys = ledger_keys(
        {
            (one.filing.issuer_id, wording.digest): wording
            for one, lines in read
            for wording in {wording for wording, _ in lines}
        }
    )
    LedgerStatement.objects.bulk_create([_statement(one) for one, _ in read])
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(statement_id=one.filing.pk, **columns)
            for one, lines in read
            for columns in _columns(one.filing.issuer_id, lines, keys)
        ]
    )


def awards_of(filing: Filing) -> Awards:
    """The awards that the lines of a report prepared here name, by table and zero-based line."""
    if filing.is_imported:
        return {}
    named: dict[RowReference, str] = {}
    for table in Table:
        awards = TableRow.objects.filter(filing=filing.pk, table=table).order_by("position", "id")
        named |= {
            (table, line): award for line, award in enumerate(awards.values_list("award", flat=True)) if award
        }
    return named


def ledger_verify() -> Iterator[tuple[Filing, str]]:
    """What the ledger keeps against what the frozen reports say: each filing that differs, and how, in a word."""
    for one in _frozen():
        if difference := _difference(one):
            yield one.filing, difference
    strangers = LedgerStatement.objects.exclude(filing__in=_frozen_filings().values("pk"))
    for statement in strangers.select_related("filing__issuer"):
        yield statement.filing, "in the ledger without a frozen report"


def ledger_rebuild() -> int:
    """Derive anew whatever differs from the frozen reports; how many reports that were."""
    with transaction.atomic():
        found = list(ledger_verify())
        differing = [filing.pk for filing, _ in found]
        LedgerEntry.objects.filter(statement__in=differing).derive_again()
        LedgerStatement.objects.filter(pk__in=differing).derive_again()
        wanted = (one for one in _frozen() if one.filing.pk in set(differing))
        while batch := list(islice(wanted, _BATCH)):
            reports_append(batch)
        record_all(
            actor=None,
            verb="derived its entries in the ledger anew",
            subjects=[(filing, {"ledger": [difference, ""]}) for filing, difference in found],
        )
    return len(differing)


def _statement(one: Reported) -> LedgerStatement:
    return LedgerStatement(filing_id=one.filing.pk, sha256=one.sha256, signed_on=_signed_on(one.report))


def _signed_on(report: OwnershipReport) -> dt.date | None:
    return max((mark.date for mark in report.signatures if mark.date), default=None)


def _columns(issuer: int, lines: Iterable[tuple[Wording, Entry]], keys: _Keys) -> Iterator[dict[str, Any]]:
    digests: dict[Wording, str] = {}
    for position, (wording, entry) in enumerate(lines):
        digest = digests.get(wording) or digests.setdefault(wording, wording.digest)
        yield {
            "position": position,
            "key_id": keys[issuer, digest],
            "line": entry.line,
            "day": entry.day,
            "code": entry.code,
            "change": entry.change,
            "stated": entry.stated,
            "price": entry.price,
            "early": entry.early,
            "told": int(entry.told),
            "told_amounts": " ".join(map(str, entry.told_amounts)),
            "award": entry.award,
        }


def ledger_keys(wordings: Mapping[tuple[int, str], Wording]) -> _Keys:
    """The rows of some wordings by issuer and digest; those that are not there yet are added."""
    found = _there(wordings)
    missing = [one for one in wordings if one not in found]
    if missing:
        LedgerKey.objects.bulk_create(
            (
                LedgerKey(issuer_id=issuer, digest=digest, **msgspec.structs.asdict(wordings[issuer, digest]))
                for issuer, digest in missing
            ),
            ignore_conflicts=True,  # another transaction may have added it in the same moment
        )
        found |= _there(missing)
    return found


def _there(wanted: Iterable[tuple[int, str]]) -> _Keys:
    left, found = iter(wanted), _Keys()
    while some := set(islice(left, _DIGESTS)):
        rows = LedgerKey.objects.filter(
            issuer__in={issuer for issuer, _ in some}, digest__in={digest for _, digest in some}
        )
        for pk, issuer, digest in rows.values_list("pk", "issuer", "digest"):
            found[issuer, digest] = pk
    return found


def _frozen_filings() -> QuerySet[Filing]:
    return Filing.objects.filter(
        Q(source=Filing.Source.IMPORTED) | Q(state__in=[FilingState.SIGNED, FilingState.FILED])
    )


def _frozen() -> Iterator[Reported]:
    """Every frozen report, oldest filing first; of an imported one its newest snapshot."""
    newest = Snapshot.objects.exclude(kind=Snapshot.Kind.PREVIEW).filter(filing=OuterRef("filing"))
    snapshots = Snapshot.objects.filter(
        pk=Subquery(newest.order_by("-pk").values("pk")[:1]), filing__in=_frozen_filings()
    )
    for snapshot in snapshots.select_related("filing").order_by("filing").iterator(chunk_size=_BATCH):
        filing = snapshot.filing
        yield Reported(
            filing,
            snapshot.submission.report,
            filing.content_sha256 if filing.is_imported else snapshot.sha256,
            awards_of(filing),
        )


def _difference(one: Reported) -> str:
    kept = LedgerStatement.objects.filter(pk=one.filing.pk).first()
    if kept is None:
        return "not in the ledger"
    if (kept.sha256, kept.signed_on) != (one.sha256, _signed_on(one.report)):
        return "read from another report"
    rows = kept.entries.order_by("position").select_related("key")
    there = [_entry_kept(row) for row in rows]
    if there != list(worded_entries_of(one.report, one.awards)):
        return "its lines differ"
    return ""


def _entry_kept(row: LedgerEntry) -> tuple[Wording, Entry]:
    wording = wording_kept(row.key)
    return wording, Entry(
        wording.key, row.line, row.day, row.code, row.change, row.stated, row.price, row.early, row.told,
        amounts_kept(row.told_amounts), row.award,
    )  # fmt: skip
