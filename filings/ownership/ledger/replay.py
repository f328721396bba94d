"""The history of one owner at one issuer, replayed: from reports and adjustments to accounts.

Nothing is stored of it, so nothing can move when an old report is looked at. What comes out is a function of the
set of reports and adjustments, whatever the order in which they came in.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from filings.ownership.codes import Table
from filings.ownership.ledger.accounts import Account, Track
from filings.ownership.ledger.amending import Step
from filings.ownership.ledger.entries import ONE_SHARE
from filings.ownership.ledger.history import History
from filings.ownership.ledger.keys import (
    BalanceKey,
    class_of,
    counts_underlying,
    dollars_in,
    is_akin,
    is_granted,
    is_same_series,
    share_a_figure,
)
from filings.ownership.ledger.matching import (
    Around,
    chains_of,
    is_instalments,
    track_at,
    tracks_of,
    with_running_totals,
)
from filings.ownership.ledger.posting import (
    post_adjustment,
    post_line,
    post_opening,
    post_transfer_in,
    post_unlisted,
    split,
)
from filings.ownership.ledger.statements import Adjustment, AdjustmentKind, Statement
from filings.ownership.ledger.stories import stories

_CENT = Decimal("0.01")


def replay(statements: Iterable[Statement], adjustments: Iterable[Adjustment] = ()) -> tuple[Account, ...]:
    """The accounts of one owner at one issuer, in the order in which the reports first name them.

    A joint history takes the reports of all its owners. An adjustment that another one reverses does not count,
    nor does the one that reverses it.
    """
    replaying = _Replay(History(stories(statements)))
    replaying.run(effective(adjustments))
    return tuple(replaying.accounts)


def effective(adjustments: Iterable[Adjustment]) -> list[Adjustment]:
    """The adjustments that count, in the order of their days; of one day the openings come first."""
    told = list(adjustments)
    reversed_ = {one.reverses for one in told if one.reverses is not None}
    counting = [one for one in told if one.reverses is None and one.reference not in reversed_]
    return sorted(counting, key=lambda one: (one.day, one.kind is not AdjustmentKind.OPENING, one.reference))


def is_split(key: BalanceKey, title: str) -> bool:
    """Whether a split of a class changes the number under a key: of the class, and of options and units on it."""
    name = class_of(title)
    return class_of(key.title) == name or (
        key.terms is not None and counts_underlying(key) and class_of(key.terms.underlying) == name
    )


class _Replay:
    def __init__(self, history: History) -> None:
        self.accounts: list[Account] = []
        self._history = history
        self._of_key: dict[BalanceKey, Account] = {}
        # What a split has made of an exercise price; accounts that a report lists award by award.
        self._prices: dict[int, Decimal] = {}
        self._listing: dict[int, tuple[Account, Track]] = {}
        # The adjustments that are still to come, the next one last.
        self._waiting: list[Adjustment] = []

    def run(self, adjustments: Sequence[Adjustment]) -> None:
        waiting = self._waiting = list(reversed(adjustments))
        units = self._history.units
        for number in range(len(units)):
            if number and units[number] != units[number - 1]:
                self._close_unlisted(units[number - 1])
            for one in self._history.in_turn(number, waiting):
                if isinstance(one, Adjustment):
                    self._adjust(one, units[number])
                else:
                    self._post(number, *one)
        after = units[-1] if units else 0
        self._close_unlisted(after)
        while waiting:
            self._adjust(waiting.pop(), after + 1)
        self._mark_listed()

    def _post(self, number: int, key: BalanceKey, steps: Sequence[Step]) -> None:
        history = self._history
        unit, story = history.units[number], history.told[number]
        account = self._of_key.get(key)
        if account is None:
            account = self._first_named(key, steps, number)
        elif account.keys[-1] != key:
            account.keys = [*(one for one in account.keys if one != key), key]
        if self._waiting:
            self._adjust_first(account, steps[0], number)
        account.unit = unit
        if not account.runs_by_award:
            steps = with_running_totals(steps, account.tracks[0].balance if account.tracks else None)
        keys = tuple(account.keys)
        around = Around(
            number, history.is_repeated, lambda balance: history.starts_later(keys, balance, number)
        )
        current = history.stated_when_it_went(keys, number) if story.is_late else None
        for step, track in zip(steps, tracks_of(account, steps, around), strict=True):
            post_line(track, step, story, history.repeat(step), current)
            track.unit, track.story = unit, number
            if account.runs_by_award and step.is_holding:
                self._listing[id(account)] = account, track

    def _first_named(self, key: BalanceKey, steps: Sequence[Step], number: int) -> Account:
        """The account that a key's first line goes on with, under another wording; else a new one."""
        account = self._split_to(key) or self._worded_otherwise(key, steps, number) or self._new()
        return self._join(account, key)

    def _new(self) -> Account:
        account = Account([], [])
        self.accounts.append(account)
        return account

    def _join(self, account: Account, key: BalanceKey) -> Account:
        account.keys.append(key)
        account.runs_by_award = account.runs_by_award or self._history.runs_by_award(key)
        self._of_key[key] = account
        return account

    def _worded_otherwise(self, key: BalanceKey, steps: Sequence[Step], number: int) -> Account | None:
        """The one account of the same balance, or some instalments before it, that is worded otherwise.

        Two wordings of one account do not stand on one report, unless one takes the place of the other there.
        """
        chain = next(chains_of(steps))
        if not chain[0].prior:
            return None
        akin = [
            account
            for account in self.accounts
            if all(
                is_akin(one, key) and self._history.takes_the_place(key, one, number) for one in account.keys
            )
        ]
        found = [one for one in akin if track_at(one, chain[0], number) is not None]
        if not found and is_granted(key):
            found = [
                one
                for one in akin
                if share_a_figure(one.key.terms, key.terms)
                and any(is_instalments(track.balance or 0, chain) for track in one.tracks)
            ]
        return found[0] if len(found) == 1 else None

    def _split_to(self, key: BalanceKey) -> Account | None:
        """The account whose exercise price a split has made this key's: filers round it to the cent."""
        price = dollars_in(key.terms.exercise_price) if key.terms else None
        if price is None or not self._prices:
            return None
        near = [
            (abs(self._prices[id(account)] - price), number)
            for number, account in enumerate(self.accounts)
            if id(account) in self._prices and _is_same_but_for_price(account.key, key)
        ]
        off, number = min(near, default=(_CENT + 1, 0))
        return self.accounts[number] if off <= _CENT else None

    def _adjust(self, adjustment: Adjustment, unit: int) -> None:
        kind = adjustment.kind
        if kind is AdjustmentKind.SPLIT:
            for account in self.accounts:
                if is_split(account.key, adjustment.title):
                    self._split(account, adjustment)
        elif adjustment.key is not None:
            track = _track(self._adjusted(adjustment.key, unit), adjustment)
            if kind is AdjustmentKind.OPENING:
                post_opening(track, adjustment)
            elif kind is AdjustmentKind.TRANSFER and adjustment.to is not None:
                post_adjustment(track, adjustment, -adjustment.change)
                post_transfer_in(_track(self._adjusted(adjustment.to, unit), adjustment), adjustment)
            else:
                post_adjustment(track, adjustment, adjustment.change)

    def _adjust_first(self, account: Account, head: Step, number: int) -> None:
        """Make the adjustments of days after a line's trade that its total has in it: the form knew of them."""
        statement = self._history.told[number].statement
        for adjustment in reversed(list(self._waiting)):
            if adjustment.day > statement.went_on or account.runs_by_award or not account.tracks:
                return
            balance = account.tracks[0].balance
            if balance is None or head.prior is None or head.prior == balance:
                return
            if abs(head.prior - _adjusted_balance(account, balance, adjustment)) < ONE_SHARE:
                self._waiting.remove(adjustment)
                self._adjust(adjustment, self._history.units[number])

    def _adjusted(self, key: BalanceKey, unit: int) -> Account:
        account = self._of_key.get(key) or self._join(self._new(), key)
        account.unit = max(account.unit, unit)
        return account

    def _split(self, account: Account, adjustment: Adjustment) -> None:
        for track in account.tracks:
            split(track, adjustment)
        terms = account.key.terms
        price = self._prices.get(id(account)) or (dollars_in(terms.exercise_price) if terms else None)
        if price is not None:
            self._prices[id(account)] = price * adjustment.old / adjustment.new

    def _close_unlisted(self, unit: int) -> None:
        """Reports that list an account award by award leave out what is not there any more."""
        for account, listed in self._listing.values():
            for track in account.tracks:
                if track.unit < unit:
                    post_unlisted(track, listed.last)
        self._listing.clear()

    def _mark_listed(self) -> None:
        newest: dict[tuple[object, ...], int] = {}
        for account in self.accounts:
            group = _group(account.key)
            newest[group] = max(newest.get(group, -1), account.unit)
        for account in self.accounts:
            account.is_listed = account.unit == newest[_group(account.key)]


def _adjusted_balance(account: Account, balance: int, adjustment: Adjustment) -> int:
    """What an adjustment makes of an account's balance; the same where it is about another one."""
    if adjustment.kind is AdjustmentKind.SPLIT:
        return (
            balance * adjustment.new // adjustment.old if is_split(account.key, adjustment.title) else balance
        )
    if adjustment.kind is AdjustmentKind.OPENING:
        return balance
    is_transfer = adjustment.kind is AdjustmentKind.TRANSFER
    if adjustment.key in account.keys:
        return balance - adjustment.change if is_transfer else balance + adjustment.change
    return balance + adjustment.change if adjustment.to in account.keys else balance


def _is_same_but_for_price(one: BalanceKey, other: BalanceKey) -> bool:
    return (
        one.table is other.table
        and (one.ownership, one.measure) == (other.ownership, other.measure)
        and is_same_series(one.terms, other.terms, but_for_price=True)
        and class_of(one.title) == class_of(other.title)
    )


def _group(key: BalanceKey) -> tuple[object, ...]:
    """What a report that names one of several accounts would name all of."""
    terms = key.terms if key.table is Table.II else None
    return key.table, class_of(key.title), terms, key.ownership, key.measure


def _track(account: Account, adjustment: Adjustment) -> Track:
    """The track that an adjustment is about: of the award that it names, else the one that moved last."""
    award = adjustment.award
    named = [track for track in account.tracks if track.award == award]
    if not account.tracks or (award and not named and adjustment.kind is AdjustmentKind.OPENING):
        account.tracks.append(Track([], award=award))
        account.runs_by_award = account.runs_by_award or len(account.tracks) > 1
        return account.tracks[-1]
    return max(named or account.tracks, key=lambda track: (not track.closed, track.story))
