"""The words of an exhibit: exhibits are kept as plain text, and EDGAR takes them as text or simple HTML."""

import re

from lxml import etree

_BLOCKS = frozenset(
    {"address", "blockquote", "br", "center", "div", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"hr", "li", "ol", "p", "pre", "table", "td", "th", "title", "tr", "ul"}
)
_UNSEEN = frozenset({"script", "style"})
_IS_HTML = re.compile(r"<(?:html|body|p|div|pre|table|br|font)\b", re.IGNORECASE)


def plain_text(text: str) -> str:
    """The text of an exhibit without markup, one paragraph a line; a plain one stays as it is."""
    if not _IS_HTML.search(text):
        return text.strip("\r\n")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.encode(), parser)
    lines = (line.strip() for line in _words(root).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _words(root: etree._Element) -> str:
    pieces: list[str] = []
    preformatted = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        starts = event == "start"
        if node.tag in _BLOCKS and (starts or node.tag != "br"):
            pieces.append("\n")
        if node.tag == "pre":
            preformatted += 1 if starts else -1
        text = node.text if starts and node.tag not in _UNSEEN else node.tail if not starts else None
        if text:
            pieces.append(text if preformatted else re.sub(r"\s+", " ", text))
    return "".join(pieces)
