"""The range behind an average price, as its footnote gives it (SEC staff no-action letter of June 25, 2008)."""

import re
from decimal import Decimal

_FIGURE = r"\$\s?([0-9][0-9,]*(?:\.[0-9]+)?)"
# The second figure of a range is now and then typed without its dollar sign.
_SECOND = r"\$?\s?([0-9][0-9,]*(?:\.[0-9]+)?)(?!\s*(?:shares|%))"
_RANGE = re.compile(
    rf"{_FIGURE}(?:\s*(?:per share|a share|each))?(?:\s*\(?inclusive\)?)?,?\s*(?:to|and|through|[-–—])\s*"
    rf"(?:a (?:high|maximum) of\s*)?{_SECOND}",
    re.IGNORECASE,
)
_AVERAGE = re.compile(
    r"\baverage\b|\branging\b|\brange[ds]?\b|\bmultiple (?:trades|transactions)\b", re.IGNORECASE
)
SPREAD = re.compile(rf"{_FIGURE}.{{0,80}}?{_SECOND}|\b(?:same|identical) price\b", re.IGNORECASE | re.DOTALL)
"""Two prices near each other, however they are joined: what a footnote on an average must at least have."""


def is_average(text: str) -> bool:
    """Whether a footnote speaks of several prices behind one."""
    return _AVERAGE.search(text) is not None


def price_range(text: str) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest price behind an average; ``None`` where the text gives no range or several."""
    if not is_average(text):
        return None
    ranges = _RANGE.findall(text)
    if len(ranges) != 1:
        return None
    low, high = sorted(Decimal(figure.replace(",", "")) for figure in ranges[0])
    return low, high
