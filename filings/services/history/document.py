"""A source as a past filing: what it says, what names it, and which of two sources of one filing is the fuller."""

import datetime as dt
import re

import msgspec
from msgspec import Struct

from filings.ownership import canonical
from filings.ownership.reader import Refused, read
from filings.ownership.report import OwnershipReport, Submission
from filings.ownership.writer import Unwritable, write
from filings.services.history.sources import NotTaken, Source
from people.models.fields import normalise_cik

_CIK = re.compile(r"[0-9]{1,10}")


class PastFiling(Struct, frozen=True, kw_only=True):
    """One filing as a source tells it.

    ``content_sha256`` names what the filer said, whatever EDGAR added and whatever was around it;
    ``accession_number``, ``filed_on`` and ``accepted_at`` are EDGAR's and unset without its header.
    """

    submission: Submission
    content: bytes
    content_sha256: str
    accession_number: str = ""
    filed_on: dt.date | None = None
    accepted_at: dt.datetime | None = None

    @property
    def sha256(self) -> str:
        return canonical.sha256(self.content)

    @property
    def report(self) -> OwnershipReport:
        return self.submission.report

    @property
    def day(self) -> dt.date:
        """The day that the filing speaks of, as near as it can be told."""
        signed = (mark.date for mark in self.report.signatures if mark.date)
        return self.report.period_of_report or self.filed_on or max(signed, default=dt.date.min)


def past_filing(source: Source) -> PastFiling:
    """Read a source. Raises ``NotTaken``, with one sentence for people, when it is no filing to keep.

    No CCC comes in: the reader has no room for one.
    """
    try:
        reading = read(source.read())
    except Refused as refusal:
        raise NotTaken(str(refusal)) from refusal
    _must_name_its_filers(reading.report)
    submission = Submission(report=reading.report, exhibits=reading.exhibits)
    return PastFiling(
        submission=submission,
        content=canonical.encode(submission),
        content_sha256=content_sha256(reading.report),
        accession_number=reading.accession_number,
        filed_on=reading.filing_date,
        accepted_at=reading.accepted,
    )


def content_sha256(report: OwnershipReport) -> str:
    """Names what the filer said: the document as it is sent, without what EDGAR adds to it.

    A report that could not be sent today, for its characters, is named by all that it says.
    """
    try:
        return canonical.sha256(write(_with_plain_ciks(report)))
    except Unwritable:
        return canonical.sha256(canonical.encode(Submission(report=report)))


def fullness(submission: Submission, sha256: str) -> tuple[int, bool, str]:
    """Of several sources of one filing the one with the greatest of this is kept, whichever came first."""
    return len(submission.exhibits), submission.report.schema_version is not None, sha256


def earliest(
    one: tuple[str, dt.date | None], other: tuple[str, dt.date | None]
) -> tuple[str, dt.date | None]:
    """Of two accession numbers with their filing dates the one that the same content was filed under first."""
    known = [each for each in (one, other) if each[0]]
    return min(known, key=lambda each: (each[1] or dt.date.max, each[0]), default=one)


def _must_name_its_filers(report: OwnershipReport) -> None:
    if not report.owners:
        raise NotTaken("The document names no reporting owner.")
    for whose, cik in (
        ("issuer", report.issuer.cik),
        *(("reporting owner", owner.cik) for owner in report.owners),
    ):
        if not _CIK.fullmatch(normalise_cik(cik)):
            raise NotTaken(f"The {whose}'s CIK, {cik[:20]!r}, is not a number of 1 to 10 digits.")


def _with_plain_ciks(report: OwnershipReport) -> OwnershipReport:
    """Leading zeros come and go; they make no other filing."""
    return msgspec.structs.replace(
        report,
        issuer=msgspec.structs.replace(report.issuer, cik=normalise_cik(report.issuer.cik)),
        owners=tuple(msgspec.structs.replace(owner, cik=normalise_cik(owner.cik)) for owner in report.owners),
    )
