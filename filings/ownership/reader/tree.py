"""Bytes to an element tree without risk, and the account of which of its elements found a place."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from filings.ownership.elements import Content
from filings.ownership.reader.reading import Refused, Unplaced

# The fullest document EDGAR takes (60 rows, 99 footnotes, every footnote on every cell) stays below these.
MAX_DOCUMENT = 4 * 2**20
MAX_TAGS = 100_000
# Enough for any later schema; a document with more strangers in it is another kind of document.
MAX_UNPLACED = 500

_TOO_MANY = f"More than {MAX_UNPLACED} parts of the document are unknown on Forms 3, 4 and 5."

_WITHHELD = "withheld"
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
_FLAGS = {"1": True, "true": True, "0": False, "false": False}

Value = str | bool | dt.date | Decimal | None


def parse(source: bytes) -> etree._Element:
    """The root of an XML document, with no entity resolved and nothing fetched.

    Raises ``Refused`` when it is not well-formed, or holds a DOCTYPE or a processing instruction.
    """
    if source.count(b"<") > MAX_TAGS:
        raise Refused("The document has more elements than any ownership filing.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(
            f"Line {error.lineno or 1} is not well-formed XML: the file is damaged or is no XML document."
        ) from error
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise Refused("The document has a DOCTYPE, which no ownership document has.")
    outside = (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter(etree.PI))
    if any(node.tag is etree.PI for node in outside):
        raise Refused("The document has a processing instruction, which EDGAR does not take.")
    return root


class Account:
    """Keeps which elements of a tree were understood, so that the others can be told.

    An element counts only once its text has been understood: a date that is no date stays unplaced.
    """

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._containers: set[etree._Element] = set()
        self._leaves: set[etree._Element] = set()
        self._identified: set[etree._Element] = set()

    def inside(self, element: etree._Element | None) -> dict[str, etree._Element]:
        """The children of an element that only holds others, the first of each name."""
        if element is None:
            return {}
        self._containers.add(element)
        children: dict[str, etree._Element] = {}
        for child in element.iterchildren(etree.Element):
            children.setdefault(child.tag, child)
        return children

    def inside_with_footnotes(
        self, element: etree._Element | None
    ) -> tuple[dict[str, etree._Element], tuple[str, ...]]:
        """The children of a cell, the first of each name, and the ids that its ``footnoteId`` refer to."""
        if element is None:
            return {}, ()
        self._containers.add(element)
        children: dict[str, etree._Element] = {}
        footnotes = []
        for child in element.iterchildren(etree.Element):
            if child.tag != "footnoteId":
                children.setdefault(child.tag, child)
            elif (identifier := self.footnote_id(child)) is not None:
                footnotes.append(identifier)
        return children, tuple(footnotes)

    def all_inside(self, element: etree._Element | None) -> Iterator[etree._Element]:
        """Every child of an element that only holds others."""
        if element is not None:
            self._containers.add(element)
            yield from element.iterchildren(etree.Element)

    def text(self, element: etree._Element | None) -> str:
        """The text of an element without the white space around it; empty when there is none."""
        if element is None:
            return ""
        self._leaves.add(element)
        return (element.text or "").strip()

    def value(self, element: etree._Element | None, content: Content) -> Value:
        """What the text of an element means; ``None`` when it is blank or means nothing of its kind.

        A day may carry a time zone, which says nothing about a day.
        """
        if element is None:
            return None
        text = (element.text or "").strip()
        value = _understood(text, content)
        if value is not None or not text:
            self._leaves.add(element)
        return value

    def footnote_id(self, element: etree._Element) -> str | None:
        """The ``id`` of a footnote or of a reference to one."""
        identifier = element.get("id")
        if identifier is None:
            return None
        self._containers.add(element)
        self._identified.add(element)
        return identifier.strip()

    def unplaced(self) -> Iterator[Unplaced]:
        """All that nobody asked for or understood, in the document's order.

        Raises ``Refused`` at an element with more than ``MAX_UNPLACED`` attributes.
        """
        path = self.root.getroottree().getpath
        for element in self.root.iter(etree.Element):
            attributes = element.items()
            if element not in self._leaves:
                text = (element.text or "").strip()
                if text or not (element in self._containers or len(element) or attributes):
                    withheld = element.tag.lower().endswith("ccc")
                    yield Unplaced(path(element), _WITHHELD if withheld else text)
            if attributes:
                if len(attributes) > MAX_UNPLACED:  # listing them takes time by the square of their number
                    raise Refused(_TOO_MANY)
                for name, value in attributes:
                    if not (name == "id" and element in self._identified):
                        yield Unplaced(f"{path(element)}/@{name!s}", str(value))
            tail = (element.tail or "").strip()
            if tail and (parent := element.getparent()) is not None:
                yield Unplaced(f"{path(parent)}/text()", tail)


def listed(account: Account) -> tuple[Unplaced, ...]:
    """What an account did not place. Raises ``Refused`` when that is more than ``MAX_UNPLACED``."""
    unplaced: list[Unplaced] = []
    for stranger in account.unplaced():
        if len(unplaced) == MAX_UNPLACED:
            raise Refused(_TOO_MANY)
        unplaced.append(stranger)
    return tuple(unplaced)


def _understood(text: str, content: Content) -> Value:
    if not text:
        return None
    match content:
        case Content.DAY:
            return _day(text)
        case Content.AMOUNT:
            return Decimal(text) if _AMOUNT.fullmatch(text) else None
        case Content.FLAG | Content.WORD_FLAG:
            return _FLAGS.get(text)
        case _:
            return text


def _day(text: str) -> dt.date | None:
    written = _DAY.fullmatch(text)
    try:
        return dt.date.fromisoformat(written[1]) if written else None
    except ValueError:  # 2026-02-30
        return None
