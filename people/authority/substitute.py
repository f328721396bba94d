"""Whether a substitute's appointment holds."""

import datetime as dt
from collections.abc import Iterator

from people.authority.occasion import day_in_words, name_of
from people.models import AttorneyInFact, PowerOfAttorney, PowerState, Substitution


def substitution_conditions(
    power: PowerOfAttorney, place: AttorneyInFact, substitution: Substitution, day: dt.date
) -> Iterator[str]:
    """Each condition on an appointment by itself, whose power holds: empty if it is met, else why it is not."""
    name, signed_on = name_of(power), substitution.executed_on
    who = f"{substitution.substitute}'s appointment as substitute for {place}"
    yield "" if power.allows_substitution else f"The {name} does not let its attorneys appoint a substitute."
    unable = place.has_left_by(signed_on) or power.state_on(signed_on) is not PowerState.IN_FORCE
    yield (
        f"{who} is void: {place} had no authority under the {name} on {day_in_words(signed_on)}, when it was signed."
        if unable
        else ""
    )
    if day < signed_on:
        yield f"{who} was not yet signed on {day_in_words(day)}."
    elif substitution.revoked_on and day >= substitution.revoked_on:
        yield f"{who} was revoked on {day_in_words(substitution.revoked_on)}."
    elif substitution.ends_on and day > substitution.ends_on:
        yield f"{who} ended on {day_in_words(substitution.ends_on)}."
    elif substitution.ends_with_attorney and place.has_left_by(day):
        yield f"{who} ended with the authority of {place} on {day_in_words(place.ended_on)}."
    else:
        yield ""
