"""Section 16(b): a trade on the report that gains against an opposite one less than six months away.

Warnings, and never more: the profit belongs to the issuer whether or not the form is right, and the form is due all
the same. What is matched, and what is taken for granted, is in ``filings.ownership.short_swing``.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from filings.ownership.checks.form import PARTS, Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Place, Severity
from filings.ownership.short_swing import Doubt, Leg, Pair, Price, Question, Side, profit_of
from filings.ownership.short_swing.record import THIS
from filings.ownership.short_swing.values import in_cents
from filings.ownership.wording import amount, counted, day, dollars

Match = TypeVar("Match", Pair, Doubt)

_DONE = {Side.PURCHASE: "bought", Side.SALE: "sold"}


@check(
    "F4-059",
    Family.LAW,
    Severity.WARNING,
    "Possible short-swing profit",
    "15 USC 78p(b)",
    "Table I, column 4",
    "Table II, column 8",
    why="The profit is the issuer's to claim, and the report is due all the same.",
    fix="Correct the line if it is wrong; otherwise let counsel see both trades before the report is signed.",
)
def short_swing_profit(form: Form) -> Iterator[Problem]:
    for one in form.short_swings:
        for place, pairs in _by_line(one.found.pairs_with(THIS), "price"):
            largest = max(pairs, key=lambda pair: pair.profit)
            mine, other = _sides(largest)
            profit = (
                f"{'at most ' * any(pair.at_most for pair in pairs)}{dollars(in_cents(profit_of(pairs)))}"
            )
            yield Problem(
                place,
                f"Possible short-swing profit of {profit}: {amount(largest.shares)} shares {_DONE[mine.side]} at "
                f"{_at(largest, mine)} here, and {_DONE[other.side]} at {_at(largest, other)} on {day(other.day)}, "
                f"{_apart(largest)}{_more(pairs)}. Have counsel look at it before the report is signed.",
                {
                    "profit": profit,
                    "purchase": f"{day(largest.purchase.day)} at {dollars(largest.bought_at.amount)}",
                    "sale": f"{day(largest.sale.day)} at {dollars(largest.sold_at.amount)}",
                    "days apart": f"{largest.days}",
                },
            )


@check(
    "F4-060",
    Family.LAW,
    Severity.WARNING,
    "Opposite trade on the edge of six months",
    "15 USC 78p(b); Colonial Realty v. MacWilliams, 381 F. Supp. 26 (S.D.N.Y. 1974)",
    "Table I, column 2",
    "Table II, column 3",
    why="The cases leave the last two days of the six months outside, and there are few cases.",
    fix="Check both dates, and ask counsel.",
)
def edge_of_six_months(form: Form) -> Iterator[Problem]:
    for one in form.short_swings:
        edges = [doubt for doubt in one.found.doubts_with(THIS) if doubt.question is Question.EDGE]
        for place, doubts in _by_line(edges, "date"):
            _, other = _sides(doubts[0])
            yield Problem(
                place,
                f"Shares were {_DONE[other.side]} on {day(other.day)}, on the edge of six months from this trade"
                f"{_more(doubts)}. On the cases it is outside; ask counsel.",
                {"opposite trade": day(other.day), "days apart": f"{doubts[0].days}"},
            )


def _by_line(matches: Sequence[Match], field: str) -> Iterator[tuple[Place, list[Match]]]:
    """The matches by the line of this report that they are about: of two lines of it, the later trade's."""
    found: dict[Place, list[Match]] = defaultdict(list)
    for match in matches:
        source = _sides(match)[0].trade.source
        found[Place(PARTS[source.table], source.index, field)].append(match)
    yield from found.items()


def _sides(match: Pair | Doubt) -> tuple[Leg, Leg]:
    """The leg on this report and the other one; of two on this report, the later trade first."""
    legs = sorted((match.purchase, match.sale), key=lambda leg: leg.day, reverse=True)
    mine = next(leg for leg in legs if leg.trade.source.report == THIS)
    return mine, next(leg for leg in legs if leg is not mine)


def _at(pair: Pair, leg: Leg) -> str:
    price: Price = pair.bought_at if leg.side is Side.PURCHASE else pair.sold_at
    return dollars(price.amount)


def _apart(pair: Pair) -> str:
    return f"{counted(pair.days, 'day')} apart" if pair.days else "on the same day"


def _more(matches: Sequence[object]) -> str:
    return f", and {counted(len(matches) - 1, 'more match', 'more matches')}" if len(matches) > 1 else ""
