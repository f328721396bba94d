"""Everything that Section 16(b) makes of one owner's trades at one issuer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct, structs

from filings.ownership.codes import INDIRECT, Table
from filings.ownership.short_swing.doubts import doubts_of
from filings.ownership.short_swing.matching import greatest_profit
from filings.ownership.short_swing.reading import NO_16B3
from filings.ownership.short_swing.settling import Line, settle
from filings.ownership.short_swing.standing import Tenure, on_their_day, standing_on
from filings.ownership.short_swing.values import (
    EXACT,
    NOTHING,
    Basis,
    Doubt,
    Exclusion,
    Leg,
    Pair,
    Price,
    Reported,
    Side,
    Source,
    Standing,
    Trade,
)
from filings.ownership.short_swing.window import last_matched, safe_from, six_months_after
from filings.ownership.wording import listed

FOREIGN = "Rule 3a12-3(b) exempts the securities of a foreign private issuer from Section 16(b)."


class ShortSwing(Struct, frozen=True, kw_only=True):
    """What Section 16(b) makes of one owner's trades at one issuer.

    ``legs`` are all purchases and sales by day, those with a doubt too; ``pairs`` make the greatest ``profit`` of
    those without one. ``off`` says why nothing was reckoned.
    """

    legs: tuple[Leg, ...] = ()
    pairs: tuple[Pair, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    assumptions: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    off: str = ""

    @property
    def profit(self) -> Decimal:
        return profit_of(self.pairs)

    @property
    def at_most(self) -> bool:
        """Whether the profit is a bound, because a price in it is one."""
        return any(pair.at_most for pair in self.pairs)

    def pairs_with(self, report: str) -> tuple[Pair, ...]:
        """The pairs in which a report has a leg."""
        return tuple(pair for pair in self.pairs if pair.involves(report))

    def doubts_with(self, report: str) -> tuple[Doubt, ...]:
        """The open questions in which a report has a leg."""
        return tuple(doubt for doubt in self.doubts if doubt.involves(report))


class Block(Struct, frozen=True, kw_only=True):
    """Until when a trade would be matched with an opposite one, on the legs on file.

    ``last_matched`` is the last day on the cases, ``free_from`` the first on which nobody could argue otherwise.
    ``leg`` is the opposite trade that reaches farthest, ``worst`` the one at the least favourable price of
    those that still reach, if any has a price: beyond its price each share is profit.
    """

    leg: Leg
    last_matched: dt.date
    free_from: dt.date
    worst: Price | None


class Answer(Struct, frozen=True, kw_only=True):
    """What a trade that is only thought of would add. ``not_counted`` says why it would not be matched at all."""

    leg: Leg
    before: Decimal
    after: ShortSwing
    not_counted: str = ""

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs that the trade would be in."""
        return self.after.pairs_with(ASKED)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The open questions that the trade would raise."""
        return self.after.doubts_with(ASKED)

    @property
    def displaces(self) -> bool:
        """Whether shares that are matched already would be matched with the trade instead."""
        return profit_of(self.pairs) > self.adds

    @property
    def adds(self) -> Decimal:
        """By how much the greatest profit would grow."""
        return EXACT.subtract(self.after.profit, self.before)


_AT_MARKET = frozenset("PSF")
_TOO_SOON = "an opposite discretionary transaction was less than six months before (Rule 16b-3(f))"

ASKED = "asked"
"""The name of the report of a trade that is only thought of."""


def profit_of(pairs: Iterable[Pair]) -> Decimal:
    """The sum of the pairs' profits, exact."""
    total = NOTHING
    for pair in pairs:
        total = EXACT.add(total, pair.profit)
    return total


def reckon(
    reports: Iterable[Reported],
    *,
    tenures: Sequence[Tenure] = (),
    foreign_private_issuer: bool = False,
    involving: str = "",
) -> ShortSwing:
    """Reckon one owner's trades at one issuer from what the reports say of them.

    With ``involving``, the name of a report, pairs and doubts are looked for only where its legs could matter.
    """
    if foreign_private_issuer:
        return ShortSwing(off=FOREIGN)
    legs, exclusions = legs_of(reports, tenures)
    return _reckoned(legs, exclusions, tenures, involving)


def legs_of(reports: Iterable[Reported], tenures: Sequence[Tenure] = ()) -> tuple[list[Leg], list[Exclusion]]:
    """The purchases and sales that reports tell of, each once, and the lines that are none, with the reason."""
    lines, exclusions = settle(reports)
    legs: list[Leg] = []
    for line in _elections_settled(_with_market_prices(lines)):
        settled = on_their_day(line, tenures) if isinstance(line, Leg) else line
        if isinstance(settled, Leg):
            legs.append(settled)
        else:
            exclusions.append(settled)
    return legs, exclusions


def block(found: ShortSwing, side: Side, today: dt.date) -> Block | None:
    """Until when a trade of one side would be matched from today on; ``None`` where nothing stands against it."""
    standing = standing_on(today, found.tenures)
    against = [
        leg
        for leg in found.legs
        if leg.side is side.opposite
        and not leg.premium_only
        and safe_from(leg.day) > today
        and Standing.INSIDER in {leg.standing, standing}
    ]
    if not against:
        return None
    farthest = max(against, key=lambda leg: leg.day)
    priced = [leg.market for leg in against if leg.market is not None and last_matched(leg.day) >= today]
    by_amount = sorted(priced, key=lambda price: price.amount)
    return Block(
        leg=farthest,
        last_matched=last_matched(farthest.day),
        free_from=safe_from(farthest.day),
        worst=(by_amount[0] if side is Side.SALE else by_amount[-1]) if by_amount else None,
    )


def would_be(
    found: ShortSwing,
    *,
    side: Side,
    shares: Decimal,
    price: Decimal,
    day: dt.date,
    security: str,
    title: str = "",
) -> Answer:
    """What a market trade in a class would make of what was found."""
    trade = Trade(
        source=Source(ASKED, Table.I, 0),
        day=day,
        code="P" if side is Side.PURCHASE else "S",
        direction="A" if side is Side.PURCHASE else "D",
        title=title,
        security=security,
        amount=shares,
        shares=shares,
        price=price,
    )
    at = Price(price)
    asked = Leg(trade=trade, day=day, side=side, shares=shares, price=at, market=at)
    settled = on_their_day(asked, found.tenures)
    legs = [*found.legs, settled] if isinstance(settled, Leg) else list(found.legs)
    return Answer(
        leg=settled if isinstance(settled, Leg) else asked,
        before=found.profit,
        after=_reckoned(legs, list(found.exclusions), found.tenures, ""),
        not_counted=settled.reason if isinstance(settled, Exclusion) else "",
    )


def _reckoned(
    legs: Sequence[Leg], exclusions: Sequence[Exclusion], tenures: Sequence[Tenure], involving: str
) -> ShortSwing:
    by_day = sorted(legs, key=lambda leg: (leg.day, leg.trade.source.report))
    return ShortSwing(
        legs=tuple(by_day),
        pairs=tuple(greatest_profit([leg for leg in by_day if not leg.doubt], involving)),
        doubts=tuple(doubts_of(by_day, involving)),
        exclusions=tuple(exclusions),
        assumptions=tuple(_assumptions(by_day, exclusions, tenures)),
        tenures=tuple(tenures),
    )


def _with_market_prices(lines: Iterable[Line]) -> Iterator[Line]:
    """Give legs in derivative securities, and those at no market price, what the class cost that day elsewhere.

    Any purchase, sale or withholding of the class on the day tells. It need not be the very price that a court
    would take, so a profit reckoned with it is “at most”.
    """
    lines = list(lines)
    known: dict[tuple[str, dt.date | None], list[Decimal]] = defaultdict(list)
    for line in lines:
        trade = line.trade
        if trade.code in _AT_MARKET and not trade.series and trade.price:
            known[trade.security, trade.day].append(trade.price)
    for line in lines:
        prices = known.get((line.trade.security, line.trade.day))
        if isinstance(line, Leg) and prices and not _is_at_market(line):
            price = min(prices) if line.side is Side.PURCHASE else max(prices)
            yield structs.replace(line, market=Price(price, Basis.MARKET))
        else:
            yield line


def _is_at_market(leg: Leg) -> bool:
    return leg.market is not None and not leg.trade.series


def _elections_settled(lines: Iterable[Line]) -> Iterator[Line]:
    """Exempt each discretionary transaction (I) that no opposite one went before by less than six months.

    Rule 16b-3(f) counts from election to election; the days of the transactions stand for those.
    """
    lines = list(lines)
    elections = [line for line in lines if isinstance(line, Leg) and line.trade.code == "I"]
    for line in lines:
        if not isinstance(line, Leg) or line.trade.code != "I" or line.assumed == NO_16B3:
            yield line
        elif any(
            other.side is not line.side and other.day <= line.day < six_months_after(other.day)
            for other in elections
            if other is not line
        ):
            yield structs.replace(line, assumed=_TOO_SOON)
        else:
            yield Exclusion(
                trade=line.trade,
                reason="discretionary plan transaction; no opposite one in the six months before",
                rule="Rule 16b-3(f)",
                assumed=True,
            )


def _assumptions(
    legs: Sequence[Leg], exclusions: Sequence[Exclusion], tenures: Sequence[Tenure]
) -> Iterator[str]:
    """What was taken for granted, in sentences."""
    unconfirmed = sorted({one.trade.code for one in exclusions if one.assumed})
    if unconfirmed:
        yield (
            f"Lines with code {listed(unconfirmed)} count as exempt, though what makes them exempt under "
            f"{'Rule 16b-3' if set(unconfirmed) & set('ADFMI') else 'its rule'} is not on record for each."
        )
    for text in sorted({leg.assumed for leg in legs if leg.assumed}):
        codes = sorted({leg.trade.code for leg in legs if leg.assumed == text})
        yield f"Lines with code {listed(codes)} count: {text}."
    if any(leg.trade.holding[0] == INDIRECT for leg in legs):
        yield "Shares held indirectly count in full, as if the owner had the whole pecuniary interest in them."
    if any(leg.price is not None and leg.price.basis is Basis.AVERAGE for leg in legs):
        yield "An average price without its range is taken as the price of every share."
    if legs and not tenures:
        yield "No position is on record, so the owner is taken for an insider on every day."
    if legs:
        yield "Numbers of shares are as reported: no split between two trades is reckoned, and no commission."
