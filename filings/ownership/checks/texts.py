"""What EDGAR takes as text: its lengths and its characters (Ownership XML specification 5.5; Filer Manual 5)."""

import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from filings.ownership import codes
from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.report import Cell
from filings.ownership.wording import counted

_BREAKS = frozenset("\n\r\t")


class _Text(Struct, frozen=True, gc=False):
    """One text of the form: its place, what people call it, and how long it may be."""

    place: Place
    box: str
    text: str
    limit: int | None


def _texts(form: Form) -> Iterator[_Text]:
    report = form.report
    issuer = report.issuer
    yield _Text(
        Place(Part.ISSUER, None, "trading_symbol"),
        "Box 2, trading symbol,",
        issuer.trading_symbol,
        codes.MAX_TRADING_SYMBOL,
    )
    yield _Text(
        Place(Part.ISSUER, None, "foreign_trading_symbol"),
        "Box 2a",
        issuer.foreign_trading_symbol,
        codes.MAX_FOREIGN_SYMBOL,
    )
    for index, owner in enumerate(report.owners):
        relationship, address = owner.relationship, owner.address
        named = [
            ("officer_title", "Box 5, officer title,", relationship.officer_title, codes.MAX_OFFICER_TITLE),
            ("other_text", "Box 5, other,", relationship.other_text, codes.MAX_OTHER_TEXT),
        ]
        if address is not None:
            named += [
                ("street1", "Box 1, street,", address.street1, codes.MAX_STREET),
                ("street2", "Box 1, second street line,", address.street2, codes.MAX_STREET),
                ("city", "Box 1, city,", address.city, codes.MAX_CITY),
                (
                    "non_us_state_territory",
                    "Box 1, state or territory abroad,",
                    address.non_us_state_territory,
                    codes.MAX_NON_US_STATE,
                ),
                ("zip_code", "Box 1, zip,", address.zip_code, codes.MAX_ZIP),
            ]
        for field, box, text, limit in named:
            yield _Text(Place(Part.OWNERS, index, field), box, text, limit)
    for line in form.lines:
        for field, cell in line.cells:
            if field in _LINE_TEXTS and isinstance(cell, Cell) and isinstance(cell.value, str):
                yield _Text(line.place(field), line.column(field), cell.value, _LINE_TEXTS[field])
    for index, note in enumerate(report.footnotes):
        yield _Text(Place(Part.FOOTNOTES, index, "text"), f"Footnote {note.number}", note.text, None)
    yield _Text(Place(Part.REMARKS, None, "remarks"), "The remarks", report.remarks, codes.MAX_REMARKS)
    for index, mark in enumerate(report.signatures):
        yield _Text(
            Place(Part.SIGNATURES, index, "name"), "The signature", mark.name, codes.MAX_SIGNATURE_NAME
        )


_LINE_TEXTS = {
    "title": codes.MAX_SECURITY_TITLE,
    "underlying_title": codes.MAX_SECURITY_TITLE,
    "nature": codes.MAX_NATURE,
}


@check(
    "EDGAR-001",
    Family.EDGAR,
    Severity.ERROR,
    "Text is too long",
    "EDGAR Ownership XML specification 5.5, section 3.3",
    "Boxes 1, 2, 2a and 5",
    "Table I, columns 1 and 7",
    "Table II, columns 1, 7 and 11",
    "Remarks",
    "Signature",
    fix="Shorten the text, or put the rest into a footnote or the remarks.",
)
def text_too_long(form: Form) -> Iterator[Problem]:
    for one in _texts(form):
        if one.limit is not None and len(one.text) > one.limit:
            yield Problem(
                one.place,
                f"{one.box} has {counted(len(one.text), 'character')}; EDGAR takes {one.limit:,}. Shorten it"
                f"{_elsewhere(one.place.field)}.",
                {"characters": f"{len(one.text):,}", "limit": f"{one.limit:,}"},
            )


@check(
    "EDGAR-002",
    Family.EDGAR,
    Severity.ERROR,
    "Character that EDGAR does not take",
    "EDGAR Filer Manual, Volume II, section 5.2",
    "Every box that holds text",
    verified=False,
    fix="Replace the character by plain letters, digits and marks.",
)
def foreign_character(form: Form) -> Iterator[Problem]:
    for one in _texts(form):
        if one.text.isascii() and one.text.isprintable():
            continue
        strange = [
            letter
            for letter in dict.fromkeys(one.text)
            if letter not in _BREAKS and not (letter.isascii() and letter.isprintable())
        ]
        if strange:
            named = ", ".join(map(_named, strange[:5])) + (" and others" if len(strange) > 5 else "")
            yield Problem(
                one.place,
                f"{one.box} holds {named}. Use plain letters, digits and marks only.",
                {"characters": named},
            )


def _elsewhere(field: str) -> str:
    """Where the rest of a text may go."""
    if field in {"officer_title", "other_text"}:
        return ", or write “See Remarks” and put it there"
    if field in {"title", "underlying_title", "nature"}:
        return ", or put the rest in a footnote"
    return ""


def _named(letter: str) -> str:
    """``“é” (Latin small letter e with acute)`` or ``a control character (U+0007)``."""
    name = unicodedata.name(letter, "")
    if not name or not letter.isprintable():
        kind = name.capitalize() if name else "a control character"
        return f"{kind} (U+{ord(letter):04X})"
    return f"“{letter}” ({name.capitalize()})"
