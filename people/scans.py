"""What a scan of a power of attorney may be, told by its bytes and never by its name.

A scan is paper: it shows, and does nothing. A file that would run something, open something or carry another file
inside is refused with the reason, and whatever is kept is handed out as a download alone.

PDFs are read by pikepdf (QPDF): it meets every object as a viewer would, also those in compressed streams and
after repair of a damaged file, and decodes no picture, so that a page costs the memory of its objects only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf
from pikepdf.settings import set_qpdf_limits

SIGNATURE_BYTES = 16  # enough of a file's beginning to tell what it is

# A few hundred bytes can unfold to gigabytes; the objects of a real scan take a few megabytes at most.
_UNFOLDED = 64 * 2**20
set_qpdf_limits(
    flate_max_memory=_UNFOLDED,
    png_max_memory=_UNFOLDED,
    tiff_max_memory=_UNFOLDED,
    run_length_max_memory=_UNFOLDED,
    dct_max_memory=_UNFOLDED,
    doc_max_warnings=200,
    parser_max_container_size=500_000,
)


@dataclass(frozen=True)
class ScanKind:
    """A kind of file that is kept as a scan, and how it is handed out."""

    name: str
    extension: str
    content_type: str


_PDF = ScanKind("PDF", "pdf", "application/pdf")
_PNG = ScanKind("PNG", "png", "image/png")
_JPEG = ScanKind("JPEG", "jpg", "image/jpeg")
_TIFF = ScanKind("TIFF", "tif", "image/tiff")

_BEGINNINGS = (
    (b"%PDF-", _PDF),
    (b"\x89PNG\r\n\x1a\n", _PNG),
    (b"\xff\xd8\xff", _JPEG),
    (b"II*\x00", _TIFF),
    (b"MM\x00*", _TIFF),
)

_MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<!--", b"<head", b"<body")

_NOT_A_SCAN = "This is not a PDF, PNG, JPEG or TIFF: scan the paper into one of these."
_PRINT_IT = "Print it to a new PDF, or scan the paper, and add that."

# What an action may not be (ISO 32000-2, 12.6.4); going to a page and opening a web address upon a click may.
_ACTIONS = {
    "/JavaScript": "contains JavaScript",
    "/Launch": "starts a program",
    "/SubmitForm": "sends a form somewhere",
    "/ImportData": "reads another file",
    "/GoToR": "opens another file",
    "/GoToE": "opens a file that is inside it",
    "/Rendition": "plays media",
    "/RichMediaExecute": "plays media",
    "/Movie": "plays media",
    "/Sound": "plays media",
    "/SetOCGState": "changes what it shows",
    "/Hide": "changes what it shows",
}
_ENTRIES = {
    "/JS": "contains JavaScript",
    "/JavaScript": "contains JavaScript",
    "/EmbeddedFiles": "carries other files inside",
    "/EF": "carries other files inside",
    "/XFA": "contains a form that is a program",
    "/RichMediaContent": "plays media",
}
_TYPES = {"/EmbeddedFile": "carries other files inside"}
_SUBTYPES = {
    "/FileAttachment": "carries other files inside",
    "/RichMedia": "plays media",
    "/Screen": "plays media",
    "/Movie": "plays media",
    "/Sound": "plays media",
    "/3D": "plays media",
}


def scan_kind(beginning: bytes) -> ScanKind | None:
    """The kind of a file from its first bytes; ``None`` for anything that is not kept as a scan."""
    return next((kind for magic, kind in _BEGINNINGS if beginning.startswith(magic)), None)


def scan_objection(scan: BinaryIO) -> str:
    """Why a file is not kept as a scan, in one sentence; empty when it is a scan. Leaves it at its beginning."""
    scan.seek(0)
    beginning = scan.read(1024)
    scan.seek(0)
    kind = scan_kind(beginning)
    if kind is None:
        if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
            return f"This is a web page or a drawing that can contain a script. {_NOT_A_SCAN}"
        return _NOT_A_SCAN
    if kind is not _PDF:
        return ""
    try:
        return _pdf_objection(scan)
    finally:
        scan.seek(0)


def _pdf_objection(scan: BinaryIO) -> str:
    try:
        with pikepdf.open(scan) as pdf:
            if not len(pdf.pages):
                return "This PDF has no page."
            found = next(_activities(pdf), "")
    except pikepdf.PasswordError:
        return f"This PDF is protected by a password, so nobody can look into it. {_PRINT_IT}"
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError):
        return f"This PDF is damaged, so nobody can tell what is in it. {_PRINT_IT}"
    return f"This PDF {found}, and a scan only shows paper. {_PRINT_IT}" if found else ""


def _activities(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What the document does beside showing pages, from all of its objects."""
    for one in (*pdf.objects, pdf.trailer):
        # Objects of their own come by themselves; what is written inside another one is followed here.
        waiting = [one]
        while waiting:
            at = waiting.pop()
            if isinstance(at, pikepdf.Array):
                waiting += [child for child in at if _is_inside(child)]
            elif isinstance(at, pikepdf.Dictionary | pikepdf.Stream):
                yield from _activities_of(at)
                waiting += [child for _, child in at.items() if _is_inside(child)]


def _activities_of(entry: pikepdf.Dictionary | pikepdf.Stream) -> Iterator[str]:
    keys = set(entry.keys())
    yield from (said for key, said in _ENTRIES.items() if key in keys)
    for key, known in (("/S", _ACTIONS), ("/Type", _TYPES), ("/Subtype", _SUBTYPES)):
        if key in keys and isinstance(entry[key], pikepdf.Name) and (said := known.get(str(entry[key]))):
            yield said


def _is_inside(child: object) -> bool:
    return isinstance(child, pikepdf.Array | pikepdf.Dictionary) and not child.is_indirect
