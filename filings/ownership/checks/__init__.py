"""The catalogue of checks: ``run`` them over a report, or print the ``catalogue``.

One module a topic, one function a check. A new check is a function in its topic's module and a test that
fires it and one that does not.
"""

from filings.ownership.checks.facts import Facts
from filings.ownership.checks.registry import Check, catalogue, run

__all__ = ["Check", "Facts", "catalogue", "run"]
