"""Reports with their amendments worked in, in the order of the ledger, and what is told in them twice."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from filings.ownership.deadlines import RowReference
from filings.ownership.ledger.amending import Step, amended
from filings.ownership.ledger.entries import Entry
from filings.ownership.ledger.keys import class_of, is_akin
from filings.ownership.ledger.statements import Statement, in_order, went


class Story(Struct, frozen=True):
    """A report and what its amendments, in the order in which they went, made of it.

    ``is_late`` says that a report of a later period had gone to EDGAR before it.
    """

    statement: Statement
    steps: tuple[Step, ...]
    amendments: tuple[Statement, ...] = ()
    is_late: bool = False


class Repeat(Struct, frozen=True):
    """A trade that an earlier report, named by ``reference``, had told already.

    ``is_certain``: the two lines are the same, or the later one stands on a Form 5, which tells once more what was
    reported early. Otherwise two equal trades are as likely, and the totals decide. ``same_total`` says that
    they state the same total, so that the later line says nothing new at all.
    """

    reference: int
    is_certain: bool
    same_total: bool


Repeats = Mapping[tuple[int, RowReference], Repeat]


def stories(statements: Iterable[Statement]) -> list[Story]:
    """The reports in the order of the ledger, each with its amendments; one without its original stands alone."""
    ordered = in_order(statements)
    originals = _Originals(ordered)
    amendments: dict[int, list[Statement]] = defaultdict(list)
    roots = []
    for one in ordered:
        original = originals.of(one) if one.is_amendment else None
        if original is None:
            roots.append(one)
        else:
            amendments[original.reference].append(one)
    late = _late(roots)
    return [
        _story(one, sorted(amendments.get(one.reference, ()), key=went), one.reference in late)
        for one in roots
    ]


def repeats(told: Sequence[Story]) -> Repeats:
    """By report and line, the trades that an earlier report had told already; each is told once by each report."""
    days = Counter(day for story in told for day in {step.entry.day for step in story.steps})
    alike: dict[tuple[object, ...], list[tuple[Story, Step]]] = defaultdict(list)
    for story in told:
        for step in story.steps:
            entry = step.entry
            if days[entry.day] > 1 and entry.change and entry.code and step.withdrawn_by is None:
                alike[entry.day, entry.change, entry.code, entry.price].append((story, step))
    found: dict[tuple[int, RowReference], Repeat] = {}
    for of_one in alike.values():
        if len(of_one) > 1 and any(story is not of_one[0][0] for story, _ in of_one):
            _find_repeats(sorted(of_one, key=lambda each: went(each[0].statement)), found)
    return found


def _find_repeats(alike: Sequence[tuple[Story, Step]], found: dict[tuple[int, RowReference], Repeat]) -> None:
    repeated: dict[int, set[int]] = defaultdict(set)
    for number, (story, step) in enumerate(alike):
        reference = story.statement.reference
        for other, (earlier, first) in enumerate(alike[:number]):
            if (
                earlier is not story
                and reference not in repeated[other]
                and _is_same_total(first.entry, step.entry)
            ):
                repeated[other].add(reference)
                same_total = first.entry.stated == step.entry.stated
                certain = same_total or story.statement.document_type.form == "5"
                found[step.source, step.entry.place] = Repeat(
                    earlier.statement.reference, certain, same_total
                )
                break


def _is_same_total(one: Entry, other: Entry) -> bool:
    first, second = one.key, other.key
    return first == second or (
        is_akin(first, second)
        and class_of(first.title) == class_of(second.title)
        and first.nature == second.nature
    )


def _story(original: Statement, amendments: Sequence[Statement], is_late: bool) -> Story:
    steps = [Step(entry, original.reference) for entry in original.entries]
    for amendment in amendments:
        steps = amended(steps, amendment.entries, amendment.reference)
    return Story(original, tuple(steps), tuple(amendments), is_late)


def _late(ordered: Sequence[Statement]) -> set[int]:
    """The references of reports that went when one of a later period was there already."""
    late = set()
    earliest: dt.datetime | None = None
    of_later_days: dt.datetime | None = None
    day = None
    for one in reversed(ordered):
        if one.day != day:
            day, of_later_days = one.day, earliest
        if of_later_days is not None and one.went_at > of_later_days:
            late.add(one.reference)
        earliest = one.went_at if earliest is None else min(earliest, one.went_at)
    return late


class _Originals:
    """Finds what an amendment amends: as the desk knows it, else by box 4, by the period and by the lines."""

    def __init__(self, ordered: Sequence[Statement]) -> None:
        self._by_reference = {one.reference: one for one in ordered}
        self._by_form: dict[str, list[Statement]] = defaultdict(list)
        for one in ordered:
            self._by_form[one.document_type.form].append(one)

    def of(self, amendment: Statement) -> Statement | None:
        """The original; the first amendment of it where the original itself is not there."""
        seen = {amendment.reference}
        found = amendment
        while (earlier := self._before(found)) is not None and earlier.reference not in seen:
            seen.add(earlier.reference)
            found = earlier
        return None if found is amendment else found

    def _before(self, one: Statement) -> Statement | None:
        if not one.is_amendment:
            return None
        if one.amends is not None and one.amends in self._by_reference:
            return self._by_reference[one.amends]
        candidates = [
            other for other in self._by_form[one.document_type.form] if _may_be_amended_by(other, one)
        ]
        for fits in _TESTS:
            if fitting := [other for other in candidates if fits(other, one)]:
                return max(
                    fitting, key=lambda other: (_in_common(other, one), other.day == one.day, went(other))
                )
        return None


_TESTS: tuple[Callable[[Statement, Statement], bool], ...] = (
    lambda other, one: one.original_filed_on is not None and other.filed_on == one.original_filed_on,
    lambda other, one: (
        one.original_filed_on is not None
        and other.filed_on is None
        and other.went_on == one.original_filed_on
    ),
    lambda other, one: other.day == one.day and _in_common(other, one) > 0,
)


def _may_be_amended_by(other: Statement, amendment: Statement) -> bool:
    if other.is_amendment:
        # Of several amendments of a form that is not there the first stands for it.
        return other.original_filed_on == amendment.original_filed_on and went(other) < went(amendment)
    return other.went_at <= amendment.went_at


def _in_common(original: Statement, amendment: Statement) -> int:
    """How far the lines of an amendment speak of the same as those of a report."""
    return 2 * _shared(original, amendment, lambda entry: (entry.key, entry.day, entry.code)) + _shared(
        original, amendment, lambda entry: (entry.day, entry.code, entry.change) if entry.day else None
    )


def _shared(one: Statement, other: Statement, what: Callable[[Entry], object]) -> int:
    counted = (Counter(filter(None, map(what, each.entries))) for each in (one, other))
    return (next(counted) & next(counted)).total()
