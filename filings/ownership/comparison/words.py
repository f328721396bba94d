"""Which words of a text were taken out and which were put in."""

import re
from difflib import SequenceMatcher

from msgspec import Struct

_WORDS = re.compile(r"\S+|\s+")
# Beyond so many pairs of words two texts are told as wholes: comparing them would take seconds.
_MOST_WEIGHED = 4_000_000
# Texts that share less were not changed but written anew; the words they happen to share say nothing.
_ALIKE = 0.4
# Where one side has so few words they are read at one glance: “not ticked” and “ticked”.
_FEW = 3


class Piece(Struct, frozen=True, gc=False):
    """Some words of a text, and whether they are in this one alone."""

    text: str
    differs: bool


def pieces(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two texts cut where they begin or cease to be the same; the pieces of each make up the whole of it."""
    if one != other and min(len(one.split()), len(other.split())) <= _FEW:
        return _whole(one), _whole(other)
    words, other_words = _WORDS.findall(one), _WORDS.findall(other)
    if len(words) * len(other_words) > _MOST_WEIGHED:
        return _whole(one), _whole(other)
    matcher = SequenceMatcher(None, words, other_words, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _whole(one), _whole(other)
    mine: list[Piece] = []
    theirs: list[Piece] = []
    for what, first, last, other_first, other_last in matcher.get_opcodes():
        differs = what != "equal"
        if first < last:
            mine.append(Piece("".join(words[first:last]), differs))
        if other_first < other_last:
            theirs.append(Piece("".join(other_words[other_first:other_last]), differs))
    return tuple(mine), tuple(theirs)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, True),) if text else ()
