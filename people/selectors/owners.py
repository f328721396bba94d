"""Reading reporting owners and their positions. Lists never load a CCC."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from compliance.access import reach_of
from compliance.audit.log import history
from compliance.audit.models import Event
from compliance.models import User
from people.models import Issuer, Position, PowerOfAttorney, PowerState, ReportingOwner
from people.models.owner import CCC_REPLACED, CCC_USED_IN
from people.selectors.words import matching

_NAMES = ("conformed_name", "first_name", "middle_name", "last_name", "cik")
_POSITIONS = ("positions__title", "positions__issuer__conformed_name", "positions__issuer__trading_symbol")


def owners_matching(query: str, reader: User) -> models.QuerySet[ReportingOwner]:
    """The owners whom somebody may see, in whose names, CIK, titles or issuers every word of the query occurs.

    Titles and issuers are searched for the whole desk's people only: a match would tell others of an issuer
    that they do not see.
    """
    owners = ReportingOwner.objects.visible_to(reader).defer("ccc")
    fields = (*_NAMES, *_POSITIONS) if reach_of(reader).everywhere else _NAMES
    return matching(owners, query, *fields)


def owners_listed(query: str, day: dt.date, reader: User) -> models.QuerySet[ReportingOwner]:
    """As ``owners_matching``; each with ``current_positions`` and, as ``has_power``, whether one is in force."""
    powers = PowerOfAttorney.objects.in_state(PowerState.IN_FORCE, day).visible_to(reader)
    return (
        owners_matching(query, reader)
        .annotate(has_power=models.Exists(powers.filter(grantor=models.OuterRef("pk"))))
        .prefetch_related(
            models.Prefetch(
                "positions",
                Position.objects.held_on(day).visible_to(reader).select_related("issuer"),
                to_attr="current_positions",
            )
        )
    )


def owner_shown() -> models.QuerySet[ReportingOwner]:
    """For one owner's page: whether a CCC is on file, as ``has_ccc``, without reading it."""
    return (
        ReportingOwner.objects.defer("ccc")
        .select_related("user")
        .annotate(has_ccc=GreaterThan(Length("ccc"), 0))
    )


@dataclass(frozen=True)
class CccEvents:
    """The last time that an owner's CCC was replaced, and the last time that it was used, as the log has them."""

    replaced: Event | None
    used: Event | None

    @property
    def used_in(self) -> str:
        """What it went into: ``the EDGAR copy``."""
        return self.used.verb.removeprefix(CCC_USED_IN) if self.used else ""

    @property
    def is_used(self) -> bool:
        """Whether the CCC that is on file now was used, and not only the one before it."""
        if self.used is None:
            return False
        return self.replaced is None or self.used.number > self.replaced.number


def ccc_events(owner: ReportingOwner) -> CccEvents:
    """When and by whom the CCC was last replaced and last used."""
    events = history(owner)
    return CccEvents(
        replaced=events.filter(verb=CCC_REPLACED).first(),
        used=events.filter(verb__startswith=CCC_USED_IN).first(),
    )


def positions_on(owner: ReportingOwner, issuer: Issuer, day: dt.date) -> models.QuerySet[Position]:
    """The positions that an owner holds at an issuer on a day."""
    return Position.objects.held_on(day).filter(owner=owner, issuer=issuer)
