"""The register on any day: who may sign what for whom about which issuer, and why nobody else may."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from compliance.models import User
from people.authority import Occasion
from people.models import Issuer, Position, PowerOfAttorney, ReportingOwner, Signatory
from people.selectors.powers import Candidate, attorneys_in_role, candidates_from, powers_shown


@dataclass(frozen=True)
class OnFile:
    """What is on file for one owner: the powers, newest first, and those who sign in a stated capacity."""

    owner: ReportingOwner
    powers: tuple[PowerOfAttorney, ...]
    signatories: tuple[Signatory, ...]


@dataclass(frozen=True)
class RegisterLine:
    """One owner about one issuer: everybody whom something on file could let sign, each with the answer."""

    owner: ReportingOwner
    issuer: Issuer | None
    candidates: tuple[Candidate, ...]

    @property
    def able(self) -> list[Candidate]:
        return [one for one in self.candidates if one.authority.granted]

    @property
    def refused(self) -> list[tuple[str, list[User]]]:
        """Each reason with those whom it keeps from signing."""
        reasons: dict[str, list[User]] = {}
        for one in self.candidates:
            if not one.authority.granted:
                reasons.setdefault(one.authority.reason, []).append(one.signer)
        return list(reasons.items())

    @property
    def why_nobody(self) -> str:
        """Why nobody may sign, in one sentence; empty where somebody may."""
        if self.able:
            return ""
        if not self.candidates:
            return f"{self.owner} has neither a power of attorney on file nor an own login."
        return self.candidates[0].authority.reason


def register_on(
    occasion: Occasion,
    *,
    owner: ReportingOwner | None = None,
    attorney: User | None = None,
    reader: User | None = None,
) -> list[RegisterLine]:
    """The register for an occasion: one owner, or every insider who holds a position at the issuer on the day.

    Without an issuer each is asked about the own ones; Form ID is about none. ``attorney`` asks about that person
    only, named or not. A ``reader`` is told of what he or she may see.
    """
    asked = _asked_about(occasion, owner, reader)
    on_file = {one.owner.pk: one for one in on_file_for((whose for whose, _ in asked), reader)}
    in_role = attorneys_in_role()
    lines = []
    for whose, issuer in asked:
        kept = on_file[whose.pk]
        about = Occasion(occasion.form, occasion.is_amendment, issuer, occasion.on, occasion.is_past)
        found = candidates_from(kept.owner, about, kept.powers, kept.signatories, in_role, only=attorney)
        lines.append(RegisterLine(kept.owner, issuer, tuple(found)))
    return lines


def _asked_about(
    occasion: Occasion, owner: ReportingOwner | None, reader: User | None
) -> list[tuple[ReportingOwner, Issuer | None]]:
    """Whom, and about which issuer: an owner without a position is asked about the issuers that powers name."""
    if owner is not None and occasion.issuer is not None:
        return [(owner, occasion.issuer)]
    pairs: list[tuple[ReportingOwner, Issuer | None]] = [
        (whose, about)
        for whose, about in insiders_on(occasion.on, occasion.issuer, reader)
        if owner is None or whose.pk == owner.pk
    ]
    if occasion.form == "ID":
        owners = {whose.pk: whose for whose, _ in pairs} if owner is None else {owner.pk: owner}
        return [(whose, None) for whose in owners.values()]
    if owner is not None and not pairs:
        named = Issuer.objects.filter(powers_of_attorney__grantor=owner).distinct()
        named = named.visible_to(reader) if reader else named
        pairs = [(owner, about) for about in named] or [(owner, None)]
    return pairs


def insiders_on(
    day: dt.date, issuer: Issuer | None = None, reader: User | None = None
) -> list[tuple[ReportingOwner, Issuer]]:
    """Who holds a position where on a day, each pair once, by the owner's name."""
    positions = Position.objects.held_on(day).select_related("owner__user", "issuer").defer("owner__ccc")
    if issuer is not None:
        positions = positions.filter(issuer=issuer)
    if reader is not None:
        positions = positions.visible_to(reader)
    pairs = {(one.owner_id, one.issuer_id): (one.owner, one.issuer) for one in positions}
    return sorted(pairs.values(), key=lambda pair: (pair[0].conformed_name, pair[1].conformed_name))


def on_file_for(owners: Iterable[ReportingOwner], reader: User | None = None) -> list[OnFile]:
    """What is on file for some owners and somebody may see, in a few queries however many they are."""
    known = {owner.pk: owner for owner in owners}
    powers: dict[int, list[PowerOfAttorney]] = defaultdict(list)
    newest_first = powers_shown(reader).order_by(models.F("executed_on").desc(nulls_first=True), "-id")
    for power in newest_first.filter(grantor__in=known):
        powers[power.grantor_id].append(power)
    signatories: dict[int, list[Signatory]] = defaultdict(list)
    for one in Signatory.objects.filter(owner__in=known).select_related("user"):
        one.owner = known[one.owner_id]
        signatories[one.owner_id].append(one)
    return [OnFile(owner, tuple(powers[key]), tuple(signatories[key])) for key, owner in known.items()]
