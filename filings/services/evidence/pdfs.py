"""The sealed PDF of each authentication document, made in the background; ``leases`` tells how none is lost."""

import logging
from contextlib import ExitStack

from django.db import transaction
from django.utils import timezone

from compliance.audit.log import record
from filings.models import AuthenticationDocument, AuthenticationPdf, DeskCertificate, Filing
from filings.ownership import canonical
from filings.rendering.papers import draw_authentication
from filings.services.evidence.certificates import sealing_certificate
from filings.services.leases import claim, give_back, held, next_sweep, publish_on_commit, queue_again
from filings.services.leases import publish_due as publish_due_work
from filings.services.storing import store

State = AuthenticationPdf.State
log = logging.getLogger(__name__)


def pdf_queue(document: AuthenticationDocument) -> AuthenticationPdf:
    """Have the PDF of a new document made. Call it inside the transaction that writes the document."""
    pdf = AuthenticationPdf.objects.create(document=document, due_at=next_sweep())
    publish_on_commit([pdf], _task)
    return pdf


def pdf_retry(pdf: AuthenticationPdf) -> bool:
    """Queue a PDF that has failed, with a full count of attempts; ``False`` when it is not a failed one."""
    with transaction.atomic():
        queued = queue_again(pdf)
        pdf.refresh_from_db()
        if queued:
            publish_on_commit([pdf], _task)
    return queued


def pdfs_publish_due(*, at_start: bool = False) -> int:
    """Publish the PDFs that are due again; returns their number."""
    return publish_due_work(AuthenticationPdf, _task, _failure, at_start=at_start)


def pdf_make(pdf_id: int) -> bool:
    """Make one PDF and seal it, unless somebody else does or has; whether this call finished it."""
    pdf = claim(AuthenticationPdf, pdf_id)
    if pdf is None:
        return False
    with ExitStack() as gone_wrong:
        gone_wrong.callback(give_back, pdf, _failure(pdf))
        certificate = sealing_certificate(timezone.now())
        content = _sealed(pdf.document, certificate)
        name = f"authentication/{pdf.created_at:%Y/%m}/{pdf.document_id}-{canonical.sha256(content)[:12]}.pdf"
        store(pdf.file.storage, name, content, work=f"{pdf.pk}-authentication")
        gone_wrong.pop_all()
    return _finish(pdf, name, content, certificate)


def file_name(document: AuthenticationDocument) -> str:
    """What the file is called on the reader's disk: ``authentication-filing-12-3.pdf``."""
    return f"authentication-filing-{document.filing_id}-{document.pk}.pdf"


def _sealed(document: AuthenticationDocument, certificate: DeskCertificate) -> bytes:
    # The library takes half a second to load.
    from filings.services.evidence.seals import seal_pdf

    if certificate.issuer is None:
        raise ValueError("A seal has an authority.")
    return seal_pdf(
        draw_authentication(document.document),
        certificate=certificate.certificate,
        key=certificate.key,
        authority=certificate.issuer.certificate,
        at=timezone.now(),
    )


def _finish(pdf: AuthenticationPdf, name: str, content: bytes, certificate: DeskCertificate) -> bool:
    """Write the file on the row, if this worker still holds the lease."""
    sha256 = canonical.sha256(content)
    with transaction.atomic():
        finished = held(pdf).update(
            state=State.DONE,
            lease=None,
            lease_until=None,
            failure="",
            finished_at=timezone.now(),
            file=name,
            size=len(content),
            sha256=sha256,
            certificate=certificate,
        )
        if finished:
            record(
                actor=None,
                verb=f"sealed the authentication document of {pdf.document.signer}",
                subject=Filing(pk=pdf.document.filing_id),  # a draft may be discarded by now
                changes={"SHA-256": ["", sha256], "certificate": ["", certificate.fingerprint]},
            )
    if finished:
        log.info("Authentication document %s is sealed, attempt %s.", pdf.document_id, pdf.attempt)
    else:
        log.warning(
            "Authentication document %s: attempt %s outlived its lease.", pdf.document_id, pdf.attempt
        )
    return bool(finished)


def _task(_pdf: AuthenticationPdf) -> str:
    return "filings.tasks.seal_authentication"


def _failure(pdf: AuthenticationPdf) -> str:
    return (
        f"The PDF of the authentication document could not be made in {pdf.attempt} attempts. The document itself "
        "is kept. Try again; the desk's log tells more."
    )
