"""Reading powers of attorney, and who may sign for whom."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from compliance.access import reach_of_each
from compliance.calendar import eastern_today
from compliance.models import Role, User
from people.authority import Authority, InRole, Occasion, authority, people_under, under_power
from people.models import PowerState, ReportingOwner, Signatory, Substitution
from people.models.power_of_attorney import PowerOfAttorney, PowerQuerySet, PowerStage
from people.selectors.words import matching


def powers_shown(reader: User | None = None) -> PowerQuerySet:
    """The powers that somebody may see, or every one: each with its grantor, issuer, named attorneys and their
    substitutes, in a query for each of them."""
    powers = PowerOfAttorney.objects.all()
    return (
        (powers.visible_to(reader) if reader else powers)
        .select_related("grantor", "issuer", "text_confirmed_by")
        .defer("grantor__ccc")
        .prefetch_related("named_attorneys__user", "named_attorneys__substitutions__substitute")
    )


def powers_for(owner: ReportingOwner, reader: User | None = None) -> PowerQuerySet:
    """An owner's powers, newest first, with the attorneys that they name."""
    return powers_shown(reader).filter(grantor=owner)


def powers_to_sign_under(owner: ReportingOwner, reader: User) -> PowerQuerySet:
    """An owner's powers without the drafts: those that a report may rest on, as far as somebody may see them."""
    return powers_for(owner, reader).filter(stage=PowerStage.EXECUTED)


def powers_listed(query: str, state: PowerState | None, day: dt.date, reader: User) -> PowerQuerySet:
    """The register as somebody may see it: powers whose grantor, issuer, attorneys or accession number hold every
    word of the query, all of them or those in one state on a day; newest first."""
    powers = powers_shown(reader)
    if state is not None:
        powers = powers.in_state(state, day)
    return matching(
        powers.order_by(models.F("executed_on").desc(nulls_first=True), "-id"),
        query,
        "grantor__conformed_name", "grantor__first_name", "grantor__last_name", "grantor__cik",
        "issuer__conformed_name", "issuer__trading_symbol", "filed_with",
        "named_attorneys__user__first_name", "named_attorneys__user__last_name",
        "named_attorneys__substitutions__substitute__last_name",
    )  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A person who might sign for an owner, and whether he or she may."""

    signer: User
    authority: Authority


def signing_authority(signer: User, owner: ReportingOwner, occasion: Occasion) -> Authority:
    """Whether somebody may sign for an owner on an occasion, from what is on file."""
    return authority(
        signer,
        owner,
        occasion,
        powers_for(owner),
        signatories=owner.signatories.filter(user=signer),
        in_role=attorneys_in_role(),
    )


def authority_under(power: PowerOfAttorney, signer: User, occasion: Occasion) -> Authority:
    """Whether somebody may sign under one power on an occasion; ``power`` as ``powers_shown`` reads it."""
    return under_power(power, signer, occasion, attorneys_in_role())


def attorneys_in_role() -> InRole:
    """Where each login that holds the attorney's role holds it, by key."""
    return reach_of_each(Role.ATTORNEY)


def candidates(owner: ReportingOwner, occasion: Occasion) -> list[Candidate]:
    """Everybody whom something on file could let sign for an owner, each with the answer: the owner comes first."""
    return candidates_from(
        owner,
        occasion,
        list(powers_for(owner)),
        list(owner.signatories.select_related("user")),
        attorneys_in_role(),
    )


def candidates_from(
    owner: ReportingOwner,
    occasion: Occasion,
    powers: Iterable[PowerOfAttorney],
    signatories: Iterable[Signatory],
    in_role: InRole,
    *,
    only: User | None = None,
) -> list[Candidate]:
    """As ``candidates``, from records that were read before; ``only`` asks about one person, named or not."""
    signers: dict[int, User] = {owner.user.pk: owner.user} if owner.user else {}
    for one in signatories:
        signers.setdefault(one.user_id, one.user)
    attorneys = {user.pk: user for power in powers for user in people_under(power)}
    for user in sorted(attorneys.values(), key=lambda user: (user.last_name, user.first_name, user.pk)):
        signers.setdefault(user.pk, user)
    if only is not None:
        signers = {only.pk: only}
    return [
        Candidate(
            signer, authority(signer, owner, occasion, powers, signatories=signatories, in_role=in_role)
        )
        for signer in signers.values()
    ]


def possible_signers(owner: ReportingOwner, occasion: Occasion) -> list[tuple[User, Authority]]:
    """Everybody who may sign for an owner on an occasion, each with the authority; the owner comes first.

    Attorneys sign on the desk, so only those who hold the attorney's role are among them.
    """
    return [(one.signer, one.authority) for one in candidates(owner, occasion) if one.authority.granted]


def signers_under(power: PowerOfAttorney, occasion: Occasion) -> list[Candidate]:
    """Everybody whom a power names, and their substitutes, each with whether the power lets them sign."""
    in_role = attorneys_in_role()
    return [Candidate(user, under_power(power, user, occasion, in_role)) for user in people_under(power)]


def owners_in_person(user: User) -> models.QuerySet[ReportingOwner]:
    """The owners for whom a login signs without a power: the own one, and those of a capacity that serves today.

    Who is named in advance sees nothing of a living person's reports.
    """
    serving = Signatory.objects.filter(user=user).serving_on(eastern_today())
    return ReportingOwner.objects.filter(models.Q(user=user) | models.Q(signatories__in=serving)).distinct()


def owners_under_powers(user: User) -> models.QuerySet[ReportingOwner]:
    """The owners whose powers name a login as attorney, or in whose powers it is somebody's substitute."""
    return ReportingOwner.objects.filter(
        models.Q(powers_of_attorney__attorneys=user)
        | models.Q(powers_of_attorney__named_attorneys__substitutions__substitute=user)
    ).distinct()


def appointments_to_file(power: PowerOfAttorney, period: dt.date | None) -> models.QuerySet[Substitution]:
    """The substitutes' appointments under a power that no filing carried, in the order of their signature.

    Those revoked are left out, and those that ended before ``period``, the day of the first trade: nobody can sign
    a report of it under them. What time brings later changes no draft that was reviewed.
    """
    open_ = models.Q(ends_on__isnull=True)
    if period is not None:
        open_ |= models.Q(ends_on__gte=period)
    return Substitution.objects.filter(
        open_, attorney__power=power, revoked_on__isnull=True, filed_with=""
    ).order_by("executed_on", "id")
