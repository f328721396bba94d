"""How the checks and the plain words write figures, days and short lists."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal


def amount(value: Decimal) -> str:
    """``12,500`` or ``0.125``: thousands in groups, no empty decimals."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def dollars(value: Decimal) -> str:
    """``$38.41``, ``$0.0001``, ``$5``: cents in pairs, no empty decimals beyond them."""
    text = amount(abs(value))
    whole, _, cents = text.partition(".")
    sign = "−" if value < 0 else ""
    return f"{sign}${whole}.{cents:0<2}" if cents else f"{sign}${whole}"


def day(value: dt.date) -> str:
    """``20 November 2026``."""
    return f"{value.day} {value:%B} {value.year}"


def weekday(value: dt.date) -> str:
    """``Friday 20 November 2026``."""
    return f"{value:%A} {day(value)}"


def short_day(value: dt.date) -> str:
    """``Fri 20 Nov 2026``."""
    return f"{value:%a} {value.day} {value:%b %Y}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 line``, ``3 lines``, ``2,000 characters``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


_COUNTABLE = frozenset(
    (
        "share", "unit", "option", "warrant", "right", "note", "debenture", "bond", "award", "grant", "interest",
        "security", "ads", "adr", "rsu", "psu", "dsu", "sar",
    )
)  # fmt: skip


def noun(title: str, *, one: bool) -> str:
    """A security's title as a counted noun: ``shares of Common Stock``, ``Restricted Stock Units``.

    What follows a comma or a bracket in the title (par value, “Right to Buy”) is left out.
    """
    words = short_title(title).split()
    for place in reversed(range(len(words))):
        word = words[place].lower()
        plural = word not in _COUNTABLE and word.endswith("s")
        single = "security" if word == "securities" else word.removesuffix("s") if plural else word
        if single in _COUNTABLE:
            if plural == one:
                words[place] = _singular(words[place]) if one else _plural(words[place])
            return " ".join(words)
    if not words:
        return "security" if one else "securities"
    if "stock" in title.lower():
        return f"{'share' if one else 'shares'} of {' '.join(words)}"
    return f"of “{' '.join(words)}”"


def short_title(title: str) -> str:
    """A security's title without what follows a comma or a bracket."""
    return title.partition(",")[0].partition("(")[0].strip()


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.lower() == "securities" else word[:-1]


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.lower() == "security" else f"{word}s"
