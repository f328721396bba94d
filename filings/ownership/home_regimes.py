"""The SEC's orders that exempt insiders of foreign private issuers who report under a home regulation.

Two orders under the Holding Foreign Insiders Accountable Act name the jurisdictions: that of 5 March 2026
Canada, Chile, the European Economic Area, South Korea, Switzerland and the United Kingdom, that of 20 May 2026
Australia, India and Singapore. They are kept in ``data/home_regimes.csv`` by EDGAR's country codes. The issuer
must be organized in one of them and subject to a qualifying regulation, and the person must in fact report
under it, with the report public in English within two business days of its posting.
"""

import csv
import datetime as dt
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct


class Jurisdiction(Struct, frozen=True):
    """A place whose regulations qualify, and the day of the order that says so."""

    name: str
    order_of: dt.date


@cache
def jurisdictions() -> Mapping[str, Jurisdiction]:
    """The jurisdictions by EDGAR's country code, Canada's provinces one by one."""
    text = files("filings.ownership").joinpath("data", "home_regimes.csv").read_text(encoding="utf-8")
    return {
        record["code"]: Jurisdiction(record["name"], dt.date.fromisoformat(record["order"]))
        for record in csv.DictReader(text.splitlines())
    }
