"""What a check says of a report: a finding, where it is, how grave it is and which rule it rests on."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """An error stops signing; a warning may be acknowledged with a reason; an info only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Family(StrEnum):
    """``edgar``: what EDGAR itself would suspend or warn of. ``law``: what the rules and the form ask."""

    EDGAR = "edgar"
    LAW = "law"


class Part(StrEnum):
    """The part of the form that a finding is about; each has one step of the web form."""

    REPORT = "report"
    ISSUER = "issuer"
    OWNERS = "owners"
    TABLE_I = "table_i"
    TABLE_II = "table_ii"
    FOOTNOTES = "footnotes"
    REMARKS = "remarks"
    SIGNATURES = "signatures"
    EXHIBITS = "exhibits"


class Place(Struct, frozen=True, gc=False):
    """Where on the form: a part, the zero-based index of a line, owner, footnote or signature in it, and the
    field's name in ``filings.ownership.report`` (``price``, ``owned_after``, ``officer_title``), or that of the
    record beside it which the form does not show (``approval_basis``)."""

    part: Part
    index: int | None = None
    field: str = ""


class Finding(Struct, frozen=True, kw_only=True):
    """One statement about a report, for the person who can mend it.

    ``message`` is one sentence that says what is wrong and what to do; ``numbers`` are the figures it rests
    on, in the order to show them; ``citation`` names the rule as people cite it.
    """

    check: str
    severity: Severity
    title: str
    message: str
    place: Place
    citation: str
    numbers: Mapping[str, str] = {}

    @property
    def fingerprint(self) -> str:
        """Names the finding itself: when its place, words or figures change, it is another one."""
        parts = (self.check, self.place.part, str(self.place.index), self.place.field, self.message)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
