"""The greatest profit that can be recovered: which shares bought go with which shares sold.

Smolowe v. Delendo (136 F.2d 231, 2d Cir. 1943) matches the lowest purchase price with the highest sale price. Where
all pairs that this makes lie within six months nothing makes more; where six months part some of them it may fall
short, and the greatest profit is a flow of least cost (``flow``). Losses are left aside.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from msgspec import Struct

from filings.ownership.short_swing.values import EXACT, Leg, Pair, Price, Side, Standing
from filings.ownership.short_swing.window import last_matched, six_months_after


def prices_between(purchase: Leg, sale: Leg) -> tuple[Price, Price] | None:
    """At what a purchase and a sale are matched; ``None`` where nothing on file tells one of the prices.

    Identical securities at what was paid and received (Rule 16b-6(c)(1)); a derivative security and another
    security of the class at most at the market prices of the underlying (Rule 16b-6(c)(2)).
    """
    identical = purchase.trade.series == sale.trade.series
    bought, sold = _price(purchase, identical=identical), _price(sale, identical=identical)
    return (bought, sold) if bought is not None and sold is not None else None


def gain(purchase: Leg, sale: Leg) -> Decimal | None:
    """What a matched share brings; below zero is a loss, ``None`` unknown."""
    prices = prices_between(purchase, sale)
    if prices is None:
        return None
    bought, sold = prices
    return EXACT.multiply(_way(purchase, sale), EXACT.subtract(sold.amount, bought.amount))


def may_pair(one: Leg, other: Leg) -> bool:
    """Whether what their owner was lets two legs be matched: an insider at one of them (Rule 16a-2(b))."""
    return Standing.INSIDER in {one.standing, other.standing}


def greatest_profit(legs: Sequence[Leg], involving: str = "") -> list[Pair]:
    """The pairs that make the greatest profit, each share used once, in the order of their second trades.

    With ``involving``, the name of a report, only those of the legs are reckoned that it competes for.
    """
    pairs: list[Pair] = []
    for stretch in _stretches(legs):
        if not involving or any(leg.trade.source.report == involving for leg in stretch):
            pairs += _best(stretch)
    return sorted(pairs, key=lambda pair: (pair.second.day, pair.first.day))


class _Layer(Struct, frozen=True):
    """Purchases and sales, each by day, between which days alone decide: within it every leg has one price.

    ``windows`` gives for each purchase, all of which have one, the first and the last sale that it may be matched
    with. ``way`` is −1 where puts meet the same puts, because giving one up, a purchase, is what brings money in.
    """

    purchases: tuple[tuple[Leg, Price], ...]
    sales: tuple[tuple[Leg, Price], ...]
    windows: tuple[tuple[int, int], ...]
    way: int

    @property
    def costs(self) -> list[Decimal]:
        return [EXACT.multiply(self.way, price.amount) for _, price in self.purchases]

    @property
    def gains(self) -> list[Decimal]:
        return [EXACT.multiply(self.way, price.amount) for _, price in self.sales]


def _price(leg: Leg, *, identical: bool) -> Price | None:
    if identical:
        return leg.price
    return None if leg.premium_only else leg.market


def _way(purchase: Leg, sale: Leg) -> int:
    return -1 if purchase.trade.is_put and purchase.trade.series == sale.trade.series else 1


def _stretches(legs: Sequence[Leg]) -> Iterator[list[Leg]]:
    """The legs that could bring a gain, by class and day, cut where six months part them."""

    def security(leg: Leg) -> str:
        return leg.trade.security

    for _, members in groupby(sorted(legs, key=security), key=security):
        useful = {id(leg): leg for layer in _layers(list(members)) for leg in _useful(layer)}
        stretch: list[Leg] = []
        for leg in sorted(useful.values(), key=lambda leg: leg.day):
            if stretch and leg.day > six_months_after(stretch[-1].day):
                yield stretch
                stretch = []
            stretch.append(leg)
        if stretch:
            yield stretch


def _layers(legs: Sequence[Leg]) -> Iterator[_Layer]:
    """The legs of one class in layers: identical securities and different ones, by what their owner was."""
    by_day = sorted(legs, key=lambda leg: leg.day)
    purchases = [leg for leg in by_day if leg.side is Side.PURCHASE]
    sales = [leg for leg in by_day if leg.side is Side.SALE]
    for series in sorted({leg.trade.series for leg in purchases}):
        for standing in Standing:
            bought = [leg for leg in purchases if leg.trade.series == series and leg.standing is standing]
            sold = [leg for leg in sales if Standing.INSIDER in {standing, leg.standing}]
            for identical in (True, False):
                others = [leg for leg in sold if (leg.trade.series == series) is identical]
                layer = _layer(_priced(bought, identical=identical), _priced(others, identical=identical))
                if layer is not None:
                    yield layer


def _priced(legs: Iterable[Leg], *, identical: bool) -> list[tuple[Leg, Price]]:
    return [(leg, price) for leg in legs if (price := _price(leg, identical=identical)) is not None]


def _layer(purchases: Sequence[tuple[Leg, Price]], sales: Sequence[tuple[Leg, Price]]) -> _Layer | None:
    """The layer of some purchases and sales by day, without purchases that no sale is near to."""
    windows = _windows([leg.day for leg, _ in purchases], [leg.day for leg, _ in sales])
    near = [number for number, (first, last) in enumerate(windows) if first <= last]
    if not near:
        return None
    return _Layer(
        purchases=tuple(purchases[number] for number in near),
        sales=tuple(sales),
        windows=tuple(windows[number] for number in near),
        way=_way(purchases[0][0], sales[0][0]),
    )


def _windows(days: Sequence[dt.date], others: Sequence[dt.date]) -> list[tuple[int, int]]:
    """For each day the first and the last of other days, all in order, that are less than six months away."""
    ends = [last_matched(other) for other in others]
    return [(bisect_left(ends, day), bisect_right(others, last_matched(day)) - 1) for day in days]


def _useful(layer: _Layer) -> Iterator[Leg]:
    """The legs of a layer that gain with at least one other of it."""
    costs, gains = layer.costs, layer.gains
    for (leg, _), cost, (first, last) in zip(layer.purchases, costs, layer.windows, strict=True):
        if max(gains[first : last + 1]) > cost:
            yield leg
    back = _windows([leg.day for leg, _ in layer.sales], [leg.day for leg, _ in layer.purchases])
    for (leg, _), gained, (first, last) in zip(layer.sales, gains, back, strict=True):
        if first <= last and min(costs[first : last + 1]) < gained:
            yield leg


def _best(stretch: Sequence[Leg]) -> Iterator[Pair]:
    """The pairs of a stretch that make its greatest profit."""
    layers = list(_layers(stretch))
    shares, scale = _whole([leg.shares for leg in stretch])
    left = {id(leg): number for leg, number in zip(stretch, shares, strict=True)}
    for layer, matches in zip(layers, _matches(layers, left), strict=True):
        for purchase, sale, number in matches:
            pair = _pair(layer, purchase, sale, Decimal(number).scaleb(-scale, EXACT))
            if pair.profit:  # a flow may take what neither costs nor brings anything
                yield pair


def _matches(layers: Sequence[_Layer], left: dict[int, int]) -> Iterator[Iterable[tuple[int, int, int]]]:
    """For each layer the matches that make the greatest profit: purchase, sale, and how many shares."""
    if len(layers) == 1:
        # Whatever six months allow, no matching gains more than lowest in, highest out without them.
        matches = list(_lowest_in_highest_out(layers[0], left))
        if all(_is_near(layers[0], purchase, sale) for purchase, sale, _ in matches):
            yield matches
            return
    from filings.ownership.short_swing import flow  # networkx takes a tenth of a second to load

    number_of = {leg: number for number, leg in enumerate(left)}
    prices, _ = _whole([price for layer in layers for price in (*layer.costs, *layer.gains)])
    whole = iter(prices)
    network = [
        flow.Layer(
            purchases=tuple(flow.Priced(number_of[id(leg)], next(whole)) for leg, _ in layer.purchases),
            sales=tuple(flow.Priced(number_of[id(leg)], next(whole)) for leg, _ in layer.sales),
            windows=layer.windows,
        )
        for layer in layers
    ]
    for bought, sold in flow.greatest_gain(list(left.values()), network):
        yield _in_turn(bought, sold)


def _lowest_in_highest_out(layer: _Layer, left: dict[int, int]) -> Iterator[tuple[int, int, int]]:
    """Smolowe v. Delendo, as if every purchase could be matched with every sale."""
    costs, gains = layer.costs, layer.gains
    bought = [left[id(leg)] for leg, _ in layer.purchases]
    sold = [left[id(leg)] for leg, _ in layer.sales]
    dearest = iter(sorted(range(len(gains)), key=gains.__getitem__, reverse=True))
    sale = next(dearest, None)
    for purchase in sorted(range(len(costs)), key=costs.__getitem__):
        while bought[purchase] and sale is not None and gains[sale] > costs[purchase]:
            number = min(bought[purchase], sold[sale])
            if number:
                yield purchase, sale, number
            bought[purchase] -= number
            sold[sale] -= number
            if not sold[sale]:
                sale = next(dearest, None)


def _is_near(layer: _Layer, purchase: int, sale: int) -> bool:
    first, last = layer.windows[purchase]
    return first <= sale <= last


def _in_turn(bought: list[int], sold: list[int]) -> Iterator[tuple[int, int, int]]:
    """Matched shares in pairs, the earliest bought with the earliest sold.

    Windows only move on, so two matches that cross in time may be uncrossed, and this order holds whenever any
    does. Any other pairing of the same shares makes the same profit.
    """
    sale = 0
    for purchase, shares in enumerate(bought):
        while shares:
            number = min(shares, sold[sale])
            if number:
                yield purchase, sale, number
            shares -= number
            sold[sale] -= number
            sale += not sold[sale]


def _pair(layer: _Layer, purchase: int, sale: int, shares: Decimal) -> Pair:
    (bought, bought_at), (sold, sold_at) = layer.purchases[purchase], layer.sales[sale]
    each = EXACT.multiply(layer.way, EXACT.subtract(sold_at.amount, bought_at.amount))
    return Pair(
        purchase=bought,
        sale=sold,
        shares=shares,
        bought_at=bought_at,
        sold_at=sold_at,
        profit=EXACT.multiply(shares, each),
    )


def _whole(amounts: Sequence[Decimal]) -> tuple[list[int], int]:
    """Amounts as whole numbers of one smallest unit, and how many decimals that unit has."""
    scale = max([0, *(-int(amount.as_tuple().exponent) for amount in amounts)])
    return [int(amount.scaleb(scale, EXACT)) for amount in amounts], scale
