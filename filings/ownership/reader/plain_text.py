"""The words of an exhibit: exhibits are kept as plain text, and EDGAR takes them as text or simple HTML."""

import re
from html.parser import HTMLParser

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
    words = _Words()
    words.feed(text)
    words.close()
    lines = (line.strip() for line in "".join(words.pieces).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.preformatted = 0
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.preformatted += tag == "pre"
        self.unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.preformatted -= tag == "pre" and self.preformatted > 0
        self.unseen -= tag in _UNSEEN and self.unseen > 0
        if tag in _BLOCKS and tag != "br":
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(data if self.preformatted else re.sub(r"\s+", " ", data))
