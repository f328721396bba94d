"""The outer document of a submission, ``edgarSubmission``, as a value, and the way to it and from it.

Source: EDGAR Ownership XML specification 5.5, sections 3.4 and 4.2.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from filings.ownership.reader.reading import Refused
from filings.ownership.reader.tree import parse

ROOT = "edgarSubmission"
LIVE, TEST = "LIVE", "TEST"
PRIMARY_EXTENSION = ".xml"

_BASE64_LINE = 76
# The elements in EDGAR's order, each with what it holds.
_CHILDREN: Mapping[str, tuple[str, ...]] = {
    ROOT: ("submissionType", "testOrLive", "pointOfContact", "notificationAddresses", "edgarDocument"),
    "pointOfContact": ("contactName", "contactPhoneNumber", "contactEmailAddress"),
    "notificationAddresses": ("notificationEmailAddress",),
    "edgarDocument": ("documentName", "documentType", "documentDescription", "documentMimeBlock"),
}
_REPEATED = frozenset({"edgarDocument", "notificationEmailAddress"})


class Contact(Struct, frozen=True, kw_only=True):
    """Whom EDGAR may ask, and who else gets its notice of acceptance or suspension. All of it is optional."""

    name: str = ""
    phone: str = ""
    email: str = ""
    notified: tuple[str, ...] = ()


NO_CONTACT = Contact()


class EdgarDocument(Struct, frozen=True, kw_only=True):
    """One file of a submission: its name, its type (``4``, ``EX-24``, ``GRAPHIC``) and its bytes."""

    name: str
    type: str
    content: bytes
    description: str = ""

    @property
    def extension(self) -> str:
        """``.xml`` for ``form4.xml``; empty without one."""
        return f".{self.name.rpartition('.')[2].lower()}" if "." in self.name else ""


class Envelope(Struct, frozen=True, kw_only=True):
    """What is sent. ``strangers`` are the paths of what EDGAR knows no place for, in one that was read."""

    submission_type: str
    test_or_live: str
    contact: Contact = NO_CONTACT
    documents: tuple[EdgarDocument, ...] = ()
    strangers: tuple[str, ...] = ()

    def primary(self) -> tuple[EdgarDocument, ...]:
        """The documents of the form's own type, of which there is to be one."""
        return tuple(one for one in self.documents if one.type == self.submission_type)


def write_envelope(envelope: Envelope) -> bytes:
    """The outer document, one element a line and base64 in lines of 76; equal envelopes give equal bytes."""
    contact = envelope.contact
    lines = ['<?xml version="1.0"?>', f"<{ROOT}>"]
    lines += _leaf(1, "submissionType", envelope.submission_type)
    lines += _leaf(1, "testOrLive", envelope.test_or_live)
    lines += _group(
        "pointOfContact",
        _leaf(2, "contactName", contact.name)
        + _leaf(2, "contactPhoneNumber", contact.phone)
        + _leaf(2, "contactEmailAddress", contact.email),
    )
    notified = [line for email in contact.notified for line in _leaf(2, "notificationEmailAddress", email)]
    lines += _group("notificationAddresses", notified)
    for one in envelope.documents:
        encoded = base64.b64encode(one.content).decode("ascii")
        block = "\n".join(encoded[at : at + _BASE64_LINE] for at in range(0, len(encoded), _BASE64_LINE))
        lines += _group(
            "edgarDocument",
            _leaf(2, "documentName", one.name)
            + _leaf(2, "documentType", one.type)
            + _leaf(2, "documentDescription", one.description)
            + [f"    <documentMimeBlock>{block}</documentMimeBlock>"],
        )
    return "\n".join([*lines, f"</{ROOT}>", ""]).encode("ascii", "xmlcharrefreplace")


def read_envelope(source: bytes) -> Envelope:
    """The envelope in an outer document.

    Raises ``Refused`` when it is none, or one of its documents is not in base64.
    """
    root = parse(source.strip())
    if root.tag != ROOT:
        raise Refused(f"The document begins with {root.tag[:80]}, not with {ROOT}.")
    point, addresses = root.find("pointOfContact"), root.find("notificationAddresses")
    emails = () if addresses is None else addresses.iterchildren("notificationEmailAddress")
    return Envelope(
        submission_type=_text(root, "submissionType"),
        test_or_live=_text(root, "testOrLive"),
        contact=Contact(
            name=_text(point, "contactName"),
            phone=_text(point, "contactPhoneNumber"),
            email=_text(point, "contactEmailAddress"),
            notified=tuple((email.text or "").strip() for email in emails),
        ),
        documents=tuple(_document(element) for element in root.iterchildren("edgarDocument")),
        strangers=tuple(_strangers(root)),
    )


def _document(element: etree._Element) -> EdgarDocument:
    name = _text(element, "documentName")
    try:
        content = base64.b64decode("".join(_text(element, "documentMimeBlock").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(f"The document {name[:80]} of the submission is not in base64.") from error
    return EdgarDocument(
        name=name,
        type=_text(element, "documentType"),
        description=_text(element, "documentDescription"),
        content=content,
    )


def _strangers(element: etree._Element) -> Iterator[str]:
    """The paths of elements that are unknown, repeated or out of order, and of what else EDGAR knows not."""
    path = element.getroottree().getpath
    known = _CHILDREN.get(str(element.tag), ())
    last = -1
    for child in element.iterchildren(etree.Element):
        name = str(child.tag)
        place = known.index(name) if name in known else -1
        if place > last or (place == last and name in _REPEATED):
            last = place
            yield from _strangers(child)
        else:
            yield path(child)
    yield from (f"{path(element)}/@{name!s}" for name in element.attrib)
    between = [(element.text or "") if known else "", *((child.tail or "") for child in element)]
    if any(text.strip() for text in between):
        yield f"{path(element)}/text()"


def _text(element: etree._Element | None, child: str) -> str:
    return "" if element is None else (element.findtext(child) or "").strip()


def _leaf(depth: int, element: str, text: str) -> list[str]:
    escaped = re.sub("[&<>]", lambda found: _ESCAPES[found[0]], text)
    return [f"{'  ' * depth}<{element}>{escaped}</{element}>"] if text else []


def _group(element: str, lines: list[str]) -> list[str]:
    return [f"  <{element}>", *lines, f"  </{element}>"] if lines else []


_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
