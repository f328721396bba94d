"""Which footnote of one report is which footnote of the other: by what they say, whatever their numbers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from filings.ownership.comparison.values import Box, Fate, Line, Note, Section, Side
from filings.ownership.report import Footnote

# So much of their words two footnotes share when the one is the other, reworded.
_ALIKE = 0.5

Pairs = list[tuple[int, int]]


class Marks(Struct, frozen=True):
    """What the ids of one report's footnotes stand for: a note to show, and a token that is equal in both reports
    where the two have the same footnote."""

    notes: Mapping[str, Note]
    tokens: Mapping[str, str]

    def of(self, ids: Sequence[str]) -> tuple[tuple[Note, ...], tuple[str, ...]]:
        """The notes and the tokens of some ids; an id that the report explains nowhere stands for itself."""
        return (
            tuple(self.notes.get(one) or Note(one.removeprefix("F"), "") for one in ids),
            tuple(self.tokens.get(one, f"? {one}") for one in ids),
        )


class PairedNotes(Struct, frozen=True):
    """The pairs of two reports' footnotes by their places, and what each report's ids stand for."""

    pairs: Pairs
    of_first: Marks
    of_second: Marks


def paired_notes(ones: Sequence[Footnote], others: Sequence[Footnote]) -> PairedNotes:
    """Pair the footnotes of two reports, the same way whichever is the first."""
    keys, other_keys = ([(note.text, note.id) for note in notes] for notes in (ones, others))
    turned = keys > other_keys
    found = _pairs(others, ones) if turned else _pairs(ones, others)
    pairs = [(second, first) if turned else (first, second) for first, second in found]
    numbers = {place: number for number, (place, _) in enumerate(pairs)}
    other_numbers = {at: number for number, (_, at) in enumerate(pairs)}
    return PairedNotes(pairs, _marks(ones, numbers), _marks(others, other_numbers))


def footnotes_compared(ones: Sequence[Footnote], others: Sequence[Footnote], paired: PairedNotes) -> Section:
    """The footnotes as a section of the form, in the order of the other report's numbers."""
    first_of = {at: place for place, at in paired.pairs}
    gone = set(range(len(ones))) - set(first_of.values())
    lines = [
        (_order(note), 1, _line(ones[first_of[at]] if at in first_of else None, note))
        for at, note in enumerate(others)
    ] + [(_order(ones[place]), 0, _line(ones[place], None)) for place in gone]
    return Section(
        key="footnotes",
        name="Footnotes",
        lines=tuple(line for _, _, line in sorted(lines, key=lambda one: one[:2])),
    )


def _pairs(ones: Sequence[Footnote], others: Sequence[Footnote]) -> Iterator[tuple[int, int]]:
    left, other_left = dict(enumerate(ones)), dict(enumerate(others))
    for same in (_is_same, _says_the_same):
        for place in list(left):
            at = next((at for at, note in other_left.items() if same(left[place], note)), None)
            if at is not None:
                del left[place], other_left[at]
                yield place, at
    words = {place: Counter(note.text.split()) for place, note in left.items()}
    other_words = {at: Counter(note.text.split()) for at, note in other_left.items()}
    alike = sorted(
        (-likeness, place, at)
        for place, said in words.items()
        for at, other_said in other_words.items()
        if (likeness := _likeness(said, other_said)) >= _ALIKE
    )
    for _, place, at in alike:
        if place in left and at in other_left:
            del left[place], other_left[at]
            yield place, at
    # What is left under one number was written anew.
    for place in list(left):
        at = next((at for at, note in other_left.items() if note.id == left[place].id), None)
        if at is not None:
            del other_left[at]
            yield place, at


def _is_same(one: Footnote, other: Footnote) -> bool:
    return one == other


def _says_the_same(one: Footnote, other: Footnote) -> bool:
    return one.text == other.text


def _likeness(said: "Counter[str]", other_said: "Counter[str]") -> float:
    return 2 * (said & other_said).total() / ((said.total() + other_said.total()) or 1)


def _marks(notes: Sequence[Footnote], numbers: Mapping[int, int]) -> Marks:
    shown: dict[str, Note] = {}
    tokens: dict[str, str] = {}
    for place, note in enumerate(notes):
        shown.setdefault(note.id, Note(note.number, note.text))
        alone = f"! {note.id} {note.text}"
        tokens.setdefault(note.id, f"= {numbers[place]}" if place in numbers else alone)
    return Marks(shown, tokens)


def _order(note: Footnote) -> tuple[int, str]:
    return (int(note.number), "") if note.number.isdecimal() else (10**6, note.id)


def _line(one: Footnote | None, other: Footnote | None) -> Line:
    text, other_text = (note.text if note else "" for note in (one, other))
    if one is None or other is None:
        fate = Fate.ADDED if one is None else Fate.REMOVED
    else:
        fate = Fate.CHANGED if text != other_text else Fate.UNCHANGED
    return Line(
        fate=fate,
        place_in_one=f"({one.number})" if one else "",
        place_in_other=f"({other.number})" if other else "",
        boxes=(Box("Text", Side(text), Side(other_text), text_changed=text != other_text),),
    )
