"""What a scan is, its first bytes say."""

import pytest

from people.scans import scan_kind


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"II*\x00\x08\x00\x00\x00", "TIFF"),
        (b"MM\x00*\x00\x00\x00\x08", "TIFF"),
    ],
)
def test_the_kinds_that_are_kept(beginning, name):
    assert scan_kind(beginning).name == name


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"<svg onload=",
        b"<!doctype html>",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"GIF89a",
        b" %PDF-1.7",
        b"\xff\xd8",
    ],
)
def test_anything_else_is_not(beginning):
    assert scan_kind(beginning) is None
