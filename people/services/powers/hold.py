"""What a signature and a revocation hold, so that neither overtakes the other.

Whoever signs holds the powers, the owners and the own login until the end of the transaction, and reads them
after that; whoever ends an authority holds the same record first. So a signature is either kept before the
revocation is, or sees it. Everybody takes them in one order: owners by CIK, powers by key, the login; then
the log. On SQLite a transaction holds the whole file.
"""

from collections.abc import Iterable

from compliance.models import Membership, User
from people.models import PowerOfAttorney, ReportingOwner


def authority_hold(*, owners: Iterable[int], signer: User) -> User:
    """Hold all that a signature for these owners (by key) rests on; the signer as the database has it now."""
    keys = list(owners)
    list(
        ReportingOwner.objects.filter(pk__in=keys)
        .order_by("cik")
        .select_for_update(no_key=True)
        .values_list("pk")
    )
    held = PowerOfAttorney.objects.filter(grantor__in=keys).values_list("pk", flat=True)
    powers_hold(*held)
    fresh = User.objects.select_for_update(no_key=True).get(pk=signer.pk)
    list(Membership.objects.filter(user=fresh).select_for_update().values_list("pk"))
    return fresh


def powers_hold(*keys: int) -> dict[int, PowerOfAttorney]:
    """Hold some powers, in the order of their keys; each as the database has it now."""
    locked = PowerOfAttorney.objects.filter(pk__in=set(keys)).order_by("pk").select_for_update(no_key=True)
    return {power.pk: power for power in locked}


def owner_hold(key: int) -> None:
    """Hold an owner while the capacity to sign for him, her or it changes."""
    ReportingOwner.objects.select_for_update(no_key=True).values_list("pk").get(pk=key)
