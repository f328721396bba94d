"""Reading powers of attorney, and who may sign for whom."""

import datetime as dt

from compliance.models import Role, User
from people.authority import Authority, Occasion, authority
from people.models import PowerState, ReportingOwner
from people.models.power_of_attorney import PowerOfAttorney, PowerQuerySet
from people.selectors.words import matching


def powers_shown() -> PowerQuerySet:
    """Every power with its grantor, issuer and named attorneys, read in two queries."""
    return (
        PowerOfAttorney.objects.select_related("grantor", "issuer")
        .defer("grantor__ccc")
        .prefetch_related("named_attorneys__user")
    )


def powers_for(owner: ReportingOwner) -> PowerQuerySet:
    """An owner's powers, newest first, with the attorneys that they name."""
    return powers_shown().filter(grantor=owner)


def powers_listed(query: str, state: PowerState | None, day: dt.date) -> PowerQuerySet:
    """The register: powers whose grantor, issuer, attorneys or accession number hold every word of the query,
    all of them or those in one state on a day; newest first."""
    powers = powers_shown()
    if state is not None:
        powers = powers.in_state(state, day)
    return matching(
        powers.order_by("-executed_on", "-id"),
        query,
        "grantor__conformed_name", "grantor__first_name", "grantor__last_name", "grantor__cik",
        "issuer__conformed_name", "issuer__trading_symbol", "filed_with",
        "named_attorneys__user__first_name", "named_attorneys__user__last_name",
    )  # fmt: skip


def signing_authority(signer: User, owner: ReportingOwner, occasion: Occasion) -> Authority:
    """Whether somebody may sign for an owner on an occasion, from the powers on file."""
    return authority(signer, owner, occasion, powers_for(owner))


def possible_signers(owner: ReportingOwner, occasion: Occasion) -> list[tuple[User, Authority]]:
    """Everybody who may sign for an owner on an occasion, each with the authority; the owner comes first.

    Attorneys sign on the desk, so only those who hold the attorney's role are among them.
    """
    powers = list(powers_for(owner))
    attorneys = User.objects.filter(
        memberships__role=Role.ATTORNEY, named_in_powers__power__in=powers
    ).distinct()
    signers = [owner.user] if owner.user else []
    signers += [user for user in attorneys if user.pk != owner.user_id]
    answers = [(signer, authority(signer, owner, occasion, powers)) for signer in signers]
    return [(signer, answer) for signer, answer in answers if answer.granted]
