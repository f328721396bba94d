"""What the ledger says beside a filing or a split: totals that move, holdings to add, numbers that change."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from filings.models import Filing
from filings.ownership.deadlines import RowReference
from filings.ownership.ledger import (
    Posting,
    Statement,
    amount_of,
    dollars_in,
    holdings_missing,
    in_order,
    is_split,
    stories,
    units,
)
from filings.ownership.report import OwnershipReport
from filings.selectors.ledger.accounts import source_of
from filings.selectors.ledger.before import before
from filings.selectors.ledger.reading import Record
from filings.selectors.ledger.shown import HoldingToAdd, MovedLine, MovedReport, Security, SplitLine
from people.models import Issuer

_DAY = dt.timedelta(days=1)


def reports_moved_by(filing: Filing) -> list[MovedReport]:
    """The later reports whose totals an amendment moves, or a report that tells of a trade late, in their order.

    They are those that still carry the error: up to the report, or the amendment, that states the corrected
    total. None of them has to be amended for it: the next report goes on from the corrected total.
    """
    owners = list(filing.filing_owners.values_list("owner", flat=True))
    record = Record(filing.issuer_id, owners)
    own = _family(filing.pk, record.statements.values())
    moved: dict[int, dict[RowReference, MovedLine]] = {}
    for owner in owners:
        for account in record.accounts([owner]):
            for posting in account.postings():
                if (
                    filing.pk in posting.lacks
                    and posting.statement
                    and posting.statement.reference not in own
                ):
                    line = _moved_line(posting, record)
                    if line is not None:
                        moved.setdefault(posting.source, {})[line.line] = line
    return [
        MovedReport(source_of(statement), tuple(moved[statement.reference].values()))
        for statement in in_order(record.statements[reference] for reference in moved)
    ]


def holdings_to_add(filing: Filing, report: OwnershipReport) -> list[HoldingToAdd]:
    """The other holdings of the classes that a draft trades, which it does not list; ``report`` is what it says."""
    return [
        HoldingToAdd(
            title=one.wording.title,
            ownership=one.wording.ownership,
            nature=one.wording.nature,
            nature_notes=one.wording.nature_notes,
            owned=one.amount,
        )
        for one in holdings_missing(report, before(filing).held)
    ]


def split_preview(issuer: Issuer, title: str, new: Decimal, old: Decimal, day: dt.date) -> list[SplitLine]:
    """What a split of a class on a day, ``new`` shares for every ``old`` ones, makes of every owner's holdings."""
    record = Record(issuer.pk)
    found = []
    for owner in sorted(record.owners):
        for account in record.accounts([owner]):
            balance = account.balance_on(day - _DAY)
            if not balance or not is_split(account.key, title):
                continue
            key = record.rows_of_keys[account.key]
            price = dollars_in(account.key.terms.exercise_price) if account.key.terms else None
            found.append(
                SplitLine(
                    owner=owner,
                    security=Security(key, record.wordings[key]),
                    before=amount_of(balance),
                    after=amount_of(units(amount_of(balance) * new / old) or 0),
                    price_before=price,
                    price_after=None if price is None else amount_of(units(price * old / new) or 0),
                )
            )
    return found


def _family(reference: int, statements: Iterable[Statement]) -> set[int]:
    """The reports in whose place a report stands: itself, or what it amends."""
    return {
        story.statement.reference
        for story in stories(statements)
        if reference in {story.statement.reference, *(one.reference for one in story.amendments)}
    }


def _moved_line(posting: Posting, record: Record) -> MovedLine | None:
    entry = posting.entry
    if entry is None or entry.stated is None or posting.after is None:
        return None
    key = record.words[posting.source, entry.key.table, entry.line]
    return MovedLine(
        Security(key, record.wordings[key]), entry.place, amount_of(entry.stated), amount_of(posting.after)
    )
