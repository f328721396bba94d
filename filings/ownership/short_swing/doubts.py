"""Trades that may have to be matched, and that only counsel or a missing fact can decide: shown, never summed."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from filings.ownership.short_swing.matching import gain, may_pair
from filings.ownership.short_swing.values import EXACT, Doubt, Leg, Question, Side
from filings.ownership.short_swing.window import last_matched, six_months_after

_DAY = dt.timedelta(days=1)


def doubts_of(legs: Sequence[Leg], involving: str = "") -> list[Doubt]:
    """The open questions among some legs: with ``involving``, the name of a report, those that its legs raise.

    Of each leg that waits for a fact the opposite trade is named with which most would be gained, or the nearest
    one where no price tells; of two classes the two trades that gain most.
    """
    mine = [leg for leg in legs if not involving or leg.trade.source.report == involving]
    if not mine:
        return []
    found = [*_edges(mine, legs), *_waiting(mine, legs), *_across_classes(mine, legs)]
    once = {(id(one.purchase), id(one.sale), one.question): one for one in found}
    return sorted(once.values(), key=lambda one: (max(one.purchase.day, one.sale.day), one.question))


def _edges(mine: Iterable[Leg], legs: Iterable[Leg]) -> Iterator[Doubt]:
    """Two trades of which the second is on the last two days of the six months (Colonial Realty)."""
    edges: dict[tuple[str, dt.date], list[Leg]] = defaultdict(list)
    by_day: dict[tuple[str, dt.date], list[Leg]] = defaultdict(list)
    for leg in legs:
        later = six_months_after(leg.day)
        for day in (later - _DAY, later):
            edges[leg.trade.security, day].append(leg)
        by_day[leg.trade.security, leg.day].append(leg)
    for leg in mine:
        later = six_months_after(leg.day)
        after = (one for day in (later - _DAY, later) for one in by_day.get((leg.trade.security, day), ()))
        before = edges.get((leg.trade.security, leg.day), ())
        for other in chain(after, before):
            if other.side is not leg.side and not leg.doubt and not other.doubt:
                yield from _doubt(Question.EDGE, leg, other, _edge_words(leg, other))


def _edge_words(one: Leg, other: Leg) -> str:
    first, second = sorted((one.day, other.day))
    if second == six_months_after(first):
        return "Exactly six months apart: outside on the cases."
    return "One day less than six months apart: the cases count the first day and leave this outside."


def _waiting(mine: Sequence[Leg], legs: Sequence[Leg]) -> Iterator[Doubt]:
    """Legs whose facts or price nobody has on file, with the best opposite trade within six months."""
    weak = [leg for leg in legs if leg.doubt or leg.price is None or leg.market is None]
    own = {id(leg) for leg in mine}
    sides = {side: [leg for leg in legs if leg.side is side] for side in Side}
    for leg in weak:
        opposite = (
            sides[leg.side.opposite] if id(leg) in own else [one for one in mine if one.side is not leg.side]
        )
        best: Doubt | None = None
        for other in _near(leg, opposite):
            if other.trade.security == leg.trade.security:
                for doubt in _doubt(*_what_is_missing(leg, other)):
                    if best is None or _is_better(doubt, best):
                        best = doubt
        if best is not None:
            yield best


def _near(leg: Leg, others: Sequence[Leg]) -> Sequence[Leg]:
    """Of some legs by day those that are less than six months away."""
    first = bisect_left(others, leg.day, key=lambda other: last_matched(other.day))
    return others[first : bisect_right(others, last_matched(leg.day), key=lambda other: other.day)]


def _what_is_missing(leg: Leg, other: Leg) -> tuple[Question, Leg, Leg, str]:
    if leg.doubt or other.doubt:
        words = " ".join(dict.fromkeys(_sentence(one.doubt) for one in (leg, other) if one.doubt))
        return Question.FACTS, leg, other, words
    return Question.PRICE, leg, other, "A price is not on file, so the gain cannot be reckoned."


def _doubt(question: Question, one: Leg, other: Leg, words: str) -> Iterator[Doubt]:
    """The doubt, unless it could bring nothing, or a price that is asked for is there."""
    purchase, sale = (one, other) if one.side is Side.PURCHASE else (other, one)
    each = gain(purchase, sale)
    strangers = purchase.trade.series != sale.trade.series and (purchase.premium_only or sale.premium_only)
    if strangers or not may_pair(one, other) or (each is not None and each <= 0):
        return
    if question is Question.PRICE and each is not None:
        return
    shares = min(purchase.shares, sale.shares)
    profit = None if each is None else EXACT.multiply(shares, each)
    yield Doubt(question=question, purchase=purchase, sale=sale, profit=profit, words=words)


def _is_better(doubt: Doubt, best: Doubt) -> bool:
    if doubt.profit is None or best.profit is None:
        return doubt.profit is not None or (best.profit is None and doubt.days < best.days)
    return doubt.profit > best.profit


def _across_classes(mine: Sequence[Leg], legs: Sequence[Leg]) -> Iterator[Doubt]:
    """Of each two classes the purchase of one and the sale of the other that would gain most."""
    classes: dict[tuple[str, Side], list[Leg]] = defaultdict(list)
    for leg in legs:
        if leg.market is not None and not leg.doubt:
            classes[leg.trade.security, leg.side].append(leg)
    if len({security for security, _ in classes}) < 2:
        return
    best: dict[tuple[str, str], tuple[Decimal, Leg, Leg]] = {}
    for leg in mine:
        if leg.market is None or leg.doubt:
            continue
        for (security, side), others in classes.items():
            near = _near(leg, others) if side is not leg.side and security != leg.trade.security else ()
            if not near:
                continue
            other = max(near, key=_price) if side is Side.SALE else min(near, key=_price)
            purchase, sale = (other, leg) if side is Side.PURCHASE else (leg, other)
            each = EXACT.subtract(_price(sale), _price(purchase))
            both = purchase.trade.security, sale.trade.security
            if each > 0 and (both not in best or each > best[both][0]):
                best[both] = each, purchase, sale
    for each, purchase, sale in best.values():
        if may_pair(purchase, sale):
            yield Doubt(
                question=Question.CLASSES,
                purchase=purchase,
                sale=sale,
                profit=EXACT.multiply(min(purchase.shares, sale.shares), each),
                words=f"“{purchase.trade.title}” and “{sale.trade.title}” are matched only if one can become the "
                "other or they are alike in value.",
            )


def _price(leg: Leg) -> Decimal:
    assert leg.market is not None  # only priced legs are compared  # noqa: S101
    return leg.market.amount


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."
