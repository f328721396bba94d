"""What a scan of a power of attorney may be, told by its first bytes and never by its name."""

from dataclasses import dataclass

SIGNATURE_BYTES = 16  # enough of a file's beginning to tell what it is


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


def scan_kind(beginning: bytes) -> ScanKind | None:
    """The kind of a file from its first bytes; ``None`` for anything that is not kept as a scan."""
    return next((kind for magic, kind in _BEGINNINGS if beginning.startswith(magic)), None)
