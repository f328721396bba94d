"""Each trade once: what an amendment corrects, what a later report repeats.

An amendment need hold only the lines that it corrects, and any of their cells may be what is corrected; so each of
its lines takes the place of the line of the amended report that it resembles most, and is a trade of its own
where it resembles none. A trade reported early (V) stands again on Form 5, and reports are sent twice.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from filings.ownership.short_swing.values import Exclusion, Leg, Reported, Trade

Line = Leg | Exclusion
_FEW = 2


def settle(reports: Iterable[Reported]) -> tuple[list[Line], list[Exclusion]]:
    """The lines that hold, each trade once, and those that another line replaces or repeats.

    The reports may come in any order; they are taken in that of their filing.
    """
    kept: list[_Kept] = []
    dropped: list[Exclusion] = []
    like: dict[tuple[object, ...], list[_Kept]] = defaultdict(list)
    for report in sorted(reports, key=_order):
        if report.document_type.is_amendment:
            dropped += [
                Exclusion(trade=line.trade, reason="corrected by an amendment")
                for line in _amend(kept, report)
            ]
        told: set[int] = set()
        for line in report.lines:
            likes = like[_likeness(line.trade)]
            earlier = next((one for one in likes if _repeats(report, line.trade, one, told)), None)
            if earlier is None:
                one = _Kept(report, line)
                kept.append(one)
                likes.append(one)
            else:
                told.add(id(earlier))
                dropped.append(Exclusion(trade=line.trade, reason="reported before, in another report"))
    return [one.line for one in kept if not one.replaced], dropped


@dataclass
class _Kept:
    """A line that holds, unless an amendment takes its place."""

    report: Reported
    line: Line
    replaced: bool = False


def _order(report: Reported) -> tuple[dt.date, bool, str]:
    return report.filed_on or dt.date.max, report.document_type.is_amendment, report.reference


def _amend(kept: Sequence[_Kept], amendment: Reported) -> Iterator[Line]:
    """Mark the lines that an amendment replaces, and give them."""
    candidates = [one for one in kept if not one.replaced and _is_amended(one.report, amendment)]
    for line in amendment.lines:
        likenesses = [
            (unlike, number)
            for number, one in enumerate(candidates)
            if (unlike := _unlikeness(line.trade, one.line.trade)) is not None
        ]
        if likenesses:
            found = candidates.pop(min(likenesses)[1])
            found.replaced = True
            yield found.line


def _is_amended(report: Reported, amendment: Reported) -> bool:
    """Whether an amendment may correct a report: as the record links them, as box 4 says, or as box 3 does."""
    if report.document_type.form != amendment.document_type.form or report.reference == amendment.reference:
        return False
    if amendment.original and amendment.original in {report.reference, report.original}:
        return True
    days = {report.filed_on, report.amends_of} - {None}
    return amendment.amends_of in days or (amendment.period is not None and amendment.period == report.period)


def _unlikeness(one: Trade, other: Trade) -> int | None:
    """In how many respects two lines differ; ``None`` where they are two trades rather than one corrected.

    Of day, number and price, two must agree: on one day there may be many sales.
    """
    core = [one.day != other.day, one.amount != other.amount, one.price != other.price]
    rest = [
        one.source.table != other.source.table,
        one.security != other.security or one.series != other.series,
        one.code != other.code,
        one.direction != other.direction,
        one.holding != other.holding,
    ]
    return sum(core) + sum(rest) if sum(core) <= 1 and sum(core) + sum(rest) <= _FEW else None


def _likeness(trade: Trade) -> tuple[object, ...]:
    """What two lines about one trade have in common, but for the total after it."""
    return (
        trade.source.table, trade.security, trade.series, trade.day, trade.code, trade.direction, trade.amount,
        trade.price, trade.holding,
    )  # fmt: skip


def _repeats(report: Reported, trade: Trade, earlier: _Kept, told: Collection[int]) -> bool:
    """Whether a line says again what a like line of another report said.

    The total is the same too where a report is sent twice; it may have moved on where one of the two lines was
    early or stands on Form 5. One line is repeated by one line of a report at most.
    """
    if earlier.replaced or earlier.report.set == report.set or id(earlier) in told:
        return False
    before = earlier.line.trade
    return trade.early or before.early or trade.owned_after == before.owned_after
