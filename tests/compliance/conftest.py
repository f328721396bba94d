"""The tests of what both rooms stand on meet the same desk as those of the filings."""

from tests.filings.conftest import clock, desk

__all__ = ["clock", "desk"]
