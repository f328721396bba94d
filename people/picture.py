"""A picture of coverage over time: where each bar begins and ends, in per cent of its width and in pixels down."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from people.coverage import Coverage, Span
from people.models import PowerOfAttorney
from people.wording import day_in_words, small

_AXIS = 22
_LABEL = 18
_BAR = 8
_BETWEEN = 3
_ROW_END = 10


@dataclass(frozen=True)
class Bar:
    """A stretch of time: ``x`` and ``width`` as SVG writes them (``12.5%``), ``y`` in pixels, and what it says."""

    x: str
    width: str
    y: int
    says: str


@dataclass(frozen=True)
class PictureRow:
    """One insider at one issuer: the label, the days as an insider, a bar for each power, and the gaps."""

    coverage: Coverage
    label_y: int
    held: tuple[Bar, ...]
    powers: tuple[tuple[PowerOfAttorney, Bar], ...]
    gaps: tuple[Bar, ...]


@dataclass(frozen=True)
class Tick:
    """The first day of a year or half year on the axis."""

    x: str
    label: str


@dataclass(frozen=True)
class Picture:
    """Everything that the SVG needs; ``height`` in pixels."""

    window: Span
    height: int
    today_x: str
    ticks: tuple[Tick, ...]
    rows: tuple[PictureRow, ...]


def window_around(day: dt.date) -> Span:
    """Two years back and one ahead, from the first day of a month to the last."""
    month_after = dt.date(day.year + 1 + day.month // 12, day.month % 12 + 1, 1)
    return Span(dt.date(day.year - 2, day.month, 1), month_after - dt.timedelta(days=1))


def draw(lines: Sequence[Coverage], window: Span, today: dt.date) -> Picture:
    """The picture of some insiders, one below the other."""
    scale = _Scale(window)
    rows = []
    y = _AXIS
    for line in lines:
        bar_y = y + _LABEL
        held = tuple(scale.bar(span, bar_y, f"insider {within_words(span, window)}") for span in line.held)
        gaps = tuple(scale.bar(span, bar_y, f"nobody {within_words(span, window)}") for span in line.gaps)
        bars = []
        for number, (power, span) in enumerate(line.powers, start=1):
            at = bar_y + number * (_BAR + _BETWEEN)
            bars.append((power, scale.bar(span, at, f"{small(power)}, {life_in_words(power)}")))
        y = bar_y + (len(bars) + 1) * (_BAR + _BETWEEN) + _ROW_END
        rows.append(PictureRow(line, bar_y - 6, held, tuple(bars), gaps))
    return Picture(window, y, scale.at(today), tuple(scale.ticks()), tuple(rows))


def within_words(span: Span, window: Span) -> str:
    """A span as it lies in a window: one that reaches to the window's end goes on."""
    return span_in_words(Span(span.since, None) if span.until == window.until else span)


def life_in_words(power: PowerOfAttorney) -> str:
    """From when to when a power holds, as far as that is known."""
    return span_in_words(Span(power.executed_on, power.last_day)) if power.executed_on else ""


def span_in_words(span: Span) -> str:
    """``from 1 March 2025 to 2 May 2025``; without an end ``from 1 March 2025 on``."""
    if span.until is None:
        return f"from {day_in_words(span.since)} on"
    if span.until == span.since:
        return f"on {day_in_words(span.since)}"
    return f"from {day_in_words(span.since)} to {day_in_words(span.until)}"


class _Scale:
    """Days to per cent of the picture's width."""

    def __init__(self, window: Span) -> None:
        self.since = window.since
        self.days = ((window.until or window.since) - window.since).days + 1

    def at(self, day: dt.date) -> str:
        return _percent((day - self.since).days / self.days)

    def bar(self, span: Span, y: int, says: str) -> Bar:
        until = span.until or span.since
        return Bar(self.at(span.since), _percent(((until - span.since).days + 1) / self.days), y, says)

    def ticks(self) -> list[Tick]:
        first = [dt.date(self.since.year + year, month, 1) for year in range(5) for month in (1, 7)]
        last = self.since + dt.timedelta(days=self.days - 20)
        return [
            Tick(self.at(day), f"{day:%Y}" if day.month == 1 else f"{day:%b}")
            for day in first
            if self.since <= day <= last
        ]


def _percent(share: float) -> str:
    return f"{share * 100:.3f}%"
