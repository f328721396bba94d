"""Pages that stand for scans of papers signed by hand."""

from functools import cache

from django.core.files.base import ContentFile
from weasyprint import HTML


def scan_of(text: str) -> "ContentFile[bytes]":
    """A scan of a paper with this text."""
    return ContentFile(_page(text), "scan.pdf")


@cache
def _page(text: str) -> bytes:
    page = f'<pre style="font: 11pt/1.45 serif; white-space: pre-wrap">{text}</pre>'
    scan: bytes = HTML(string=page).write_pdf()
    return scan
