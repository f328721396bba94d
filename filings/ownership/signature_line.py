"""The typed signature: how each kind of signer writes it, and whether EDGAR takes it.

Form 4, General Instruction 7 (unverified): a signer who is not the reporting person shows the capacity and for whom.
"""

from filings.ownership import codes


def in_person(owner: str) -> str:
    """``/s/ Benjamin M. Locke``."""
    return f"/s/ {owner}"


def as_attorney(signer: str, owner: str, *, substitute: bool = False) -> str:
    """``/s/ David Garrison, attorney-in-fact for Benjamin M. Locke``, or as a substitute one."""
    return f"/s/ {signer}, {'substitute ' if substitute else ''}attorney-in-fact for {owner}"


def for_entity(signer: str, capacity: str, entity: str, *, through: str = "") -> str:
    """``ACME LP, By: ACME GP LLC, its general partner, By: /s/ Jane Roe, Managing Member``.

    ``through`` is the entity that acts for it and in which role; without one the signer acts for it at once.
    """
    return ", By: ".join(part for part in (entity, through, f"/s/ {signer}, {capacity}") if part)


def in_place_of(signer: str, capacity: str, owner: str) -> str:
    """``/s/ Jane Roe, executor of the estate of Benjamin M. Locke``: for somebody who no longer can."""
    whole = capacity if owner.casefold() in capacity.casefold() else f"{capacity} of {owner}"
    return f"/s/ {signer}, {whole}"


def fault(line: str) -> str:
    """Why EDGAR does not take a line, in a sentence that says what to change; empty if it does."""
    strange = next((mark for mark in line if not " " <= mark <= "~"), "")
    if strange:
        return (
            f"The signature would hold “{strange}”, which EDGAR does not take: an administrator writes the name "
            "in letters of a US keyboard."
        )
    if len(line) > codes.MAX_SIGNATURE_NAME:
        return (
            f"The signature would have {len(line)} characters and EDGAR takes {codes.MAX_SIGNATURE_NAME}: an "
            "administrator shortens the capacity, or through whom it is held."
        )
    return ""
