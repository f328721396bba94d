"""The demo's issuers, insiders and powers of attorney.

Tecogen Inc., Mr. Locke and his power of attorney are those of the filing that the product began from; the
power's words are ours. Example Corp, Sample Holdings and Jane Q. Doe stand for nobody.
"""

import datetime as dt
from dataclasses import dataclass

from compliance.models import User
from compliance.secrets import Secret
from filings.demo.paper import scan_of
from people.models import Issuer, Position, PowerOfAttorney, ReportingOwner, SecurityClass
from people.services.issuers import issuer_save, security_class_save
from people.services.owners import owner_ccc_replace, owner_save, position_save
from people.services.powers import poa_save, poa_scan_replace, poa_text_confirm, what_is_read

_POWER = """\
POWER OF ATTORNEY

I, {grantor}, make David Garrison my attorney-in-fact for my reports
under Section 16 of the Securities Exchange Act of 1934 about securities
of {issuer}.

1. He may sign Forms {forms} in my name, with any amendment to them.

2. He may do what is needed to complete such a form and to file it in
time with the Securities and Exchange Commission and with any stock
exchange that asks for it.

3. What he signs under this power has the form and the content that he
finds right, and I confirm it as if I had signed it myself. He may
appoint a substitute.

4. I know that my duties under Section 16 stay my own; neither he nor
the company takes them over.

This power holds until I no longer have to file these forms about my
holdings and transactions in securities of the company, unless I revoke
it earlier in a signed writing that reaches my attorney-in-fact.

Signed on {executed}.

/s/ {signed}
{grantor}
"""


@dataclass(frozen=True)
class People:
    """Whom and what the demo's reports are about."""

    tecogen: Issuer
    example: Issuer
    sample: Issuer
    locke: ReportingOwner
    doe: ReportingOwner
    doe_power: PowerOfAttorney


def load(*, administrator: User, attorney: User, insider: User, today: dt.date) -> People:
    """Put the demo's people on the desk."""
    tecogen = issuer_save(
        actor=administrator,
        issuer=Issuer(
            cik="1537435",
            conformed_name="TECOGEN INC.",
            trading_symbol="TGEN",
            street1="45 FIRST AVE",
            city="WALTHAM",
            state="MA",
            zip_code="02451",
        ),
    )
    example = issuer_save(
        actor=administrator,
        issuer=Issuer(
            cik="9000000001",
            conformed_name="EXAMPLE CORP",
            trading_symbol="EXMP",
            street1="1 MAIN STREET",
            city="SPRINGFIELD",
            state="IL",
            zip_code="62701",
        ),
    )
    sample = issuer_save(
        actor=administrator,
        issuer=Issuer(
            cik="9000000011",
            conformed_name="SAMPLE HOLDINGS INC.",
            trading_symbol="SMPL",
            requires_different_people=True,
            street1="2 MAIN STREET",
            city="SPRINGFIELD",
            state="IL",
            zip_code="62701",
        ),
    )
    for issuer, option in (
        (tecogen, "Stock Option (Right to Buy)"),
        (example, "Restricted Stock Units"),
        (sample, "Restricted Stock Units"),
    ):
        common = security_class_save(
            actor=administrator, security_class=SecurityClass(issuer=issuer, title="Common Stock")
        )
        security_class_save(
            actor=administrator,
            security_class=SecurityClass(issuer=issuer, title=option, is_derivative=True, underlying=common),
        )
    locke = owner_save(
        actor=administrator,
        owner=ReportingOwner(
            cik="1625781",
            # EDGAR has the parts of this name in the wrong order; it is the filer's name all the same.
            conformed_name="Benjamin Locke M.",
            first_name="Benjamin",
            middle_name="M.",
            last_name="Locke",
            street1="45 FIRST AVE",
            city="WALTHAM",
            state="MA",
            zip_code="02451",
            user=insider,
        ),
    )
    doe = owner_save(
        actor=administrator,
        owner=ReportingOwner(
            cik="9000000002",
            conformed_name="Doe Jane Q.",
            first_name="Jane",
            middle_name="Q.",
            last_name="Doe",
            street1="C/O EXAMPLE CORP",
            street2="1 MAIN STREET",
            city="SPRINGFIELD",
            state="IL",
            zip_code="62701",
        ),
    )
    for owner, ccc in ((locke, "demo#111"), (doe, "demo#222")):
        owner_ccc_replace(actor=administrator, owner=owner, ccc=Secret(ccc))
    for position in (
        Position(owner=locke, issuer=tecogen, kind="director", started_on=dt.date(2014, 11, 17)),
        Position(owner=locke, issuer=tecogen, kind="officer", title="CEO", started_on=dt.date(2014, 11, 17)),
        Position(
            owner=doe,
            issuer=example,
            kind="officer",
            title="Chief Financial Officer",
            started_on=today.replace(year=today.year - 3, day=1),
        ),
    ):
        position_save(actor=administrator, position=position)
    _power(
        locke,
        attorney,
        administrator,
        issuer=tecogen,
        executed_on=dt.date(2014, 11, 17),
        forms="3, 4, 5 and Form ID",
        covers_form_id=True,
    )
    doe_power = _power(
        doe,
        attorney,
        administrator,
        issuer=example,
        executed_on=today.replace(year=today.year - 1, day=1),
        forms="3, 4 and 5",
        covers_form_id=False,
    )
    # Its typed signature takes a signed paper behind it as well: with the report of hers that is signed under it,
    # the demo has evidence that is whole. That of Mr. Locke's is not on file, as is usual with one of that age.
    poa_scan_replace(actor=administrator, power=doe_power, scan=scan_of(doe_power.text))
    poa_text_confirm(actor=administrator, power=doe_power, seen=what_is_read(doe_power))
    return People(tecogen=tecogen, example=example, sample=sample, locke=locke, doe=doe, doe_power=doe_power)


def _power(
    grantor: ReportingOwner,
    attorney: User,
    administrator: User,
    *,
    issuer: Issuer,
    executed_on: dt.date,
    forms: str,
    covers_form_id: bool,
) -> PowerOfAttorney:
    text = _POWER.format(
        grantor=grantor.signing_name,
        issuer=issuer.conformed_name,
        forms=forms,
        executed=f"{executed_on:%B} {executed_on.day}, {executed_on.year}",
        signed=grantor.signing_name,
    )
    power = PowerOfAttorney(
        grantor=grantor,
        issuer=issuer,
        executed_on=executed_on,
        covers_form_id=covers_form_id,
        text=text.rstrip(),
    )
    return poa_save(actor=administrator, power=power, attorneys=[attorney])
