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


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 line``, ``3 lines``, ``2,000 characters``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
