"""Powers of attorney of the demo in every state that the register tells of. Their insiders stand for nobody.

- Mr. Roe's ends in three weeks; its attorney appointed a substitute.
- Ms. Poe replaced hers by one that revokes it.
- Mr. Moe's was sent for signature and has not come back, so nobody can sign for him.
- Mr. Coe's lets his attorneys sign only together.
- Ms. Noe's lets either of two sign: her issuer wants different people to prepare, review and sign.
"""

import datetime as dt
from typing import Any

from compliance.models import User
from compliance.secrets import Secret
from filings.demo.paper import scan_of
from people.drafting import executed_text, long_date, power_text
from people.models import Issuer, Position, PowerOfAttorney, PowerStage, ReportingOwner, Substitution
from people.services.owners import owner_ccc_replace, owner_save, position_save
from people.services.powers import (
    poa_execute,
    poa_save,
    poa_send,
    poa_text_confirm,
    substitution_save,
    what_is_read,
)

_DAY = dt.timedelta(days=1)


def load(
    *, administrator: User, attorney: User, second: User, issuer: Issuer, today: dt.date
) -> tuple[ReportingOwner, PowerOfAttorney]:
    """Put them on the desk; gives the insider whose attorneys sign together, and that power."""
    both = [attorney, second]
    people = {
        last: _insider(administrator, issuer, number, first, last, title, today)
        for number, (first, last, title) in enumerate(
            (
                ("Richard", "Roe", ""),
                ("Patricia", "Poe", ""),
                ("Michael", "Moe", ""),
                ("Charles", "Coe", "General Counsel"),
            ),
            start=3,
        )
    }
    year_ago = today - 341 * _DAY
    roe = _executed(
        administrator,
        PowerOfAttorney(
            grantor=people["Roe"],
            issuer=issuer,
            ends="date",
            ends_on=today + 21 * _DAY,
            allows_substitution=True,
            **_DRAFTED,
        ),
        [attorney],
        year_ago,
    )
    _confirmed(administrator, roe)
    _substitute(administrator, roe, second, today - 40 * _DAY)
    earlier = _executed(
        administrator, PowerOfAttorney(grantor=people["Poe"], **_DRAFTED), [attorney], year_ago
    )
    _executed(
        administrator,
        PowerOfAttorney(
            grantor=people["Poe"],
            issuer=issuer,
            is_durable=True,
            replaces=earlier,
            revokes_replaced=True,
            **_DRAFTED,
        ),
        both,
        today - 60 * _DAY,
    )
    moe = _drafted(administrator, PowerOfAttorney(grantor=people["Moe"], issuer=issuer, **_DRAFTED), both)
    poa_send(actor=administrator, power=moe, sent_on=today - 20 * _DAY)
    coe = _executed(
        administrator,
        PowerOfAttorney(grantor=people["Coe"], issuer=issuer, signs_jointly=True, **_DRAFTED),
        both,
        year_ago,
    )
    return people["Coe"], coe


def load_apart(
    *, administrator: User, attorneys: list[User], issuer: Issuer, today: dt.date
) -> tuple[ReportingOwner, PowerOfAttorney]:
    """Put on the desk the insider of the issuer that wants different people, and the power to two attorneys."""
    noe = _insider(administrator, issuer, 12, "Nora", "Noe", "", today)
    power = PowerOfAttorney(grantor=noe, issuer=issuer, **_DRAFTED)
    return noe, _executed(administrator, power, attorneys, today - 341 * _DAY)


_DRAFTED: dict[str, Any] = {"stage": PowerStage.DRAFTED}


def _insider(
    administrator: User, issuer: Issuer, number: int, first: str, last: str, title: str, today: dt.date
) -> ReportingOwner:
    owner = owner_save(
        actor=administrator,
        owner=ReportingOwner(
            cik=f"{9_000_000_000 + number}",
            conformed_name=f"{last} {first}",
            first_name=first,
            last_name=last,
            street1=f"C/O {issuer.conformed_name}",
            street2=issuer.street1,
            city=issuer.city,
            state=issuer.state,
            zip_code=issuer.zip_code,
        ),
    )
    owner_ccc_replace(actor=administrator, owner=owner, ccc=Secret(f"demo#{number:03}"))
    position_save(
        actor=administrator,
        position=Position(
            owner=owner,
            issuer=issuer,
            kind="officer" if title else "director",
            title=title,
            started_on=today.replace(year=today.year - 1, day=1),
        ),
    )
    return owner


def _drafted(administrator: User, power: PowerOfAttorney, attorneys: list[User]) -> PowerOfAttorney:
    power.text = power_text(power, [one.signing_name for one in attorneys])
    return poa_save(actor=administrator, power=power, attorneys=attorneys)


def _executed(
    administrator: User, power: PowerOfAttorney, attorneys: list[User], on: dt.date
) -> PowerOfAttorney:
    """Draft it and have it come back signed, with a scan."""
    draft = _drafted(administrator, power, attorneys)
    signed_by = power.grantor.signing_name
    return poa_execute(
        actor=administrator,
        power=draft,
        executed_on=on,
        signed_by=signed_by,
        scan=scan_of(executed_text(draft.text, on, signed_by)),
    )


def _confirmed(administrator: User, power: PowerOfAttorney) -> None:
    poa_text_confirm(actor=administrator, power=power, seen=what_is_read(power))


def _substitute(administrator: User, power: PowerOfAttorney, substitute: User, on: dt.date) -> None:
    place = power.named_attorneys.get()
    text = (
        f"APPOINTMENT OF A SUBSTITUTE\n\nUnder the power of attorney that {power.grantor.signing_name} signed on "
        f"{long_date(power.executed_on or on)}, I, {place.user.signing_name}, appoint {substitute.signing_name} "
        "as substitute to do in\nmy place what that power allows me to do. The appointment ends with the power.\n\n"
        f"Signed on {long_date(on)}\n\n/s/ {place.user.signing_name}\n{place.user.signing_name}"
    )
    substitution_save(
        actor=administrator,
        substitution=Substitution(attorney=place, substitute=substitute, executed_on=on, text=text),
    )
