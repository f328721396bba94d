"""How each owner of a filing is signed for, as the checks want to know it."""

import datetime as dt
from collections.abc import Sequence

from filings.models import Filing, FilingOwner, Signature
from filings.ownership.checks.facts import Power, Signing
from people.authority import Occasion, lapse, people_under, scope_objection, under_power
from people.models import PowerOfAttorney
from people.selectors.powers import attorneys_in_role, powers_shown


def signings_of(filing: Filing, today: dt.date) -> dict[str, Signing]:
    """By owner's CIK the way of signing: as it was signed, else as the draft says, as of today.

    Nothing is known of who signed a past filing.
    """
    if filing.is_imported:
        return {}
    given: dict[int, list[Signature]] = {}
    for signature in filing.signatures.select_related("signer"):
        given.setdefault(signature.owner_id, []).append(signature)
    owners = list(
        filing.filing_owners.select_related("owner")
        .prefetch_related("owner__signatories")
        .defer("owner__ccc")
    )
    chosen = {one.power_id for one in owners} | {one.power_id for some in given.values() for one in some}
    powers = powers_shown().in_bulk([pk for pk in chosen if pk is not None])
    return {
        one.owner.cik: _signing(filing, one, given.get(one.owner_id, ()), powers, today) for one in owners
    }


def _signing(
    filing: Filing,
    one: FilingOwner,
    given: Sequence[Signature],
    powers: dict[int, PowerOfAttorney],
    today: dt.date,
) -> Signing:
    power = powers.get((given[-1].power_id if given else one.power_id) or 0)
    if power is None:
        in_person = one.owner.user_id is not None or any(
            signatory.serves_on(today) for signatory in one.owner.signatories.all()
        )
        return Signing(None, possible=bool(given) or in_person)
    day = given[-1].signed_on if given else today
    occasion = Occasion(
        form=filing.document_type.form,
        is_amendment=filing.is_amendment,
        issuer=filing.issuer,
        on=day,
        is_past=bool(given),
        signed_by=tuple((signature.signer, signature.signed_on) for signature in given),
    )
    foreign = "" if power.grantor_id == one.owner_id else f"{one.owner} did not give the power of attorney."
    return Signing(
        Power(
            executed_on=power.executed_on or day,
            out_of_scope=foreign or scope_objection(power, occasion),
            lapsed=lapse(power, day),
            attorneys=_attorneys(power, given, occasion),
            filed_with=power.filed_with,
            attached=not power.filed_with and bool(power.text.strip()),
            covers_amendments=power.covers_amendments,
            text=power.text,
        )
    )


def _attorneys(power: PowerOfAttorney, given: Sequence[Signature], occasion: Occasion) -> dict[str, str]:
    """Whom the power names, and their substitutes, each with the reason why not to sign; of a signed form only
    who signed. What the whole power lacks is told apart from this."""
    people = [signature.signer for signature in given] or people_under(power)
    if scope_objection(power, occasion) or lapse(power, occasion.on):
        return {str(one): "" for one in people}
    in_role = None if given else attorneys_in_role()
    return {str(one): under_power(power, one, occasion, in_role).reason for one in people}
