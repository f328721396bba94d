"""How long the papers behind a signature are kept, as dates. Nothing is destroyed by itself."""

import datetime as dt

# Regulation S-T, Rule 302(b)(1) and (2).
DOCUMENT_YEARS = 5
ATTESTATION_YEARS = 7

_DAY = dt.timedelta(days=1)


def document_free_from(filed_on: dt.date) -> dt.date:
    """The first day on which an authentication document need not be kept any more: five years after the filing."""
    return years_later(filed_on, DOCUMENT_YEARS) + _DAY


def free_before(on: dt.date) -> dt.date:
    """What was filed before this day has a document that may be destroyed on the day ``on``."""
    day = on - dt.timedelta(days=366 * DOCUMENT_YEARS)
    while document_free_from(day) <= on:
        day += _DAY
    return day


def attestation_free_from(ended_on: dt.date | None, last_signed_on: dt.date | None) -> dt.date | None:
    """The first day on which an attestation need not be kept any more; ``None`` while its signer may sign by it.

    It is kept for as long as the signer may sign electronically, and for at least seven years after the last
    document that was signed so.
    """
    if ended_on is None:
        return None
    if last_signed_on is None:
        return ended_on + _DAY
    return max(ended_on, years_later(last_signed_on, ATTESTATION_YEARS)) + _DAY


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)
