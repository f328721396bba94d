"""The states in which a filing was, and what each of them was."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from compliance.audit.log import history
from compliance.audit.models import Event
from compliance.models import User
from filings.models import Filing, ReportState, Snapshot
from filings.ownership.ledger import stories
from filings.ownership.report import Submission
from filings.selectors.ledger.reading import Record

# How the log tells of a review; one that was done again, because the first was void, says so in between.
REVIEWED = "reviewed the report"


@dataclass(frozen=True)
class State:
    """A state of a filing to compare with another one. ``key`` names it in addresses.

    ``made_by`` is what made it so, in the words of the log; ``was`` is what became of it: a review, that it was shown
    to somebody, a signature. ``name`` is what it is called, where its time alone would not say it.
    """

    key: str
    sha256: str
    at: dt.datetime | None
    name: str = ""
    by: str = ""
    made_by: str = ""
    was: tuple[str, ...] = field(default=())


def states_of(filing: Filing) -> list[State]:
    """What is kept of a filing, the newest first: a draft's states and what was signed, or each import of it."""
    if filing.is_imported:
        return [
            State(one.sha256, one.sha256, one.created_at, made_by="imported")
            for one in _frozen(filing).defer("content")
        ]
    was = _what_they_were(filing)
    kept = [
        State(
            key=one.sha256,
            sha256=one.sha256,
            at=one.at,
            by=str(one.by),
            made_by=one.event.verb if one.event else "a record beside the draft was changed",
            was=tuple(was.get(one.sha256, ())),
        )
        for one in filing.states.select_related("by", "event").defer("content")
    ]
    signed = [
        State("signed", one.sha256, filing.signed_at, "Signed", made_by="signed and frozen")
        for one in _frozen(filing).defer("content")
    ]
    return signed + kept


def submission_with(filing: Filing, sha256: str) -> Submission | None:
    """What a filing said in the state with this hash; ``None`` where no such state is kept."""
    kept: ReportState | Snapshot | None = (
        filing.states.filter(sha256=sha256).first() or _frozen(filing).filter(sha256=sha256).first()
    )
    return kept.submission if kept else None


def last_reviewed(filing: Filing) -> str:
    """The hash of the report that was reviewed last, also where its review is void by now; blank if none was."""
    events = history(filing).filter(verb__startswith=REVIEWED)
    return filing.reviewed_sha256 or next((one for event in events[:1] for one in _sha256_in(event)), "")


def reviewed_before(filing: Filing, sha256: str) -> str:
    """The hash of the report that was reviewed last, where that is another one and is kept; blank otherwise."""
    last = last_reviewed(filing)
    return last if last != sha256 and filing.states.filter(sha256=last).exists() else ""


def shown_before(filing: Filing, user: User, sha256: str) -> str:
    """The hash of the last other state that somebody was shown for signature and that is kept; blank if none."""
    shown = (
        filing.shown.filter(user=user, sha256__in=filing.states.values("sha256"))
        .exclude(sha256=sha256)
        .values_list("sha256", flat=True)
        .first()
    )
    return shown or ""


def changes_made(filing: Filing, events: Iterable[Event]) -> dict[int, tuple[str, str]]:
    """Of these events of a filing those that made a new state: the event's primary key to the hashes of the state
    before it and of the new one."""
    wanted = {event.pk for event in events}
    pairs: dict[int, tuple[str, str]] = {}
    before = ""
    for event, sha256 in filing.states.order_by("pk").values_list("event", "sha256"):
        if before and event in wanted:
            pairs[event] = before, sha256
        before = sha256
    return pairs


def original_of(filing: Filing) -> Filing | None:
    """The filing that an amendment amends, where it is on the desk: as the desk knows it, else by box 4."""
    if not filing.is_amendment:
        return None
    if filing.amends is not None:
        return filing.amends
    owners = list(filing.filing_owners.values_list("owner", flat=True))
    if filing.is_editable:
        return _filed_on(filing, owners)
    for story in stories(Record(filing.issuer_id, owners).statements.values()):
        if filing.pk in {one.reference for one in story.amendments}:
            return Filing.objects.filter(pk=story.statement.reference).first()
    return None


def _filed_on(amendment: Filing, owners: Sequence[int]) -> Filing | None:
    """The one report that a draft can amend by its box 4; ``None`` where there are several."""
    if amendment.original_filed_on is None:
        return None
    found = Filing.objects.filter(
        issuer=amendment.issuer_id,
        form_type=amendment.document_type.form,
        filed_on=amendment.original_filed_on,
        owners__in=owners,
    ).distinct()[:2]
    return found[0] if len(found) == 1 else None


def _frozen(filing: Filing) -> QuerySet[Snapshot]:
    return filing.snapshots.exclude(kind=Snapshot.Kind.PREVIEW)


def _what_they_were(filing: Filing) -> Mapping[str, Sequence[str]]:
    """By hash: who reviewed it, to whom it was shown, and who signed it."""
    was: dict[str, list[str]] = defaultdict(list)
    for event in history(filing).filter(verb__startswith=REVIEWED).order_by("number"):
        for sha256 in _sha256_in(event):
            was[sha256].append(f"reviewed by {event.actor}")
    for shown in filing.shown.select_related("user").order_by("at"):
        words = f"shown to {shown.user} for signature"
        if words not in was[shown.sha256]:
            was[shown.sha256].append(words)
    for signature in filing.signatures.select_related("signer"):
        words = f"signed by {signature.signer}"
        if words not in was[signature.report_sha256]:
            was[signature.report_sha256].append(words)
    return was


def _sha256_in(event: Event) -> list[str]:
    """The hash that an event tells; none in events from before it was told."""
    return [str(after) for _, after in [event.changes["sha256"]]] if "sha256" in event.changes else []
