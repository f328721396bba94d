"""The package of a signed report: everything that is sent and kept of it, in one ZIP."""

from collections.abc import Sequence

from compliance.models import User
from filings.models import Filing, RenderJob, Snapshot
from filings.ownership.package import Contact, EdgarDocument, archive, envelope_for
from filings.ownership.package.envelope import NO_CONTACT
from filings.ownership.writer import write
from filings.rendering.pdf import render_pdf
from filings.services.archive import cccs_for, handing_out_record, must_be_authenticated
from filings.services.frozen import frozen_report


def filing_package(
    *,
    actor: User,
    filing: Filing,
    live: bool = False,
    with_ccc: bool = False,
    contact: Contact = NO_CONTACT,
    given: Sequence[EdgarDocument] = (),
) -> bytes:
    """The ZIP of a signed report; that it was handed out is kept in the log.

    Its submission is a test unless it is to be ``live``, and holds the owners' CCCs only ``with_ccc``: whether
    the person may have them is for the caller to know. ``given`` are exhibits to send as they are.

    Raises ``Snapshot.DoesNotExist`` for a report that is not signed, ``CccMissing``, ``NotAuthenticated`` for a live
    one whose signature has no authentication document, ``Altered``, and ``Unsendable`` or ``Unwritable`` when EDGAR
    would suspend the submission.
    """
    snapshot = frozen_report(filing, actor=actor)
    submission = snapshot.submission
    if live:
        must_be_authenticated(filing)
    cccs = cccs_for(filing, submission.report) if with_ccc else None
    envelope = envelope_for(submission, live=live, contact=contact, cccs=cccs, given=given)
    package = archive(submission, envelope, pdf_of(snapshot))
    kind = "live" if live else "test"
    handing_out_record(
        actor=actor,
        filing=filing,
        verb=f"took the {kind} package, CCC {'included' if with_ccc else 'left out'}",
        cccs_in=f"the {kind} package" if with_ccc else "",
    )
    return package


def pdf_of(snapshot: Snapshot) -> bytes:
    """The PDF that people have; drawn again, to the same bytes, where the background has not made it yet."""
    made = snapshot.jobs.filter(kind=RenderJob.Kind.PDF, state=RenderJob.State.DONE).first()
    if made is not None:
        with made.file.open("rb") as file:
            return bytes(file.read())
    submission = snapshot.submission
    return render_pdf(submission, xml=write(submission.report))
