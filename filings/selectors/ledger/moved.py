"""An amendment and the totals of later reports: those that it moves, and those of a report that others moved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compliance.calendar import eastern_now
from filings.models import Filing
from filings.ownership.codes import Table
from filings.ownership.deadlines import RowReference
from filings.ownership.ledger import Posting, Statement, amount_of, in_order, stories, worded_entries_of
from filings.ownership.report import OwnershipReport
from filings.selectors.ledger.accounts import source_of
from filings.selectors.ledger.reading import Record
from filings.selectors.ledger.shown import MovedLine, MovedReport, Security, Source


@dataclass(frozen=True)
class MovedTotal:
    """A total of a report, and the later amendments and late reports that moved it."""

    line: MovedLine
    by: tuple[Source, ...]


def reports_moved(filing: Filing, report: OwnershipReport | None = None) -> list[MovedReport]:
    """The later reports whose totals an amendment moves, or a report that tells of a trade late, in their order.

    They are those that still carry the error: up to the report, or the amendment, that states the corrected total.
    None of them has to be amended for it: the next report goes on from the corrected total. ``report`` is what a
    draft says: it moves what it would move if it went as it stands now.
    """
    if filing.is_editable and filing.amends_id is None:
        return []
    owners = list(filing.filing_owners.values_list("owner", flat=True))
    record = Record(filing.issuer_id, owners)
    if filing.is_editable and report is not None:
        record.add(_as_sent_now(filing, report), owners)
    own = _family(filing.pk, record.statements.values())
    moved: dict[int, dict[RowReference, MovedLine]] = defaultdict(dict)
    for posting, line in _lacking(record, owners):
        if filing.pk in posting.lacks and posting.statement and posting.statement.reference not in own:
            moved[posting.source].setdefault(line.line, line)
    return [
        MovedReport(source_of(one), tuple(moved[one.reference].values()))
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


def _family(reference: int, statements: Iterable[Statement]) -> set[int]:
    """The reports in whose place a report stands: itself, or what it amends."""
    return {
        story.statement.reference
        for story in stories(statements)
        if reference in {story.statement.reference, *(one.reference for one in story.amendments)}
    }
