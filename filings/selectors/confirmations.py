"""What the owners of a filing were asked about it, and what they say."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from compliance.audit.models import Event
from compliance.models import User
from filings.models import Confirmation, Filing
from filings.models.confirmation import QUESTION
from people.selectors.powers import owners_in_person


@dataclass(frozen=True)
class ConfirmationShown:
    """One question; ``is_present`` says whether the answer is about the report as it is now, ``is_kept``
    whether what the draft said then can be compared with it."""

    confirmation: Confirmation
    is_present: bool
    is_open: bool
    is_kept: bool

    @property
    def owner(self) -> str:
        return str(self.confirmation.owner)


@dataclass(frozen=True)
class Confirmations:
    """All questions of a filing, the newest first."""

    all: tuple[ConfirmationShown, ...]

    @property
    def objections(self) -> list[ConfirmationShown]:
        """What an owner found wrong and nobody answered; an answer of the same owner that came later settles it."""
        found, later = [], set()
        for one in self.all:
            owner = one.confirmation.owner_id
            if one.confirmation.is_objection and owner not in later:
                found.append(one)
            if one.confirmation.answer:
                later.add(owner)
        return found

    @property
    def stolen(self) -> list[Confirmation]:
        """The links that were used again, also those that were answered, until a newer question to the owner."""
        return [one.confirmation for one in self._newest if one.confirmation.used_again_at]

    @property
    def right(self) -> list[ConfirmationShown]:
        """The owners' last answers that the report is right as it is now, none of them by a link used twice."""
        last: dict[int, ConfirmationShown] = {}
        for one in self.all:
            if one.confirmation.answer:
                last.setdefault(one.confirmation.owner_id, one)
        return [
            one
            for one in last.values()
            if one.is_present
            and one.confirmation.answer == Confirmation.Answer.RIGHT
            and one.confirmation.used_again_at is None
        ]

    @property
    def _newest(self) -> list[ConfirmationShown]:
        newest: dict[int, ConfirmationShown] = {}
        for one in self.all:
            newest.setdefault(one.confirmation.owner_id, one)
        return list(newest.values())


def events_beside(filing: Filing, events: QuerySet[Event], reader: User) -> QuerySet[Event]:
    """Events of a filing without those about questions to owners for whom a reader does not sign in person."""
    own = filing.confirmations.filter(owner__in=owners_in_person(reader)).values_list("pk", flat=True)
    about_own = Q(**{f"changes__{QUESTION}__1__in": [str(key) for key in own]})
    return events.exclude(Q(changes__has_key=QUESTION) & ~about_own)


def confirmations_of(
    filing: Filing, sha256: str, now: dt.datetime, *, reader: User | None = None
) -> Confirmations:
    """The questions about a filing whose report has this hash now; with a ``reader`` only those to the own owners."""
    asked = filing.confirmations.select_related("owner", "asked_by", "replied_by", "answered_by").defer(
        "owner__ccc"
    )
    if reader is not None:
        asked = asked.filter(owner__in=owners_in_person(reader))
    kept = set(filing.states.filter(sha256__in=asked.values("state_sha256")).values_list("sha256", flat=True))
    return Confirmations(
        tuple(
            ConfirmationShown(
                confirmation=one,
                is_present=one.report_sha256 == sha256,
                is_kept=one.state_sha256 in kept,
                is_open=filing.is_editable
                and not one.answer
                and one.revoked_at is None
                and one.expires_at is not None
                and one.expires_at > now,
            )
            for one in asked
        )
    )
