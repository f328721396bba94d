"""Documents damaged in one spot each: every element dropped, doubled, renamed or moved, every text replaced."""

import copy
from collections.abc import Iterator

from lxml import etree

from filings.ownership import elements

PROBES = (
    "", " ", "0", "1", "true", "x", "-5", "+5", "1,500", ".5", "5.", "1.23456", "1.50000", "1e5",
    "999999999999.9999", "1000000000000", "2026-11-20", "2026-11-20-05:00", "2026-02-30", "0022-01-01",
    "A", "D", "E", "I", "K", "L", "V", "|", "3", "4", "5", "3/A", "4/A", "5/A", "A6", "MA", "2F", "XX",
    "F1", "F01", "F100", "caf\u00e9", "a\nb", "a\tb", "abcd#123",
    *("x" * length for length in (5, 10, 11, 14, 15, 30, 31, 40, 41, 60, 61, 100, 101, 255, 256)),
    *("x" * length for length in (1000, 1001, 2000, 2001)), "1" * 10, "1" * 11,
)  # fmt: skip

INSERTED = (
    "schemaVersion", "issuerName", "rptOwnerName", "rptOwnerStateDescription", "rptOwnerGoodAddress",
    "noSecuritiesOwned", "form3HoldingsReported", "form4TransactionsReported", "aff10b5One",
    "notSubjectToSection16", "rptOwnerCountry", "deemedExecutionDate", "transactionCoding",
    "transactionTimeliness", "transactionTotalValue", "postTransactionAmounts", "footnoteId", "value",
)  # fmt: skip


def damaged(document: bytes) -> Iterator[tuple[str, str, bytes]]:
    """What was done, to which element, and the document that comes of it."""
    root = etree.fromstring(document)
    for index, node in enumerate(list(root.iter(etree.Element))):
        name = _name(node)
        if not len(node) and node.tag != "footnoteId":
            for probe in PROBES:
                yield f"say {probe[:20]!r} ({len(probe)})", name, _changed(root, index, _say, probe)
        for probe in ("F1", "F9", "F01", "F100", "f1", "") if node.get("id") is not None else ():
            yield f"id {probe!r}", name, _changed(root, index, _identify, probe)
        if index:
            for change in (_drop, _double, _rename, _put_last, _fill_with_others):
                yield change.__name__.strip("_"), name, _changed(root, index, change, "")
        yield "attribute", name, _changed(root, index, _attribute, "")
        yield "stray text", name, _changed(root, index, _stray, "")
        for sibling in INSERTED if index else ():
            yield f"insert {sibling}", name, _changed(root, index, _insert, sibling)


def _name(node: etree._Element) -> str:
    parent = node.getparent()
    return (
        f"{parent.tag}/{node.tag}" if node.tag in {"value", "footnoteId"} and parent is not None else node.tag
    )


def _changed(root, index, change, argument) -> bytes:
    copied = copy.deepcopy(root)
    change(next(node for at, node in enumerate(copied.iter(etree.Element)) if at == index), argument)
    return etree.tostring(copied)


def _say(node, text):
    node.text = text


def _identify(node, text):
    node.set("id", text)


def _drop(node, _):
    node.getparent().remove(node)


def _double(node, _):
    node.addnext(copy.deepcopy(node))


def _rename(node, _):
    node.tag = "unknown"


def _put_last(node, _):
    node.getparent().append(node)


def _fill_with_others(node, _):
    node.append(etree.Element("unknown"))


def _attribute(node, _):
    node.set("unknown", "1")


def _stray(node, _):
    node.tail = (node.tail or "") + "stray" if node.getparent() is not None else node.tail


def _insert(node, tag):
    added = etree.Element(tag)
    content = elements.contents().get(tag)
    if tag == "footnoteId":
        added.set("id", "F1")
    else:
        added.text = {elements.Content.FLAG: "1"}.get(content, "X0609")
    node.addprevious(added)
