"""How one line, one amendment and one adjustment move one total."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from filings.ownership.ledger.accounts import Posting, Reason, Standing, Track
from filings.ownership.ledger.amending import Step
from filings.ownership.ledger.entries import Entry
from filings.ownership.ledger.statements import Adjustment
from filings.ownership.ledger.stories import Repeat, Story

# Corrections that are open at once beyond so many are looked at all together or not at all.
_MOST_OPEN = 4

Pending = tuple[tuple[int, int], ...]


def post_line(track: Track, step: Step, story: Story, repeat: Repeat | None, current: int | None) -> None:
    """Add a line to a track. ``current`` is, for a late report, the total that was stated last when it went."""
    entry, before = step.entry, track.balance
    if (
        not step.versions
        and step.withdrawn_by is None
        and repeat is None
        and not story.is_late
        and not track.pending
        and before is not None
        and entry.change is not None
        and before + entry.change == step.stated
    ):
        _append(track, step, story, before, entry.change, 0, step.stated)
        return
    if step.withdrawn_by is not None:
        _post_withdrawn(track, step, story)
        return
    if repeat is not None and repeat.same_total:
        _append(track, step, story, before, 0, 0, before, standing=Standing.REPEATED)
        return
    stated, change = step.stated, entry.change
    standing, reason = Standing.COUNTED, Reason.NONE
    if stated is None:
        after = None if before is None else before + (change or 0)
        _append(track, step, story, before, (change or 0) if after is not None else 0, 0, after)
    elif before is None:
        _append(track, step, story, stated - (change or 0), change or 0, 0, stated, opens=True)
    else:
        if change is None:
            change = stated - before
        change, standing, reason = _counted(step, change, before, repeat, story)
        carried = _carried(track.pending, before + change - stated)
        gap = stated + sum(delta for _, delta in carried) - before - change
        if story.is_late and gap and stated - change == current:
            # Its total is that of the day on which it went.
            gap, carried = 0, track.pending
        _append(
            track, step, story, before, change, gap, before + change + gap,
            lacks=tuple(by for by, _ in carried), standing=standing, reason=reason,
        )  # fmt: skip
        if not _is_told_late(step, story):
            track.pending = carried
    _leave_open(track, step, story)


def post_adjustment(track: Track, adjustment: Adjustment, change: int) -> None:
    """Add what an adjustment changes to a track; nothing where the balance is not known."""
    before = track.balance
    after = None if before is None else before + change
    track.postings.append(
        Posting(
            None, adjustment.reference, None, adjustment, adjustment.day, before,
            change if after is not None else 0, 0, after,
        )
    )  # fmt: skip
    track.balance = after


def post_opening(track: Track, adjustment: Adjustment) -> None:
    """Begin a track with a balance that somebody recorded, or hold a known one against it."""
    before, stated = track.balance, adjustment.change
    opens = before is None
    track.postings.append(
        Posting(
            None, adjustment.reference, None, adjustment, adjustment.day, stated if before is None else before,
            0, 0 if before is None else stated - before, stated, opens,
        )
    )  # fmt: skip
    track.balance, track.pending = stated, ()


def post_transfer_in(track: Track, adjustment: Adjustment) -> None:
    """Add what a transfer brings to a track; nothing was held there where no report says otherwise."""
    if track.balance is None and not track.postings:
        track.postings.append(
            Posting(
                None, adjustment.reference, None, adjustment, adjustment.day, 0, adjustment.change, 0,
                adjustment.change, opens=True,
            )
        )  # fmt: skip
        track.balance = adjustment.change
    else:
        post_adjustment(track, adjustment, adjustment.change)


def split(track: Track, adjustment: Adjustment) -> None:
    """Multiply a track's balance, and what of it is still to be corrected, by a split's ratio."""
    if track.balance is None:
        return
    ratio = Fraction(adjustment.new, adjustment.old)
    track.pending = tuple((by, round(delta * ratio)) for by, delta in track.pending)
    post_adjustment(track, adjustment, round(track.balance * ratio) - track.balance)


def post_unlisted(track: Track, by: Posting) -> None:
    """Close a track that a list of its account does not name any more."""
    if not track.balance:
        return
    track.postings.append(
        Posting(
            by.statement, by.source, None, None, by.statement.day if by.statement else by.day, track.balance,
            0, -track.balance, 0, standing=Standing.UNLISTED, reason=Reason.UNLISTED,
        )
    )  # fmt: skip
    track.balance, track.pending, track.closed = 0, (), True


def _counted(
    step: Step, change: int, before: int, repeat: Repeat | None, story: Story
) -> tuple[int, Standing, Reason]:
    """What of a line's change is to be counted: nothing, where the totals before it had it already."""
    stated = step.stated
    if repeat is not None and before + change != stated:
        if repeat.is_certain or stated == before:
            return 0, Standing.REPEATED, Reason.NONE
        if stated is not None and abs(stated - before) < abs(stated - change - before):
            return 0, Standing.REPEATED, Reason.RESTATED
    if stated == before and change and _tells_afterwards(step.entry, story):
        return change, Standing.COUNTED, Reason.ALREADY_COUNTED
    return change, Standing.COUNTED, Reason.NONE


def _is_told_late(step: Step, story: Story) -> bool:
    """Whether the reports that come next were made without the line, so that its total says nothing of theirs."""
    return bool(step.versions and step.versions[0].entry is None) or (story.is_late and not step.versions)


def _tells_afterwards(entry: Entry, story: Story) -> bool:
    """A Form 5, a late report and an early line tell of a trade that totals since may have in them."""
    is_older = entry.day is not None and entry.day < story.statement.day
    return story.is_late or story.statement.document_type.form == "5" or (entry.early and is_older)


def _post_withdrawn(track: Track, step: Step, story: Story) -> None:
    before = track.balance
    _append(track, step, story, before, 0, 0, before, standing=Standing.WITHDRAWN)
    if step.withdrawn_by is not None and step.entry.change:
        track.pending = _with(track.pending, step.withdrawn_by, -step.entry.change)


def _leave_open(track: Track, step: Step, story: Story) -> None:
    """Remember what later reports may not have taken up: the corrections of a line, and a line told late."""
    after = track.balance
    if after is None:
        return
    pending = track.pending
    newer = step.entry
    for version in reversed(step.versions):
        old = version.entry
        if old is None:
            delta = newer.change or 0
        elif old.stated is not None and newer.stated is not None:
            delta = newer.stated - old.stated
        else:
            delta = (newer.change or 0) - (old.change or 0)
        pending = _with(pending, version.amended_by, delta)
        if old is None:
            break
        newer = old
    start = track.last.before
    if story.is_late and not step.versions and start is not None:
        pending = _with(pending, step.source, after - start)
    track.pending = pending


def _with(pending: Pending, by: int, delta: int) -> Pending:
    """Open corrections with one more; those of one report are taken up, or left out, together."""
    if not delta:
        return pending
    whole = delta + sum(other for reference, other in pending if reference == by)
    rest = tuple(one for one in pending if one[0] != by)
    return (*rest, (by, whole)) if whole else rest


def _carried(pending: Pending, excess: int) -> Pending:
    """Which open corrections a stated total leaves out, when it is short of the balance by ``excess``.

    Where none of them explains it, those whose sum comes nearest.
    """
    if not pending:
        return ()
    return min(_choices(pending), key=lambda some: abs(excess - sum(delta for _, delta in some)))


def _choices(pending: Pending) -> Iterator[Pending]:
    if len(pending) > _MOST_OPEN:
        yield from ((), pending)
        return
    yield ()
    for number in range(len(pending), 0, -1):
        yield from combinations(pending, number)


def _append(
    track: Track,
    step: Step,
    story: Story,
    before: int | None,
    change: int,
    gap: int,
    after: int | None,
    *,
    opens: bool = False,
    lacks: tuple[int, ...] = (),
    standing: Standing = Standing.COUNTED,
    reason: Reason = Reason.NONE,
) -> None:
    statement, entry = story.statement, step.entry
    versions = step.versions
    track.postings.append(
        Posting(
            statement, step.source, entry, None, entry.day or statement.day, before, change, gap, after, opens,
            lacks, standing, reason,
            story.statement.reference if versions and versions[0].entry is not None else None,
        )
    )  # fmt: skip
    track.balance = after
