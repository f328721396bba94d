"""Snapshots as rows, for the tests of what happens after signing."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from compliance.models import User
from filings.models import Filing, FilingState, RenderJob, Snapshot
from filings.ownership import canonical
from filings.ownership.report import Submission
from filings.services.render import queue_renderings
from people.models import Issuer


def keep_snapshot(submission: Submission, kind: Snapshot.Kind = Snapshot.Kind.SIGNED) -> Snapshot:
    """A snapshot of a new filing, signed or a preview, as the services leave it behind."""
    user, _ = User.objects.get_or_create(username="kemi", email="kemi@harborwell.example")
    issuer, _ = Issuer.objects.get_or_create(
        cik=submission.report.issuer.cik, conformed_name=submission.report.issuer.name
    )
    content = canonical.encode(submission)
    sha256 = canonical.sha256(content)
    signed = kind == Snapshot.Kind.SIGNED
    filing = Filing.objects.create(
        issuer=issuer,
        created_by=user,
        state=FilingState.SIGNED if signed else FilingState.DRAFT,
        reviewed_sha256=sha256 if signed else "",
        signed_at=timezone.now() if signed else None,
    )
    return Snapshot.objects.create(filing=filing, kind=kind, sha256=sha256, content=content.decode())


def queue_filings(submissions: Iterable[Submission], kinds: Iterable[RenderJob.Kind]) -> list[RenderJob]:
    """Sign one filing for each submission and queue its files, each in a transaction of its own."""
    jobs: list[RenderJob] = []
    for submission in submissions:
        with transaction.atomic():
            jobs += queue_renderings(keep_snapshot(submission), kinds=kinds)
    return jobs
