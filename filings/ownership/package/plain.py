"""An exhibit as EDGAR takes it in plain text: ASCII, lines of at most 80 characters, nothing dropped.

Source: EDGAR Filer Manual, Volume II, chapter 5 (the characters and the width of an ASCII document).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

WIDTH = 80
_TAB = 8

# What a typist writes for each; anything else is written as its letters without accents, or by its name.
_TYPED: Mapping[str, str] = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "--", "\u2015": "--", "\u2212": "-",
    "\u00ad": "", "\u2022": "*", "\u00b7": "*", "\u25aa": "*", "\u25cf": "*", "\u2026": "...",
    "\u00a7": "Sec.", "\u00b6": "Par.", "\u00a9": "(c)", "\u00ae": "(R)", "\u2122": "(TM)",
    "\u20ac": "EUR", "\u00a3": "GBP", "\u00a5": "JPY", "\u00a2": "cents", "\u00b0": "deg.", "\u00d7": "x",
    "\u00df": "ss", "\u00c6": "AE", "\u00e6": "ae", "\u0152": "OE", "\u0153": "oe", "\u00d8": "O", "\u00f8": "o",
    "\u0141": "L", "\u0142": "l", "\u0110": "D", "\u0111": "d", "\u00d0": "D", "\u00f0": "d",
    "\u00de": "Th", "\u00fe": "th", "\u0131": "i",
    "\u2610": "[ ]", "\u2611": "[X]", "\u2612": "[X]", "\u2713": "[X]",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ",
    "\u2028": "\n", "\u2029": "\n\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
}  # fmt: skip
_PLAIN = re.compile(r"[\n\t -~]")


class Replacement(Struct, frozen=True):
    """A character that was written in plain ones, how, and how many times."""

    character: str
    written: str
    times: int

    @property
    def name(self) -> str:
        """``Left double quotation mark (U+201C)``, for people who want to see what was changed."""
        code = f"U+{ord(self.character):04X}"
        known = unicodedata.name(self.character, "").capitalize()
        return f"{known} ({code})" if known else code


def plain_ascii(text: str) -> tuple[str, tuple[Replacement, ...]]:
    """The text in printable ASCII, tabs and line feeds, and each replacement in the order of its first use.

    No character is dropped: one without a plain spelling is written by its name, as ``[Greek small letter pi]``;
    only marks that show nothing (a byte order mark, a soft hyphen) leave nothing behind.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and not _has_control(text):
        return text, ()
    # Letters with separate accents are one character to a reader.
    text = unicodedata.normalize("NFC", text)
    counts = Counter(letter for letter in text if not _PLAIN.match(letter))
    written = {letter: _written(letter) for letter in counts}
    plain = "".join(written.get(letter, letter) for letter in text)
    return plain, tuple(Replacement(letter, written[letter], times) for letter, times in counts.items())


def _has_control(text: str) -> bool:
    return any(not _PLAIN.match(letter) for letter in set(text))


def _written(letter: str) -> str:
    if letter in _TYPED:
        return _TYPED[letter]
    letters = "".join(_TYPED.get(part, part) for part in unicodedata.normalize("NFKD", letter))
    plain = "".join(part for part in letters if not unicodedata.combining(part))
    if plain and all(_PLAIN.match(part) for part in plain):
        return plain
    name = unicodedata.name(letter, "")
    return f"[{name.capitalize()}]" if name else f"[U+{ord(letter):04X}]"


def wrapped(text: str, width: int = WIDTH) -> str:
    """The text in lines of at most ``width`` characters, broken between words, and within a word that is longer.

    What a line is indented by is kept on its continuation. Tabs become blanks; blanks at the end of a line go.
    """
    lines = (piece for line in text.split("\n") for piece in _pieces(line.expandtabs(_TAB).rstrip(), width))
    return "\n".join(lines).strip("\n") + "\n"


def _pieces(line: str, width: int) -> Iterator[str]:
    indent = " " * min(len(line) - len(line.lstrip(" ")), width // 2)
    while len(line) > width:
        at = line.rfind(" ", len(indent) + 1, width + 1)
        if at < 0 or not line[:at].strip():
            at = width
        yield line[:at].rstrip()
        line = indent + line[at:].lstrip(" ")
    yield line
