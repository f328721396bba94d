"""What a scan is, its bytes say: a picture of paper, which shows and does nothing."""

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest

from people.scans import scan_kind, scan_objection


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


# What is in a file that is kept


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _: None, **saving: object) -> bytes:
    """A PDF of one blank page, changed as a test needs it."""
    with pikepdf.Pdf.new() as made:
        made.add_blank_page()
        change(made)
        written = io.BytesIO()
        made.save(written, **saving)
    return written.getvalue()


def action(**entries: object) -> Callable[[pikepdf.Pdf], None]:
    """A page with a link that does something."""

    def change(made: pikepdf.Pdf) -> None:
        does = pikepdf.Dictionary({f"/{name}": value for name, value in entries.items()})
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=does
        )
        made.pages[0].Annots = pikepdf.Array([link])

    return change


def at_opening(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")


def by_name(made: pikepdf.Pdf) -> None:
    script = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')"))
    names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["hello", script]))
    made.Root.Names = names


def with_attachment(made: pikepdf.Pdf) -> None:
    made.attachments["trades.xlsx"] = b"PK"


def with_xfa(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pikepdf.String("<xdp/>"))


SAVED = [
    {},
    {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
    {"encryption": pikepdf.Encryption(owner="owner", user="")},  # opens without a password
]


def objection(content: bytes) -> str:
    return scan_objection(io.BytesIO(content))


@pytest.mark.parametrize("saving", SAVED, ids=["plain", "compressed objects", "encrypted"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (at_opening, "contains JavaScript"),
        (by_name, "contains JavaScript"),
        (action(S=pikepdf.Name.JavaScript, JS="x"), "contains JavaScript"),
        (action(S=pikepdf.Name.Launch, F="calc.exe"), "starts a program"),
        (action(S=pikepdf.Name.SubmitForm, F="https://elsewhere.example"), "sends a form"),
        (action(S=pikepdf.Name.GoToR, F="other.pdf"), "opens another file"),
        (with_attachment, "carries other files"),
        (with_xfa, "form that is a program"),
    ],
)
def test_a_pdf_that_does_something_is_refused_with_the_reason(change, said, saving):
    told = objection(pdf(change, **saving))
    assert said in told
    assert "Print it to a new PDF" in told


@pytest.mark.parametrize("saving", SAVED, ids=["plain", "compressed objects", "encrypted"])
@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        action(S=pikepdf.Name.URI, URI="https://www.sec.gov/"),  # what text recognition makes of an address
        lambda made: setattr(made.Root, "OpenAction", pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])),
    ],
)
def test_a_pdf_that_only_shows_is_kept(change, saving):
    assert objection(pdf(change, **saving)) == ""


def test_a_script_is_found_behind_a_damaged_end_of_the_file():
    whole = pdf(at_opening)
    broken = whole[: whole.rindex(b"startxref")] + b"startxref\n7\n%%EOF"
    assert "contains JavaScript" in objection(broken)


def test_a_pdf_under_a_password_is_refused_because_nobody_can_look_into_it():
    locked = pdf(encryption=pikepdf.Encryption(owner="owner", user="user"))
    assert "protected by a password" in objection(locked)


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.7\n" + b"\x00" * 4096, pdf()[:200]])
def test_a_damaged_pdf_is_refused(content):
    assert "damaged" in objection(content)


def test_a_pdf_that_unfolds_to_gigabytes_is_refused_before_it_does():
    """An object stream of 100 KB that holds 100 MB of blanks."""
    folded = zlib.compress(b" " * 100 * 2**20, 9)
    body = b"%PDF-1.7\n"
    offset = len(body)
    body += (
        b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(folded)
        + folded
        + b"\nendstream\nendobj\n"
    )
    table = bytes([0, 0, 0, 0, 0]) + bytes([1]) + offset.to_bytes(3, "big") + b"\0"
    table += bytes([2, 0, 0, 1, 0]) + bytes([1]) + len(body).to_bytes(3, "big") + b"\0"
    at = len(body)
    body += (
        b"3 0 obj\n<</Type/XRef/Size 4/W[1 3 1]/Root 2 0 R/Length %d>>\nstream\n" % len(table)
        + table
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % at
    )
    assert "damaged" in objection(body)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"\xef\xbb\xbf\r\n  <!DOCTYPE html><script>alert(1)</script>",
        b"<!-- a picture --><svg/>",
    ],
)
def test_a_drawing_or_a_page_with_a_script_is_refused_as_what_it_is(content):
    assert "can contain a script" in objection(content)


def test_what_was_looked_into_is_still_read_from_its_beginning():
    scan = io.BytesIO(pdf())
    scan_objection(scan)
    assert scan.read(5) == b"%PDF-"
