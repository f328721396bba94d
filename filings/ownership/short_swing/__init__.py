"""Section 16(b): the profit that an insider made on a purchase and a sale less than six months apart.

Strict liability (15 USC 78p(b)): neither intent nor knowledge matters, and the issuer, or a holder for it, may claim
the greatest profit that any matching of the trades gives. ``read_report`` takes the lines of each report apart,
``reckon`` makes one ``ShortSwing`` of them, ``block`` and ``would_be`` answer before a trade is made.
"""

from filings.ownership.short_swing.reading import Context, read_report
from filings.ownership.short_swing.reckoning import (
    Answer,
    Block,
    ShortSwing,
    block,
    profit_of,
    reckon,
    would_be,
)
from filings.ownership.short_swing.standing import Tenure
from filings.ownership.short_swing.values import (
    Doubt,
    Exclusion,
    Leg,
    Pair,
    Price,
    Question,
    Reported,
    Side,
    Source,
    Standing,
    Trade,
)
from filings.ownership.short_swing.window import Gap, gap_between, last_matched, safe_from, six_months_after

__all__ = [
    "Answer",
    "Block",
    "Context",
    "Doubt",
    "Exclusion",
    "Gap",
    "Leg",
    "Pair",
    "Price",
    "Question",
    "Reported",
    "ShortSwing",
    "Side",
    "Source",
    "Standing",
    "Tenure",
    "Trade",
    "block",
    "gap_between",
    "last_matched",
    "profit_of",
    "read_report",
    "reckon",
    "safe_from",
    "six_months_after",
    "would_be",
]
