"""Looking a draft over: what the checks say of it, what was acknowledged, and the reviewer's word."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from compliance.audit.log import record
from compliance.models import User
from filings.models import Acknowledgement, Filing, FilingState, Snapshot
from filings.ownership import canonical, checks
from filings.ownership.checks import Facts
from filings.ownership.deadlines import CalendarUnknown, Deadline, report_deadline
from filings.ownership.findings import Finding, Severity
from filings.ownership.report import Submission
from filings.selectors.states import REVIEWED
from filings.services.assemble import assemble
from filings.services.duties import duties_of, preparer_keep
from filings.services.editing import NotEditable
from filings.services.facts import facts_for
from filings.services.states import state_keep


class NotReady(Exception):
    """The report still has errors, or warnings that nobody acknowledged."""


class ChangedSince(Exception):
    """The report is no longer the one that the person saw."""


class OtherReviewerNeeded(Exception):
    """The issuer wants somebody to review the report who did not prepare it."""


@dataclass(frozen=True)
class Examination:
    """A filing as it stands now, with everything that is to be said of it.

    ``sha256`` is the hash of the report without signatures. ``deadline`` is ``None`` where no line sets one,
    and ``calendar_unknown`` says in a sentence when the calendar could not tell.
    """

    filing: Filing
    submission: Submission
    content: bytes
    sha256: str
    facts: Facts
    findings: tuple[Finding, ...]
    acknowledgements: Mapping[str, Acknowledgement]
    deadline: Deadline | None
    calendar_unknown: str

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    @property
    def open_warnings(self) -> tuple[Finding, ...]:
        """The warnings that nobody has given a reason for."""
        return tuple(
            one
            for one in self.findings
            if one.severity is Severity.WARNING and one.fingerprint not in self.acknowledgements
        )

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.open_warnings


def examine(filing: Filing, *, now: dt.datetime | None = None) -> Examination:
    """Run every check on a filing as of an instant (this one by default): on what was signed, once it is."""
    submission = submission_of(filing)
    facts = facts_for(filing, report=submission.report, now=now)
    content = canonical.encode(submission)
    try:
        deadline, unknown = report_deadline(submission.report, facts.calendar, facts.executions), ""
    except CalendarUnknown as problem:
        deadline, unknown = None, str(problem)
    return Examination(
        filing=filing,
        submission=submission,
        content=content,
        sha256=canonical.sha256(content),
        facts=facts,
        findings=checks.run(submission.report, facts),
        acknowledgements={one.fingerprint: one for one in filing.acknowledgements.select_related("by")},
        deadline=deadline,
        calendar_unknown=unknown,
    )


def submission_of(filing: Filing) -> Submission:
    """What the filing says: the frozen submission of a signed or imported one, the draft as it stands otherwise.

    People move and titles change; a signed report goes on saying what it said.
    """
    frozen = frozen_snapshot(filing)
    return frozen.submission if frozen else assemble(filing)


def frozen_snapshot(filing: Filing) -> Snapshot | None:
    """What was signed, or of a past filing the fullest that was imported; ``None`` for a draft."""
    return filing.snapshots.exclude(kind=Snapshot.Kind.PREVIEW).first()


def finding_acknowledge(*, actor: User, filing_id: int, fingerprint: str, reason: str) -> Acknowledgement:
    """Keep the reason why a warning does not change the report.

    It holds for the finding as it reads now: other words or figures make another finding. To say why something
    stays is to prepare the report. Raises ``ChangedSince`` when the finding is no longer there and
    ``NotEditable`` on a signed filing.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        _must_be_editable(filing)
        finding = next((one for one in examine(filing).findings if one.fingerprint == fingerprint), None)
        if finding is None or finding.severity is not Severity.WARNING:
            raise ChangedSince("That finding is no longer there: look at the list again.")
        preparer_keep(filing, actor)
        kept, _ = Acknowledgement.objects.update_or_create(
            filing=filing,
            fingerprint=fingerprint,
            defaults={
                "check_id": finding.check,
                "message": finding.message,
                "reason": reason,
                "by": actor,
            },
        )
        record(
            actor=actor,
            verb=f"acknowledged {finding.check}",
            subject=filing,
            changes={"finding": ["", finding.message], "reason": ["", reason]},
        )
    return kept


def filing_mark_reviewed(*, actor: User, filing_id: int, sha256: str) -> Filing:
    """Declare the draft ready for signature; ``sha256`` is the hash of the report that the reviewer saw.

    A report that was reviewed already stays so, unless its issuer has wanted other people since: then it is
    reviewed again, and signatures given so far are void.

    Raises ``ChangedSince``, ``NotReady``, ``NotEditable`` or ``OtherReviewerNeeded``, which is in the log.
    """
    try:
        with transaction.atomic():
            return _mark_reviewed(actor, filing_id, sha256)
    except OtherReviewerNeeded as refusal:
        with transaction.atomic():
            record(
                actor=actor,
                verb="was refused the review",
                subject=Filing(pk=filing_id),
                changes={"reason": ["", str(refusal)]},
            )
        raise


def _mark_reviewed(actor: User, filing_id: int, sha256: str) -> Filing:
    filing = Filing.objects.select_for_update().get(pk=filing_id)
    _must_be_editable(filing)
    duties, verb = duties_of(filing), f"{REVIEWED} and passed it on for signature"
    if objection := duties.against_review_by(actor):
        raise OtherReviewerNeeded(objection)
    if filing.state == FilingState.REVIEWED:
        if not duties.against_review():
            return filing
        filing.reopen()
        filing.signatures.all().delete()
        verb = f"{REVIEWED} again and passed it on for signature; what was signed before is void"
    examination = examine(filing)
    if examination.sha256 != sha256:
        raise ChangedSince(
            "The draft was changed while you looked at it. Read it again before you pass it on."
        )
    if not examination.is_ready:
        raise NotReady("Mend the errors and give a reason for each warning before you pass it on.")
    filing.mark_reviewed(by=actor, at=timezone.now(), sha256=sha256)
    filing.save()
    event = record(actor=actor, verb=verb, subject=filing, changes={"sha256": ["", sha256]})
    state_keep(actor=actor, filing=filing, submission=examination.submission, event=event)
    return filing


def filing_send_back(*, actor: User, filing_id: int, comment: str) -> Filing:
    """Return a reviewed report to its preparer with a comment. Signatures given so far are void."""
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        if filing.state != FilingState.REVIEWED:
            raise NotEditable("Only a report that waits for signature can be sent back.")
        filing.reopen()
        filing.signatures.all().delete()
        filing.save()
        record(actor=actor, verb=f"sent the report back: {comment}"[:200], subject=filing)
    return filing


def _must_be_editable(filing: Filing) -> None:
    if not filing.is_editable:
        raise NotEditable(f"This Form {filing.form_type} is signed; its findings are closed.")
