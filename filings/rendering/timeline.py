"""Purchases and sales on a line of time, as the geometry of a picture: purchases above the line, sales below it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from filings.ownership.short_swing import Block, Leg, Pair, ShortSwing, Side

TALL, MIDDLE = 190, 84
"""The picture's height, and where its line of time runs."""

YEARS_SHOWN = 2
"""A suit must be brought within two years of the profit (15 USC 78p(b)): older trades are in the table alone."""

_EDGE, _SHORTEST, _LONGEST = 14, 16, 60
_LABEL = 58


@dataclass(frozen=True)
class Mark:
    """One trade: a stem from the line of time, the longer the more shares."""

    leg: Leg
    x: float
    y: float


@dataclass(frozen=True)
class Join:
    """A purchase and a sale that are matched."""

    pair: Pair
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Band:
    """The days on which a trade of a side would be matched, from the opposite trade that reaches farthest."""

    side: Side
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Tick:
    """The first day of a month, with its name where there is room."""

    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """A picture ``width`` units wide, in which a unit is a pixel."""

    width: int
    first: dt.date
    last: dt.date
    today: float
    marks: tuple[Mark, ...]
    joins: tuple[Join, ...]
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    height: int = TALL
    middle: int = MIDDLE


def draw(
    found: ShortSwing, blocks: Sequence[tuple[Side, Block]], today: dt.date, width: int
) -> Timeline | None:
    """The trades of the last two years and what they block; ``None`` where there is none to show."""
    since = dt.date(today.year - YEARS_SHOWN, today.month, 1)
    legs = [leg for leg in found.legs if leg.day >= since]
    if not legs:
        return None
    first = min(leg.day for leg in legs).replace(day=1)
    last = max(today, legs[-1].day, *(block.free_from for _, block in blocks)) + dt.timedelta(days=12)
    scale = (width - 2 * _EDGE) / max((last - first).days, 1)

    def at(day: dt.date) -> float:
        return round(_EDGE + (day - first).days * scale, 1)

    most = max(leg.shares for leg in legs)
    marks = {id(leg): Mark(leg, at(leg.day), _end(leg, most)) for leg in legs}
    return Timeline(
        width=width,
        first=first,
        last=last,
        today=at(today),
        marks=tuple(marks.values()),
        joins=tuple(
            Join(pair, bought.x, bought.y, sold.x, sold.y)
            for pair in found.pairs
            if (bought := marks.get(id(pair.purchase))) and (sold := marks.get(id(pair.sale)))
        ),
        bands=tuple(_band(side, at(block.leg.day), at(block.free_from)) for side, block in blocks),
        ticks=tuple(_ticks(first, last, at, width)),
    )


def _end(leg: Leg, most: Decimal) -> float:
    """Where a stem ends: by the square root, so that a small trade beside a large one is still seen."""
    share = float(leg.shares / most) ** 0.5
    length = _SHORTEST + (_LONGEST - _SHORTEST) * share
    return round(MIDDLE - length if leg.side is Side.PURCHASE else MIDDLE + length, 1)


def _band(side: Side, start: float, end: float) -> Band:
    top = MIDDLE - _LONGEST - 10 if side is Side.PURCHASE else MIDDLE
    return Band(side, start, top, round(end - start, 1), _LONGEST + 10)


def _ticks(first: dt.date, last: dt.date, at: Callable[[dt.date], float], width: int) -> Iterator[Tick]:
    months = [
        dt.date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        for n in range((last.year - first.year) * 12 + last.month - first.month + 1)
    ]
    step = next(
        step for step in (1, 2, 3, 6, 12, 24, 60) if len(months) / step * _LABEL <= width or step == 60
    )
    for month in months:
        named = (month.month - 1 + 12 * month.year) % step == 0
        yield Tick(at(month), f"{month:%b %Y}" if named and at(month) < width - _LABEL / 2 else "")
