"""How the form prints one value: days as mm/dd/yyyy, figures with thousands separators, prices with ``$``.

Nothing is rounded: a figure shows every decimal place it has. The rules of display are those of the SEC's
own stylesheet for schema X0609, save that a price shows at least its cents.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from filings.ownership.places import countries, obsolete_countries, us_states
from filings.ownership.report import Address, Cell, Coding, Measure, Quantity

# The longest figure that a line of Table II's narrowest amount column takes.
_LINE = len("99,999,999.99")


class Shown(Struct, frozen=True):
    """What stands in one cell: a text, the footnote marks behind it, and how many columns it covers.

    ``pieces`` are the parts of a figure too long for one line of its column; it may be broken between them.
    """

    text: str = ""
    marks: str = ""
    span: int = 1
    pieces: tuple[str, ...] = ()


BLANK = Shown()


def day(value: dt.date | None) -> str:
    """``07/15/2020``, or nothing."""
    return f"{value:%m/%d}/{value.year:04}" if value else ""


def figure(value: Decimal | None) -> str:
    """A number of securities without trailing zeros: ``1,250``, ``0.0001``."""
    if value is None:
        return ""
    digits = f"{value:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def dollars(value: Decimal | None) -> str:
    """A price or a value: ``$0.00``, ``$21.50``, ``$38.7512``."""
    if value is None:
        return ""
    whole, _, cents = figure(value).partition(".")
    return f"${whole}.{cents:0<2}"


def marks(footnotes: Iterable[str]) -> str:
    """``(1) (2)`` for the ids ``F1`` and ``F2``."""
    return " ".join(f"({note.removeprefix('F')})" for note in footnotes)


def text_cell(cell: Cell[str] | None) -> Shown:
    return Shown(cell.value or "", marks(cell.footnotes)) if cell else BLANK


def day_cell(cell: Cell[dt.date] | None) -> Shown:
    return Shown(day(cell.value), marks(cell.footnotes)) if cell else BLANK


def price_cell(cell: Cell[Decimal] | None) -> Shown:
    return amount(dollars(cell.value), cell.footnotes) if cell else BLANK


def quantity_cell(quantity: Quantity | None) -> Shown:
    """A number of securities, or their value where the line states that instead."""
    if not quantity:
        return BLANK
    print_amount = dollars if quantity.measure is Measure.VALUE else figure
    return amount(print_amount(quantity.value), quantity.footnotes)


def amount(text: str, footnotes: Iterable[str], span: int = 1) -> Shown:
    """A printed figure; a long one may be broken behind the thousands separator nearest to its middle."""
    breaks = [at + 1 for at, sign in enumerate(text) if sign == ","] if len(text) > _LINE else []
    middle = min(breaks, key=lambda at: abs(2 * at - len(text)), default=0)
    pieces = (text[:middle], text[middle:]) if middle else ()
    return Shown(text, marks(footnotes), span, pieces)


def coding_text(coding: Coding) -> str:
    """``S``, or ``S/K`` where an equity swap is involved."""
    return f"{coding.code}/K" if coding.equity_swap else coding.code


def state_name(address: Address) -> str:
    """The state, territory or province as the SEC prints it.

    Documents from before schema X0609 hold countries and Canada's provinces in ``state`` as well; a code that
    is on no list is printed as it is.
    """
    if address.non_us:
        return address.non_us_state_territory
    code = address.state
    names = (us_states(), countries(), obsolete_countries())
    known = next((listed[code] for listed in names if code in listed), "")
    return known or address.state_description or code


def country_name(address: Address) -> str:
    """The country as the SEC prints it: by name for an address abroad, else the United States."""
    if address.non_us or address.country:
        code = address.country
        return countries().get(code) or obsolete_countries().get(code) or code
    at_home = address.state in us_states() or (address.non_us is False and not address.state)
    return "UNITED STATES" if at_home else ""


def address_lines(address: Address | None) -> tuple[str, ...]:
    """The lines of an address without blanks: streets, city with state and zip code, country."""
    if address is None:
        return ()
    place = ", ".join(part for part in (address.city, state_name(address)) if part)
    lines = (
        address.street1,
        address.street2,
        f"{place} {address.zip_code}".strip(),
        country_name(address),
    )
    return tuple(line for line in lines if line)
