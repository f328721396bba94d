"""What the owners of a filing were asked about it, and what they say."""

import datetime as dt
from dataclasses import dataclass

from filings.models import Confirmation, Filing


@dataclass(frozen=True)
class ConfirmationShown:
    """One question; ``is_present`` says whether the answer is about the report as it is now."""

    confirmation: Confirmation
    is_present: bool
    is_open: bool

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
        """The links that were used again and are still open."""
        return [one.confirmation for one in self.all if one.is_open and one.confirmation.used_again_at]


def confirmations_of(filing: Filing, sha256: str, now: dt.datetime) -> Confirmations:
    """The questions about a filing whose report has this hash now."""
    asked = filing.confirmations.select_related("owner", "asked_by", "replied_by").defer("owner__ccc")
    return Confirmations(
        tuple(
            ConfirmationShown(
                confirmation=one,
                is_present=one.report_sha256 == sha256,
                is_open=filing.is_editable
                and not one.answer
                and one.revoked_at is None
                and one.expires_at is not None
                and one.expires_at > now,
            )
            for one in asked
        )
    )
