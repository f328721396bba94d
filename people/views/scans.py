"""Scans that leave the desk: what each is was told from its first bytes, and browsers may not guess."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from compliance.downloads import kept_file, open_kept
from compliance.hardening.errors import NothingHere
from people.scans import SIGNATURE_BYTES, ScanKind, scan_kind

# What a browser shows by itself; a TIFF is downloaded and opened beside the page.
_SHOWN = {"PDF", "PNG", "JPEG"}
# A sandbox would keep the browser's own PDF viewer out; nothing of ours is loaded or run here either way.
_IN_A_FRAME = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


def scan_download(scan: FieldFile, stem: str) -> FileResponse:
    """The scan as a download, named by the stem and the ending of its kind. Raises ``NothingHere``."""
    return _handed_out(scan, stem, policy="sandbox", as_attachment=True)


def scan_framed(scan: FieldFile, stem: str) -> FileResponse:
    """The scan inside a page of the desk: nothing but a picture or a PDF is shown so. Raises ``NothingHere``."""
    if not is_shown(scan):
        raise NothingHere("Browsers do not show this kind of file. Download it.")
    return _handed_out(scan, stem, policy=_IN_A_FRAME, as_attachment=False)


def is_shown(scan: FieldFile) -> bool:
    """Whether a browser shows this scan by itself. Raises ``NothingHere``."""
    return _kind(scan).name in _SHOWN


def _kind(scan: FieldFile) -> ScanKind:
    with open_kept(scan) as opened:
        kind = scan_kind(opened.read(SIGNATURE_BYTES))
    if kind is None:
        raise NothingHere(
            "The file in the archive is not a scan. Ask the desk's administrator to restore it."
        )
    return kind


def _handed_out(scan: FieldFile, stem: str, *, policy: str, as_attachment: bool) -> FileResponse:
    kind = _kind(scan)
    response = kept_file(scan, f"{stem}.{kind.extension}", kind.content_type, as_attachment=as_attachment)
    response["Content-Security-Policy"] = policy
    return response
