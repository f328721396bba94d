"""What reading gives back, and why it may be refused."""

import datetime as dt

from msgspec import Struct

from filings.ownership.report import Exhibit, OwnershipReport


class Refused(ValueError):
    """The source is no ownership document, or not one that may be read. One sentence says why."""


class Unplaced(Struct, frozen=True):
    """Something of the source that the report has no room for: its path there, and its text.

    The text of a CCC is withheld.
    """

    path: str
    text: str


class Reading(Struct, frozen=True, kw_only=True):
    """A report as it was filed or is about to be, and what was beside it.

    ``accession_number``, ``filing_date``, ``accepted`` (New York time) and ``header`` come from EDGAR's header
    and are unset without one; ``header`` is its whole text. ``exhibits`` hold plain text: markup is read away.
    ``document`` is the ownership document as it stood in the source, with the CCCs that were in it, and
    ``enclosed`` says that an outer document, ready to be sent, was around it.
    """

    report: OwnershipReport
    unplaced: tuple[Unplaced, ...] = ()
    accession_number: str = ""
    filing_date: dt.date | None = None
    accepted: dt.datetime | None = None
    exhibits: tuple[Exhibit, ...] = ()
    header: str = ""
    document: bytes = b""
    enclosed: bool = False

    def __repr__(self) -> str:
        """Without the document: a CCC belongs in no log."""
        return f"{type(self).__name__}({self.accession_number or self.report.document_type})"
