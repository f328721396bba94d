"""Our schema of the ownership document as a filer sends it, and what it says of one.

``ownership.xsd`` is written from the EDGAR Ownership XML specification 5.5. It is stricter than the SEC's own
schema wherever EDGAR suspends what that lets through and a grammar can tell: dates with a zone, signed
amounts, retired countries, footnotes that are too long or nowhere to be found, elements only EDGAR may write.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from itertools import islice
from threading import Lock
from typing import Any, cast

from lxml import etree
from msgspec import Struct

from filings.ownership import elements
from filings.ownership.elements import Content
from filings.ownership.findings import Part, Place

ROOT = "ownershipDocument"
MAX_ERRORS = 100
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
# XML Schema cannot let the text of an element choose a type, so validation names the type at the root.
_TYPES: Mapping[str, str] = {
    "3": "form3",
    "3/A": "form3Amended",
    "4": "form4",
    "4/A": "form4Amended",
    "5": "form5",
    "5/A": "form5Amended",
}
# libxml2 keeps one log of errors for each schema, so two threads may not validate at once.
_validating = Lock()


class Fault(Enum):
    """What kind of fault a schema finds."""

    DOCUMENT = auto()  # not an ownership document at all, or with something before or around it
    MISPLACED = auto()  # an element that is unknown, repeated or out of order
    MISSING = auto()
    LENGTH = auto()
    TEXT = auto()  # a character, a code or a form that is not taken there
    DAY = auto()
    AMOUNT = auto()
    FLAG = auto()
    FOOTNOTE = auto()  # a reference to none, or two of one number
    STRAY = auto()  # an attribute, or text between the elements
    # Those of ``conformance`` alone:
    FILLED = auto()  # what EDGAR writes by itself
    ZONE = auto()
    STRANGER = auto()  # not from the filer
    CCC = auto()


class SchemaError(Struct, frozen=True, kw_only=True):
    """One fault of a document: its kind, its line (from 1), where it is on the form, the element, a sentence.

    The sentence never repeats what the document says, because one of its elements is a secret.
    """

    kind: Fault
    line: int
    place: Place
    element: str
    message: str


def validate(document: bytes) -> tuple[SchemaError, ...]:
    """What is wrong with an ownership document that is to be sent; nothing when it is as EDGAR wants it.

    At most ``MAX_ERRORS`` faults of the schema are told.
    """
    try:
        root = etree.fromstring(document, _parser())
    except etree.XMLSyntaxError as error:
        return (_at_root(error.lineno or 1, "The document is not well-formed XML."),)
    if root.tag != ROOT:
        return (_at_root(1, f"The document must begin with {ROOT}."),)
    outside = (*root.itersiblings(preceding=True), *root.itersiblings())
    faults = [
        _at_root(line_of(node), "EDGAR takes no processing instruction; remove it.")
        for node in (*outside, *root.iter(etree.PI))
        if node.tag is etree.PI
    ]
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        faults.append(_at_root(1, "EDGAR takes no DOCTYPE; remove it."))
    document_type = root.findtext("documentType") or ""
    if document_type not in _TYPES:
        faults.append(_at_root(1, "documentType must be 3, 3/A, 4, 4/A, 5 or 5/A."))
        return tuple(faults)
    faults.extend(validate_tree(root))
    return tuple(faults)


def validate_tree(root: etree._Element) -> Iterator[SchemaError]:
    """What the schema says of the tree of an ownership document whose ``documentType`` is one of the six.

    White space around that is not looked at. The tree gets an attribute at its root.
    """
    root.set(_XSI_TYPE, _TYPES[(root.findtext("documentType") or "").strip()])
    schema = _schema()
    with _validating:
        if schema.validate(root):
            return
        log: Iterable[etree._LogEntry] = cast("Any", schema.error_log)
        errors = list(islice(log, MAX_ERRORS))
    seen: set[tuple[int, str]] = set()
    for error in errors:
        node = _node(root, error)
        key = (error.line, root.getroottree().getpath(node))
        # A value that breaks its type is reported again by the rule that would have used it.
        if key not in seen:
            seen.add(key)
            yield _fault(node, error)


@cache
def vocabulary() -> frozenset[str]:
    """The names of all elements that the schema knows."""
    names = cast("list[str]", _source().xpath("//*[local-name()='element']/@name"))
    return frozenset(map(str, names))


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(_source())


def _source() -> etree._Element:
    return etree.fromstring(files(__name__).joinpath("ownership.xsd").read_bytes())


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _at_root(line: int, message: str) -> SchemaError:
    place = Place(Part.REPORT)
    return SchemaError(kind=Fault.DOCUMENT, line=line, place=place, element=ROOT, message=message)


def _node(root: etree._Element, error: etree._LogEntry) -> etree._Element:
    """The element an error is about: by its path, or by line and name where there is none to follow."""
    if error.path and ":" not in error.path:
        found = cast("list[Any]", root.xpath(error.path))
        if found and etree.iselement(found[0]):
            node: etree._Element = found[0]
            return node
    for node in root.iter(etree.Element):
        if line_of(node) == error.line and f"'{node.tag}'" in error.message:
            return node
    return root


def _fault(node: etree._Element, error: etree._LogEntry) -> SchemaError:
    named, element, field, expected = _named(node), "", "", _expected(error)
    if error.type_name == "SCHEMAV_ELEMENT_CONTENT" and not _is_repeated(node):
        # The fault is what ought to stand here, so its place is that element's.
        element = next((name for name in reversed(expected) if name in elements.fields()), "")
        if element and "Missing child" not in error.message:
            parent = node.getparent()
            named = named if parent is None else _named(parent)
    element = element or named.tag
    field = elements.fields().get(element) or elements.fields().get(named.tag, "")
    kind, message = _sentence(node, named.tag, error)
    place = place_of(named, field)
    return SchemaError(kind=kind, line=error.line, place=place, element=element, message=message)


def _expected(error: etree._LogEntry) -> list[str]:
    """The elements that the schema would have had here."""
    return re.findall(r"\w+", error.message.partition("Expected is")[2].removeprefix(" one of"))


def _is_repeated(node: etree._Element) -> bool:
    return next(node.itersiblings(node.tag, preceding=True), None) is not None


def _named(node: etree._Element) -> etree._Element:
    """The element that names a field where the fault is in its value or its footnotes."""
    parent = node.getparent()
    return parent if node.tag in {"value", "footnoteId"} and parent is not None else node


def line_of(node: etree._Element) -> int:
    """The line of an element in its document, from 1."""
    return node.sourceline if isinstance(node.sourceline, int) else 1


def _sentence(node: etree._Element, element: str, error: etree._LogEntry) -> tuple[Fault, str]:
    kind = error.type_name
    if kind == "SCHEMAV_ELEMENT_CONTENT":
        wanted = " or ".join(_expected(error))
        if "Missing child" in error.message:
            return Fault.MISSING, f"{element} lacks {wanted}."
        if _is_repeated(node) or not wanted:
            return Fault.MISPLACED, f"There is one {node.tag} too many."
        return Fault.MISPLACED, f"{node.tag} is not expected here: EDGAR wants {wanted}."
    if kind == "SCHEMAV_CVC_IDC":
        if "Duplicate" in error.message:
            return Fault.FOOTNOTE, "Two footnotes have the same number."
        return Fault.FOOTNOTE, f"{element} refers to a footnote that is not in the document."
    if kind == "SCHEMAV_CVC_MAXLENGTH_VALID":
        return Fault.LENGTH, f"{element} is longer than {_limit(error)} characters."
    if kind == "SCHEMAV_CVC_LENGTH_VALID":
        return Fault.LENGTH, f"{element} must have {_limit(error)} characters."
    if kind == "SCHEMAV_CVC_MINLENGTH_VALID":
        return Fault.LENGTH, f"{element} must not be empty."
    if "attribute" in error.message:
        return Fault.STRAY, f"{element} has a footnote number or another attribute that EDGAR does not take."
    if element in elements.contents():
        fault, words = _WANTED[elements.contents()[element]]
        return fault, f"{element} {words}."
    return Fault.STRAY, f"{element} {_STRAY}."


_STRAY = "holds text or an element that EDGAR does not take there"
_WANTED: Mapping[Content, tuple[Fault, str]] = {
    Content.TEXT: (Fault.TEXT, "holds a character or a code that EDGAR does not take there"),
    Content.DAY: (Fault.DAY, "must be a day written as YYYY-MM-DD"),
    Content.AMOUNT: (Fault.AMOUNT, "must be a plain number up to 999999999999.9999 with 4 decimals at most"),
    Content.FLAG: (Fault.FLAG, "must be 1 or 0"),
    Content.WORD_FLAG: (Fault.FLAG, "must be true or false"),
    Content.CODING: (Fault.STRAY, _STRAY),
}


def _limit(error: etree._LogEntry) -> str:
    """The last number in quotes: ``… exceeds the allowed maximum length of '30'.``"""
    message: str = error.message
    return message.rpartition("'")[0].rpartition("'")[2]


_PARTS: Mapping[str, Part] = {
    "issuer": Part.ISSUER,
    "reportingOwner": Part.OWNERS,
    "nonDerivativeTable": Part.TABLE_I,
    "derivativeTable": Part.TABLE_II,
    "footnotes": Part.FOOTNOTES,
    "remarks": Part.REMARKS,
    "ownerSignature": Part.SIGNATURES,
}


def place_of(node: etree._Element, field: str) -> Place:
    """Where on the form a node is, by its ancestors and the position of its row, owner or footnote."""
    line = [node, *node.iterancestors()][::-1]  # from the root down
    if len(line) == 1 or line[1].tag not in _PARTS:
        return Place(Part.REPORT, None, field)
    branch = line[1]
    part = _PARTS[branch.tag]
    if part in {Part.OWNERS, Part.SIGNATURES}:
        return Place(part, sum(1 for _ in branch.itersiblings(branch.tag, preceding=True)), field)
    if part in {Part.TABLE_I, Part.TABLE_II, Part.FOOTNOTES} and len(line) > 2:
        return Place(part, branch.index(line[2]), "text" if part is Part.FOOTNOTES else field)
    return Place(part, None, field)
