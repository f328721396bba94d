"""Coverage over time: when somebody could sign for an insider about an issuer, and when nobody could."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from people.authority import InRole, Occasion, people_under, under_power
from people.models import Issuer, Position, PowerOfAttorney, PowerState, ReportingOwner

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Some days in a row, the first and the last included; ``until`` is ``None`` where no end is known."""

    since: dt.date
    until: dt.date | None

    def within(self, window: "Span") -> "Span | None":
        """The part that lies in a window with an end; ``None`` if there is none."""
        since = max(self.since, window.since)
        until = min(self.until or window.until or since, window.until or since)
        return Span(since, until) if since <= until else None


@dataclass(frozen=True)
class Coverage:
    """One insider at one issuer: the days as an insider, the powers for Form 4 there, and the days without one."""

    owner: ReportingOwner
    issuer: Issuer
    held: tuple[Span, ...]
    powers: tuple[tuple[PowerOfAttorney, Span], ...]
    gaps: tuple[Span, ...]


def coverage_of(
    owner: ReportingOwner,
    issuer: Issuer,
    positions: Sequence[Position],
    powers: Sequence[PowerOfAttorney],
    window: Span,
    today: dt.date,
    in_role: InRole | None = None,
) -> Coverage:
    """The picture of one insider at one issuer, within a window.

    A day of a position is covered when some power would have let one of its attorneys sign a Form 4 about the issuer
    on that day. Nothing changes between the days on which something begins or ends, so one day of each stretch is
    asked about. From ``today`` on, closed logins and lost roles count as well.
    """
    held = _joined([span for one in positions if (span := Span(one.started_on, one.ended_on).within(window))])
    about = [power for power in powers if _reaches(power, issuer)]
    bars = tuple(
        (power, part)
        for power in about
        if power.executed_on and (part := Span(power.executed_on, power.last_day).within(window))
    )
    turns = sorted({today, *(day for power in about for day in _turning_days(power))})
    gaps: list[Span] = []
    for span in held:
        last = span.until or span.since
        starts = [span.since, *(day for day in turns if span.since < day <= last)]
        for since, following in zip(starts, [*starts[1:], last + _DAY], strict=True):
            if not _covered(about, Occasion("4", False, issuer, since, since < today), in_role):
                gaps.append(Span(since, following - _DAY))
    return Coverage(owner, issuer, tuple(held), bars, tuple(_joined(gaps)))


def _reaches(power: PowerOfAttorney, issuer: Issuer) -> bool:
    return power.is_executed and power.covers("4") and power.issuer_id in {None, issuer.pk}


def _covered(powers: Sequence[PowerOfAttorney], occasion: Occasion, in_role: InRole | None) -> bool:
    return any(
        under_power(power, user, occasion, in_role).granted
        for power in powers
        if power.state_on(occasion.on) is PowerState.IN_FORCE
        for user in people_under(power)
    )


def _turning_days(power: PowerOfAttorney) -> set[dt.date]:
    """The days from which the power says something else than the day before."""
    begins = [power.executed_on, power.revoked_on, power.lapses_on]
    ends = [power.ends_on]
    for one in power.named_attorneys.all():
        ends.append(one.ended_on)
        for other in one.substitutions.all():
            begins += [other.executed_on, other.revoked_on]
            ends.append(other.ends_on)
    return {day for day in begins if day} | {day + _DAY for day in ends if day and day < dt.date.max}


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Spans with an end, in their order, those that touch made one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.since, one.until or one.since)):
        last = joined[-1] if joined else None
        if last is not None and last.until is not None and span.since <= last.until + _DAY:
            joined[-1] = Span(last.since, max(last.until, span.until or span.since))
        else:
            joined.append(span)
    return joined
