"""What the ledger knows before a report: what was owned, what else is held, and what was reported already."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Min

from filings.models import Filing
from filings.ownership.codes import CODES, INDIRECT, Table
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
    balance_key,
    change_of,
    grants_in,
    held,
    in_order,
    opening_of,
    replay,
    trade_of,
)
from filings.ownership.report import TRANSACTIONS, OwnershipReport, Row
from filings.ownership.wording import day
from filings.selectors.ledger.reading import Record


@dataclass(frozen=True)
class Before:
    """The reports and adjustments that come before one report in the order of the ledger.

    A report that is still a draft comes after all that was reported for its first day and before. Neither a report
    counts that the draft amends, nor another amendment of that. ``reported`` are all the other reports, whatever
    their place, without the parts that the report was split into.
    """

    statements: Sequence[Statement]
    adjustments: Sequence[Adjustment]
    reported: Sequence[Statement]
    wordings: Mapping[BalanceKey, Wording]

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        return replay(self.statements, self.adjustments)

    @cached_property
    def opening(self) -> Opening:
        """What was owned: under each key one balance, or one for each award."""
        return opening_of(self.accounts)

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
    statements = record.statements_of()
    reported = [one for one in statements if one.reference not in parts]
    last = _first_day(filing) if own is None else own.day
    if own is not None:
        ordered = in_order([*statements, own])
        statements = ordered[: ordered.index(own)]
    elif last is not None:
        statements = [one for one in statements if one.day <= last]
    adjustments = [one for one in record.adjustments_of() if last is None or one.day <= last]
    return Before(statements, adjustments, reported, record.worded)


def opening_balances(filing: Filing) -> Opening:
    """What the owners of a report owned before its trades, of every class and kind of ownership.

    What is before it is a matter of box 3, so that neither a late report of an older trade nor an amendment puts back
    a balance that has moved on since, nor starts from one of a later day.
    """
    return before(filing).opening


def form_named(statement: Statement) -> str:
    """A report as people speak of it: ``Form 4 filed on 3 March 2026``."""
    form = f"Form {statement.document_type.value}"
    if statement.filed_on is not None:
        return f"{form} filed on {day(statement.filed_on)}"
    return f"{form} for {day(statement.day)}" if statement.day > dt.date.min else form


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


@dataclass(frozen=True)
class Tally:
    """One running total as arithmetic: what was there, what each line adds or takes, what is there after."""

    title: str
    held: str
    before: Decimal
    movements: tuple[tuple[str, Decimal], ...]
    after: Decimal


def tallies(report: OwnershipReport, opening: Opening, table: Table) -> list[Tally]:
    """The tallies of one table, in the order of their first lines; those that nothing is known of are left out.

    Where the desk has no earlier total, or several awards of one key, the first total on the form is believed.
    """
    rows = report.non_derivative if table == Table.I else report.derivative
    by_key: dict[BalanceKey, list[Row]] = {}
    for row in rows:
        by_key.setdefault(balance_key(row, report), []).append(row)
    found = []
    for key, lines in by_key.items():
        movements = tuple(
            (
                CODES[code].short if (code := line.coding.code if line.coding else "") in CODES else code,
                change,
            )
            for line in lines
            if isinstance(line, TRANSACTIONS) and (change := change_of(line)) is not None
        )
        first = lines[0].owned_after.value
        balances = opening.get(key, ())
        start = None if first is None else first - (change_of(lines[0]) or Decimal(0))
        before = balances[0].amount if len(balances) == 1 else start
        if before is not None and movements:
            held = (lines[0].nature.value or "indirect") if key.ownership == INDIRECT else "direct"
            after = before + sum(change for _, change in movements)
            found.append(Tally(lines[0].title.value or "", held, before, movements, after))
    return found
