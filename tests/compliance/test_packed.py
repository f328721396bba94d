"""The search for secrets reads through whatever may be around one; if it did not, it would prove nothing."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote

import msgspec
import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from filings.rendering.pdf import render_pdf
from tests.packed import held, holds
from tests.reports import typical_submission

SECRET = "zq#47abc-herons"


def in_zip(content: bytes) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.txt", content)
    return package.getvalue()


def in_pdf(content: bytes) -> bytes:
    """Compressed in a stream of a page, as renderers write it."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = StreamObject()
    stream.set_data(b"BT (" + content + b") Tj ET")
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def as_message(content: bytes) -> bytes:
    """As a broker keeps it: the body in base64, in JSON."""
    return json.dumps({"body": base64.b64encode(content).decode(), "headers": {"task": "x"}}).encode()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda content: b"row (" + content + b")",
    "in an address": lambda content: b"GET /?q=" + quote(content.decode()).encode(),
    "in base64": lambda content: b"x " + base64.b64encode(content) + b" y",
    "in base64 for addresses": lambda content: b"x " + base64.urlsafe_b64encode(b"\xff\xfe\xfb" + content) + b" y",
    "in hexadecimal, as a dump writes bytes": lambda content: b"\\\\x" + content.hex().encode(),
    "deflated": lambda content: b"..." + zlib.compress(content * 3),
    "in gzip": lambda content: gzip.compress(content),
    "in a ZIP": in_zip,
    "in a PDF": in_pdf,
    "in a message to a worker": as_message,
    "in a PDF in a ZIP in base64": lambda content: base64.b64encode(in_zip(in_pdf(content))),
    "signed and packed as Django does": lambda content: signing.dumps(content.decode() * 9, compress=True).encode(),
    "in UTF-16, as PDFs write titles": lambda content: b"\xfe\xff" + content.decode().encode("utf-16-be"),
}  # fmt: skip


@pytest.mark.parametrize("way", PACKED)
def test_a_secret_is_read_through_what_is_around_it(way):
    packed = PACKED[way](SECRET.encode())
    assert holds(packed, SECRET)
    assert not holds(packed, "another secret")


@given(
    st.sampled_from(sorted(PACKED)),
    st.sampled_from(
        ["in base64", "in hexadecimal, as a dump writes bytes", "deflated", "in gzip", "in a ZIP"]
    ),
    st.binary(max_size=40),
)
def test_a_secret_is_read_through_two_layers_and_whatever_stands_before_it(inner, outer, before):
    content = PACKED[inner](SECRET.encode())
    assert holds(PACKED[outer](content), SECRET)
    assert holds(before + b" " + PACKED["in base64"](SECRET.encode()), SECRET)


def test_a_word_on_the_printed_form_is_read_and_only_by_unpacking():
    submission = typical_submission(1)
    report = msgspec.structs.replace(submission.report, remarks="Heronsbill is a word of these remarks.")
    pdf = render_pdf(msgspec.structs.replace(submission, report=report))
    assert b"Heronsbill" not in pdf
    assert held(pdf, {"the word": "Heronsbill", "no word": "Kingfisher"}) == {"the word"}
