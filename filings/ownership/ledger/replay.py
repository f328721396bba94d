"""The history of one owner at one issuer, replayed: from reports and adjustments to accounts.

Nothing is stored of it, so nothing can move when an old report is looked at. What comes out is a function of the
set of reports and adjustments, whatever the order in which they came in.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from filings.ownership.codes import Table
from filings.ownership.ledger.accounts import Account, Track
from filings.ownership.ledger.amending import Step
from filings.ownership.ledger.keys import (
    BalanceKey,
    class_of,
    counts_underlying,
    dollars_in,
    is_akin,
    is_same_series,
)
from filings.ownership.ledger.matching import chains_of, runs_by_award, tracks_of, with_running_totals
from filings.ownership.ledger.posting import (
    post_adjustment,
    post_line,
    post_opening,
    post_transfer_in,
    post_unlisted,
    split,
)
from filings.ownership.ledger.statements import Adjustment, AdjustmentKind, Statement
from filings.ownership.ledger.stories import Story, repeats, stories

_CENT = Decimal("0.01")
# A report is filed within days of its trades: a line that is dated much later than its form is mistyped.
_DAYS_OF_A_REPORT = 31


def replay(
    statements: Iterable[Statement], adjustments: Iterable[Adjustment] = ()
) -> tuple[Account, ...]:
    """The accounts of one owner at one issuer, in the order in which the reports first name them.

    A joint history takes the reports of all its owners. An adjustment that another one reverses does not count,
    nor does the one that reverses it.
    """
    replaying = _Replay(stories(statements))
    replaying.run(effective(adjustments))
    return tuple(replaying.accounts)


def effective(adjustments: Iterable[Adjustment]) -> list[Adjustment]:
    """The adjustments that count, in the order of their days."""
    told = list(adjustments)
    reversed_ = {one.reverses for one in told if one.reverses is not None}
    counting = [one for one in told if one.reverses is None and one.reference not in reversed_]
    return sorted(counting, key=lambda one: (one.day, one.kind is not AdjustmentKind.OPENING, one.reference))


class _Replay:
    def __init__(self, told: Sequence[Story]) -> None:
        self.accounts: list[Account] = []
        self._told = told
        self._repeats = repeats(told)
        self._of_key: dict[BalanceKey, Account] = {}
        self._prices: dict[int, Decimal] = {}
        self._listing: dict[int, tuple[Account, Track]] = {}
        self._index()

    def _index(self) -> None:
        """What has to be known of the whole history beforehand: each key's reports and where its chains start."""
        by_key: dict[BalanceKey, list[list[Step]]] = defaultdict(list)
        self._seen: dict[BalanceKey, set[int]] = defaultdict(set)
        self._starts: dict[BalanceKey, dict[int, int]] = defaultdict(dict)
        self._grouped: list[list[tuple[BalanceKey, list[Step]]]] = []
        for number, story in enumerate(self._told):
            groups = _by_key(story.steps)
            self._grouped.append(list(groups.items()))
            for key, steps in groups.items():
                by_key[key].append(steps)
                self._seen[key].add(number)
                starts = self._starts[key]
                for step in steps:
                    if step.prior is not None:
                        starts[step.prior] = number
        self._by_award = {key: runs_by_award(key, reports) for key, reports in by_key.items()}

    def run(self, adjustments: Sequence[Adjustment]) -> None:
        waiting = list(reversed(adjustments))
        units = list(_units(self._told))
        for number, story in enumerate(self._told):
            if number and units[number] != units[number - 1]:
                self._close_unlisted(units[number - 1])
            for group in _in_turn(self._grouped[number], story, waiting):
                if isinstance(group, Adjustment):
                    self._adjust(group, units[number])
                else:
                    self._post(number, units[number], story, *group)
        if units:
            self._close_unlisted(units[-1])
        while waiting:
            self._adjust(waiting.pop(), units[-1] + 1 if units else 0)
        self._mark_listed()

    def _post(
        self, number: int, unit: int, story: Story, key: BalanceKey, steps: Sequence[Step]
    ) -> None:
        account = self._of_key.get(key) or self._account(key, steps, number)
        if account.keys[-1] != key:
            account.keys = [*(one for one in account.keys if one != key), key]
        account.unit = unit
        if not account.runs_by_award:
            steps = with_running_totals(steps, account.tracks[0].balance if account.tracks else None)
        tracks = tracks_of(account, steps, self._says_nothing_new, lambda start: self._is_needed(account, start, number))
        current = self._stated_when_it_went(account, number) if story.is_late else None
        for step, track in zip(steps, tracks, strict=True):
            post_line(track, step, story, self._repeats.get((step.source, step.entry.place)), current)
            track.unit = unit
            if account.runs_by_award and step.is_holding:
                self._listing[id(account)] = account, track

    def _says_nothing_new(self, step: Step) -> bool:
        repeat = self._repeats.get((step.source, step.entry.place))
        return repeat is not None and repeat.same_total

    def _is_needed(self, account: Account, start: int, number: int) -> bool:
        """Whether a later report's lines start from a balance: then nothing else goes on from it."""
        return any(self._starts[key].get(start, -1) > number for key in account.keys)

    def _stated_when_it_went(self, account: Account, number: int) -> int | None:
        """For a late report: the newest total of an account among the reports that had gone before it."""
        went = self._told[number].statement.went_at
        stated = None
        for later in range(number + 1, len(self._told)):
            if self._told[later].statement.went_at < went:
                for key, steps in self._grouped[later]:
                    if key in account.keys and steps[-1].stated is not None:
                        stated = steps[-1].stated
        return stated

    def _account(self, key: BalanceKey, steps: Sequence[Step], number: int) -> Account:
        """The account that a key's first line goes on with, under another wording; else a new one."""
        account = self._split_to(key) or self._worded_otherwise(key, steps, number)
        if account is None:
            account = Account([], [])
            self.accounts.append(account)
        self._join(account, key)
        return account

    def _join(self, account: Account, key: BalanceKey) -> None:
        account.keys.append(key)
        account.runs_by_award = account.runs_by_award or self._by_award.get(key, False)
        self._of_key[key] = account

    def _worded_otherwise(self, key: BalanceKey, steps: Sequence[Step], number: int) -> Account | None:
        """The one account of the same balance that is never named beside this key."""
        start = next((chain[0].prior for chain in chains_of(steps)), None)
        if not start:
            return None
        found = [
            account
            for account in self.accounts
            if any(track.balance == start for track in account.tracks)
            and all(self._may_be(one, key, number) for one in account.keys)
        ]
        return found[0] if len(found) == 1 else None

    def _may_be(self, earlier: BalanceKey, key: BalanceKey, number: int) -> bool:
        both = self._seen[earlier] & self._seen[key]
        return (not both or both == {number} == {max(self._seen[earlier])}) and is_akin(earlier, key)

    def _split_to(self, key: BalanceKey) -> Account | None:
        """The account whose exercise price a split has made this key's: filers round it to the cent."""
        price = dollars_in(key.terms.exercise_price) if key.terms else None
        if price is None or not self._prices:
            return None
        near = [
            (abs(self._prices[id(account)] - price), number, account)
            for number, account in enumerate(self.accounts)
            if id(account) in self._prices and _is_same_but_for_price(account.key, key)
        ]
        return min(near)[2] if near and min(near)[0] <= _CENT else None

    def _adjust(self, adjustment: Adjustment, unit: int) -> None:
        if adjustment.kind is AdjustmentKind.SPLIT:
            for account in self.accounts:
                if is_split(account.key, adjustment.title):
                    self._split(account, adjustment)
            return
        if adjustment.key is None:
            return
        account = self._adjusted(adjustment.key, unit)
        if adjustment.kind is AdjustmentKind.OPENING:
            post_opening(_track(account, adjustment.award, is_new=True), adjustment)
        elif adjustment.kind is AdjustmentKind.TRANSFER and adjustment.to is not None:
            post_adjustment(_track(account, adjustment.award), adjustment, -adjustment.change)
            post_transfer_in(_track(self._adjusted(adjustment.to, unit), ""), adjustment)
        else:
            post_adjustment(_track(account, adjustment.award), adjustment, adjustment.change)

    def _adjusted(self, key: BalanceKey, unit: int) -> Account:
        account = self._of_key.get(key)
        if account is None:
            account = Account([], [])
            self.accounts.append(account)
            self._join(account, key)
        account.unit = max(account.unit, unit)
        return account

    def _split(self, account: Account, adjustment: Adjustment) -> None:
        for track in account.tracks:
            split(track, adjustment)
        price = self._prices.get(id(account)) or (
            dollars_in(account.key.terms.exercise_price) if account.key.terms else None
        )
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


def is_split(key: BalanceKey, title: str) -> bool:
    """Whether a split of a class changes the number under a key: of the class itself, and of options and units on it."""
    split_class = class_of(title)
    if class_of(key.title) == split_class:
        return True
    return (
        key.terms is not None and counts_underlying(key) and class_of(key.terms.underlying) == split_class
    )


def _is_same_but_for_price(one: BalanceKey, other: BalanceKey) -> bool:
    return (
        one.table is other.table
        and (one.ownership, one.measure) == (other.ownership, other.measure)
        and is_same_series(one.terms, other.terms, but_for_price=True)
        and class_of(one.title) == class_of(other.title)
    )


def _group(key: BalanceKey) -> tuple[object, ...]:
    return key.table, class_of(key.title), key.ownership, key.measure, key.terms if key.table is Table.II else None


def _track(account: Account, award: str, *, is_new: bool = False) -> Track:
    """The track that an adjustment is about: of the award it names, else the one that moved last."""
    named = [track for track in account.tracks if track.award == award]
    if award and not named:
        if not is_new and len(account.tracks) == 1:
            return account.tracks[0]
        account.tracks.append(Track([], award=award))
        account.runs_by_award = account.runs_by_award or len(account.tracks) > 1
        return account.tracks[-1]
    if not account.tracks:
        account.tracks.append(Track([], award=award))
    return max(named or account.tracks, key=lambda track: (not track.closed, track.unit))


def _units(told: Sequence[Story]) -> Iterator[int]:
    """Numbers the reports; those of one period that went on one day, the parts of a split report, share theirs."""
    number, before = -1, None
    for story in told:
        of_day = story.statement.day, story.statement.went_on
        if of_day != before:
            number, before = number + 1, of_day
        yield number


def _in_turn(
    groups: list[tuple[BalanceKey, list[Step]]], story: Story, waiting: list[Adjustment]
) -> Iterator[Adjustment | tuple[BalanceKey, list[Step]]]:
    """The lines of a report by key, and each adjustment that waits before the first line of its day or later."""
    opens = story.statement.day
    while waiting and waiting[-1].day <= opens:
        yield waiting.pop()
    closes = opens + dt.timedelta(days=_DAYS_OF_A_REPORT)
    if not waiting or waiting[-1].day > closes:
        yield from groups
        return
    days = [step.entry.day for step in story.steps if step.entry.day and opens <= step.entry.day <= closes]
    last = max(days, default=opens)
    steps = list(story.steps)
    while waiting and waiting[-1].day <= last:
        # Holdings stand as they are at the end of the report.
        cut = next(
            number
            for number, step in enumerate(steps)
            if waiting[-1].day <= (step.entry.day if not step.is_holding and step.entry.day in days else last)
        )
        yield from _by_key(steps[:cut]).items()
        yield waiting.pop()
        steps = steps[cut:]
    yield from _by_key(steps).items()


def _by_key(steps: Iterable[Step]) -> dict[BalanceKey, list[Step]]:
    groups: dict[BalanceKey, list[Step]] = {}
    for step in steps:
        groups.setdefault(step.entry.key, []).append(step)
    return groups
