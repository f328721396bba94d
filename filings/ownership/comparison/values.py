"""What a comparison says."""

from enum import StrEnum

from msgspec import Struct


class Fate(StrEnum):
    """What became of a line between one report and the other."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Note(Struct, frozen=True, gc=False):
    """A footnote on a box: the number in its mark and its text; no text where the form has no such footnote."""

    number: str
    text: str


class Side(Struct, frozen=True):
    """What one report says in a box, as the form prints it, and the footnotes that hang on it."""

    text: str = ""
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.notes)


class Box(Struct, frozen=True):
    """One box of the form by its name there, in the first report and in the other.

    ``notes_changed`` says that other footnotes hang on it, or none any more; new numbers alone are no change.
    """

    name: str
    one: Side
    other: Side
    text_changed: bool = False
    notes_changed: bool = False

    @property
    def is_changed(self) -> bool:
        return self.text_changed or self.notes_changed

    @property
    def is_filled(self) -> bool:
        return bool(self.one or self.other)


class Line(Struct, frozen=True, kw_only=True):
    """One line, owner, footnote, signature or exhibit, or all boxes of a part that has none of these.

    ``place_in_one`` and ``place_in_other`` are where it stands (``2``, ``(1)``), empty where it does not, and
    ``title`` names it in a few words.
    """

    fate: Fate
    title: str = ""
    place_in_one: str = ""
    place_in_other: str = ""
    boxes: tuple[Box, ...] = ()

    @property
    def changed(self) -> tuple[Box, ...]:
        """The boxes in which the two differ."""
        return tuple(box for box in self.boxes if box.is_changed)

    @property
    def filled(self) -> tuple[Box, ...]:
        """The boxes that say something."""
        return tuple(box for box in self.boxes if box.is_filled)


class Section(Struct, frozen=True, kw_only=True):
    """A part of the form. ``key`` names it for code: ``table_i``."""

    key: str
    name: str
    lines: tuple[Line, ...]

    @property
    def differing(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.fate is not Fate.UNCHANGED)

    @property
    def unchanged(self) -> tuple[Line, ...]:
        """The lines that are the same and say something."""
        return tuple(line for line in self.lines if line.fate is Fate.UNCHANGED and line.filled)


class Comparison(Struct, frozen=True):
    """Two reports beside each other, in the order of the form."""

    sections: tuple[Section, ...]

    @property
    def differs(self) -> bool:
        return any(section.differing for section in self.sections)

    @property
    def same(self) -> tuple[Section, ...]:
        """The parts that say something and are wholly the same."""
        return tuple(one for one in self.sections if not one.differing and one.unchanged)
