"""What the replay of a history makes: accounts with their tracks, and in each what every line did."""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from filings.ownership.ledger.entries import Entry
from filings.ownership.ledger.keys import BalanceKey
from filings.ownership.ledger.statements import Adjustment, Statement


class Standing(StrEnum):
    """How a line counts."""

    COUNTED = "counted"
    REPEATED = "repeated"
    WITHDRAWN = "withdrawn"
    UNLISTED = "unlisted"


class Reason(StrEnum):
    """What the replay itself knows of a total that does not follow."""

    NONE = ""
    ALREADY_COUNTED = "already_counted"
    RESTATED = "restated"
    UNLISTED = "unlisted"


class Posting(Struct, frozen=True, gc=False):
    """What one line or adjustment did to one total: ``before`` + ``change`` + ``gap`` is ``after``.

    ``statement`` is the report in whose place it stands, ``source`` the reference of the report that says it, which
    may be an amendment. ``gap`` is what the stated total lacks of following; a balance that is not known is ``None``.
    ``opens`` marks the first of a track, whose ``before`` its own total implies. ``lacks`` are the references of
    the amendments and late reports that the stated total does not take account of yet.
    """

    statement: Statement | None
    source: int
    entry: Entry | None
    adjustment: Adjustment | None
    day: dt.date
    before: int | None
    change: int
    gap: int
    after: int | None
    opens: bool = False
    lacks: tuple[int, ...] = ()
    standing: Standing = Standing.COUNTED
    reason: Reason = Reason.NONE
    instead_of: int | None = None

    @property
    def gap_day(self) -> dt.date:
        """The day from which on the gap counts: the report's, unless it only offsets what was counted already."""
        if self.statement is None or self.reason is Reason.ALREADY_COUNTED:
            return self.day
        return max(self.day, self.statement.day)


class Track(Struct, eq=False):
    """One running total of an account: the whole of it, or that of one award or one holder.

    ``pending`` are corrections that a later report may not have taken up: who made them, and by how much. ``story``
    and ``unit`` are the places of the report, and of the day's reports, that moved it last.
    """

    postings: list[Posting]
    award: str = ""
    balance: int | None = None
    pending: tuple[tuple[int, int], ...] = ()
    unit: int = -1
    story: int = -1
    closed: bool = False

    @property
    def last(self) -> Posting:
        return self.postings[-1]

    def balance_on(self, day: dt.date) -> int | None:
        """The balance at the end of a day; ``None`` before anything is known."""
        known = False
        balance = 0
        for one in self.postings:
            if one.after is None:
                continue
            if one.opens:
                balance += one.before or 0
            if one.day <= day:
                balance += one.change
                known = True
            if one.gap and one.gap_day <= day:
                balance += one.gap
                known = True
        return balance if known else None


class Account(Struct, eq=False):
    """What one owner holds of one class or series in one way; ``keys`` are its wordings, the newest last.

    ``is_listed`` says that the newest report which names the class, held in this way, names this account too.
    """

    keys: list[BalanceKey]
    tracks: list[Track]
    runs_by_award: bool = False
    is_listed: bool = True
    unit: int = -1

    @property
    def key(self) -> BalanceKey:
        return self.keys[-1]

    @property
    def balance(self) -> int | None:
        """The sum of its tracks; ``None`` where no report states a total."""
        known = [track.balance for track in self.tracks if track.balance is not None]
        return sum(known) if known else None

    def balance_on(self, day: dt.date) -> int | None:
        known = [one for track in self.tracks if (one := track.balance_on(day)) is not None]
        return sum(known) if known else None

    def postings(self) -> Iterator[Posting]:
        """Every posting, track by track."""
        for track in self.tracks:
            yield from track.postings
