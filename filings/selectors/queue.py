"""Which filings there are, for whom, in what order."""

import datetime as dt

from django.db.models import F, Q, QuerySet

from compliance.access import roles_of
from compliance.models import User
from filings.models import Filing, FilingState


def visible_to(user: User) -> QuerySet[Filing]:
    """The filings a person may see: all with a role on the desk, the own reports otherwise."""
    filings = Filing.objects.select_related("issuer").prefetch_related("filing_owners__owner")
    return filings if roles_of(user) else filings.filter(owners__user=user)


def open_filings(user: User) -> QuerySet[Filing]:
    """What is not yet filed, the most urgent first; drafts without a due date come last."""
    return visible_to(user).exclude(state=FilingState.FILED).order_by(F("due_on").asc(nulls_last=True), "id")


def to_sign(user: User) -> QuerySet[Filing]:
    """Reviewed reports that wait for a signature this person might give."""
    return (
        open_filings(user)
        .filter(state=FilingState.REVIEWED)
        .filter(Q(owners__user=user) | Q(filing_owners__power__attorneys=user))
        .distinct()
    )


def filings_matching(user: User, text: str) -> QuerySet[Filing]:
    """Filings whose owner, issuer, symbol or accession number holds a text."""
    filings = visible_to(user).order_by("-id")
    if not text:
        return filings
    return filings.filter(
        Q(owners__conformed_name__icontains=text)
        | Q(owners__last_name__icontains=text)
        | Q(issuer__conformed_name__icontains=text)
        | Q(issuer__trading_symbol__iexact=text)
        | Q(accession_number__icontains=text)
    ).distinct()


def filed_since(user: User, day: dt.date) -> QuerySet[Filing]:
    """What was filed since a day and had a due date, oldest first."""
    return visible_to(user).filter(filed_on__gte=day, due_on__isnull=False).order_by("filed_on")
