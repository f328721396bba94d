"""Powers of attorney in plain words."""

import datetime as dt
from collections.abc import Sequence

from people.models import PowerOfAttorney, PowerState


def day_in_words(day: dt.date) -> str:
    """A day as it stands in a sentence: ``12 March 2025``."""
    return f"{day.day} {day:%B %Y}"


def listed(names: Sequence[str], last: str) -> str:
    """Names in a row, the last one behind ``and`` or ``or``: ``3, 4 and 5``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def forms_in_words(power: PowerOfAttorney) -> str:
    """What a power covers: ``Forms 3, 4 and 5 and their amendments``."""
    forms = power.forms_covered
    if not forms:
        return "no form"
    text = f"Form{'s' if len(forms) > 1 else ''} {listed(forms, 'and')}"
    if not power.covers_amendments:
        return f"{text} but no amendments"
    return f"{text} and {'their' if len(forms) > 1 else 'its'} amendments"


def power_in_words(power: PowerOfAttorney, day: dt.date) -> str:
    """Who may sign what for whom about which issuer, from when to when: one sentence, as of ``day``."""
    state = power.state_on(day)
    # Once the power is over, it says who was named; until then, who still is.
    over = state in {PowerState.ENDED, PowerState.REVOKED}
    remaining = [
        str(one.user)
        for one in power.named_attorneys.all()
        if over or one.ended_on is None or one.ended_on >= day
    ]
    if not remaining:
        who = "Nobody"
    elif len(remaining) == 1:
        who = remaining[0]
    elif power.signs_jointly:
        who = f"{listed(remaining, 'and')} together"
    else:
        who = listed(remaining, "or")
    may = (
        "may"
        if state is PowerState.IN_FORCE
        else "will be able to"
        if state is PowerState.NOT_YET
        else "could"
    )
    about = f"about {power.issuer.conformed_name}" if power.issuer else "about any issuer"
    return (
        f"{who} {may} sign {forms_in_words(power)} for {power.grantor.signing_name} {about}, "
        f"from {day_in_words(power.executed_on)} {_until(power, over)}."
    )


def _until(power: PowerOfAttorney, over: bool) -> str:
    if power.revoked_on:
        return f"until it {'was' if over else 'is'} revoked on {day_in_words(power.revoked_on)}"
    if power.ends_on:
        return f"to {day_in_words(power.ends_on)}" + ("" if over else ", or until it is revoked")
    if power.ends == power.Ends.ON_REVOCATION:
        return "until it is revoked"
    return f"until {power.grantor.signing_name} no longer has to report, or it is revoked"
