"""Which line of one report is which line of the other."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from filings.ownership.comparison.values import Box, Fate, Line, Side

# As many pairs of lines as are weighed against each other: 300 lines, all changed, take part of a second.
_MOST_WEIGHED = 100_000
# Of what two lines say, so many hundredths must be the same for the one to be the other, changed.
_ALIKE = 34


class Entry(Struct, frozen=True):
    """One box of an item: its name, what it says, and the footnotes on it by what they say.

    ``weight`` is how much of the item's identity lies in it.
    """

    name: str
    side: Side = Side()
    notes: tuple[str, ...] = ()
    weight: int = 1

    @property
    def token(self) -> tuple[str, ...]:
        """Equal where two boxes say the same."""
        return (self.side.text, *self.notes)


class Item(Struct, frozen=True):
    """Something that stands in an order with others of its kind; items of one ``kind`` have the same boxes.

    ``is_only`` says that every report has exactly one of them.
    """

    kind: str
    entries: tuple[Entry, ...]
    title: str = ""
    place: str = ""
    is_only: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        return (self.kind, tuple(entry.token for entry in self.entries))


Pairs = list[tuple[int, int]]


def compared(ones: Sequence[Item], others: Sequence[Item]) -> tuple[Line, ...]:
    """The items of two reports as lines, in the order of the other report."""
    keys, other_keys = [one.key for one in ones], [one.key for one in others]
    in_order = _one_way(keys, other_keys, lambda a, b, turned: _in_order(a, b, ones, others, turned))
    moved = _moved(keys, other_keys, in_order)
    return tuple(
        _line(
            None if place is None else ones[place],
            None if at is None else others[at],
            has_moved=(place, at) in moved,
        )
        for place, at in _shown(in_order, moved, len(ones), len(others))
    )


def _one_way(
    keys: list[tuple[object, ...]],
    other_keys: list[tuple[object, ...]],
    pair: Callable[[list[tuple[object, ...]], list[tuple[object, ...]], bool], Pairs],
) -> Pairs:
    """The pairs of two lists, the same whichever is the first: where several would do, one order decides."""
    if keys <= other_keys:
        return pair(keys, other_keys, False)
    return sorted((place, at) for at, place in pair(other_keys, keys, True))


def _in_order(
    keys: list[tuple[object, ...]],
    other_keys: list[tuple[object, ...]],
    ones: Sequence[Item],
    others: Sequence[Item],
    turned: bool,
) -> Pairs:
    if turned:
        ones, others = others, ones
    same_ahead = 0
    while same_ahead < min(len(keys), len(other_keys)) and keys[same_ahead] == other_keys[same_ahead]:
        same_ahead += 1
    same_behind = 0
    while (
        same_behind < min(len(keys), len(other_keys)) - same_ahead
        and keys[-1 - same_behind] == other_keys[-1 - same_behind]
    ):
        same_behind += 1
    pairs: Pairs = [(place, place) for place in range(same_ahead)]
    end, other_end = len(keys) - same_behind, len(other_keys) - same_behind
    middle, other_middle = range(same_ahead, end), range(same_ahead, other_end)
    if len(middle) * len(other_middle) > _MOST_WEIGHED:
        pairs += [
            (place, at)
            for place, at in zip(middle, other_middle, strict=False)
            if ones[place].kind == others[at].kind
        ]
    else:
        matcher = SequenceMatcher(
            None, keys[same_ahead:end], other_keys[same_ahead:other_end], autojunk=False
        )
        for what, first, last, other_first, other_last in matcher.get_opcodes():
            if what == "equal":
                pairs += zip(middle[first:last], other_middle[other_first:other_last], strict=True)
            elif what == "replace":
                pairs += _alike(ones, others, middle[first:last], other_middle[other_first:other_last])
    return [*pairs, *((end + place, other_end + place) for place in range(same_behind))]


def _alike(ones: Sequence[Item], others: Sequence[Item], rows: range, columns: range) -> Pairs:
    """The pairs of the alignment that is the likeliest as a whole, in order."""
    said = {column: _said(others[column]) for column in columns}
    weights = []
    for row in rows:
        one, said_by_one = ones[row], _said(ones[row])
        weights.append([_likeness(one, others[column], said_by_one, said[column]) for column in columns])
    best = [[0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for row, likenesses in enumerate(weights):
        above, here = best[row], best[row + 1]
        for column, likeness in enumerate(likenesses):
            here[column + 1] = max(
                above[column + 1], here[column], above[column] + likeness if likeness else 0
            )
    pairs: Pairs = []
    row, column = len(rows), len(columns)
    while row and column:
        if best[row][column] == best[row - 1][column]:
            row -= 1
        elif best[row][column] == best[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((rows[row], columns[column]))
    return pairs[::-1]


def _said(item: Item) -> list[tuple[tuple[str, ...], int]]:
    """What an item says, box by box, and how much of its identity lies in each; blank boxes weigh nothing."""
    return [(entry.token, entry.weight if entry.side else 0) for entry in item.entries]


def _likeness(
    one: Item,
    other: Item,
    said: Sequence[tuple[tuple[str, ...], int]],
    other_said: Sequence[tuple[tuple[str, ...], int]],
) -> int:
    """How much of what either says is the same in both, in hundredths; 0 where they are not the same thing."""
    if one.kind != other.kind:
        return 0
    if one.is_only:
        return 100
    same = whole = 0
    for (token, weight), (beside, other_weight) in zip(said, other_said, strict=True):
        if weight or other_weight:
            whole += weight or other_weight
            if token == beside:
                same += weight
    likeness = 100 * same // whole if whole else 100
    return likeness if likeness >= _ALIKE else 0


def _moved(
    keys: list[tuple[object, ...]], other_keys: list[tuple[object, ...]], in_order: Pairs
) -> set[tuple[int, int]]:
    """Pairs of items that are the same and stand in another order."""
    paired = {place for place, _ in in_order}, {at for _, at in in_order}
    left: dict[tuple[object, ...], list[int]] = {}
    for at, key in enumerate(other_keys):
        if at not in paired[1]:
            left.setdefault(key, []).append(at)
    return {
        (place, left[key].pop(0))
        for place, key in enumerate(keys)
        if place not in paired[0] and left.get(key)
    }


def _shown(
    in_order: Pairs, moved: set[tuple[int, int]], length: int, other_length: int
) -> Iterator[tuple[int | None, int | None]]:
    """Every item once: those of the other report in its order, and what was removed at its old place."""
    gone = sorted(set(range(length)) - {place for place, _ in in_order} - {place for place, _ in moved})
    anchors, elsewhere = {at: place for place, at in in_order}, {at: place for place, at in moved}
    for at in range(other_length):
        place = anchors.get(at)
        while place is not None and gone and gone[0] < place:
            yield gone.pop(0), None
        yield (elsewhere.get(at) if place is None else place), at
    for place in gone:
        yield place, None


def _line(one: Item | None, other: Item | None, *, has_moved: bool) -> Line:
    either = other or one
    if either is None:
        raise ValueError("A line stands in one of the reports.")
    entries = one.entries if one else tuple(Entry(entry.name) for entry in either.entries)
    beside = other.entries if other else tuple(Entry(entry.name) for entry in either.entries)
    boxes = tuple(_box(entry, another) for entry, another in zip(entries, beside, strict=True))
    if one and other and has_moved:
        boxes = (Box("Place on the form", Side(one.place), Side(other.place), text_changed=True), *boxes)
    return Line(
        fate=_fate(one, other, boxes),
        title=either.title,
        place_in_one=one.place if one else "",
        place_in_other=other.place if other else "",
        boxes=boxes,
    )


def _box(entry: Entry, beside: Entry) -> Box:
    return Box(
        entry.name,
        entry.side,
        beside.side,
        text_changed=entry.side.text != beside.side.text,
        notes_changed=entry.notes != beside.notes,
    )


def _fate(one: Item | None, other: Item | None, boxes: Sequence[Box]) -> Fate:
    if one is None:
        return Fate.ADDED
    if other is None:
        return Fate.REMOVED
    return Fate.CHANGED if any(box.is_changed for box in boxes) else Fate.UNCHANGED
