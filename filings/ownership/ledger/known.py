"""What the ledger knows beside a report: what else is held, and which trades were reported before."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from filings.ownership.codes import Table
from filings.ownership.ledger.accounts import Account
from filings.ownership.ledger.entries import Entry, Told, amount_of, change_of, units
from filings.ownership.ledger.keys import (
    BalanceKey,
    Wording,
    class_of,
    footnote_texts,
    is_akin,
    key_of,
)
from filings.ownership.ledger.totals import Balance, Opening
from filings.ownership.report import TRANSACTIONS, OwnershipReport, Row


class Held(Struct, frozen=True):
    """One account before a report: ``wording`` is that of the newest report, ``keys`` are all that it had.

    ``is_listed`` says that the newest report which names the class, held in this way, names this account too.
    """

    wording: Wording
    keys: tuple[BalanceKey, ...]
    amount: Decimal
    is_listed: bool

    @property
    def key(self) -> BalanceKey:
        return self.keys[-1]


class Trade(Struct, frozen=True):
    """What makes two lines one trade: security, way of holding, day, code, number and price."""

    table: Table
    title: str
    ownership: str
    nature: str
    day: dt.date
    code: str
    change: int
    price: int | None


class ReportedTrade(Struct, frozen=True):
    """A trade that was reported before, on the form that names it so: ``the Form 4 filed on 3 March 2026``."""

    form: str


class Grant(Struct, frozen=True):
    """Shares that were reported when they were granted, in Table I, with a footnote that says how they vest."""

    title: str
    day: dt.date
    amount: Decimal


def opening_of(accounts: Iterable[Account]) -> Opening:
    """The balances of some accounts under every wording of their keys; awards that are used up are left out.

    Accounts of several owners may share a key: then it has the balances of each, equal ones once.
    """
    opening: dict[BalanceKey, tuple[Balance, ...]] = {}
    for account in accounts:
        known = [track for track in account.tracks if track.balance is not None]
        balances = tuple(
            Balance(amount_of(track.balance or 0), track.award, track.last.day)
            for track in [one for one in known if one.balance] or known[-1:]
        )
        for key in account.keys if balances else ():
            there = opening.get(key, ())
            opening[key] = (*there, *balances) if balances != there else there
    return opening


def opening_when_it_went(entries: Iterable[Entry], then: Opening, now: Opening) -> Opening:
    """The balances that a report which has gone is held against; ``entries`` are its lines.

    They are those on record when it went (``then``): of an amendment that came later it could not know. Where its
    lines go on from a balance that is known ``now`` alone, as of a trade that was told late, it knew of that.
    """
    starts = {(entry.key, amount_of(entry.prior)) for entry in entries if entry.prior is not None}

    def go_on(key: BalanceKey, balances: Iterable[Balance]) -> bool:
        return any((key, one.amount) in starts for one in balances)

    return {
        **then,
        **{
            key: balances
            for key, balances in now.items()
            if go_on(key, balances) and not go_on(key, then.get(key, ()))
        },
    }


def held(accounts: Iterable[Account], wordings: Mapping[BalanceKey, Wording]) -> tuple[Held, ...]:
    """The accounts that hold something, each once; ``wordings`` says how a report words each key."""
    found = (
        Held(wordings[account.key], tuple(account.keys), amount_of(balance), account.is_listed)
        for account in accounts
        if (balance := account.balance) is not None and balance > 0
    )
    return tuple(dict.fromkeys(found))


def holdings_missing(report: OwnershipReport, known: Sequence[Held]) -> tuple[Held, ...]:
    """The other holdings of the classes that a report trades, which it does not name (Form 4, instruction 4(a)(i)).

    Only such as the reports still name: what was left out by one that names others of its kind may be gone. The total
    of a class after its transactions is beneficial ownership of Table I; the series of Table II stand alone.
    """
    texts = footnote_texts(report)
    named = [key_of(row, texts) for row in report.non_derivative]
    traded = {
        class_of(row.title.value or "") for row in report.non_derivative if isinstance(row, TRANSACTIONS)
    }
    return tuple(
        one
        for one in known
        if one.key.table is Table.I
        and one.is_listed
        and class_of(one.key.title) in traded
        and not any(key in one.keys or is_akin(key, one.key) for key in named)
    )


def trades_of(report: OwnershipReport) -> Iterator[tuple[Row, Trade]]:
    """The trades of a report, each with its line."""
    texts = footnote_texts(report)
    for row in report.transactions():
        change, day = units(change_of(row)), row.date.value
        if change and day is not None and row.coding is not None and row.coding.code:
            yield row, _trade(key_of(row, texts), day, row.coding.code, change, units(row.price.value))


def trade_of(entry: Entry) -> Trade | None:
    """The trade that a line in the ledger tells; ``None`` for a holding, and for a line that lacks its day."""
    if not entry.change or entry.day is None or not entry.code:
        return None
    return _trade(entry.key, entry.day, entry.code, entry.change, entry.price)


def grants_in(entries: Iterable[Entry]) -> Iterator[Grant]:
    """The grants of shares that vest later, among some lines."""
    for entry in entries:
        if (
            entry.key.table is Table.I
            and entry.code == "A"
            and entry.day is not None
            and entry.change is not None
            and entry.change > 0
            and entry.told & Told.UNVESTED
        ):
            yield Grant(class_of(entry.key.title), entry.day, amount_of(entry.change))


def _trade(key: BalanceKey, day: dt.date, code: str, change: int, price: int | None) -> Trade:
    return Trade(key.table, class_of(key.title), key.ownership, key.nature, day, code, change, price)


ReportedTrades = Mapping[Trade, ReportedTrade]
