"""The package: what is sent and what is kept, whole, the same everywhere, and proof against a hostile ZIP."""

import io
import json
import random
import re
import zipfile

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from filings.ownership import canonical
from filings.ownership.package import (
    Contact,
    EdgarDocument,
    Kind,
    Unsendable,
    archive,
    envelope_for,
    objections,
    plain_ascii,
    read_envelope,
    verify,
    wrapped,
    write_envelope,
)
from filings.ownership.package.build import exhibit_name
from filings.ownership.package.objections import FILE_NAME, MAX_NAME
from filings.ownership.reader import Refused, read
from filings.ownership.report import Exhibit, Submission
from filings.ownership.schema import validate
from filings.ownership.writer import write
from filings.rendering.pdf import render_pdf
from tests.reports import typical_report, typical_submission

CCC = "abcd#123"
POWER = (
    "I, Zo\u00eb Ramaswamy, appoint \u201cDavid\u201d \u2014 and no one else \u2014 "
    "as attorney\u2011in\u2011fact. \u03c0"
)
WITH_POWER = Submission(
    report=typical_report(), exhibits=(Exhibit(type="EX-24", description="Power of Attorney", text=POWER),)
)
GIF = EdgarDocument(
    name="scan.gif", type="EX-24", content=b"GIF89a\x01", description="Power & \u201cAttorney\u201d"
)
CONTACT = Contact(name="Pat & Doe", phone="415 555 0100", email="pat@a.example", notified=("b@a.example",))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(WITH_POWER, xml=write(WITH_POWER.report))


@pytest.fixture(scope="module")
def package(pdf) -> bytes:
    return archive(WITH_POWER, envelope_for(WITH_POWER, live=True, contact=CONTACT), pdf)


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(held: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", compression) as made:
        for name, content in held.items():
            made.writestr(name, content)
    return whole.getvalue()


# What is sent


def test_a_submission_is_a_test_without_a_secret_unless_told_otherwise():
    envelope = envelope_for(typical_submission())
    assert envelope.test_or_live == "TEST"
    assert b"rptOwnerCcc" not in envelope.documents[0].content
    live = envelope_for(typical_submission(), live=True, cccs={"7654321": CCC})
    assert live.test_or_live == "LIVE"
    assert CCC.encode() in live.documents[0].content


def test_the_reader_finds_in_the_outer_document_what_was_put_into_it():
    envelope = envelope_for(typical_submission(), contact=CONTACT)
    source = write_envelope(envelope)
    assert read_envelope(source) == envelope
    reading = read(source)
    assert write(reading.report) == envelope.documents[0].content
    assert [one.type for one in reading.exhibits] == ["EX-24"]


def test_the_outer_document_satisfies_the_secs_schema(shared):
    schema = etree.XMLSchema(etree.parse(shared / "edgar" / "xsd" / "edgarSubmission.xsd.xml"))
    for envelope in (
        envelope_for(typical_submission()),
        envelope_for(WITH_POWER, live=True, contact=CONTACT, cccs={"7654321": CCC}, given=[GIF]),
    ):
        schema.assertValid(etree.fromstring(write_envelope(envelope)))


def test_every_ownership_document_in_it_is_as_edgar_wants_it():
    assert validate(envelope_for(WITH_POWER, cccs={"7654321": CCC}).documents[0].content) == ()


def test_a_report_that_edgar_would_suspend_is_not_packed():
    report = msgspec.structs.replace(typical_report(), signatures=())
    with pytest.raises(Unsendable, match=r"Line \d+: ownershipDocument lacks ownerSignature"):
        envelope_for(Submission(report=report))


def test_a_malformed_address_is_refused_and_one_named_twice_is_not():
    with pytest.raises(Unsendable, match="is not an e-mail address"):
        envelope_for(typical_submission(), contact=Contact(email="pat at a.example"))
    twice = Contact(email="pat@a.example", notified=("PAT@a.example",))
    envelope = envelope_for(typical_submission(), contact=twice)
    assert [one.kind for one in objections(envelope)] == [Kind.EMAIL_TWICE]


def test_a_scan_goes_as_a_picture_with_a_page_that_shows_it():
    envelope = envelope_for(Submission(report=typical_report()), given=[GIF])
    picture, page = envelope.documents[1:]
    assert (picture.type, page.name, page.type) == ("GRAPHIC", "ex24.htm", "EX-24")
    assert b'<img src="scan.gif" alt="Power &amp; &quot;Attorney&quot;">' in page.content


def test_a_page_that_shows_the_scan_itself_is_left_alone():
    page = EdgarDocument(name="poa.htm", type="EX-24", content=b'<html><img src="scan.gif"></html>')
    envelope = envelope_for(Submission(report=typical_report()), given=[page, GIF])
    assert [one.name for one in envelope.documents] == ["form4.xml", "poa.htm", "scan.gif"]


# Names and text


@given(st.lists(st.text(max_size=40), max_size=8))
@example(["EX-24", "EX-24", "EX-24.1", "EX-24.poa", "24", "", "\u00fcber"])
def test_an_exhibit_of_whatever_type_gets_a_name_of_its_own_by_edgars_rules(kinds):
    taken: list[str] = []
    for kind in kinds:
        name = exhibit_name(kind, taken)
        assert FILE_NAME.fullmatch(name)
        assert len(name) <= MAX_NAME
        assert name not in taken
        taken.append(name)


@given(st.text("abz09_-.AZ \u00e9/", max_size=40))
def test_a_files_name_is_right_when_every_one_of_edgars_rules_holds(name):
    letters, _, extension = name.rpartition(".")
    by_rule = (
        bool(re.fullmatch(r"[a-z0-9_.-]+", name))
        and "a" <= name[:1] <= "z"
        and all(name.count(mark) <= 1 for mark in "_-.")
        and letters != ""
        and bool(re.fullmatch("[a-z]+", extension))
    )
    assert bool(FILE_NAME.fullmatch(name)) == by_rule


def test_typographic_characters_are_written_plainly_and_each_is_listed():
    text, replacements = plain_ascii(POWER)
    assert text == (
        'I, Zoe Ramaswamy, appoint "David" -- and no one else -- as attorney-in-fact. [Greek small letter pi]'
    )
    assert [(one.name, one.written, one.times) for one in replacements] == [
        ("Latin small letter e with diaeresis (U+00EB)", "e", 1),
        ("Left double quotation mark (U+201C)", '"', 1),
        ("Right double quotation mark (U+201D)", '"', 1),
        ("Em dash (U+2014)", "--", 2),
        ("Non-breaking hyphen (U+2011)", "-", 2),
        ("Greek small letter pi (U+03C0)", "[Greek small letter pi]", 1),
    ]


@given(st.text())
@example("\ufeffa\u200bb\r\nc\x85d\x00\ud800")
def test_any_text_becomes_ascii_and_a_plain_one_stays(text):
    plain, replacements = plain_ascii(text)
    assert all(letter in "\n\t" or " " <= letter <= "~" for letter in plain)
    assert plain_ascii(plain) == (plain, ())
    assert {one.character for one in replacements}.isdisjoint(plain)


@given(
    st.text(st.sampled_from("ab  \t\n"), max_size=400)
    | st.text(st.characters(min_codepoint=32, max_codepoint=126))
)
@example("x" * 200)
@example(" " * 100 + "deep")
def test_no_line_is_longer_than_80_and_no_word_is_lost(text):
    lines = wrapped(text).split("\n")
    assert max(map(len, lines)) <= 80
    assert "".join(wrapped(text).split()) == "".join(text.split())


def test_words_are_kept_whole_and_an_indented_paragraph_stays_indented():
    text = "    " + "power " * 20
    assert wrapped(text) == "    " + ("power " * 12).strip() + "\n    " + ("power " * 8).strip() + "\n"


# The ZIP


def test_a_package_holds_everything_and_agrees_with_itself(package, pdf):
    held = files(package)
    assert list(held) == [
        "manifest.json",
        "submission.xml",
        "form4.xml",
        "ex24.txt",
        "form4.pdf",
        "report.json",
    ]
    assert held["form4.pdf"] == pdf
    manifest = json.loads(held["manifest.json"])
    assert (manifest["form"], manifest["test_or_live"], manifest["ccc"]) == ("4", "LIVE", False)
    assert manifest["replacements"][0] == {
        "file": "ex24.txt",
        "character": "Latin small letter e with diaeresis (U+00EB)",
        "written": "e",
        "times": 1,
    }
    assert verify(package).agrees


def test_it_is_the_same_bytes_each_time(package, pdf):
    assert archive(WITH_POWER, envelope_for(WITH_POWER, live=True, contact=CONTACT), pdf) == package


def test_with_ccc_only_the_outer_document_holds_it(pdf):
    package = archive(WITH_POWER, envelope_for(WITH_POWER, cccs={"7654321": CCC}), pdf)
    outcome = verify(package)
    assert outcome.agrees
    assert outcome.manifest.ccc
    held = files(package)
    assert not [name for name, content in held.items() if CCC.encode() in content]
    assert CCC.encode() in read_envelope(held["submission.xml"]).documents[0].content


def _with(package: bytes, manifest: bool = True, **changes: bytes | None) -> bytes:
    """The package with files changed or taken away, and a manifest that says so as if nothing had happened."""
    held = files(package)
    for name, content in changes.items():
        name = name.replace("_", ".")
        held.pop(name, None)
        if content is not None:
            held[name] = content
    if manifest:
        stated = json.loads(held["manifest.json"])
        stated["files"] = [
            {
                **one,
                "size": len(held[one["name"]]),
                "sha256": canonical.sha256(held[one["name"]]),
            }
            for one in stated["files"]
            if one["name"] in held
        ]
        held["manifest.json"] = json.dumps(stated).encode()
    return zipped(held)


def test_the_first_thing_that_does_not_agree_is_named(package, pdf):
    held = files(package)
    other = Submission(report=typical_report(7), exhibits=WITH_POWER.exhibits)
    other_files = files(
        archive(other, envelope_for(other, live=True), render_pdf(other, xml=write(other.report)))
    )
    for changed, message in (
        (_with(package, manifest=False, form4_xml=held["form4.xml"] + b"\n"), "form4.xml has "),
        (_with(package, manifest=False, form4_xml=held["form4.xml"].swapcase()), "form4.xml is not the file"),
        (_with(package, manifest=False, form4_pdf=None), "form4.pdf is listed in manifest.json and missing."),
        (_with(package, manifest=False, more_txt=b"x"), "more.txt is not listed in manifest.json."),
        (_with(package, report_json=other_files["report.json"]), "report.json is not the report"),
        (_with(package, form4_xml=other_files["form4.xml"]), "form4.xml says something else than report.json."),
        (_with(package, submission_xml=other_files["submission.xml"]), "form4.xml inside submission.xml is not"),
        (_with(package, ex24_txt=b"I appoint somebody else.\n"), "ex24.txt inside submission.xml is not"),
        (_with(package, form4_pdf=other_files["form4.pdf"]), "form4.pdf does not carry form4.xml."),
        (_with(package, form4_pdf=b"%PDF-1.7"), "form4.pdf does not carry form4.xml."),
        (_with(package, report_json=None), "report.json is missing."),
        (zipped({"a.txt": b"x"}), "There is no manifest.json"),
        (zipped({"manifest.json": b"{}"}), "manifest.json cannot be read."),
    ):  # fmt: skip
        outcome = verify(changed)
        assert not outcome.agrees
        assert outcome.message.startswith(message)


def test_a_hostile_zip_is_refused_before_it_is_opened():
    bomb = zipped({"manifest.json": b"\0" * (129 * 2**20)}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 2**20
    encrypted = bytearray(zipped({"manifest.json": b"{}"}))
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = io.BytesIO()
        with zipfile.ZipFile(twice, "w") as made:
            made.writestr("a.txt", "1")
            made.writestr("a.txt", "2")
    for content, message in (
        (bomb, "Unzipped, the files would be larger than 128 MB."),
        (bytes(encrypted), "manifest.json in the ZIP is encrypted."),
        (twice.getvalue(), "The ZIP holds a.txt twice."),
        (zipped({"../manifest.json": b"{}"}), "The ZIP holds a file that is called '../manifest.json'"),
        (zipped({"/etc/passwd": b""}), "The ZIP holds a file that is called '/etc/passwd'"),
        (zipped({"a\\b": b""}), "The ZIP holds a file that is called"),
        (zipped({f"{number}.txt": b"" for number in range(1001)}), "The ZIP holds more than 1,000 files."),
        (
            zipped({"manifest.json": b"{}"}, zipfile.ZIP_LZMA),
            "manifest.json in the ZIP is compressed in an unusual",
        ),
        (b"", "The file is no ZIP, or a damaged one."),
        (b"PK\x03\x04", "The file is no ZIP, or a damaged one."),
    ):
        outcome = verify(content)
        assert (outcome.agrees, outcome.message.startswith(message)) == (False, True), outcome.message


def test_any_change_to_a_package_is_found_and_nothing_makes_verify_fail(package):
    """One byte changed anywhere: refused, or not even part of a file that the ZIP names."""
    lot = random.Random(20261124)
    for _ in range(400):
        changed = bytearray(package)
        at = lot.randrange(len(changed))
        changed[at] ^= 1 << lot.randrange(8)
        outcome = verify(bytes(changed))
        assert not outcome.agrees or files(bytes(changed)) == files(package)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_submission_are_refused(content):
    with pytest.raises(Refused):
        read_envelope(content)
