"""What a document says, taken from its text alone: for tests that hold a reading against its source."""

import re
from collections import Counter
from decimal import Decimal

from lxml import etree


def leaves_of(document: bytes) -> Counter[tuple[str, str]]:
    """Path and text of every element and attribute that says something, in one spelling of each value."""
    parser = etree.XMLParser(remove_comments=True)
    found: Counter[tuple[str, str]] = Counter()
    for node in etree.fromstring(document, parser).iter(etree.Element):
        path = "/".join(parent.tag for parent in [node, *node.iterancestors()][::-1])
        if text := (node.text or "").strip():
            found[path, one_spelling(text)] += 1
        for name, value in node.attrib.items():
            found[f"{path}/@{name}", one_spelling(value.strip())] += 1
    return found


def one_spelling(text: str) -> str:
    """A flag as a digit, a number without idle zeros, a day without its time zone; other texts as they are."""
    if text in {"true", "false"}:
        return "1" if text == "true" else "0"
    if day := re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?", text):
        return day[1]
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text, re.ASCII):
        return f"{Decimal(text).normalize():f}"
    return text
