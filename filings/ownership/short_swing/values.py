"""What Section 16(b) is reckoned with: trades, the legs that count, and why the others do not.

Amounts are ``Decimal`` and exact however large: products are taken in ``EXACT``, because a thousand billion
shares at a thousand billion dollars have more digits than Python's usual 28.
"""

import datetime as dt
from decimal import Context, Decimal, Inexact
from enum import StrEnum

from msgspec import Struct

from filings.ownership.codes import AMOUNT_DECIMALS, MAX_AMOUNT, Table
from filings.ownership.report import DocumentType

EXACT = Context(prec=120, traps=[Inexact])
"""Sums and products of amounts, without rounding: four decimals and twelve digits, times the same, many times."""

WIDE = Context(prec=120)
"""The same without the alarm, for a quotient that has no end."""

NOTHING = Decimal(0)

_MOST, _DECIMALS = MAX_AMOUNT * MAX_AMOUNT, 2 * AMOUNT_DECIMALS


def usable(amount: Decimal | None) -> Decimal | None:
    """An amount as EDGAR takes one or an older document has it; ``None`` for what cannot be reckoned with."""
    if amount is None or not amount.is_finite() or not 0 <= amount <= _MOST:
        return None
    return amount if int(amount.as_tuple().exponent) >= -_DECIMALS else None


def in_cents(amount: Decimal) -> Decimal:
    """An amount of dollars in whole cents, for people to read."""
    return amount.quantize(Decimal("0.01"), "ROUND_HALF_UP", WIDE)


class Side(StrEnum):
    """What a leg is to the shares underneath: acquiring a call or giving up a put is a purchase (Rule 16b-6(a))."""

    PURCHASE = "purchase"
    SALE = "sale"

    @property
    def opposite(self) -> "Side":
        return Side.SALE if self is Side.PURCHASE else Side.PURCHASE


class Basis(StrEnum):
    """Where a price in the arithmetic comes from. All but the first two bound the profit from above."""

    STATED = "as reported"
    AVERAGE = "average as reported, range not given"
    LOW = "lowest price of the footnote's range"
    HIGH = "highest price of the footnote's range"
    MARKET = "market price of that day, from another line"
    BOUND = "bounded by the price of the derivative security"


class Price(Struct, frozen=True, gc=False):
    """Dollars per underlying share, and how they are known."""

    amount: Decimal
    basis: Basis = Basis.STATED

    @property
    def is_bound(self) -> bool:
        """Whether the true price may be less favourable, so that a profit reckoned with it is “at most”."""
        return self.basis not in {Basis.STATED, Basis.AVERAGE}


class Source(Struct, frozen=True, gc=False):
    """Where a trade is reported: the report as its caller names it, the table, the zero-based line."""

    report: str
    table: Table
    index: int


class Trade(Struct, frozen=True, kw_only=True):
    """One transaction line of a report, as far as this matters here.

    ``security`` names the class that is traded or that underlies, folded so that the ways of titling one class
    agree; ``title`` is how the report calls it. ``series`` is empty in Table I and tells derivative
    securities with other terms apart; ``is_put`` marks those that gain when the stock falls. ``amount`` and
    ``price`` are the line's own; ``shares`` counts the class itself.
    """

    source: Source
    day: dt.date | None
    code: str
    direction: str
    title: str
    security: str
    series: str = ""
    is_put: bool = False
    amount: Decimal | None = None
    shares: Decimal | None = None
    price: Decimal | None = None
    holding: tuple[str, str] = ("", "")
    owned_after: Decimal | None = None
    early: bool = False


class Standing(StrEnum):
    """What the owner was to the issuer on the day of a leg."""

    INSIDER = "insider"
    AFTER_LEAVING = "after leaving"


class Leg(Struct, frozen=True, kw_only=True):
    """A purchase or a sale that may be matched.

    ``price`` is what was paid or received for a share, or for a derivative security a share of the underlying:
    two trades in identical securities are matched at it (Rule 16b-6(c)(1)). ``market`` is what the underlying
    class cost in the market that day: a trade in a derivative security and one in another security of the class
    are matched at most at that (Rule 16b-6(c)(2)). ``None`` is a price that nothing on file tells.
    ``doubt`` says what must be known before the leg counts; such a leg is shown and never summed.
    """

    trade: Trade
    day: dt.date
    side: Side
    shares: Decimal
    price: Price | None = None
    market: Price | None = None
    standing: Standing = Standing.INSIDER
    premium_only: bool = False
    doubt: str = ""
    assumed: str = ""


class Exclusion(Struct, frozen=True, kw_only=True):
    """A line that is not matched, why, and under which rule. ``assumed`` says that a fact for it is not on record."""

    trade: Trade
    reason: str
    rule: str = ""
    assumed: bool = False


class Reported(Struct, frozen=True, kw_only=True):
    """What one report says of one owner's trades.

    ``filed_on`` orders the reports; ``None`` is a draft, which comes last. ``original`` names the report that an
    amendment amends, where that is on record; ``amends_of`` is the day in its box 4. Reports of one ``set`` are
    parts of one that was too long, and do not repeat each other.
    """

    reference: str
    document_type: DocumentType
    filed_on: dt.date | None
    period: dt.date | None
    original: str = ""
    amends_of: dt.date | None = None
    set: str = ""
    lines: tuple[Leg | Exclusion, ...] = ()


class Pair(Struct, frozen=True, kw_only=True):
    """Shares of a purchase matched with shares of a sale."""

    purchase: Leg
    sale: Leg
    shares: Decimal
    bought_at: Price
    sold_at: Price
    profit: Decimal

    @property
    def first(self) -> Leg:
        return min(self.purchase, self.sale, key=lambda leg: leg.day)

    @property
    def second(self) -> Leg:
        return max(self.sale, self.purchase, key=lambda leg: leg.day)

    @property
    def days(self) -> int:
        """Calendar days from the first to the second trade."""
        return (self.second.day - self.first.day).days

    @property
    def at_most(self) -> bool:
        return self.bought_at.is_bound or self.sold_at.is_bound

    def involves(self, report: str) -> bool:
        return report in {self.purchase.trade.source.report, self.sale.trade.source.report}


class Question(StrEnum):
    """What counsel has to answer before two trades are matched."""

    EDGE = "Six months less a day, or six months exactly"
    CLASSES = "Two classes"
    FACTS = "Facts that the report does not show"
    PRICE = "A price that is not on file"


class Doubt(Struct, frozen=True, kw_only=True):
    """Two trades that may have to be matched, and are not in the sum. ``profit`` is ``None`` where unknown."""

    question: Question
    purchase: Leg
    sale: Leg
    profit: Decimal | None
    words: str

    @property
    def days(self) -> int:
        return abs((self.sale.day - self.purchase.day).days)

    def involves(self, report: str) -> bool:
        return report in {self.purchase.trade.source.report, self.sale.trade.source.report}
