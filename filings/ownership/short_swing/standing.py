"""Who is under Section 16(b) on which day.

An officer or director who is one at either trade is liable (15 USC 78p(b)), within Rule 16a-2: trades before the
person became one count only where the issuer's registration made the person an insider, and those after leaving
only against an opposite trade from before. A 10% owner must own more than 10% before the first trade and at the
second (Foremost-McKesson v. Provident, 423 U.S. 232), so the purchase by which one gets there is not matched.
"""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct, structs

from filings.ownership.short_swing.values import Exclusion, Leg, Side, Standing

BEFORE = "before the owner became an insider, as far as the positions on record say; Rule 16a-2(a) rarely looks back"


class Tenure(Struct, frozen=True, kw_only=True):
    """A time in which somebody held a position at an issuer; first and last day count.

    ``large_holder`` is a 10% owner's. ``began_before`` says that the first day is only the first one known.
    """

    started_on: dt.date
    ended_on: dt.date | None = None
    large_holder: bool = False
    began_before: bool = False

    def covers(self, day: dt.date) -> bool:
        return self._begun(day) and (self.ended_on is None or day <= self.ended_on)

    def _begun(self, day: dt.date) -> bool:
        return self.began_before or self.started_on <= day


def standing_on(day: dt.date, tenures: Sequence[Tenure]) -> Standing:
    """Whether an office has ended by a day and no position is held on it, or its owner may be an insider."""
    left = any(not one.large_holder and one.ended_on is not None and one.ended_on < day for one in tenures)
    held = any(one.covers(day) for one in tenures)
    return Standing.AFTER_LEAVING if left and not held else Standing.INSIDER


def on_their_day(leg: Leg, tenures: Sequence[Tenure]) -> Leg | Exclusion:
    """The leg with what its owner was that day, or why it does not count.

    Where no position is on record the owner is taken for an insider throughout.
    """
    offices = [one for one in tenures if not one.large_holder]
    if not tenures or any(one.covers(leg.day) for one in offices):
        return leg
    holdings = [one for one in tenures if one.large_holder]
    held = [one for one in holdings if one.covers(leg.day)]
    if held:
        crossing = all(one.started_on == leg.day and not one.began_before for one in held)
        if not crossing or leg.side is Side.SALE:
            return leg
        if not offices:
            return Exclusion(
                trade=leg.trade,
                reason="the purchase by which the owner came to hold more than 10%",
                rule="15 USC 78p(b); Rule 16a-2(c)",
            )
    if standing_on(leg.day, offices) is Standing.AFTER_LEAVING:
        return structs.replace(leg, standing=Standing.AFTER_LEAVING)
    if offices:
        return structs.replace(leg, doubt=leg.doubt or BEFORE)
    return Exclusion(
        trade=leg.trade, reason="the owner did not hold more than 10% that day", rule="15 USC 78p(b)"
    )
