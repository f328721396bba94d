"""Where a place on the form is in the document: its path in the XML."""

from collections.abc import Mapping, Sequence
from functools import cache
from operator import attrgetter

from filings.ownership import elements
from filings.ownership.elements import Column, Leaf
from filings.ownership.findings import Part, Place
from filings.ownership.report import Measure, OwnershipReport, Quantity, Row

_ROOT = "/ownershipDocument"
_ENVELOPE = "/edgarSubmission"
_STEERING: Mapping[str, str] = {
    "submission_type": "submissionType",
    "test_or_live": "testOrLive",
    "contact_name": "pointOfContact/contactName",
    "contact_phone": "pointOfContact/contactPhoneNumber",
    "contact_email": "pointOfContact/contactEmailAddress",
    "notified": "notificationAddresses/notificationEmailAddress",
}
_DOCUMENT: Mapping[str, str] = {
    "name": "documentName",
    "type": "documentType",
    "description": "documentDescription",
    "content": "documentMimeBlock",
}
_HEAD = (*elements.HEAD, elements.PLAN_FLAG, elements.REMARKS)
_OWNER: Mapping[str, tuple[Leaf, ...]] = {
    "reportingOwnerId": (elements.OWNER_CIK, elements.OWNER_NAME),
    "reportingOwnerAddress": elements.ADDRESS,
    "reportingOwnerRelationship": elements.RELATIONSHIP,
}
_CODING = {leaf.field: leaf.element for leaf in elements.CODING}


def path_of(place: Place, report: OwnershipReport) -> str:
    """The XPath of the element that a place is about, in the document of its report.

    Positions are given where there is more than one (``nonDerivativeTransaction[2]``); an element that is
    missing is named where it would stand. Places of a submission begin at ``edgarSubmission``.
    """
    match place.part:
        case Part.REPORT if place.field in _STEERING:
            return f"{_ENVELOPE}/{_STEERING[place.field]}"
        case Part.REPORT | Part.REMARKS:
            return _joined(_ROOT, _leaf(place.field))
        case Part.ISSUER:
            return _joined(_ROOT, "issuer", _leaf(place.field, elements.ISSUER))
        case Part.OWNERS:
            owner = _numbered("reportingOwner", place.index, len(report.owners))
            return _joined(_ROOT, owner, *_within_owner(place.field))
        case Part.SIGNATURES:
            signature = _numbered("ownerSignature", place.index, len(report.signatures))
            return _joined(_ROOT, signature, _leaf(place.field, elements.SIGNATURE))
        case Part.FOOTNOTES:
            note = (
                _numbered("footnote", place.index, len(report.footnotes)) if place.index is not None else ""
            )
            return _joined(_ROOT, "footnotes", note)
        case Part.TABLE_I:
            return _joined(_ROOT, "nonDerivativeTable", *_row(place, report.non_derivative))
        case Part.TABLE_II:
            return _joined(_ROOT, "derivativeTable", *_row(place, report.derivative))
        case Part.EXHIBITS:
            number = "" if place.index is None else f"[{place.index + 1}]"
            return _joined(_ENVELOPE, f"edgarDocument{number}", _DOCUMENT.get(place.field, ""))


def _row(place: Place, rows: Sequence[Row]) -> tuple[str, ...]:
    if place.index is None or place.index >= len(rows):
        return ()
    row = rows[place.index]
    alike = [index for index, other in enumerate(rows) if type(other) is type(row)]
    element = _numbered(elements.ROW_ELEMENTS[type(row)], alike.index(place.index), len(alike))
    return (element, *_cell(place.field, row))


def _cell(field: str, row: Row) -> tuple[str, ...]:
    if field in _CODING:
        return ("transactionCoding", _CODING[field])
    column = _columns(type(row)).get(field)
    if column is None:
        return ()
    cell = attrgetter(column.field)(row)
    states_value = isinstance(cell, Quantity) and cell.measure is Measure.VALUE
    return (column.group, column.value_element if states_value else column.element)


@cache
def _columns(row: type[Row]) -> Mapping[str, Column]:
    return {column.field.replace(".", "_"): column for column in elements.columns(row)}


def _within_owner(field: str) -> tuple[str, ...]:
    for group, leaves in _OWNER.items():
        for leaf in leaves:
            if leaf.field == field:
                return (group, leaf.element)
    return {
        "ccc": ("reportingOwnerId", elements.OWNER_CCC),
        "relationship": ("reportingOwnerRelationship",),
    }.get(field, ())


def _leaf(field: str, leaves: Sequence[Leaf] = _HEAD) -> str:
    return next((leaf.element for leaf in leaves if leaf.field == field), "")


def _numbered(element: str, index: int | None, of: int) -> str:
    return element if index is None or of < 2 else f"{element}[{index + 1}]"


def _joined(*steps: str) -> str:
    return "/".join(filter(None, steps))
