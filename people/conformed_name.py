"""What EDGAR's conformed name says of its bearer: person or entity, and the parts of a person's name.

EDGAR writes a natural person's name last name first (``LOCKE BENJAMIN M``) and an entity's as it is. Neither is
marked, and some people registered first name first, so this is a proposal for a record that nobody has filled
in yet, never a correction of one.
"""

import re

from msgspec import Struct

# They stand inside the names of entities or end them; as the first word each might be somebody's last name.
_OF_ENTITIES = frozenset(
    {
        "ADVISERS", "ADVISORS", "ASSOCIATES", "ASSOCIATION", "BANCORP", "BANK", "CAPITAL", "COMPANIES",
        "COMPANY", "CORP", "CORPORATION", "ENTERPRISES", "EQUITY", "ESTATE", "FOUNDATION", "FUND", "FUNDS",
        "GMBH", "GP", "GROUP", "HOLDING", "HOLDINGS", "INC", "INCORPORATED", "INTERNATIONAL", "INVESTMENT",
        "INVESTMENTS", "INVESTORS", "LIMITED", "LLC", "LLLP", "LLP", "LP", "LTD", "MANAGEMENT", "PARTNERS",
        "PARTNERSHIP", "PLC", "PROPERTIES", "PTE", "SCIENCES", "SECURITIES", "STRATEGIES", "TECHNOLOGIES",
        "TRUST", "ULC", "UNIVERSITY", "VENTURES",
    }
)  # fmt: skip
# These also are people's first names, so they count at the end only.
_ENDS_OF_ENTITIES = frozenset(
    {
        "AG", "APS", "BV", "CO", "NV", "SA", "SE",
    }
)  # fmt: skip
_SUFFIXES = {"JR": "Jr.", "SR": "Sr.", "II": "II", "III": "III", "IV": "IV"}
# They begin a last name of several words.
_PARTICLES = frozenset(
    {
        "AL", "BIN", "DA", "DAL", "DE", "DEL", "DELLA", "DEN", "DER", "DI", "DOS", "DU", "EL", "LA", "LE",
        "SAN", "ST", "TEN", "TER", "VAN", "VON", "ZU",
    }
)  # fmt: skip
# What stands behind a capital of its own: O'Brien, Lavizzo-Mourey, McGuirk.
_INNER_CAPITAL = re.compile(r"(?:(?<=\bMc)|(?<=')|(?<=-)|\b)([a-z])")


class NameParts(Struct, frozen=True):
    """The parts of a person's name as the bearer would sign; an entity has only ``last``, its whole name."""

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""
    is_entity: bool = False


def name_parts(conformed_name: str) -> NameParts:
    """The parts of a conformed name.

    An entity is whatever has a single word, a figure, an ampersand or a slash in it, or from the second word on
    one that companies, partnerships, funds and trusts use. Everything else is read as a person's name, last
    name first; one in capitals throughout gets small letters.
    """
    words = conformed_name.replace(",", " ").split()
    if len(words) < 2 or re.search(r"[0-9&/]", conformed_name) or _ends_like_entity(words):
        return NameParts(last=conformed_name, is_entity=True)
    suffix = _SUFFIXES.get(_plain(words[-1]), "") if len(words) > 2 else ""
    if suffix:
        words.pop()
    last = 1
    while last < len(words) - 1 and _plain(words[last - 1]) in _PARTICLES:
        last += 1
    # A middle name may have a suffix in front of it: SMITH JR JOHN.
    if not suffix and last < len(words) - 1 and _plain(words[last]) in _SUFFIXES:
        suffix = _SUFFIXES[_plain(words.pop(last))]
    if conformed_name.isupper():
        words = [_small(word) for word in words]
    return NameParts(
        last=" ".join(words[:last]),
        first=words[last],
        middle=" ".join(f"{word}." if len(word) == 1 else word for word in words[last + 1 :]),
        suffix=suffix,
    )


def _ends_like_entity(words: list[str]) -> bool:
    plain = [_plain(word) for word in words[1:]]
    return plain[-1] in _ENDS_OF_ENTITIES or not _OF_ENTITIES.isdisjoint(plain)


def _plain(word: str) -> str:
    """Without dots: ``L.P.`` is ``LP``."""
    return word.replace(".", "").upper()


def _small(word: str) -> str:
    lowered = word.lower()
    if lowered.startswith("mc") and len(lowered) > 3:
        lowered = f"Mc{lowered[2:]}"
    return _INNER_CAPITAL.sub(lambda found: found[1].upper(), lowered)
