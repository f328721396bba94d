"""The demo desk: one real Form 4 with its power of attorney, and enough beside it for every page to show."""

from filings.demo.desk import LOGINS, PASSWORD, demo_load

__all__ = ["LOGINS", "PASSWORD", "demo_load"]
