"""Boxes 1 and 5: who reports, from which address, in what relation to the issuer."""

import re
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import MAX_OWNERS
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.places import countries, obsolete_countries, us_states
from filings.ownership.report import Address, Owner, Signature
from filings.ownership.wording import counted, listed

_CIK = re.compile(r"[0-9]{1,10}")
_ZIP = re.compile(r"[0-9A-Za-z #-]*")
_SPECIFICATION = "EDGAR Ownership XML specification 5.5"


@check(
    "EDGAR-009",
    Family.EDGAR,
    Severity.ERROR,
    "CIK is missing or malformed",
    f"{_SPECIFICATION}, section 3.3",
    "Box 1",
    "Box 2",
    fix="Enter the filer's number as EDGAR shows it.",
)
def malformed_cik(form: Form) -> Iterator[Problem]:
    if not _CIK.fullmatch(form.report.issuer.cik):
        yield Problem(
            Place(Part.ISSUER, None, "cik"), f"Box 2 needs the issuer's CIK{_said(form.report.issuer.cik)}."
        )
    for index, owner in enumerate(form.report.owners):
        if owner.cik and not _CIK.fullmatch(owner.cik):
            yield Problem(Place(Part.OWNERS, index, "cik"), f"Box 1 needs the owner's CIK{_said(owner.cik)}.")


@check(
    "EDGAR-010",
    Family.EDGAR,
    Severity.ERROR,
    "The same reporting owner twice",
    f"{_SPECIFICATION}, section 5",
    "Box 1",
    fix="Name each owner once.",
)
def owner_twice(form: Form) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, owner in enumerate(form.report.owners):
        number = owner.cik.lstrip("0")
        if number and number in seen:
            yield Problem(
                Place(Part.OWNERS, index, "cik"),
                f"Box 1 names CIK {owner.cik} more than once. Name each owner once.",
            )
        seen.add(number)


@check(
    "F4-047",
    Family.EDGAR,
    Severity.ERROR,
    "Joint filing is not complete",
    f"Form 4, General Instruction 4(b)(v); {_SPECIFICATION}, section 4.3",
    "Boxes 1 and 6",
    "Signature",
    fix="Give the CIK of each owner, ten at most, and sign for each.",
)
def joint_filing(form: Form) -> Iterator[Problem]:
    owners, signatures = form.report.owners, form.report.signatures
    if not owners:
        yield Problem(Place(Part.OWNERS), "Box 1 names nobody. Add the reporting owner.")
    elif len(owners) > MAX_OWNERS:
        yield Problem(
            Place(Part.OWNERS),
            f"Box 1 names {counted(len(owners), 'owner')}; EDGAR takes {MAX_OWNERS}. "
            "Report the others on a second form.",
            {"owners": str(len(owners)), "limit": str(MAX_OWNERS)},
        )
    for index, owner in enumerate(owners):
        if not owner.cik:
            yield Problem(Place(Part.OWNERS, index, "cik"), "Box 1 needs the CIK of each owner.")
    missing = [owner for owner in owners if not _is_named(owner, signatures)]
    if signatures and len(signatures) < len(owners) and missing:
        yield Problem(
            Place(Part.SIGNATURES),
            f"{counted(len(owners), 'owner')} report together and no signature names "
            f"{listed([owner.name or f'CIK {owner.cik}' for owner in missing], 'or')}. Sign for each owner.",
            {"owners": str(len(owners)), "signatures": str(len(signatures))},
            severity=Severity.WARNING,
        )


@check(
    "F4-041",
    Family.EDGAR,
    Severity.ERROR,
    "Box 5 is not complete",
    f"{_SPECIFICATION}, section 3.3; Form 4, box 5",
    "Box 5",
    fix="Tick what applies, with the title of an officer and a text for other.",
)
def relationship_complete(form: Form) -> Iterator[Problem]:
    for index, owner in enumerate(form.report.owners):
        relation = owner.relationship
        if not (relation.director or relation.officer or relation.ten_percent_owner or relation.other):
            yield Problem(
                Place(Part.OWNERS, index, "relationship"),
                "Box 5 must say whether the owner is a director, an officer, a 10% owner or other.",
            )
        if relation.officer and not relation.officer_title.strip():
            yield Problem(
                Place(Part.OWNERS, index, "officer_title"), "Box 5 ticks officer. Give the officer's title."
            )
        if relation.other and not relation.other_text.strip():
            yield Problem(
                Place(Part.OWNERS, index, "other_text"), "Box 5 ticks other. Say in a few words what."
            )


@check(
    "F4-070",
    Family.EDGAR,
    Severity.ERROR,
    "Address is not complete",
    f"{_SPECIFICATION}, section 3.3",
    "Box 1",
    fix="Give the state of an address in the United States, and the country of one abroad.",
)
def address_complete(form: Form) -> Iterator[Problem]:
    if not form.has_country:
        return
    for index, owner in enumerate(form.report.owners):
        if owner.address is not None:
            for field, message in _address_faults(owner.address):
                yield Problem(Place(Part.OWNERS, index, field), message)


def _address_faults(address: Address) -> Iterator[tuple[str, str]]:
    if address.non_us is None:
        yield "non_us", "Box 1 must say whether the address is outside the United States."
    elif address.non_us and not address.country:
        yield "country", "Box 1 needs the country of an address outside the United States."
    elif not address.non_us and not address.state:
        yield "state", "Box 1 needs the state of an address in the United States."
    if address.state and address.state not in us_states():
        name = countries().get(address.state)
        yield (
            "state",
            f"Box 1 gives {name} as a state. Say that the address is outside the United States and choose it "
            "as the country."
            if name
            else f"“{address.state}” in box 1 is not a state that EDGAR knows. Choose one from the list.",
        )
    if address.country and address.country not in countries():
        name = obsolete_countries().get(address.country)
        yield (
            "country",
            f"EDGAR no longer takes the country code {address.country} ({name}) in box 1. Choose today's."
            if name
            else f"“{address.country}” in box 1 is not a country that EDGAR knows. Choose one from the list.",
        )


@check(
    "EDGAR-011",
    Family.EDGAR,
    Severity.ERROR,
    "Zip code with other characters",
    f"{_SPECIFICATION}, section 3.3",
    "Box 1",
    fix="Write the zip code with letters, digits, spaces, # and - only.",
)
def malformed_zip(form: Form) -> Iterator[Problem]:
    for index, owner in enumerate(form.report.owners):
        if owner.address is not None and not _ZIP.fullmatch(owner.address.zip_code):
            yield Problem(
                Place(Part.OWNERS, index, "zip_code"),
                f"The zip code in box 1 says “{owner.address.zip_code}”. Use letters, digits, spaces, # and -.",
            )


@check(
    "F4-073",
    Family.LAW,
    Severity.ERROR,
    "The issuer reports on itself",
    "Rule 16a-3(a)",
    "Boxes 1 and 2",
    verified=False,
    why="A company is no director or officer of itself; without either, the number may still be meant: a warning.",
    fix="Enter the reporting owner's own CIK.",
)
def owner_is_the_issuer(form: Form) -> Iterator[Problem]:
    issuer = form.report.issuer.cik.lstrip("0")
    for index, owner in enumerate(form.report.owners):
        if issuer and owner.cik.lstrip("0") == issuer:
            office = owner.relationship.director or owner.relationship.officer
            yield Problem(
                Place(Part.OWNERS, index, "cik"),
                f"Box 1 has the issuer's own CIK {owner.cik}. Enter the reporting owner's.",
                {"cik": owner.cik},
                severity=None if office else Severity.WARNING,
            )


def _is_named(owner: Owner, signatures: tuple[Signature, ...]) -> bool:
    """Whether a signature names an owner or speaks for all of them; EDGAR ties no signature to an owner."""
    text = " ".join(mark.name for mark in signatures).casefold()
    return "each" in text.split() or owner.name.casefold().partition(" ")[0].strip(",.") in text


def _said(cik: str) -> str:
    return f" in one to ten digits; it says “{cik}”" if cik else ""
