"""What an amendment makes of the report that it amends: which lines it replaces, adds or takes back.

An amendment takes effect at the place of the original. It may repeat the whole form or only the corrected line, so a
line of the original that it does not repeat stays as it was.
"""

from collections.abc import Callable, Iterator, Sequence

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


_Fits = Callable[[Entry, Entry], bool]


def _pairs(steps: Sequence[Step], entries: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Which line of the report (by its place in ``steps``) each line of an amendment stands for, surest first."""
    ends: dict[BalanceKey, int | None] = {step.entry.key: step.entry.stated for step in steps}
    old = {place: step.entry for place, step in enumerate(steps) if step.withdrawn_by is None}
    new = dict(enumerate(entries))
    for fits in _tests(ends):
        for number, entry in list(new.items()):
            fitting = [place for place, one in old.items() if fits(entry, one)]
            if fitting:
                place = min(fitting, key=lambda place: (old[place].key != entry.key, place))
                yield place, number
                del new[number], old[place]


def _tests(ends: dict[BalanceKey, int | None]) -> tuple[_Fits, ...]:
    def goes_on(new: Entry) -> bool:
        return new.prior is not None and any(
            end == new.prior for key, end in ends.items() if key == new.key or is_akin(key, new.key)
        )

    return (
        lambda new, old: _is_same_line(new, old) and new.price == old.price and new.stated == old.stated,
        lambda new, old: _is_same_line(new, old) and new.price == old.price,
        _is_same_line,
        lambda new, old: _is_same_trade(new, old) and _is_same_total(new, old),
        lambda new, old: _is_same_trade(new, old) and new.price == old.price and not goes_on(new),
        lambda new, old: (
            _is_about_same(new, old)
            and new.code == old.code
            and _is_same_size(new, old)
            and (new.price == old.price or _is_same_total(new, old))
        ),
        lambda new, old: _is_about_same(new, old) and new.day == old.day and _is_same_size(new, old),
        # A title, a holder or a way of holding is corrected as well.
        lambda new, old: (
            not new.is_holding
            and new.key.table is old.key.table
            and (new.day, new.code, new.change, new.price) == (old.day, old.code, old.change, old.price)
        ),
        lambda new, old: _is_same_trade(new, old) and not goes_on(new),
    )


def _is_about_same(new: Entry, old: Entry) -> bool:
    return new.is_holding == old.is_holding and (new.key == old.key or is_akin(new.key, old.key))


def _is_same_trade(new: Entry, old: Entry) -> bool:
    return (new.day, new.code) == (old.day, old.code) and _is_about_same(new, old)


def _is_same_line(new: Entry, old: Entry) -> bool:
    return new.change == old.change and _is_same_trade(new, old)


def _is_same_size(new: Entry, old: Entry) -> bool:
    return new.change is not None and old.change is not None and abs(new.change) == abs(old.change)


def _is_same_total(new: Entry, old: Entry) -> bool:
    return None not in {new.prior, old.prior} and (new.prior == old.prior or new.stated == old.stated)


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
