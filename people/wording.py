"""Powers of attorney in plain words."""

import datetime as dt
from collections.abc import Sequence

from people.authority import Authority
from people.models import PowerOfAttorney, PowerState


def day_in_words(day: dt.date) -> str:
    """A day as it stands in a sentence: ``12 March 2025``."""
    return f"{day.day} {day:%B %Y}"


def small(text: object) -> str:
    """Something named in the middle of a sentence: with a small first letter."""
    words = str(text)
    return words[:1].lower() + words[1:]


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
    drafted = state in {PowerState.DRAFTED, PowerState.SENT}
    named = list(power.named_attorneys.all())
    remaining = [str(one.user) for one in named if over or drafted or not one.has_left_by(day)]
    may = (
        "may"
        if state is PowerState.IN_FORCE
        else "will be able to"
        if state is PowerState.NOT_YET or drafted
        else "could"
    )
    about = f"about {power.issuer.conformed_name}" if power.issuer else "about any issuer"
    begins = "from its signature" if power.executed_on is None else f"from {day_in_words(power.executed_on)}"
    who = _who(power, remaining, len(named))
    if substitutes := [
        str(other.substitute) for one in named for other in one.substitutions.all() if other.holds_on(day)
    ]:
        who = f"{who}, or {listed(substitutes, 'or')} as substitute,"
    return (
        f"{who} {may} sign {forms_in_words(power)} for "
        f"{power.grantor.signing_name} {about}, {begins} {_until(power, over)}."
    )


def _who(power: PowerOfAttorney, remaining: list[str], named: int) -> str:
    if not remaining:
        return "Nobody"
    if not power.signs_jointly or named < 2:
        return listed(remaining, "or")
    if power.joint_signers and power.joint_signers < len(remaining):
        return f"{power.joint_signers} of {listed(remaining, 'and')} together"
    return f"{listed(remaining, 'and')} together" if len(remaining) > 1 else remaining[0]


def _until(power: PowerOfAttorney, over: bool) -> str:
    if power.revoked_on:
        return f"until it {'was' if over else 'is'} revoked on {day_in_words(power.revoked_on)}"
    if over and power.lapses_on and not (power.ends_on and power.ends_on < power.lapses_on):
        lost = "died" if power.lapses_on == power.grantor.died_on else "became incapable"
        return f"until {power.grantor.signing_name} {lost} on {day_in_words(power.lapses_on)}"
    if power.ends_on:
        return f"to {day_in_words(power.ends_on)}" + ("" if over else ", or until it is revoked")
    if power.ends == power.Ends.ON_REVOCATION:
        return "until it is revoked"
    return f"until {power.grantor.signing_name} no longer has to report, or it is revoked"


def authority_in_words(answer: Authority) -> str:
    """What a granted authority rests on: ``under the power of attorney of 12 March 2025, together with another``."""
    if answer.signatory is not None:
        return f"as {answer.signatory.capacity}"
    if answer.power is None or answer.power.executed_on is None:
        return "in person"
    text = f"under the power of attorney of {day_in_words(answer.power.executed_on)}"
    if answer.substitution is not None:
        text += f", as substitute for {answer.substitution.attorney}"
    others = answer.together - 1
    if not others:
        return text
    return f"{text}, together with {'one other' if others == 1 else f'{others} others'}"
