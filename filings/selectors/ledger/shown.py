"""The ledger as pages show it: amounts as decimals, keys as the forms word them, sources that can be linked."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from filings.ownership.codes import INDIRECT
from filings.ownership.deadlines import RowReference
from filings.ownership.ledger import BreakKind, Standing, Wording


@dataclass(frozen=True)
class Source:
    """What says something: a line of a report (``filing`` and ``line``), or an ``adjustment``, by primary key.

    ``name`` is how people speak of it. ``day`` is the report's period or the adjustment's day.
    """

    name: str
    day: dt.date
    filing: int | None = None
    line: RowReference | None = None
    adjustment: int | None = None
    filed_on: dt.date | None = None
    accession_number: str = ""


@dataclass(frozen=True)
class Security:
    """What an account is about, as its newest form words it.

    ``key`` is the primary key of the wording (``LedgerKey``) and names the account in addresses; any wording of the
    account does.
    """

    key: int
    wording: Wording

    @property
    def title(self) -> str:
        return self.wording.title

    @property
    def held(self) -> str:
        """``direct``, or the nature of indirect ownership."""
        if self.wording.ownership != INDIRECT:
            return "direct"
        return self.wording.nature or "indirect"

    @property
    def series(self) -> str:
        """What sets a series apart, in a few words; empty for stock."""
        price, expires = self.wording.exercise_price, self.wording.expiration
        return ", ".join(
            filter(None, (f"at {price}" if price else "", f"expires {expires}" if expires else ""))
        )


@dataclass(frozen=True)
class AwardBalance:
    """The balance of one award, or of one holder whom the forms do not tell apart; ``award`` may be empty."""

    award: str
    balance: Decimal


@dataclass(frozen=True)
class AccountBalance:
    """What is held of one class or series in one way on a day.

    ``balance`` is the sum of ``awards``. ``source`` is the last that moved or stated it, ``open_breaks`` counts the
    totals up to that day that nothing explains. ``is_listed`` says that the newest report which names the
    class, held in this way, names this account too.
    """

    security: Security
    balance: Decimal
    awards: tuple[AwardBalance, ...]
    source: Source
    is_listed: bool
    open_breaks: int


@dataclass(frozen=True)
class BreakShown:
    """A total that does not follow from the one before it, with both sources to show side by side.

    ``stated`` is what the form says and ``expected`` what would follow; ``gap`` is their difference. ``earlier`` is
    the source that the total should have gone on from, ``other`` the opposite side where a number moved.
    """

    kind: BreakKind
    explanation: str
    security: Security
    award: str
    day: dt.date
    expected: Decimal
    stated: Decimal
    gap: Decimal
    source: Source
    earlier: Source | None
    other: Source | None

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def is_settled(self) -> bool:
        return self.kind.is_settled


@dataclass(frozen=True)
class EntryShown:
    """What one line or adjustment did: ``before`` + ``change`` + ``gap`` is ``after``.

    ``code`` is the transaction code, empty for a holding and for an adjustment; ``what`` says it in words. A
    ``before`` that only follows from the line's own total ``opens`` the account. ``lacks`` are the corrections, and
    the trades told late, that the form's ``stated`` total does not have; ``instead_of`` is the report that an
    amendment's line replaces.
    """

    security: Security
    award: str
    day: dt.date
    code: str
    what: str
    before: Decimal | None
    change: Decimal
    gap: Decimal
    after: Decimal | None
    stated: Decimal | None
    opens: bool
    source: Source
    standing: Standing
    broken: BreakShown | None
    lacks: tuple[Source, ...]
    instead_of: Source | None


@dataclass(frozen=True)
class Series:
    """The balances of one account over time: at the end of each day on which it moved."""

    security: Security
    points: tuple[tuple[dt.date, Decimal], ...]


@dataclass(frozen=True)
class MovedLine:
    """A line whose stated total an amendment moves: what the form says and what it should say."""

    security: Security
    line: RowReference
    stated: Decimal
    corrected: Decimal


@dataclass(frozen=True)
class MovedReport:
    """A later report with totals that an amendment moves."""

    source: Source
    lines: tuple[MovedLine, ...]


@dataclass(frozen=True)
class HoldingToAdd:
    """A holding that a draft should list beside the trades of its class: what a holding row would say."""

    title: str
    ownership: str
    nature: str
    nature_notes: str
    owned: Decimal


@dataclass(frozen=True)
class SplitLine:
    """What a split would make of one account of one owner; prices where the form states one in dollars."""

    owner: int
    security: Security
    before: Decimal
    after: Decimal
    price_before: Decimal | None
    price_after: Decimal | None


@dataclass(frozen=True)
class SplitTotal:
    """What a split would make of some accounts together: of the shares, and of the options and units on them."""

    shares_before: Decimal
    shares_after: Decimal
    derivatives_before: Decimal
    derivatives_after: Decimal
