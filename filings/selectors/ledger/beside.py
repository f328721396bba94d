"""What the ledger says beside a draft or a split: holdings to add, and numbers that change."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from filings.models import Filing
from filings.ownership.codes import Table
from filings.ownership.ledger import amount_of, dollars_in, holdings_missing, is_split, units
from filings.ownership.report import OwnershipReport
from filings.selectors.ledger.before import before
from filings.selectors.ledger.reading import Record
from filings.selectors.ledger.shown import HoldingToAdd, Security, SplitLine, SplitTotal
from people.models import Issuer

_DAY = dt.timedelta(days=1)


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


def split_total(lines: Collection[SplitLine]) -> SplitTotal:
    """The sums of some lines of a preview. What owners report together is in them for each of these owners."""
    shares = [one for one in lines if one.security.wording.table is Table.I]
    derivatives = [one for one in lines if one.security.wording.table is Table.II]
    return SplitTotal(
        shares_before=sum((one.before for one in shares), Decimal(0)),
        shares_after=sum((one.after for one in shares), Decimal(0)),
        derivatives_before=sum((one.before for one in derivatives), Decimal(0)),
        derivatives_after=sum((one.after for one in derivatives), Decimal(0)),
    )
