"""Where one form's total does not follow from the one before it, and what explains that."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from msgspec import Struct

from filings.ownership.ledger.accounts import Account, Posting, Reason, Track
from filings.ownership.ledger.entries import ONE_SHARE, Told, amount_of
from filings.ownership.ledger.keys import BalanceKey, class_of, is_granted, names_award
from filings.ownership.ledger.kinds import BreakKind
from filings.ownership.ledger.matching import is_multiple
from filings.ownership.wording import amount

_LONG_AGO = dt.timedelta(days=180)
# New shares for old ones, as companies split them; and the other way round.
_RATIOS = frozenset(
    ratio
    for new, old in (
        (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (10, 1), (15, 1), (20, 1), (25, 1), (30, 1), (40, 1),
        (50, 1), (100, 1), (3, 2), (4, 3), (5, 4), (5, 2), (5, 3), (7, 4), (11, 10), (21, 20),
    )
    for ratio in (Fraction(new, old), Fraction(old, new))
)  # fmt: skip
_LARGE = 1_000 * ONE_SHARE
_NOT_BY_CHANCE = 100 * ONE_SHARE
# An amount that was typed in thousands, or with a digit too few.
_TYPED = (10, 100, 1_000)


class Break(Struct, frozen=True):
    """A total that does not follow, with the postings of the two forms to show side by side.

    ``before`` is the posting that the total should have gone on from, ``other`` the opposite side of a transfer.
    ``gap`` is how much the stated total differs, in whole ten-thousandths.
    """

    kind: BreakKind
    key: BalanceKey
    award: str
    posting: Posting
    before: Posting | None
    gap: int
    other: Posting | None = None

    @property
    def explanation(self) -> str:
        """A sentence for people, with the difference."""
        if self.kind is BreakKind.BELOW_ZERO:
            return self.kind.sentence
        number = amount(amount_of(abs(self.gap)))
        return f"{number} {'more' if self.gap > 0 else 'fewer'} than expected. {self.kind.sentence}"


def breaks(accounts: Sequence[Account]) -> tuple[Break, ...]:
    """Every total that does not follow, in the order of the days of their reports."""
    found = list(_Breaks(accounts).found())
    return tuple(sorted(found, key=lambda one: one.posting.gap_day))


class _Breaks:
    def __init__(self, accounts: Sequence[Account]) -> None:
        self._accounts = accounts
        self._gaps: dict[int, list[tuple[Account, Posting]]] = defaultdict(list)
        for account in accounts:
            for posting in account.postings():
                if posting.statement is not None and (posting.gap or posting.opens):
                    self._gaps[posting.statement.reference].append((account, posting))
        self._missing = self._with_missing_forms()

    def found(self) -> Iterator[Break]:
        for account in self._accounts:
            for track in account.tracks:
                yield from self._of(account, track)

    def _of(self, account: Account, track: Track) -> Iterator[Break]:
        for place, posting in enumerate(track.postings):
            before = track.postings[place - 1] if place else None
            if posting.gap:
                kind, other = self._kind(account, track, place)
                yield Break(kind, account.key, track.award, posting, before, posting.gap, other)
            elif (
                posting.lacks
                and posting.after is not None
                and posting.entry
                and posting.entry.stated is not None
            ):
                yield Break(
                    BreakKind.UNCORRECTED, account.key, track.award, posting, before,
                    posting.entry.stated - posting.after,
                )  # fmt: skip
            if posting.after is not None and posting.after < 0 <= (posting.before or 0):
                yield Break(BreakKind.BELOW_ZERO, account.key, track.award, posting, before, -posting.after)

    def _kind(self, account: Account, track: Track, place: int) -> tuple[BreakKind, Posting | None]:
        posting = track.postings[place]
        if posting.reason is not Reason.NONE:
            return BreakKind(posting.reason.value), None
        if later := _told_later(track, place):
            return BreakKind.ALREADY_COUNTED, later
        if abs(posting.gap) < ONE_SHARE:
            return BreakKind.FRACTION, None
        if _leaves_out_adjustment(track, place):
            return BreakKind.UNADJUSTED, None
        if self._is_split(posting):
            return BreakKind.SPLIT, None
        if _is_by_instalments(account, track, place):
            return BreakKind.INSTALMENTS, None
        if _is_taken_back(track, place):
            return BreakKind.TAKEN_BACK, None
        if other := self._opposite(account, posting):
            return other
        told = _told(posting)
        if told is BreakKind.FOOTNOTE:
            return told, None
        if _goes_on_from_earlier(track, place):
            return BreakKind.EARLIER_TOTAL, None
        if posting.statement is not None and posting.statement.reference in self._missing:
            return BreakKind.MISSING_FORMS, None
        if told is None and _is_slip(posting):
            return BreakKind.SLIP, None
        if _is_long_ago(track, place):
            return BreakKind.LONG_AGO, None
        return told or BreakKind.UNEXPLAINED, None

    def _with_missing_forms(self) -> set[int]:
        """The reports on which an award has moved by instalments that no form here tells."""
        return {
            posting.statement.reference
            for account in self._accounts
            if is_granted(account.key)
            for track in account.tracks
            for place, posting in enumerate(track.postings)
            if posting.gap and posting.statement and _is_by_instalments(account, track, place)
        }

    def _is_split(self, posting: Posting) -> bool:
        ratio = _ratio(posting)
        if ratio is None:
            return False
        if posting.entry is not None and posting.entry.told & Told.SPLIT:
            return True
        assert posting.statement is not None  # noqa: S101 -- only a statement's lines have a gap
        others = [
            other
            for _, other in self._gaps[posting.statement.reference]
            if other is not posting and not other.opens and _ratio(other) == ratio
        ]
        return bool(others) and max(abs(one.before or 0) for one in (posting, *others)) >= _LARGE

    def _opposite(self, account: Account, posting: Posting) -> tuple[BreakKind, Posting] | None:
        """Another account on the same report that lost what this one gained, or the other way round."""
        if posting.statement is None:
            return None
        for other_account, other in self._gaps[posting.statement.reference]:
            if other_account is account or other_account.key.measure is not account.key.measure:
                continue
            moved = (other.before or 0) if other.opens else other.gap
            if any(abs(moved - named + posting.gap) < ONE_SHARE for named in _sums(_amounts(other))):
                if class_of(other_account.key.title) == class_of(account.key.title):
                    return BreakKind.TRANSFER, other
                if not other.opens and abs(posting.gap) >= _NOT_BY_CHANCE:
                    vested = names_award(other_account.key) or names_award(account.key)
                    return (BreakKind.VESTED if vested else BreakKind.CONVERTED), other
        return None


def _told(posting: Posting) -> BreakKind | None:
    """What a footnote on the total is worth as an explanation of the gap."""
    entry = posting.entry
    if entry is None or not entry.told & ~(Told.SPLIT | Told.ON_TOTAL | Told.UNVESTED):
        return None
    amounts = _amounts(posting)
    if not amounts or any(abs(abs(posting.gap) - total) < ONE_SHARE for total in _sums(amounts) if total):
        return BreakKind.FOOTNOTE
    return BreakKind.PARTLY


def _amounts(posting: Posting) -> tuple[int, ...]:
    return posting.entry.told_amounts if posting.entry else ()


def _sums(amounts: tuple[int, ...]) -> Iterator[int]:
    for number in range(len(amounts) + 1):
        for some in combinations(amounts, number):
            yield sum(some)


def _leaves_out_adjustment(track: Track, place: int) -> bool:
    """Whether a gap is the opposite of what was adjusted since the last form."""
    adjusted = 0
    for one in reversed(track.postings[:place]):
        if one.adjustment is None:
            break
        adjusted += one.change
    return bool(adjusted) and abs(track.postings[place].gap + adjusted) < ONE_SHARE


def _ratio(posting: Posting) -> Fraction | None:
    """The ratio of a split that makes the earlier number this line's start."""
    before = posting.before
    if not before:
        return None
    start = before + posting.gap
    for ratio in _RATIOS:
        if abs(start - before * ratio) < ONE_SHARE:
            return ratio
    return None


def _is_by_instalments(account: Account, track: Track, place: int) -> bool:
    """Whether an award became smaller before a form by whole instalments, each as large as this form's."""
    posting = track.postings[place]
    if not is_granted(account.key) or posting.gap >= 0 or posting.reason is not Reason.NONE:
        return False
    if posting.entry is None or posting.entry.is_holding:
        return True
    instalment = 0
    for one in track.postings[place:]:
        if one.statement is not posting.statement:
            break
        instalment -= one.change
    return instalment > 0 and is_multiple(-posting.gap, instalment)


def _told_later(track: Track, place: int) -> Posting | None:
    """The line of a later form that tells the trade by which a total moved before."""
    gap = track.postings[place].gap
    for one in track.postings[place + 1 :]:
        if one.reason is Reason.ALREADY_COUNTED and one.change == gap:
            return one
    return None


def _is_taken_back(track: Track, place: int) -> bool:
    gap = track.postings[place].gap
    around = reversed(track.postings[:place]), track.postings[place + 1 :]
    return any(
        next((one.gap for one in side if one.gap and one.reason is Reason.NONE), None) == -gap
        for side in around
    )


def _goes_on_from_earlier(track: Track, place: int) -> bool:
    """Whether a line goes on from what the report before last, or the one before it, came to."""
    posting = track.postings[place]
    if posting.before is None:
        return False
    start = posting.before + posting.gap
    own = posting.statement
    seen = []
    for one in reversed(track.postings[:place]):
        if one.statement is own:
            continue
        if one.statement not in seen:
            seen.append(one.statement)
        if len(seen) > 2:
            break
        if one.before == start:
            return start != 0
    return False


def _is_slip(posting: Posting) -> bool:
    change, gap = posting.change, posting.gap
    if not change or (posting.before or 0) + change < 0:
        return False
    return gap in {-change, change, -2 * change} or any(change + gap == change * times for times in _TYPED)


def _is_long_ago(track: Track, place: int) -> bool:
    posting = track.postings[place]
    if posting.statement is None:
        return False
    earlier = next(
        (one.statement for one in reversed(track.postings[:place]) if one.statement is not None), None
    )
    return earlier is not None and posting.statement.day - earlier.day > _LONG_AGO
