"""What a grammar says of a document as somebody else wrote it: sent under today's rules, or published long ago.

The schema speaks of what is sent today. A document that EDGAR has published was taken under the rules of its
day and then filled by EDGAR. So it is put back in memory into the shape in which a filer would send it now, and
the schema judges the rest; what was put right on the way is a fault too where a filer wrote it.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from filings.ownership import elements
from filings.ownership.elements import Content
from filings.ownership.findings import Place
from filings.ownership.places import countries, obsolete_countries
from filings.ownership.reader.tree import parse
from filings.ownership.schema import Fault, SchemaError, line_of, place_of, validate_tree, vocabulary

# The schemas that brought the 10b5-1 box, and the country apart from the state; the latter are the newest (EDGAR
# Ownership XML specification 5.5, section 1.2).
FIRST_WITH_PLAN_BOX = "X0407"
FIRST_WITH_COUNTRY: Mapping[str, str] = {"3": "X0607", "4": "X0609", "5": "X0609"}
NEWEST = FIRST_WITH_COUNTRY

_PLAN_BOX = elements.PLAN_FLAG.element
# What EDGAR fills or drops, by the path of the element around it.
_FILLED: Mapping[str, tuple[str, ...]] = {
    ".": tuple(leaf.element for leaf in elements.HEAD if not leaf.forms),
    "issuer": tuple(leaf.element for leaf in elements.ISSUER if not leaf.forms),
    "reportingOwner/reportingOwnerId": (elements.OWNER_NAME.element,),
    "reportingOwner/reportingOwnerAddress": tuple(
        leaf.element for leaf in elements.ADDRESS if not leaf.forms
    ),
}
# A blank in these says the same as nothing, to EDGAR too.
_MAY_BE_BLANK = ("rptOwnerState", "rptOwnerCountry", "transactionTimeliness", "transactionFormType")
_DAYS = frozenset(name for name, content in elements.contents().items() if content is Content.DAY)
_ZONED = re.compile(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})\s*")
# Browsers put these into the copies that people save.
_FROM_A_BROWSER = ("script", "style")


def conform(document: bytes, *, published: bool, enclosed: bool = False) -> tuple[SchemaError, ...]:
    """The faults of a well-formed ownership document of a known type, by the rules that it was sent under.

    ``published`` says that EDGAR took it: what EDGAR added is no fault, nor is what an older schema let a filer
    leave out, nor what a later one may have added. ``enclosed`` says that it lies in a submission, ready to be
    sent, so that every owner's CCC must be in it.
    """
    # As the reader took it apart: a comment in the midst of a text is no fault.
    root = parse(document)
    version = (root.findtext("schemaVersion") or "").strip() if published else ""
    adapted = [*_without_what_edgar_fills(root, published=published)]
    if not published:
        adapted.extend(_without_space_around_the_type(root))
    _drop_blanks(root)
    if enclosed:
        adapted.extend(_without_ccc(root))
    adapted.extend(_without_zones(root, published=published))
    if published:
        form = (root.findtext("documentType") or "")[:1]
        adapted.extend(_without_strangers(root, later=version > NEWEST.get(form, "")))
        if version < FIRST_WITH_COUNTRY.get(form, ""):
            _state_countries_apart(root)
        if version < FIRST_WITH_PLAN_BOX and form != "3":
            _add_plan_box(root)
    return (*adapted, *validate_tree(root))


def _without_what_edgar_fills(root: etree._Element, *, published: bool) -> Iterator[SchemaError]:
    filled = [
        child
        for path, names in _FILLED.items()
        for parent in ((root,) if path == "." else root.iterfind(path))
        for child in parent
        if child.tag in names
    ]
    if (root.findtext("documentType") or "").startswith("3"):
        filled += root.findall(_PLAN_BOX)
    for node in filled:
        if not published and (node.text or "").strip():
            yield _fault(node, Fault.FILLED, f"EDGAR fills {node.tag} by itself and drops what it says here.")
        _remove(node)


def _without_space_around_the_type(root: etree._Element) -> Iterator[SchemaError]:
    for node in root.findall("documentType"):
        if node.text != (node.text or "").strip():
            yield _fault(node, Fault.TEXT, "documentType has white space around it. Take it out.")


def _without_ccc(root: etree._Element) -> Iterator[SchemaError]:
    for owner in root.iter("reportingOwnerId"):
        if not (owner.findtext(elements.OWNER_CCC) or "").strip():
            place = place_of(owner, "ccc")
            yield _fault(owner, Fault.CCC, "The owner has no CCC. Enter it before you send.", place)


def _drop_blanks(root: etree._Element) -> None:
    for node in [*root.iter(*_MAY_BE_BLANK)]:
        holder = node.find("value") if node.tag == "transactionTimeliness" else node
        if holder is not None and not len(holder) and not (holder.text or "").strip():
            coding = node.getparent()
            if node.tag != "transactionFormType" or (coding is not None and _is_of_holding(coding)):
                _remove(holder)


def _is_of_holding(coding: etree._Element) -> bool:
    row = coding.getparent()
    return row is not None and str(row.tag).endswith("Holding")


def _without_zones(root: etree._Element, *, published: bool) -> Iterator[SchemaError]:
    for day in root.iter(*_DAYS):
        value = day.find("value")
        node = day if value is None else value
        if zoned := _ZONED.fullmatch(node.text or ""):
            if not published:
                yield _fault(day, Fault.ZONE, f"{day.tag} is a day with a time zone. Leave the zone out.")
            node.text = zoned[1]


def _without_strangers(root: etree._Element, *, later: bool) -> Iterator[SchemaError]:
    """Take out what a browser added, and what a schema later than all that are known here may have."""
    for node in list(root.iter(etree.Element) if later else root.iter(*_FROM_A_BROWSER)):
        name = str(node.tag)
        if name in _FROM_A_BROWSER:
            yield _fault(
                node, Fault.STRANGER, f"A browser added {name} to this copy. Get it from EDGAR as it is."
            )
        elif name not in vocabulary():
            yield _fault(
                node, Fault.STRANGER, f"{name[:80]} is of a later schema and has no place in the report."
            )
        else:
            continue
        _remove(node)


def _state_countries_apart(root: etree._Element) -> None:
    """Until schema X0609 a country or a province of Canada stood in the place of the state."""
    for node in [*root.iter("rptOwnerState")]:
        code = (node.text or "").strip()
        if code in countries() or code in obsolete_countries():
            _remove(node)


def _add_plan_box(root: etree._Element) -> None:
    owners = root.findall("reportingOwner")
    if owners and root.find(_PLAN_BOX) is None:
        box = etree.Element(_PLAN_BOX)
        box.text = "0"
        owners[-1].addnext(box)


def _remove(node: etree._Element) -> None:
    """Take an element out and leave the text behind it where it is."""
    parent = node.getparent()
    if parent is not None:
        before = node.getprevious()
        if before is None:
            parent.text = (parent.text or "") + (node.tail or "")
        else:
            before.tail = (before.tail or "") + (node.tail or "")
        parent.remove(node)


def _fault(node: etree._Element, kind: Fault, message: str, place: Place | None = None) -> SchemaError:
    element = str(node.tag)
    place = place or place_of(node, elements.fields().get(element, ""))
    return SchemaError(kind=kind, line=line_of(node), place=place, element=element, message=message)
