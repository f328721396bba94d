"""Which filings there are, for whom, in what order."""

import datetime as dt

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from compliance.access import reach_of
from compliance.models import User
from filings.models import Filing, FilingOwner, FilingState
from people.models.fields import normalise_cik
from people.selectors.powers import owners_in_person


def visible_to(user: User) -> QuerySet[Filing]:
    """The filings a person may see: those of the issuers at which he or she holds a role, and the own reports."""
    filings = Filing.objects.select_related("issuer").prefetch_related("filing_owners__owner")
    reach = reach_of(user)
    if reach.everywhere:
        return filings
    own = FilingOwner.objects.filter(owner__in=owners_in_person(user)).values("filing")
    return filings.filter(reach.within("issuer") | Q(pk__in=own))


def open_filings(user: User) -> QuerySet[Filing]:
    """What is not yet filed, the most urgent first; drafts without a due date come last."""
    return visible_to(user).exclude(state=FilingState.FILED).order_by(F("due_on").asc(nulls_last=True), "id")


def to_sign(user: User) -> QuerySet[Filing]:
    """Reviewed reports that wait for a signature this person might give."""
    return _under_authority(user).exclude(_for_other_hands(user))


def to_be_signed_by_others(user: User) -> QuerySet[Filing]:
    """Reviewed reports that this person might sign, had the same person not prepared or reviewed them."""
    return _under_authority(user).filter(_for_other_hands(user))


def _for_other_hands(user: User) -> Q:
    """What a person may not sign who prepared or reviewed it, because the issuer wants different people."""
    prepared = Filing.preparers.through.objects.filter(user=user).values("filing")
    return Q(issuer__requires_different_people=True) & (Q(pk__in=prepared) | Q(reviewed_by=user))


def _under_authority(user: User) -> QuerySet[Filing]:
    return (
        open_filings(user)
        .filter(state=FilingState.REVIEWED)
        .filter(
            Q(owners__in=owners_in_person(user))
            | Q(filing_owners__power__attorneys=user)
            | Q(filing_owners__power__named_attorneys__substitutions__substitute=user)
        )
        .exclude(signatures__signer=user)
        .distinct()
    )


def filings_matching(user: User, text: str) -> QuerySet[Filing]:
    """Filings whose owner, issuer, symbol or accession number holds a text, or of whom it is the CIK.

    What is not filed yet comes first, the newest draft before the others; then what was filed last.
    """
    filings = newest_first(visible_to(user))
    if not text:
        return filings
    cik = normalise_cik(text)
    return filings.filter(
        Q(owners__conformed_name__icontains=text)
        | Q(owners__last_name__icontains=text)
        | Q(issuer__conformed_name__icontains=text)
        | Q(issuer__trading_symbol__iexact=text)
        | Q(accession_number__icontains=text)
        | Q(owners__cik=cik)
        | Q(issuer__cik=cik)
    ).distinct()


def newest_first(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """What is not filed yet, then what was filed last; a day that EDGAR's header would tell is box 3's instead."""
    return filings.order_by(
        Case(When(state=FilingState.FILED, then=Value(1)), default=Value(0)),
        Coalesce("filed_on", "period_of_report").desc(nulls_last=True),
        "-id",
    )


def filed_since(user: User, day: dt.date) -> QuerySet[Filing]:
    """What was filed since a day and had a due date, oldest first."""
    return visible_to(user).filter(filed_on__gte=day, due_on__isnull=False).order_by("filed_on")
