"""Which running total of an account each line goes on with.

Most totals are one for a class and one way of holding it. Awards of the same terms, and holders whom the form does
not tell apart, each have their own. Lines of one report that run on from one another are a chain; a chain goes on
with the track whose balance it starts from. What starts elsewhere is a gap of the one track, or another award.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from filings.ownership.codes import DIRECT
from filings.ownership.ledger.accounts import Account, Track
from filings.ownership.ledger.amending import Step
from filings.ownership.ledger.entries import ONE_SHARE, Entry, Told
from filings.ownership.ledger.keys import BalanceKey, is_granted

Chain = list[Step]
_GRANT = "A"


def runs_by_award(key: BalanceKey, reports: Iterable[Sequence[Step]]) -> bool:
    """Whether the lines of one key, report by report, show more than one running total."""
    granted = is_granted(key)
    tails: set[int] = set()
    last: int | None = None
    for steps in filter(None, reports):
        if not _is_one_run(steps) and (_tells_awards_apart(steps) or _has_several(key, steps)):
            return True
        head, tail = steps[0].prior, steps[-1].stated
        if granted and last and head is not None:
            if head != last and head in tails:
                return True
            if _is_grant(steps[0].entry):
                return True
        if tail is not None:
            tails.add(tail)
            last = tail
    return False


class Around(Struct, frozen=True):
    """What matching the lines of one report has to know of the history around it.

    ``number`` is the report's place in the order. ``is_repeated`` says of a line that an earlier report had it as it
    is, ``is_needed`` of a balance that the lines of a later report start from it.
    """

    number: int
    is_repeated: Callable[[Step], bool]
    is_needed: Callable[[int], bool]


def tracks_of(account: Account, steps: Sequence[Step], around: Around) -> list[Track]:
    """The track of each line of one report, in the lines' order; new tracks are added to the account."""
    if not account.tracks and not account.runs_by_award:
        account.tracks.append(Track([]))
    if not account.runs_by_award:
        return [account.tracks[0]] * len(steps)
    chains = list(chains_of([step for step in steps if not around.is_repeated(step)]))
    taken: list[Track] = []
    found: dict[int, Track] = {}
    for chain in chains:
        track = _named(account, chain) or _exact(account, chain, taken, around)
        if track is not None:
            taken.append(track)
            found[id(chain)] = track
    left = sorted((one for one in chains if id(one) not in found), key=lambda one: -(one[0].prior or 0))
    for number, chain in enumerate(left):
        track = _moved(account, chain, len(left) - number, taken, around)
        if track is None:
            track = Track([], award=chain[0].entry.award)
            account.tracks.append(track)
        taken.append(track)
        found[id(chain)] = track
    by_step = {id(step): found[id(chain)] for chain in chains for step in chain}
    if not account.tracks:
        account.tracks.append(Track([]))
    return [by_step.get(id(step), account.tracks[0]) for step in steps]


def track_at(account: Account, head: Step, number: int) -> Track | None:
    """The track of an account whose balance a line starts from; in one report a holding is named once."""
    fitting = [
        track
        for track in account.tracks
        if not track.closed and track.balance == head.prior and _is_free(track, head, number)
    ]
    return max(fitting, key=lambda track: track.story, default=None)


def with_running_totals(steps: Sequence[Step], balance: int | None) -> Sequence[Step]:
    """Lines that all state the total after the last of them, each with its own running total instead.

    Few people fill the form so; lines whose totals can be read as running are left alone.
    """
    first = steps[0]
    if len(steps) < 2 or steps[1].stated != first.stated:
        return steps
    totals = {step.stated for step in steps}
    changes = [step.entry.change for step in steps]
    if len(totals) > 1 or first.stated is None or None in changes or 0 in changes:
        return steps
    last = first.stated
    moved = sum(change for change in changes if change is not None)
    runs_first = balance is not None and balance + (changes[0] or 0) == last
    impossible = last == 0 and all((change or 0) < 0 for change in changes[1:])
    if runs_first or not (impossible or (balance is not None and balance + moved == last)):
        return steps
    result = []
    for step in steps:
        moved -= step.entry.change or 0
        result.append(Step(step.entry, step.source, step.versions, step.withdrawn_by, last - moved))
    return result


def chains_of(steps: Sequence[Step]) -> Iterator[Chain]:
    """Lines of one report that run on from one another; a holding stands by itself."""
    if _is_one_run(steps):
        yield list(steps)
        return
    chains: list[Chain] = []
    for step in steps:
        chain = _goes_on_with(step, chains)
        if chain is None:
            chains.append([step])
        else:
            chain.append(step)
    yield from chains


def _goes_on_with(step: Step, chains: Sequence[Chain]) -> Chain | None:
    if step.is_holding:
        return None
    award, prior = step.entry.award, step.prior
    running = [one for one in chains if not one[-1].is_holding and one[0].entry.award == award]
    if award or prior is None:
        return running[-1] if running else None
    exact = next((one for one in reversed(running) if _runs_on(one[-1], step)), None)
    if exact is not None:
        return exact
    return next((one for one in reversed(running) if _is_slip(step, one[-1])), None)


def _is_one_run(steps: Sequence[Step]) -> bool:
    """Whether every line goes on from the one before it, as those of most reports do."""
    end = None
    for step in steps:
        entry = step.entry
        stated, change = entry.stated, entry.change
        if not change or stated is None or entry.award or step.versions or step.total is not None:
            return False
        if end is not None and stated - change != end:
            return False
        end = stated
    return bool(steps)


def _runs_on(before: Step, step: Step) -> bool:
    """Whether a line's total goes on from another's, as amended or as both were filed."""
    if _end(before) == step.prior:
        return True
    if not (before.versions or step.versions):
        return False
    first, second = before.as_filed, step.as_filed
    return first is not None and second is not None and first.stated == second.prior


def _end(step: Step) -> int | None:
    """Where a line leaves its total: one that was withdrawn does not move it."""
    return step.prior if step.withdrawn_by is not None else step.stated


def _is_slip(step: Step, before: Step) -> bool:
    """Off as slips are, and not the very same line again: the amount not carried, or with the wrong sign."""
    start, prior, change = _end(before), step.prior, step.entry.change
    if start is None or prior is None or not change or _is_same(step.entry, before.entry):
        return False
    return start + change >= 0 and prior - start in {-change, -2 * change}


def _is_same(one: Entry, other: Entry) -> bool:
    return (one.day, one.code, one.change, one.price, one.stated) == (
        other.day, other.code, other.change, other.price, other.stated,
    )  # fmt: skip


def _is_grant(entry: Entry) -> bool:
    return entry.code == _GRANT and bool(entry.change) and entry.change == entry.stated


def _tells_awards_apart(steps: Sequence[Step]) -> bool:
    return len({step.entry.award for step in steps}) > 1


def _has_several(key: BalanceKey, steps: Sequence[Step]) -> bool:
    """Whether the lines of one report cannot be one total."""
    if len(steps) < 2:
        return False
    holdings = sum(step.is_holding for step in steps)
    traded = [step for step in steps if not step.is_holding]
    if holdings > 1 or (holdings and traded and not _restates(steps)):
        return True
    if any(_is_same(one.entry, other.entry) for one, other in pairwise(traded)):
        return True
    if len({step.stated for step in traded}) == 1 and not is_granted(key):
        return False
    chains = list(chains_of(traded))
    if len(chains) < 2:
        return False
    if is_granted(key) or key.ownership != DIRECT:
        return True
    return all(len(chain) > 1 for chain in chains)


def _restates(steps: Sequence[Step]) -> bool:
    """Whether a holding beside transactions only says again what they came to."""
    held = next(step.stated for step in steps if step.is_holding)
    return held in {step.stated for step in steps if not step.is_holding}


def _named(account: Account, chain: Chain) -> Track | None:
    award = chain[0].entry.award
    if not award:
        return None
    return next((track for track in account.tracks if track.award == award), None)


def _is_free(track: Track, head: Step, number: int) -> bool:
    if track.story != number:
        return True
    last = track.last.entry
    return not head.is_holding and last is not None and not last.is_holding


def _exact(account: Account, chain: Chain, taken: Sequence[Track], around: Around) -> Track | None:
    """The track whose balance a chain starts from, now or before it was amended, or that it lacks a correction of."""
    head = chain[0]
    if head.prior is None:
        return _only(account, taken)
    if _is_grant(head.entry):
        return None
    free = [
        track
        for track in account.tracks
        if not track.closed
        and track not in taken
        and _may_bear(track, head.entry)
        and _is_free(track, head, around.number)
    ]
    starts = [head.prior]
    if head.versions and head.versions[0].entry is not None and head.versions[0].entry.prior is not None:
        starts.append(head.versions[0].entry.prior)
    for start in starts:
        fitting = [track for track in free if track.balance == start]
        if not fitting:
            fitting = [
                track
                for track in free
                if track.pending
                and track.balance is not None
                and track.balance - sum(delta for _, delta in track.pending) == start
            ]
        if fitting:
            return max(fitting, key=lambda track: track.story)
    return None


def _may_bear(track: Track, entry: Entry) -> bool:
    return not entry.award or not track.award


def _only(account: Account, taken: Sequence[Track]) -> Track | None:
    """For a line that says no total: the track that alone is open."""
    free = [track for track in account.tracks if track not in taken and track.balance]
    return free[0] if len(free) == 1 else None


def _moved(account: Account, chain: Chain, left: int, taken: Sequence[Track], around: Around) -> Track | None:
    """The track that a chain with another start may still go on with; ``None``: another award or holder.

    ``left`` is how many such chains the report has, the greatest first: where there are as many as tracks, they
    keep their order, else the nearest balance is the likeliest.
    """
    head = chain[0]
    prior = head.prior
    if prior is None or _is_grant(head.entry):
        return None
    free = [
        track
        for track in account.tracks
        if not track.closed
        and track not in taken
        and track.story != around.number
        and track.balance
        and not around.is_needed(track.balance)
        and _may_bear(track, head.entry)
        and _may_go_on(account.key, track.balance, chain)
    ]
    if is_granted(account.key) and left >= len(free):
        return max(free, key=lambda track: track.balance or 0, default=None)
    return min(free, key=lambda track: abs(prior - (track.balance or 0)), default=None)


def _may_go_on(key: BalanceKey, balance: int, chain: Chain) -> bool:
    """Whether a balance may have moved to where a line starts, without a line that is known.

    The units of an award only become fewer, by instalments; holders do as they like.
    """
    head = chain[0]
    if not is_granted(key):
        return True
    if head.prior is None or balance < head.prior:
        return False
    return (
        head.is_holding
        or bool(head.entry.told & (Told.VESTING | Told.SPLIT))
        or is_instalments(balance, chain)
    )


def is_instalments(balance: int, chain: Chain) -> bool:
    """Whether a balance has become a chain's start by so many times what the chain takes from it."""
    instalment = -sum(step.entry.change or 0 for step in chain)
    gone = balance - (chain[0].prior or 0)
    return instalment > 0 and gone > 0 and is_multiple(gone, instalment)


def is_multiple(number: int, of: int) -> bool:
    """Whether a number is so many times another; each time may be a share off."""
    times = round(number / of)
    off = abs(number - times * of)
    return times > 0 and off <= times * ONE_SHARE and off * 4 < of
