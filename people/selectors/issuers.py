"""Reading issuers and their insiders."""

import datetime as dt

from django.db import models

from compliance.models import User
from people.models import Issuer, Position
from people.selectors.words import matching


def issuers_matching(query: str, reader: User) -> models.QuerySet[Issuer]:
    """The issuers that somebody may see, in whose name, symbols or CIK every word of the query occurs."""
    return matching(
        Issuer.objects.visible_to(reader),
        query,
        "conformed_name", "trading_symbol", "foreign_trading_symbol", "cik",
    )  # fmt: skip


def issuers_listed(query: str, day: dt.date, reader: User) -> models.QuerySet[Issuer]:
    """As ``issuers_matching``; each with the number of its ``insiders`` on that day."""
    held = (
        Position.objects.held_on(day)
        .filter(issuer=models.OuterRef("pk"))
        .order_by()
        .values("issuer")
        .annotate(people=models.Count("owner", distinct=True))
        .values("people")
    )
    return issuers_matching(query, reader).annotate(insiders=models.Subquery(held))


def insiders_of(issuer: Issuer, day: dt.date) -> models.QuerySet[Position]:
    """The positions held at an issuer on a day, with their owners, by the owners' names."""
    return (
        Position.objects.held_on(day)
        .filter(issuer=issuer)
        .select_related("owner")
        .defer("owner__ccc")
        .order_by("owner__conformed_name", "kind")
    )
