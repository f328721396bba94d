"""From a report to the ownership document: what a filer sends, or the same as EDGAR publishes it.

The layout is fixed (one element a line, its value and its tags on that line, two blanks a level, line feeds,
plain ASCII), so one report makes one sequence of bytes. Source: EDGAR Ownership XML specification 5.5,
sections 3.2 (values), 3.3 (elements) and 4.1 (files).
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import attrgetter

from msgspec import Struct, structs

from filings.ownership import elements, places
from filings.ownership.elements import Column, Content, Leaf
from filings.ownership.findings import Part, Place
from filings.ownership.report import (
    TRANSACTIONS,
    Address,
    Cell,
    Coding,
    DerivativeHolding,
    DocumentType,
    Measure,
    Owner,
    OwnershipReport,
    Quantity,
    Row,
    Underlying,
)

_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))
_UNWRITABLE = re.compile(r"[^\t\n -~]")
_INDENTS = tuple("  " * depth for depth in range(6))

_Value = str | bool | dt.date | Decimal | None
_Columns = tuple[tuple[str, tuple[tuple[Column, Callable[[Row], object]], ...]], ...]


class Unwritable(ValueError):
    """A text of the report holds a character that EDGAR does not take. ``place`` says where it is."""

    def __init__(self, place: Place, shown: str) -> None:
        super().__init__(f"EDGAR takes only plain keyboard characters: replace {shown} here.")
        self.place = place


def write(
    report: OwnershipReport, *, cccs: Mapping[str, str] | None = None, as_published: bool = False
) -> bytes:
    """The ``ownershipDocument`` of a report, ready to be wrapped and sent.

    ``cccs`` maps an owner's CIK (leading zeros do not matter) to the CCC that goes into the bytes; without it
    they hold no secret. Elements that EDGAR fills by itself (names, the schema's version, the late boxes of
    Form 5) and boxes that the form does not have are not written. ``aff10b5One`` and ``equitySwapInvolved``
    must be on the form, so an unset one is written as ``0``; so must ``rptOwnerNonUSAddressFlag``, which is
    written as ``false`` beside a US state. Any other unset flag, and any blank that may be left out, is left
    out. A blank that must be filled is written empty, so that the schema finds it there.

    ``as_published`` writes the document the way EDGAR hands it out: with its own elements, and every flag
    only where the report has it. Reading such a document gives the same report again.

    Raises ``Unwritable`` when a text holds a character outside of printable ASCII, tab and line feed.
    """
    document = _Document(report.document_type, cccs or {}, as_published=as_published)
    document.add_report(report)
    text = "\n".join(document.lines)
    if _UNWRITABLE.search(text):
        for place, value in _texts(report):
            if found := _UNWRITABLE.search(value.strip()):
                raise Unwritable(place, _shown(found[0]))
    return text.encode("ascii")


def _told(address: Address) -> Address:
    """An address with the flag that schema X0609 asks for: older documents leave it to the state."""
    if address.non_us is None and address.state in places.us_states():
        return structs.replace(address, non_us=False)
    return address


class _Document:
    def __init__(self, document_type: DocumentType, cccs: Mapping[str, str], *, as_published: bool) -> None:
        self.document_type = document_type
        self.cccs = {cik.lstrip("0"): ccc for cik, ccc in cccs.items()}
        self.as_published = as_published
        self.lines = ['<?xml version="1.0"?>']

    def add_report(self, report: OwnershipReport) -> None:
        self.open(0, "ownershipDocument")
        self.add_leaves(1, elements.HEAD, report)
        self.open(1, "issuer")
        self.add_leaves(2, elements.ISSUER, report.issuer)
        self.close(1, "issuer")
        for index, owner in enumerate(report.owners):
            self.add_owner(index, owner)
        self.add_leaves(1, (elements.PLAN_FLAG,), report)
        self.add_table("nonDerivativeTable", report.non_derivative, even_empty=bool(report.derivative))
        self.add_table("derivativeTable", report.derivative)
        if report.footnotes:
            self.open(1, "footnotes")
            for note in report.footnotes:
                self.line(2, f'<footnote id="{_escaped(note.id)}">{_escaped(note.text)}</footnote>')
            self.close(1, "footnotes")
        self.add_leaves(1, (elements.REMARKS,), report)
        for signature in report.signatures:
            self.open(1, "ownerSignature")
            self.add_leaves(2, elements.SIGNATURE, signature)
            self.close(1, "ownerSignature")
        self.close(0, "ownershipDocument")
        self.lines.append("")

    def add_owner(self, index: int, owner: Owner) -> None:
        self.open(1, "reportingOwner")
        self.open(2, "reportingOwnerId")
        self.add_leaves(3, (elements.OWNER_CIK,), owner)
        if ccc := self.cccs.get(owner.cik.lstrip("0")):
            if _UNWRITABLE.search(ccc):
                raise Unwritable(Place(Part.OWNERS, index, "ccc"), "the others in the CCC")
            self.line(3, f"<{elements.OWNER_CCC}>{_escaped(ccc)}</{elements.OWNER_CCC}>")
        self.add_leaves(3, (elements.OWNER_NAME,), owner)
        self.close(2, "reportingOwnerId")
        if owner.address is not None:
            start = len(self.lines)
            self.add_leaves(3, elements.ADDRESS, owner.address if self.as_published else _told(owner.address))
            self.enclose(start, 2, "reportingOwnerAddress")
        self.open(2, "reportingOwnerRelationship")
        self.add_leaves(3, elements.RELATIONSHIP, owner.relationship)
        self.close(2, "reportingOwnerRelationship")
        self.close(1, "reportingOwner")

    def add_leaves(self, depth: int, leaves: Iterable[Leaf], holder: Struct, *, sparse: bool = False) -> None:
        """The elements of ``leaves`` that the document has; with ``sparse`` no blank one at all."""
        for leaf in leaves:
            if not self.as_published and self.document_type not in leaf.forms:
                continue
            value = getattr(holder, leaf.field)
            required = leaf.required and not sparse
            if value is None and leaf.content is Content.FLAG and required and not self.as_published:
                value = False
            text = _text(leaf.content, value)
            if text or (required and not (self.as_published and value is None)):
                self.line(depth, f"<{leaf.element}>{text}</{leaf.element}>")

    def add_table(self, element: str, rows: Sequence[Row], *, even_empty: bool = False) -> None:
        if rows:
            self.open(1, element)
            for row in rows:
                self.add_row(row)
            self.close(1, element)
        elif even_empty:
            self.line(1, f"<{element}/>")

    def add_row(self, row: Row) -> None:
        element = elements.ROW_ELEMENTS[type(row)]
        self.open(2, element)
        for group, columns in _grouped(type(row)):
            depth = 4 if group else 3
            start = len(self.lines)
            for column, cell_of in columns:
                self.add_cell(depth, row, column, cell_of(row))
            if group:
                self.enclose(start, 3, group)
        self.close(2, element)

    def add_cell(self, depth: int, row: Row, column: Column, cell: object) -> None:
        if column.content is Content.CODING:
            self.add_coding(depth, row, column, cell if isinstance(cell, Coding) else Coding())
            return
        if not isinstance(cell, (Cell, Quantity)):
            cell = Cell()
        element = column.element
        if isinstance(cell, Quantity) and cell.measure is Measure.VALUE and column.value_element:
            element = column.value_element
        text = _text(column.content, cell.value)
        if text or cell.footnotes:
            self.open(depth, element)
            # The one cell whose value must be there even when a footnote says it all.
            if text or element == "natureOfOwnership":
                self.line(depth + 1, f"<value>{text}</value>")
            self.add_references(depth + 1, cell.footnotes)
            self.close(depth, element)
        elif column.required and not self.lacks(row, column):
            self.line(depth, f"<{element}/>")

    def lacks(self, row: Row, column: Column) -> bool:
        """Whether the form has no such column: Table II of Form 3 does not tell what is held afterwards."""
        return (
            column.field == "owned_after"
            and isinstance(row, DerivativeHolding)
            and self.document_type.form == "3"
        )

    def add_coding(self, depth: int, row: Row, column: Column, coding: Coding) -> None:
        if coding == Coding() and not isinstance(row, TRANSACTIONS):
            return
        self.open(depth, column.element)
        self.add_leaves(depth + 1, elements.CODING, coding, sparse=not isinstance(row, TRANSACTIONS))
        self.add_references(depth + 1, coding.footnotes)
        self.close(depth, column.element)

    def add_references(self, depth: int, footnotes: Iterable[str]) -> None:
        for footnote in footnotes:
            self.line(depth, f'<footnoteId id="{_escaped(footnote)}"/>')

    def enclose(self, start: int, depth: int, element: str) -> None:
        """Put an element around the lines since ``start``, if there are any."""
        if len(self.lines) > start:
            self.lines.insert(start, f"{_INDENTS[depth]}<{element}>")
            self.close(depth, element)

    def open(self, depth: int, element: str) -> None:
        self.lines.append(f"{_INDENTS[depth]}<{element}>")

    def close(self, depth: int, element: str) -> None:
        self.lines.append(f"{_INDENTS[depth]}</{element}>")

    def line(self, depth: int, markup: str) -> None:
        self.lines.append(f"{_INDENTS[depth]}{markup}")


@cache
def _grouped(row: type[Row]) -> _Columns:
    """The columns of a kind of row with the means to read each, by the element that encloses them."""
    return tuple(
        (group, tuple((column, attrgetter(column.field)) for column in columns))
        for group, columns in groupby(elements.columns(row), key=lambda column: column.group)
    )


def _text(content: Content, value: _Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, bool):
        if content is Content.WORD_FLAG:
            return "true" if value else "false"
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, dt.date) else format(value, "f")


def _escaped(text: str) -> str:
    """A text without the white space around it, which EDGAR would count, and with the four escapes of the
    specification."""
    text = text.strip()
    for character, escape in _ESCAPES:
        if character in text:
            text = text.replace(character, escape)
    return text


def _shown(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"“{character}” ({code})" if character.isprintable() else f"the control character {code}"


_PARTS: Mapping[str, Part] = {
    "issuer": Part.ISSUER,
    "owners": Part.OWNERS,
    "non_derivative": Part.TABLE_I,
    "derivative": Part.TABLE_II,
    "footnotes": Part.FOOTNOTES,
    "remarks": Part.REMARKS,
    "signatures": Part.SIGNATURES,
}


def _texts(report: OwnershipReport) -> Iterator[tuple[Place, str]]:
    """Every text of the report with its place on the form."""
    for name in report.__struct_fields__:
        content = getattr(report, name)
        holders = enumerate(content) if isinstance(content, tuple) else ((None, content),)
        for index, holder in holders:
            for field, text in _texts_within(holder, name):
                yield Place(_PARTS.get(name, Part.REPORT), index, field), text


def _texts_within(holder: object, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(holder, str):
        yield field, holder
    elif isinstance(holder, tuple):
        for item in holder:
            yield from _texts_within(item, field)
    elif isinstance(holder, Struct):
        for name in holder.__struct_fields__:
            if isinstance(holder, (Cell, Quantity)):
                name_on_form = field
            else:
                name_on_form = f"{field}_{name}" if isinstance(holder, Underlying) else name
            yield from _texts_within(getattr(holder, name), name_on_form)
