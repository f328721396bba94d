"""The states and countries that schema X0609 takes in a reporting owner's address.

The lists are the specification's (appendices of the EDGAR Ownership XML specification 5.5), kept as CSV in
``data/``. A United States address names one of 57 states and territories; any other one, Canada's provinces
included, names a country code. Obsolete country codes pass the SEC's schema and are suspended by EDGAR.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def us_states() -> Mapping[str, str]:
    """Code to name, in the specification's order: ``{"MA": "MASSACHUSETTS", …}``."""
    return {record["code"]: record["name"] for record in _records("state_codes.csv")}


@cache
def countries() -> Mapping[str, str]:
    """Code to name of the country codes in use: ``{"A6": "ONTARIO, CANADA", …}``."""
    return {
        record["code"]: record["name"]
        for record in _records("country_codes.csv")
        if record["status"] == "active"
    }


@cache
def obsolete_countries() -> Mapping[str, str]:
    """Code to name of the country codes that EDGAR no longer takes."""
    return {
        record["code"]: record["name"]
        for record in _records("country_codes.csv")
        if record["status"] == "obsolete"
    }


@cache
def _records(name: str) -> tuple[dict[str, str], ...]:
    text = files("filings.ownership").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
