"""Many reports that wait for one signer: which, and signing several of them in one go."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compliance.models import User
from filings.models import Filing
from filings.ownership.deadlines import EASTERN
from filings.services.evidence.documents import OnTheDesk, ToSign
from filings.services.evidence.shown import shown_to
from filings.services.review import ChangedSince, Examination, NotReady, examine
from filings.services.sign import SignatureRefused, filing_sign, signatures_to_give
from filings.services.standing import standings, why_not


@dataclass(frozen=True)
class Waiting:
    """A report that waits for a signer: what the person would sign, or why not, and whether it was shown today."""

    examination: Examination
    signatures: tuple[ToSign, ...]
    reason: str
    was_shown: bool

    @property
    def filing(self) -> Filing:
        return self.examination.filing

    @property
    def can_be_signed(self) -> bool:
        return bool(self.signatures) and not self.reason and self.was_shown


@dataclass(frozen=True)
class Outcome:
    """What came of one report: it is signed, or a sentence says why not."""

    filing_id: int
    refusal: str = ""


def waiting_for(signer: User, filings: Iterable[Filing], *, now: dt.datetime) -> list[Waiting]:
    """These reports as they stand for a signer at an instant, in the order given."""
    return [_waiting(filing, signer, now) for filing in filings]


def filings_sign(*, actor: User, chosen: Sequence[tuple[int, str]], manner: OnTheDesk) -> list[Outcome]:
    """Sign several reports, each by its number and the hash of what was shown, and each by itself.

    One that is refused stops no other; every refusal says why, and is in the log.
    """
    outcomes = []
    for filing_id, sha256 in chosen:
        try:
            filing_sign(actor=actor, filing_id=filing_id, sha256=sha256, manner=manner)
        except (SignatureRefused, ChangedSince, NotReady) as refusal:
            outcomes.append(Outcome(filing_id, str(refusal)))
        except Filing.DoesNotExist:
            outcomes.append(Outcome(filing_id, "This report is gone: its draft was discarded."))
        else:
            outcomes.append(Outcome(filing_id))
    return outcomes


def _waiting(filing: Filing, signer: User, now: dt.datetime) -> Waiting:
    today = now.astimezone(EASTERN).date()
    examination = examine(filing, now=now)
    signatures = signatures_to_give(examination, signer, on=today)
    return Waiting(
        examination=examination,
        signatures=signatures,
        reason=_reason(examination, signer, today, signatures),
        was_shown=shown_to(signer, filing, examination.sha256, on=today) is not None,
    )


def _reason(examination: Examination, signer: User, today: dt.date, signatures: tuple[ToSign, ...]) -> str:
    """Why the report cannot be signed by the person now, whatever was shown; empty if it can."""
    if examination.sha256 != examination.filing.reviewed_sha256:
        return "A person, the issuer or a power of attorney was changed after the review: send it back."
    if examination.errors:
        return f"The report has an error by now: {examination.errors[0].message}"
    if signatures:
        return ""
    return why_not(standings(examination.filing, signer, on=today))
