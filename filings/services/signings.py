"""How each owner of a filing is signed for, as the checks want to know it."""

import datetime as dt

from django.db.models import Exists, OuterRef

from compliance.models import Membership, Role
from filings.models import Filing, FilingOwner, Signature
from filings.ownership.checks.facts import Power, Signing
from people.authority import Occasion, lapse, own_lapse, scope_objection
from people.models import AttorneyInFact, PowerOfAttorney


def signings_of(filing: Filing, today: dt.date) -> dict[str, Signing]:
    """By owner's CIK the way of signing: as it was signed, else as the draft says, as of today.

    Nothing is known of who signed a past filing.
    """
    if filing.is_imported:
        return {}
    given = {one.owner_id: one for one in filing.signatures.select_related("power__issuer", "signer")}
    owners = filing.filing_owners.select_related("owner", "power__issuer").defer("owner__ccc")
    return {one.owner.cik: _signing(filing, one, given.get(one.owner_id), today) for one in owners}


def _signing(filing: Filing, one: FilingOwner, given: Signature | None, today: dt.date) -> Signing:
    power = given.power if given else one.power
    if power is None:
        return Signing(None, possible=given is not None or one.owner.user_id is not None)
    day = given.signed_on if given else today
    occasion = Occasion(
        form=filing.document_type.form, is_amendment=filing.is_amendment, issuer=filing.issuer, on=day
    )
    foreign = "" if power.grantor_id == one.owner_id else f"{one.owner} did not give the power of attorney."
    return Signing(
        Power(
            executed_on=power.executed_on,
            out_of_scope=foreign or scope_objection(power, occasion),
            lapsed=lapse(power, day),
            attorneys=_attorneys(power, given, day),
            filed_with=power.filed_with,
            attached=not power.filed_with and bool(power.text.strip()),
            covers_amendments=power.covers_amendments,
            text=power.text,
        )
    )


def _attorneys(power: PowerOfAttorney, given: Signature | None, day: dt.date) -> dict[str, str]:
    """Whom the power names, each with the reason why not to sign; of a signed form only who signed."""
    role = Membership.objects.filter(user=OuterRef("user"), role=Role.ATTORNEY)
    named = power.named_attorneys.select_related("user").annotate(holds_role=Exists(role))
    if given is not None:
        named = named.filter(user=given.signer)
    return {str(one.user): own_lapse(one, power, day) or ("" if given else _absence(one)) for one in named}


def _absence(named: AttorneyInFact) -> str:
    """Why somebody whom a power names cannot sign on the desk; empty for one who can."""
    if named.user.is_active and named.holds_role:  # type: ignore[attr-defined]  # annotated
        return ""
    return f"{named.user} does not hold the role of attorney-in-fact here."
