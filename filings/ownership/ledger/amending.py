"""What an amendment makes of the report that it amends: which lines it replaces, adds or takes back.

An amendment takes effect at the place of the original. It may repeat the whole form or only the corrected line, so a
line of the original that it does not repeat stays as it was.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from filings.ownership.ledger.entries import Entry
from filings.ownership.ledger.keys import BalanceKey, is_akin


class Version(Struct, frozen=True, gc=False):
    """What a line said before an amendment; ``entry`` is unset where the amendment added the line."""

    entry: Entry | None
    amended_by: int


class Step(Struct, gc=False):
    """One line at its place in the ledger, as the newest amendment has it.

    ``source`` is the reference of the report that says so, ``versions`` what was said before, oldest first.
    ``withdrawn_by`` is the amendment that takes the line back. ``total`` is the running total where the form states
    the last one on every line.
    """

    entry: Entry
    source: int
    versions: tuple[Version, ...] = ()
    withdrawn_by: int | None = None
    total: int | None = None

    @property
    def is_holding(self) -> bool:
        return self.entry.is_holding

    @property
    def as_filed(self) -> Entry | None:
        """What the original says; ``None`` for a line that an amendment added."""
        return self.versions[0].entry if self.versions else self.entry

    @property
    def stated(self) -> int | None:
        return self.entry.stated if self.total is None else self.total

    @property
    def prior(self) -> int | None:
        """The balance that its total goes on from."""
        stated, change = self.stated, self.entry.change
        return None if stated is None or change is None else stated - change


def amended(steps: Sequence[Step], entries: Sequence[Entry], by: int) -> list[Step]:
    """The steps of a report with the lines of one more amendment worked in; ``by`` is its reference."""
    replacing = dict(_pairs(steps, entries))
    result: list[Step] = []
    for place, step in enumerate(steps):
        result += _replaced(step, entries[replacing[place]], by) if place in replacing else [step]
    for number in sorted(set(range(len(entries))) - set(replacing.values())):
        entry = entries[number]
        result.insert(_place(result, entry, entries[:number], by), Step(entry, by, (Version(None, by),)))
    return _without_skipped(result, by)


def _pairs(steps: Sequence[Step], entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Which line of the report, by its place, each line of an amendment stands for.

    Both keep the form's order, so that the pairs are those of the best alignment of the two. Between two lines that
    the amendment repeats, what is left of both is the same trade, told otherwise.
    """
    old = [place for place, step in enumerate(steps) if step.withdrawn_by is None]
    done = 0, 0
    for row, column in _aligned([steps[place].entry for place in old], entries):
        for place, number in zip(range(done[0], row), range(done[1], column), strict=False):
            if _is_same_trade(entries[number], steps[old[place]].entry):
                yield old[place], number
        yield old[row], column
        done = row + 1, column + 1


def _aligned(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[int, int]]:
    """The pairs of the alignment that is the likeliest as a whole, in order."""
    ends = {entry.key: entry.stated for entry in old}
    likeness = [[_likeness(entry, one, ends) for entry in new] for one in old]
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in range(len(old)):
        for column in range(len(new)):
            alike = likeness[row][column]
            best[row + 1][column + 1] = max(
                best[row][column + 1], best[row + 1][column], best[row][column] + alike if alike else 0
            )
    pairs = []
    row, column = len(old), len(new)
    while row and column:
        if best[row][column] == best[row - 1][column]:
            row -= 1
        elif best[row][column] == best[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]


def _is_same_trade(new: Entry, old: Entry) -> bool:
    return (
        not new.is_holding
        and (new.day, new.code) == (old.day, old.code)
        and (new.key == old.key or is_akin(new.key, old.key))
    )


def _likeness(new: Entry, old: Entry, ends: Mapping[BalanceKey, int | None]) -> int:
    """How likely a line of an amendment stands for a line of the report; 0 where it does not."""
    same_key = new.key == old.key
    about = same_key or is_akin(new.key, old.key)
    if new.is_holding or old.is_holding:
        same = new.is_holding and old.is_holding and about
        return (8 + 2 * same_key + 4 * (new.stated == old.stated)) if same else 0
    same_size = new.change is not None and old.change is not None and abs(new.change) == abs(old.change)
    same_price, same_change = new.price == old.price, new.change == old.change
    if not about:
        # A title, a holder or a way of holding is corrected as well.
        alike = new.key.table is old.key.table and (new.day, new.code) == (old.day, old.code)
        return 3 if alike and same_change and same_price else 0
    goes_on = new.prior is not None and new.prior in {ends.get(new.key), ends.get(old.key)}
    same_prior = new.prior is not None and new.prior == old.prior and (same_change or not goes_on)
    same_total = new.stated is not None and new.stated == old.stated
    evidence = 8 * same_change + 10 * same_prior + 6 * same_total
    if (new.day, new.code) == (old.day, old.code):
        if evidence:
            return evidence + 2 * same_price + same_key
        return 0 if goes_on else 1 + same_price
    if new.code == old.code and same_size and (same_price or same_prior or same_total):
        return 5 + same_price + same_key
    return 4 + same_key if new.day == old.day and same_size else 0


def _replaced(step: Step, entry: Entry, by: int) -> list[Step]:
    old = step.entry
    if entry.key == old.key or is_akin(entry.key, old.key):
        # Another wording makes no other account of it.
        worded = msgspec.structs.replace(entry, key=old.key)
        return [Step(worded, by, (*step.versions, Version(old, by)))]
    return [
        Step(old, step.source, step.versions, withdrawn_by=by),
        Step(entry, by, (Version(None, by),)),
    ]


def _place(steps: Sequence[Step], entry: Entry, repeated: Sequence[Entry], by: int) -> int:
    """Where a line that the amendment adds belongs: where its total goes on, else behind what it follows there."""
    of_key = [place for place, step in enumerate(steps) if step.entry.key == entry.key]
    if entry.prior is not None:
        for place in reversed(of_key):
            if steps[place].entry.stated == entry.prior and steps[place].withdrawn_by is None:
                return place + 1
        for place in of_key:
            if steps[place].entry.prior == entry.stated:
                return place
    said = {id(one) for one in repeated}
    behind = [place for place, step in enumerate(steps) if step.source == by and id(step.entry) in said]
    if behind:
        return behind[-1] + 1
    return of_key[-1] + 1 if of_key else len(steps)


def _without_skipped(steps: list[Step], by: int) -> list[Step]:
    """Take back the lines that the amendment's totals pass over: they run from before them to after them."""
    for place, step in enumerate(steps):
        if step.source != by or not step.versions or (before := step.versions[-1].entry) is None:
            continue
        prior, wanted = before.prior, step.entry.prior
        skipped = []
        for other in reversed(range(place)):
            one = steps[other]
            if one.entry.key != step.entry.key or one.withdrawn_by is not None:
                continue
            if one.source == by or not one.entry.change or one.entry.stated != prior or wanted == prior:
                break
            skipped.append(other)
            prior = one.entry.prior
        if skipped and wanted == prior:
            for other in skipped:
                steps[other] = msgspec.structs.replace(steps[other], withdrawn_by=by)
    return steps
