"""A count in words, a line a day, as the pages and the command line show it."""

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import Struct

from filings.ownership.deadlines.count import BUSINESS_DAYS_TO_DEEMED, Basis, CountedDay, Deadline
from filings.ownership.deadlines.on_report import RowReference
from filings.ownership.wording import listed, short_day

_STARTS = {
    Basis.TRADE: "the trade",
    Basis.DEEMED: "the trade",
    Basis.EXEMPTION_LOST: "the small acquisition",
    Basis.EVENT: "the event",
    Basis.REGISTRATION: "the registration takes effect",
    Basis.YEAR_END: "the end of the fiscal year",
}
_BY_BUSINESS_DAYS = frozenset({Basis.TRADE, Basis.DEEMED, Basis.EXEMPTION_LOST})
_COUNTS_FROM_HERE = "the count starts after it"
_DUE = "due by 10:00 p.m. Eastern time"


class Step(Struct, frozen=True):
    """One line of a count: its day, the number or sign before it, what is to be said, and whether it counts."""

    day: dt.date
    mark: str
    words: str
    counts: bool = True


def steps(deadline: Deadline) -> tuple[Step, ...]:
    """The way from the trade to the due date, every day in between, also those left out."""
    return tuple(_steps(deadline))


def places(lines: Sequence[RowReference]) -> str:
    """Some lines of a form by name: ``Table I, lines 2 and 3, and Table II, line 1``."""
    tables = []
    for table in dict.fromkeys(table for table, _ in lines):
        numbers = [str(index + 1) for where, index in lines if where is table]
        tables.append(f"Table {table}, line{'s' if len(numbers) > 1 else ''} {listed(numbers)}")
    return ", and ".join(tables)


def _steps(deadline: Deadline) -> Iterator[Step]:
    start = [_STARTS[deadline.basis]]
    if deadline.basis is Basis.DEEMED:
        start.append("under a plan, on a day that the insider did not choose")
        start.append(_notice(deadline))
    if deadline.executed_on == deadline.traded_on:
        start.append(_COUNTS_FROM_HERE if deadline.count else _DUE)
    yield Step(deadline.traded_on, "0" if deadline.executed_on == deadline.traded_on else "", _joined(start))
    for one in deadline.deeming:
        yield _deeming_step(one, deadline)
    if deadline.basis is Basis.EXEMPTION_LOST and deadline.executed_on != deadline.traded_on:
        yield Step(
            deadline.executed_on,
            "0",
            f"the conditions of Rule 16a-6 are no longer met; {_COUNTS_FROM_HERE}",
        )
    for one in deadline.count:
        said = [one.why] if one.why else []
        if one.counts and deadline.basis in _BY_BUSINESS_DAYS:
            said.insert(0, "business day")
        if one.day == deadline.due_on:
            said.append(_DUE)
        yield Step(one.day, _mark(one), _joined(said), one.counts)


def _deeming_step(one: CountedDay, deadline: Deadline) -> Step:
    said = [one.why] if one.why else []
    if one.counts:
        said.insert(0, f"business day {one.number} of {BUSINESS_DAYS_TO_DEEMED} after the trade")
    if one.day == deadline.executed_on:
        noticed = one.day == deadline.notified_on
        said.append("the broker's notice, deemed date of execution" if noticed else "the latest deemed date")
        said.append(_COUNTS_FROM_HERE)
        return Step(one.day, "0", _joined(said), counts=True)
    return Step(one.day, "" if one.counts else "–", _joined(said), one.counts)


def _notice(deadline: Deadline) -> str:
    if deadline.notified_on is None:
        return "the broker's notice is not recorded"
    return f"the broker's notice came on {short_day(deadline.notified_on)}"


def _mark(one: CountedDay) -> str:
    return str(one.number) if one.number is not None else "–"


def _joined(said: list[str]) -> str:
    return "; ".join(said)
