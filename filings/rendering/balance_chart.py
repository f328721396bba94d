"""A balance over time as the geometry of a picture: a line that steps on each day on which it moved."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from filings.ownership.wording import amount

TALL = 200
"""The picture's height."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 66, 14, 12, 26
_LABEL = 58
_STEPS_OF_TIME = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_LEVELS = 4
_MILLION = 1_000_000


@dataclass(frozen=True)
class Step:
    """The balance from a day on. ``is_open`` marks a day on which a total did not follow, for no known reason."""

    day: dt.date
    balance: Decimal
    x: float
    y: float
    is_open: bool


@dataclass(frozen=True)
class Tick:
    """A place on an axis and its label, which may be empty."""

    at: float
    label: str


@dataclass(frozen=True)
class BalanceChart:
    """A picture ``width`` units wide, in which a unit is a pixel; ``line`` are the points of the steps."""

    width: int
    steps: tuple[Step, ...]
    line: str
    levels: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    left: int = _LEFT
    height: int = TALL
    bottom: int = TALL - _BOTTOM

    @property
    def end(self) -> int:
        """Where the line ends on the right."""
        return self.width - _RIGHT


def draw_balance(
    points: Sequence[tuple[dt.date, Decimal]], last: dt.date, width: int, open_days: Collection[dt.date] = ()
) -> BalanceChart | None:
    """The balances of ``points``, in the order of their days, up to ``last``; ``None`` where there is none.

    The axis begins at 0, so that heights compare, or below it where a balance does.
    """
    points = [one for one in points if one[0] <= last]
    if not points:
        return None
    first = min(points[0][0], last - dt.timedelta(days=30))
    scale = (width - _LEFT - _RIGHT) / max((last - first).days, 1)
    levels = _levels([balance for _, balance in points])
    low, high = levels[0], levels[-1]
    tall = TALL - _TOP - _BOTTOM

    def at(day: dt.date) -> float:
        return round(_LEFT + (day - first).days * scale, 1)

    def height(balance: Decimal) -> float:
        return round(_TOP + tall * float((high - balance) / (high - low)), 1)

    steps = tuple(Step(day, balance, at(day), height(balance), day in open_days) for day, balance in points)
    return BalanceChart(
        width=width,
        steps=steps,
        line=" ".join(f"{x},{y}" for x, y in _corners(steps, at(last))),
        levels=tuple(Tick(height(level), _label(level)) for level in levels),
        ticks=tuple(_ticks(first, last, at, width)),
    )


def _corners(steps: Sequence[Step], end: float) -> Iterator[tuple[float, float]]:
    before = None
    for step in steps:
        if before is not None:
            yield step.x, before
        yield step.x, step.y
        before = step.y
    if before is not None:
        yield end, before


def _levels(balances: Sequence[Decimal]) -> list[Decimal]:
    """Round numbers from 0, or from below, to beyond the largest balance."""
    low, high = min(Decimal(0), *balances), max(Decimal(0), *balances)
    if high == low:
        high = low + 1
    rough = (high - low) / _LEVELS
    power = Decimal(10) ** rough.adjusted()
    step = next(power * times for times in (1, 2, Decimal("2.5"), 5, 10) if power * times >= rough)
    level = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    levels = [level]
    while level < high:
        level += step
        levels.append(level)
    return levels


def _label(level: Decimal) -> str:
    return f"{amount(level / _MILLION)} m" if abs(level) >= _MILLION else amount(level)


def _ticks(first: dt.date, last: dt.date, at: Callable[[dt.date], float], width: int) -> Iterator[Tick]:
    """The first days of months or years, as many as have room for their names."""
    begin = first.year * 12 + first.month - 1
    months = last.year * 12 + last.month - 1 - begin
    step = next(
        (one for one in _STEPS_OF_TIME if months / one * _LABEL <= width - _LEFT - _RIGHT), _STEPS_OF_TIME[-1]
    )
    for number in range(begin - begin % step + step, begin + months + 1, step):
        day = dt.date(number // 12, number % 12 + 1, 1)
        fits = _LEFT + _LABEL / 2 <= at(day) <= width - _LABEL / 2
        yield Tick(at(day), (f"{day:%Y}" if step >= 12 else f"{day:%b %Y}") if fits else "")
