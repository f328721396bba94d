"""The papers behind a signature as PDF: all that is said stands on them, and equal papers are equal bytes."""

import datetime as dt
import io

import msgspec
import pytest
from pypdf import PdfReader

from filings.ownership import authentication, canonical
from filings.ownership.authentication import Basis, ByHand
from filings.ownership.package.pdf import attached_xml
from filings.rendering.papers import draw_attestation, draw_authentication
from tests.documents import DOCUMENT, LINE


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages).split())


def test_everything_that_the_rule_asks_for_stands_on_the_document():
    told = text_of(draw_authentication(DOCUMENT))
    for words in (
        "Dana Okafor (login dana)",
        "Anil Ramaswamy, CIK 7654321",
        "As attorney-in-fact under the power of attorney of 1 June 2025",
        "goes along as Exhibit 24",
        "Form 4, filing 7 of this desk",
        "HARBORWELL INC., CIK 1234567",
        "20 November 2026",
        "a3" * 32,
        "23 November 2026, 10:51:00 a.m. EST (2026-11-23T15:51:00Z)",
        "by password and code of an authenticator app",
        "5 January 2026",
        "b4" * 32,
        "23 November 2026, 11:00:00 a.m. EST (2026-11-23T16:00:00Z)",
        LINE,
        "dated 23 November 2026",
        *DOCUMENT.words,
        canonical.sha256(authentication.encode(DOCUMENT)),
    ):
        assert "".join(words.split()) in told.replace(" ", ""), words


def test_the_document_lies_in_its_pdf_as_data_and_is_made_alike_each_time():
    pdf = draw_authentication(DOCUMENT)
    assert attached_xml(pdf) == authentication.encode(DOCUMENT)
    assert draw_authentication(DOCUMENT) == pdf


def test_one_to_be_signed_by_hand_has_room_for_it_and_is_not_called_signed():
    told = text_of(draw_authentication(msgspec.structs.replace(DOCUMENT, manner=ByHand(), signed_at=None)))
    assert "Signature by hand: Dana Okafor" in told
    assert "Identity proved" not in told
    assert "EST" not in told


@pytest.mark.parametrize("owners", [1, 10])
def test_the_longest_names_stay_on_the_page(owners):
    long = msgspec.structs.replace(
        DOCUMENT,
        owner="A" * 120,
        line="/s/ " + "Long Name " * 25,
        basis=Basis(capacity="M" * 80, through="B" * 90),
        report=msgspec.structs.replace(
            DOCUMENT.report, issuer="I" * 150, owners=tuple(f"{'N' * 140} {one}" for one in range(owners))
        ),
    )
    reader = PdfReader(io.BytesIO(draw_authentication(long)))
    assert 1 <= len(reader.pages) <= 3
    whole = "".join(one.extract_text() for one in reader.pages).replace("\n", "").replace(" ", "")
    for words in ("A" * 120, "I" * 150, "M" * 80, "B" * 90, "N" * 140):
        assert words in whole


def test_names_are_text_and_not_markup():
    marked = msgspec.structs.replace(DOCUMENT, owner="<b>Anil</b> & Sons")
    assert "<b>Anil</b> & Sons, CIK" in text_of(draw_authentication(marked))


def test_the_attestation_is_one_page_to_sign():
    pdf = draw_attestation(name="Dana Okafor", login="dana", printed_on=dt.date(2026, 1, 5))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    told = text_of(pdf)
    assert "I, Dana Okafor, sign documents that authenticate my signature" in told
    assert "legal equivalent of my signature by hand" in told
    assert "Signature by hand: Dana Okafor" in told
