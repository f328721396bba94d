"""ZIPs that list what is in them: a manifest of SHA-256 sums, and whether the files are those."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from msgspec import Struct

from filings.ownership import canonical

MANIFEST = "manifest.json"

# The earliest day that a ZIP can state: what the desk packs has no clock of its own.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


class FileSum(Struct, frozen=True, kw_only=True):
    """A file in a ZIP: its name, what it is, its size in bytes and its SHA-256."""

    name: str
    is_a: str
    size: int
    sha256: str


def file_sum(name: str, is_a: str, content: bytes) -> FileSum:
    """The line of a manifest for a file."""
    return FileSum(name=name, is_a=is_a, size=len(content), sha256=canonical.sha256(content))


def sums_fault(sums: Sequence[FileSum], files: Mapping[str, bytes]) -> str:
    """The first thing in which files, the manifest among them, and their sums do not agree; empty if they do."""
    names = [one.name for one in sums]
    if len(set(names)) != len(names):
        return f"{MANIFEST} lists a file twice."
    for one in sums:
        if one.name not in files:
            return f"{one.name} is listed in {MANIFEST} and missing."
        if len(files[one.name]) != one.size:
            return f"{one.name} has {len(files[one.name]):,} bytes; {MANIFEST} says {one.size:,}."
        if canonical.sha256(files[one.name]) != one.sha256:
            return f"{one.name} is not the file of which {MANIFEST} has the SHA-256."
    strangers = sorted(files.keys() - {MANIFEST, *names})
    return f"{strangers[0]} is not listed in {MANIFEST}." if strangers else ""


def zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A ZIP of files in this order, stored as they are: the same bytes on every machine."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as package:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)
    return whole.getvalue()
