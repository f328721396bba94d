"""People, issuers and powers of attorney as records that events tell of."""

from compliance.audit.records import RecordKind, register
from people.models import (
    AttorneyInFact,
    Issuer,
    Position,
    PowerOfAttorney,
    ReportingOwner,
    SecurityClass,
    Signatory,
    Substitution,
)


def register_kinds() -> None:
    """Make them known to the log."""
    register(
        RecordKind(
            model=ReportingOwner,
            name="Reporting owner",
            permission="people.view_history",
            page="owner",
            records=lambda: ReportingOwner.objects.defer("ccc"),
            told_of=(Position, Signatory),
        ),
        RecordKind(
            model=Issuer,
            name="Issuer",
            permission="people.view_history",
            page="issuer",
            records=Issuer.objects.all,
            told_of=(SecurityClass,),
        ),
        RecordKind(
            model=PowerOfAttorney,
            name="Power of attorney",
            permission="people.view_history",
            page="power",
            records=lambda: PowerOfAttorney.objects.defer("text"),
            told_of=(AttorneyInFact, Substitution),
        ),
    )
