"""What a replay has to know of the whole history beforehand: which report names what, and where its lines start."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from filings.ownership.ledger.amending import Step
from filings.ownership.ledger.keys import BalanceKey
from filings.ownership.ledger.matching import runs_by_award
from filings.ownership.ledger.statements import Adjustment
from filings.ownership.ledger.stories import Repeat, Story, repeats

# A report is filed within days of its trades: a line that is dated much later than its form is mistyped.
_DAYS_OF_A_REPORT = dt.timedelta(days=31)

Group = tuple[BalanceKey, list[Step]]


class History:
    """Reports in the order of the ledger, with their lines by key. ``units`` numbers them so that the reports of
    one period that went on one day, the parts of a split report, share a number."""

    def __init__(self, told: Sequence[Story]) -> None:
        self.told = told
        self.units = list(_units(told))
        self.groups: list[list[Group]] = []
        self._repeats = repeats(told)
        self._named_in: dict[BalanceKey, set[int]] = defaultdict(set)
        self._last_start: dict[BalanceKey, dict[int, int]] = defaultdict(dict)
        by_key: dict[BalanceKey, list[list[Step]]] = defaultdict(list)
        for number, story in enumerate(told):
            groups = list(_by_key(story.steps).items())
            self.groups.append(groups)
            for key, steps in groups:
                by_key[key].append(_as_filed(steps))
                self._named_in[key].add(number)
                starts = self._last_start[key]
                for step in steps:
                    stated, change = step.entry.stated, step.entry.change
                    if stated is not None and change is not None:
                        starts[stated - change] = number
        self._by_award = {key: runs_by_award(key, reports) for key, reports in by_key.items()}

    def repeat(self, step: Step) -> Repeat | None:
        """What a line repeats of an earlier report."""
        return self._repeats.get((step.source, step.entry.place))

    def is_repeated(self, step: Step) -> bool:
        """Whether an earlier report had a line, its total included."""
        repeat = self.repeat(step)
        return repeat is not None and repeat.same_total

    def runs_by_award(self, key: BalanceKey) -> bool:
        return self._by_award.get(key, False)

    def starts_later(self, keys: Iterable[BalanceKey], balance: int, number: int) -> bool:
        """Whether lines of a report after the one with a ``number`` start from a balance."""
        return any(self._last_start[key].get(balance, -1) > number for key in keys)

    def takes_the_place(self, key: BalanceKey, earlier: BalanceKey, number: int) -> bool:
        """Whether no report names both keys, but for the first that names ``key``, if it is the last that names the
        other."""
        both = self._named_in[earlier] & self._named_in[key]
        return not both or both == {number} == {max(self._named_in[earlier])}

    def stated_when_it_went(self, keys: Sequence[BalanceKey], number: int) -> int | None:
        """For a late report: the newest total of an account among the reports that had gone before it."""
        went = self.told[number].statement.went_at
        stated = None
        for later in range(number + 1, len(self.told)):
            if self.told[later].statement.went_at < went:
                for key, steps in self.groups[later]:
                    if key in keys and steps[-1].stated is not None:
                        stated = steps[-1].stated
        return stated

    def in_turn(self, number: int, waiting: list[Adjustment]) -> Iterator[Adjustment | Group]:
        """The lines of a report by key, and each adjustment that waits before the first line of its day or later.

        ``waiting`` has the next adjustment last; those that are given are taken from it.
        """
        if not waiting:
            yield from self.groups[number]
            return
        story = self.told[number]
        opens = story.statement.day
        while waiting and waiting[-1].day <= opens:
            yield waiting.pop()
        steps = list(story.steps)
        days = [_day_of(step, opens) for step in steps]
        last = max(days, default=opens)
        if not waiting or waiting[-1].day > last:
            yield from self.groups[number]
            return
        # Holdings stand as they are at the end of the report.
        ends = [last if step.is_holding else day for step, day in zip(steps, days, strict=True)]
        done = 0
        while waiting and waiting[-1].day <= last:
            cut = next(place for place in range(done, len(steps)) if waiting[-1].day <= ends[place])
            yield from _by_key(steps[done:cut]).items()
            yield waiting.pop()
            done = cut
        yield from _by_key(steps[done:]).items()


def _as_filed(steps: list[Step]) -> list[Step]:
    """The lines as the original has them: an amendment leaves the totals behind a corrected line as they were."""
    if not any(step.versions for step in steps):
        return steps
    return [Step(entry, step.source) for step in steps if (entry := step.as_filed) is not None]


def _day_of(step: Step, opens: dt.date) -> dt.date:
    day = step.entry.day
    return day if day and opens <= day and day - opens <= _DAYS_OF_A_REPORT else opens


def _units(told: Sequence[Story]) -> Iterator[int]:
    number, before = -1, None
    for story in told:
        of_day = story.statement.day, story.statement.went_on
        if of_day != before:
            number, before = number + 1, of_day
        yield number


def _by_key(steps: Iterable[Step]) -> dict[BalanceKey, list[Step]]:
    groups: dict[BalanceKey, list[Step]] = {}
    for step in steps:
        groups.setdefault(step.entry.key, []).append(step)
    return groups
