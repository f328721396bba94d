"""What the ledger knows before a report: what was owned, what else is held, and what was reported already."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Min

from filings.models import Filing
from filings.ownership.ledger import (
    Account,
    Adjustment,
    BalanceKey,
    Grant,
    Held,
    Opening,
    ReportedTrade,
    Statement,
    Trade,
    Wording,
    grants_in,
    held,
    in_order,
    opening_of,
    opening_when_it_went,
    replay,
    trade_of,
)
from filings.selectors.ledger.naming import form_named
from filings.selectors.ledger.reading import Record

OwnHistory = tuple[tuple[Statement, ...], tuple[Adjustment, ...]]


@dataclass(frozen=True)
class Before:
    """The reports and adjustments that come before one report in the order of the ledger.

    A report that is still a draft comes after all that was reported for its first day and before. Neither a report
    counts that the draft amends, nor another amendment of that. ``histories`` are those of its owners; owners who
    always report together have one. ``reported`` are all the other reports, whatever their place, without the parts
    that the report was split into. ``own`` is the report itself where it has gone.
    """

    histories: tuple[OwnHistory, ...]
    reported: Sequence[Statement]
    wordings: Mapping[BalanceKey, Wording]
    own: Statement | None = None

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        return _accounts(self.histories)

    @cached_property
    def opening(self) -> Opening:
        """What was owned: under each key one balance, or one for each award.

        What came after a report that has gone counts only where the report knew of it.
        """
        now, own = opening_of(self.accounts), self.own
        if own is None:
            return now
        then = tuple(
            (tuple(one for one in statements if one.had_gone_before(own)), adjustments)
            for statements, adjustments in self.histories
        )
        return (
            now
            if then == self.histories
            else opening_when_it_went(own.entries, opening_of(_accounts(then)), now)
        )

    @property
    def held(self) -> tuple[Held, ...]:
        return held(self.accounts, self.wordings)

    @property
    def trades(self) -> Mapping[Trade, ReportedTrade]:
        """The trades that were reported, each with the first form that tells it."""
        found: dict[Trade, ReportedTrade] = {}
        for statement in in_order(self.reported):
            for entry in statement.entries:
                if trade := trade_of(entry):
                    found.setdefault(trade, ReportedTrade(form_named(statement)))
        return found

    @property
    def grants(self) -> tuple[Grant, ...]:
        return tuple(grant for one in self.reported for grant in grants_in(one.entries))


def before(filing: Filing) -> Before:
    """What comes before a report: of its owners together, at its issuer."""
    family = {filing.pk, *_amended_by(filing)}
    family |= set(Filing.objects.filter(amends__in=family).values_list("pk", flat=True))
    owners = list(filing.filing_owners.values_list("owner", flat=True))
    record = Record(filing.issuer_id, owners, without=family - {filing.pk})
    own = record.statements.pop(filing.pk, None)
    parts = _parts_of(filing)
    reported = [one for one in record.statements_of() if one.reference not in parts]
    last = _first_day(filing) if own is None else own.day
    histories: dict[tuple[tuple[int, ...], tuple[int, ...]], OwnHistory] = {}
    for owner in owners:
        statements = _coming_before(record.statements_of([owner]), own, last)
        adjustments = tuple(one for one in record.adjustments_of([owner]) if last is None or one.day <= last)
        named = tuple(one.reference for one in statements), tuple(one.reference for one in adjustments)
        histories[named] = statements, adjustments
    return Before(tuple(histories.values()), reported, record.worded, own)


def _accounts(histories: Iterable[OwnHistory]) -> tuple[Account, ...]:
    return tuple(account for history in histories for account in replay(*history))


def _coming_before(
    statements: Sequence[Statement], own: Statement | None, last: dt.date | None
) -> tuple[Statement, ...]:
    """The reports of one owner that come before a report, or before a draft whose first day is ``last``."""
    if own is None:
        return tuple(one for one in statements if last is None or one.day <= last)
    ordered = in_order([*statements, own])
    return tuple(ordered[: ordered.index(own)])


def _first_day(filing: Filing) -> dt.date | None:
    """The first day that a draft speaks of, as its lines stand now."""
    return filing.rows.aggregate(day=Min("date"))["day"] or filing.period_without_rows


def _parts_of(filing: Filing) -> set[int]:
    """The linked filings that one report was split into."""
    first = filing.split_from_id or filing.pk
    return {first, *Filing.objects.filter(split_from=first).values_list("pk", flat=True)}


def _amended_by(filing: Filing) -> set[int]:
    """What an amendment amends: the filing before it and so on."""
    chain: set[int] = set()
    while filing.amends is not None and filing.amends_id not in chain:
        filing = filing.amends
        chain.add(filing.pk)
    return chain
