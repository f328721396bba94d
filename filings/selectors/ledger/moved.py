"""An amendment and the totals of later reports: those that it moves, and those of a report that others moved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compliance.calendar import eastern_now
from filings.models import Filing, FilingState
from filings.ownership.codes import Table
from filings.ownership.deadlines import RowReference
from filings.ownership.ledger import Posting, Statement, amount_of, in_order, worded_entries_of
from filings.ownership.report import OwnershipReport
from filings.selectors.ledger.accounts import source_of
from filings.selectors.ledger.beside import reports_moved_by
from filings.selectors.ledger.reading import Record
from filings.selectors.ledger.shown import MovedLine, MovedReport, Security, Source


@dataclass(frozen=True)
class MovedTotal:
    """A total of a report, and the later amendments and late reports that moved it."""

    line: MovedLine
    by: tuple[Source, ...]


def reports_moved(filing: Filing, report: OwnershipReport) -> list[MovedReport]:
    """The later reports whose totals a filing moves; for a draft those that it would move, sent as it stands now."""
    if filing.state not in {FilingState.DRAFT, FilingState.REVIEWED}:
        return reports_moved_by(filing)
    if filing.amends_id is None:
        return []
    owners = list(filing.filing_owners.values_list("owner", flat=True))
    record = Record(filing.issuer_id, owners)
    record.statements[filing.pk] = _as_sent_now(filing, report)
    for owner in owners:
        record.filings_of[owner].append(filing.pk)
    own = _amended_by(filing)
    moved: dict[int, list[MovedLine]] = {}
    for posting, line in _lacking(record, owners):
        if filing.pk in posting.lacks and posting.source not in own:
            lines = moved.setdefault(posting.source, [])
            if line not in lines:
                lines.append(line)
    return [
        MovedReport(source_of(one), tuple(moved[one.reference]))
        for one in in_order(record.statements[reference] for reference in moved)
    ]


def totals_moved_of(filing: Filing) -> list[MovedTotal]:
    """The totals of a report that a later amendment, or a trade told late, has moved."""
    owners = list(filing.filing_owners.values_list("owner", flat=True))
    record = Record(filing.issuer_id, owners)
    found: dict[tuple[object, ...], MovedTotal] = {}
    for posting, line in _lacking(record, owners):
        if posting.source == filing.pk:
            by = tuple(source_of(record.statements[one]) for one in posting.lacks if one in record.statements)
            found.setdefault(line.line, MovedTotal(line, by))
    return list(found.values())


def _lacking(record: Record, owners: list[int]) -> Iterator[tuple[Posting, MovedLine]]:
    """Every line whose stated total lacks what another report says, with that total and the right one."""
    for owner in _with_histories_of_their_own(record, owners):
        for account in record.accounts([owner]):
            for posting in account.postings():
                entry = posting.entry
                if not posting.lacks or entry is None or entry.stated is None or posting.after is None:
                    continue
                key = record.words.get((posting.source, entry.key.table, entry.line))
                if key is not None and entry.stated != posting.after:
                    yield (
                        posting,
                        MovedLine(
                            Security(key, record.wordings[key]),
                            entry.place,
                            amount_of(entry.stated),
                            amount_of(posting.after),
                        ),
                    )


def _with_histories_of_their_own(record: Record, owners: Iterable[int]) -> Iterable[int]:
    """One owner for each history: owners who always report together have the same."""
    return {
        (
            tuple(record.filings_of[owner]),
            tuple(one.reference for one in record.adjustments_of([owner])),
        ): owner
        for owner in owners
    }.values()


def _as_sent_now(filing: Filing, report: OwnershipReport) -> Statement:
    now = eastern_now()
    return Statement(
        reference=filing.pk,
        document_type=report.document_type,
        entries=tuple(entry for _, entry in worded_entries_of(report, _awards(filing))),
        period=report.period_of_report,
        went=now,
        filed_on=now.date(),
        amends=filing.amends_id,
        original_filed_on=report.date_of_original_submission,
    )


def _awards(filing: Filing) -> dict[RowReference, str]:
    """The awards that a draft's lines name, by table and zero-based line."""
    return {
        (table, line): row.award
        for table in Table
        for line, row in enumerate(one for one in filing.rows.all() if one.table == table)
        if row.award
    }


def _amended_by(filing: Filing) -> set[int]:
    chain = {filing.pk}
    while filing.amends is not None and filing.amends_id not in chain:
        filing = filing.amends
        chain.add(filing.pk)
    return chain
