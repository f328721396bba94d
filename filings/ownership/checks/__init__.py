"""The catalogue of checks: ``run`` them over a report, or print the ``catalogue``.

One module a topic, one function a check. A new check is a function in its topic's module and a test that
fires it and one that does not; a new topic is named here.
"""

from filings.ownership.checks import (
    access,
    amendments,
    cells,
    coding,
    dates,
    due,
    envelope,
    exemption,
    footnotes,
    foreign,
    grammar,
    header,
    owners,
    pairs,
    plan,
    powers,
    prices,
    reported,
    series,
    short_swing,
    signing,
    status,
    texts,
    totals,
)
from filings.ownership.checks.facts import Facts
from filings.ownership.checks.registry import Check, catalogue, run

TOPICS = (
    header,
    owners,
    cells,
    texts,
    footnotes,
    coding,
    dates,
    due,
    plan,
    prices,
    pairs,
    totals,
    reported,
    status,
    foreign,
    exemption,
    series,
    short_swing,
    signing,
    powers,
    access,
    amendments,
    grammar,
    envelope,
)

__all__ = ["TOPICS", "Check", "Facts", "catalogue", "run"]
