"""How the desk writes days, amounts and clocks; loaded in every template."""

import datetime as dt
from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def day(value: dt.date | None) -> str:
    """A day as it is read aloud: ``Fri 20 Nov 2026``."""
    return f"{value:%a} {value.day} {value:%b %Y}" if value else ""


@register.filter
def form_date(value: dt.date | None) -> str:
    """A day as the form prints it: ``11/20/2026``."""
    return f"{value:%m/%d/%Y}" if value else ""


@register.filter
def amount(value: Decimal | None) -> str:
    """A number with thousands separators and no digit lost: ``12,500`` or ``0.125``."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def dollars(value: Decimal | None) -> str:
    """A price: ``$38.41``, ``$0``, ``$1,250.0625``; whole cents keep two places."""
    if value is None:
        return ""
    text = amount(value)
    whole, _, cents = text.partition(".")
    return f"${whole}.{cents.ljust(2, '0')}" if cents else f"${whole}"


@register.filter
def marks(footnotes: tuple[str, ...]) -> str:
    """Footnote ids as the form prints them: ``(1) (3)``."""
    return " ".join(f"({note.removeprefix('F')})" for note in footnotes)


@register.filter
def initial_lower(text: object) -> str:
    """The text with a small first letter, for the middle of a sentence."""
    words = str(text)
    return words[:1].lower() + words[1:]
