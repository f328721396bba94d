"""The accounts of one owner at one issuer: balances, every entry, the way over time, and the breaks."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from filings.ownership.codes import CODES
from filings.ownership.ledger import (
    Account,
    Break,
    Entry,
    Posting,
    Statement,
    Track,
    amount_of,
    breaks,
)
from filings.selectors.ledger.naming import form_named
from filings.selectors.ledger.reading import Record
from filings.selectors.ledger.shown import (
    AccountBalance,
    AwardBalance,
    BreakShown,
    EntryShown,
    Security,
    Series,
    Source,
)
from people.models import Issuer, ReportingOwner


def accounts_of(owner: ReportingOwner, issuer: Issuer, on: dt.date | None = None) -> list[AccountBalance]:
    """What an owner holds, at the end of a day or as of now; what was held and is not any more has a balance of 0."""
    return OwnerLedger(owner, issuer).balances(on)


def entries_of(owner: ReportingOwner, issuer: Issuer, key: int | None = None) -> list[EntryShown]:
    """Every entry, account by account; of the account with one ``key`` (``Security.key``) if it is given."""
    ledger = OwnerLedger(owner, issuer)
    return [entry for account in ledger.chosen(key) for entry in ledger.entries(account)]


def series_of(owner: ReportingOwner, issuer: Issuer, key: int | None = None) -> list[Series]:
    """The balances of each account over time, for a chart."""
    ledger = OwnerLedger(owner, issuer)
    return [ledger.series(account) for account in ledger.chosen(key)]


def breaks_of(owner: ReportingOwner, issuer: Issuer, key: int | None = None) -> list[BreakShown]:
    """Every total that does not follow, newest first."""
    ledger = OwnerLedger(owner, issuer)
    chosen = {id(account) for account in ledger.chosen(key)}
    return [ledger.broken(one) for one in reversed(ledger.breaks) if id(ledger.account_of(one)) in chosen]


class OwnerLedger:
    """One owner's ledger at an issuer, read once for everything that a page shows of it."""

    def __init__(self, owner: ReportingOwner, issuer: Issuer) -> None:
        self._record = Record(issuer.pk, [owner.pk])

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        return self._record.accounts()

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        return breaks(self.accounts)

    def chosen(self, key: int | None) -> Iterator[Account]:
        """The account that has the wording with a primary key; every account without one."""
        wanted = None if key is None else self._record.keys.get(key)
        for account in self.accounts:
            if key is None or (wanted is not None and wanted in account.keys):
                yield account

    def account_of(self, one: Break) -> Account | None:
        return self._by_posting.get(id(one.posting))

    def balances(self, on: dt.date | None = None) -> list[AccountBalance]:
        open_ = Counter(
            id(self.account_of(one))
            for one in self.breaks
            if not one.kind.is_settled and (on is None or one.posting.gap_day <= on)
        )
        found = []
        for account in self.accounts:
            awards = tuple(
                AwardBalance(track.award, amount_of(balance))
                for track in account.tracks
                if (balance := _balance(track, on)) is not None
            )
            last = _last(account, on)
            if awards and last is not None:
                found.append(
                    AccountBalance(
                        self.security(account),
                        sum((one.balance for one in awards), Decimal(0)),
                        tuple(one for one in awards if one.balance) or awards[-1:],
                        self.source(last),
                        account.is_listed,
                        open_[id(account)],
                    )
                )
        return found

    def entries(self, account: Account) -> Iterator[EntryShown]:
        security = self.security(account)
        for track in account.tracks:
            for posting in track.postings:
                one = self._breaks_by_posting.get(id(posting))
                yield EntryShown(
                    security=security,
                    award=track.award,
                    day=posting.day,
                    code=posting.entry.code if posting.entry else "",
                    what=_what(posting),
                    before=_amount(posting.before),
                    change=amount_of(posting.change),
                    gap=amount_of(posting.gap),
                    after=_amount(posting.after),
                    stated=_amount(posting.entry.stated) if posting.entry else None,
                    opens=posting.opens,
                    source=self.source(posting),
                    standing=posting.standing,
                    broken=self.broken(one) if one else None,
                    lacks=tuple(self._named(reference) for reference in posting.lacks),
                    instead_of=None if posting.instead_of is None else self._named(posting.instead_of),
                )

    def series(self, account: Account) -> Series:
        moved: dict[dt.date, int] = defaultdict(int)
        for track in account.tracks:
            for posting in track.postings:
                if posting.after is None:
                    continue
                if posting.opens:
                    moved[posting.day] += posting.before or 0
                moved[posting.day] += posting.change
                moved[posting.gap_day] += posting.gap
        balance, points = 0, []
        for day in sorted(moved):
            balance += moved[day]
            points.append((day, amount_of(balance)))
        return Series(self.security(account), tuple(points))

    def broken(self, one: Break) -> BreakShown:
        posting = one.posting
        account = self.account_of(one)
        stated = posting.after or 0
        if posting.entry is not None and posting.entry.stated is not None:
            stated = posting.entry.stated
        return BreakShown(
            kind=one.kind,
            explanation=one.explanation,
            security=self.security(account) if account else self._security(posting),
            award=one.award,
            day=posting.gap_day,
            expected=amount_of(stated - one.gap),
            stated=amount_of(stated),
            gap=amount_of(one.gap),
            source=self.source(posting),
            earlier=self.source(one.before) if one.before else None,
            other=self.source(one.other) if one.other else None,
        )

    def security(self, account: Account) -> Security:
        """An account as the newest of its lines words it."""
        lines = [posting for posting in account.postings() if posting.entry is not None]
        if lines:
            return self._security(
                max(lines, key=lambda one: one.statement.day if one.statement else dt.date.min)
            )
        return self._worded(self._record.rows_of_keys[account.key])

    def source(self, posting: Posting) -> Source:
        if posting.adjustment is not None:
            adjustment = posting.adjustment
            return Source(adjustment.kind.label, adjustment.day, adjustment=adjustment.reference)
        return self._named(posting.source, posting.entry)

    def _named(self, reference: int, entry: Entry | None = None) -> Source:
        return source_of(self._record.statements[reference], entry)

    def _security(self, posting: Posting) -> Security:
        entry = posting.entry
        if entry is None:
            return self._worded(self._record.rows_of_keys[self._by_posting[id(posting)].key])
        return self._worded(self._record.words[posting.source, entry.key.table, entry.line])

    def _worded(self, key: int) -> Security:
        return Security(key, self._record.wordings[key])

    @cached_property
    def _by_posting(self) -> dict[int, Account]:
        return {id(posting): account for account in self.accounts for posting in account.postings()}

    @cached_property
    def _breaks_by_posting(self) -> dict[int, Break]:
        return {id(one.posting): one for one in self.breaks}


def source_of(statement: Statement, entry: Entry | None = None) -> Source:
    """A report, or one line of it, as the source of something."""
    return Source(
        name=form_named(statement),
        day=statement.day,
        filing=statement.reference,
        line=entry.place if entry else None,
        filed_on=statement.filed_on,
        accession_number=statement.accession_number,
    )


def _balance(track: Track, on: dt.date | None) -> int | None:
    return track.balance if on is None else track.balance_on(on)


def _last(account: Account, on: dt.date | None) -> Posting | None:
    """The newest posting up to a day that says something of the balance."""
    known = [
        posting
        for posting in account.postings()
        if posting.after is not None and (on is None or posting.day <= on or posting.gap_day <= on)
    ]
    return max(known, key=lambda one: one.gap_day, default=None)


def _what(posting: Posting) -> str:
    if posting.adjustment is not None:
        return posting.adjustment.kind.label
    if posting.entry is None:
        return "no longer listed"
    if posting.entry.is_holding:
        return "holding"
    rule = CODES.get(posting.entry.code)
    return rule.short if rule else posting.entry.code


def _amount(number: int | None) -> Decimal | None:
    return None if number is None else amount_of(number)
