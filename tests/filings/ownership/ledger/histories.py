"""Short ways to tell a history: reports of one owner at one issuer, as the ledger reads them."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from filings.ownership.ledger import (
    Account,
    Adjustment,
    BalanceKey,
    Statement,
    amount_of,
    entries_of,
    replay,
    units,
)
from filings.ownership.report import Cell, DocumentType, Row
from tests.filings.ownership.checks.cases import form4, held, option, stock

MAY = dt.date(2026, 5, 4)
_DAY = dt.timedelta(days=1)


def on(day: int) -> dt.date:
    """So many days after Monday, 4 May 2026."""
    return MAY + _DAY * day


def traded(row: Any, day: int) -> Any:
    return msgspec.structs.replace(row, date=Cell(on(day)))


def sold(number: Any, after: Any, day: int = 0, **changes: Any) -> Any:
    return traded(stock("S", number, 9, "D", after, **changes), day)


def bought(number: Any, after: Any, day: int = 0, **changes: Any) -> Any:
    return traded(stock("P", number, 9, "A", after, **changes), day)


def trust(row: Any, nature: str = "By Trust") -> Any:
    return msgspec.structs.replace(row, ownership=Cell("I"), nature=Cell(nature))


class Desk:
    """Numbers the reports of one history in the order in which they are made."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def report(
        self, day: int, *rows: Row, went: int | None = None, notes: tuple[str, ...] = (), **values: Any
    ) -> Statement:
        """A Form 4 whose period is a day and which went to EDGAR on another, two days later by default."""
        number = next(self._numbers)
        filed_on = on(day + 2 if went is None else went)
        kind = values.get("document_type", DocumentType.FORM_4)
        return Statement(
            **{
                "reference": number,
                "document_type": kind,
                "entries": entries_of(form4(*rows, notes=notes, document_type=kind)),
                "period": on(day),
                "filed_on": filed_on,
                "accession_number": f"0001234567-26-{number:06}",
                "sha256": f"{number:064}",
                **values,
            }
        )

    def amendment(self, of: Statement, *rows: Row, went: int, **values: Any) -> Statement:
        """A Form 4/A of a report; it names the day on which that was filed, as box 4 does."""
        return self.report(
            (of.day - MAY).days,
            *rows,
            went=went,
            **{
                "document_type": DocumentType.FORM_4A,
                "original_filed_on": of.filed_on,
                **values,
            },
        )

    def adjustment(self, day: int, **values: Any) -> Adjustment:
        return Adjustment(reference=next(self._numbers), day=on(day), **values)


def only(statements: Iterable[Statement], adjustments: Iterable[Adjustment] = ()) -> Account:
    """The one account of a history."""
    (account,) = replay(statements, adjustments)
    return account


def balances(statements: Iterable[Statement], adjustments: Iterable[Adjustment] = ()) -> dict[str, Decimal]:
    """The balance of each account by its title, and how it is held if not directly."""
    return {
        ", ".join(filter(None, (account.key.title, account.key.nature))): amount_of(account.balance)
        for account in replay(statements, adjustments)
        if account.balance is not None
    }


def told(accounts: Sequence[Account]) -> list[object]:
    """All that a replay says, without the identity of anything."""
    return [
        (
            tuple(account.keys),
            account.is_listed,
            sorted(
                (
                    (
                        track.award,
                        [
                            (
                                one.source,
                                one.entry,
                                one.before,
                                one.change,
                                one.gap,
                                one.after,
                                one.lacks,
                                one.standing,
                            )
                            for one in track.postings
                        ],
                    )
                    for track in account.tracks
                ),
                key=str,
            ),
        )
        for account in accounts
    ]


def key_of(row: Row, *notes: str) -> BalanceKey:
    return entries_of(form4(row, notes=notes))[0].key


def whole(number: Any) -> int:
    """A number of shares in whole ten-thousandths."""
    return units(Decimal(str(number))) or 0


__all__ = ["held", "option", "stock"]
