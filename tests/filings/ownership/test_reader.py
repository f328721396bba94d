"""From EDGAR's documents to the report: every form, every shape a filing arrives in, and what is refused."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from filings.ownership.codes import MAX_FOOTNOTES
from filings.ownership.reader import Reading, Refused, Unplaced, read
from filings.ownership.reader.plain_text import plain_text
from filings.ownership.report import (
    Address,
    Cell,
    Coding,
    DocumentType,
    Footnote,
    Measure,
    Quantity,
    Relationship,
    Row,
)
from filings.ownership.writer import Unwritable, write
from tests.filings.ownership.documents import (
    DOCUMENTS,
    FORM_3,
    FORM_4_AMENDED,
    FORM_4_FOREIGN,
    FORM_5,
    POWER_OF_ATTORNEY,
    outgoing,
    published,
)
from tests.filings.ownership.leaves import leaves_of, one_spelling
from tests.reports import full_report


def test_a_form_3_reads_with_its_holdings_and_without_a_column_it_does_not_have():
    report = read(FORM_3.encode()).report
    assert report.document_type is DocumentType.FORM_3
    assert report.no_securities_owned is False
    assert report.aff10b5_one is None
    (stock,) = report.non_derivative
    assert stock.title == Cell("Common Stock", ("F1",))
    assert stock.owned_after == Quantity(Decimal("1287.5"))
    assert stock.nature == Cell("By Spouse", ("F1", "F2"))
    (option,) = report.derivative
    assert option.exercise_price == Cell(Decimal("12.40"))
    assert option.exercisable == Cell(None, ("F2",))
    assert not option.owned_after


def test_a_day_with_a_time_zone_is_that_day():
    (option,) = read(FORM_3.encode()).report.derivative
    assert option.expiration == Cell(dt.date(2030, 2, 15))


def test_an_address_from_before_2026_keeps_its_foreign_state_code():
    (owner,) = read(FORM_3.encode()).report.owners
    assert owner.address == Address(
        street1="C/O HARBORWELL INC.",
        city="TORONTO",
        state="A6",
        zip_code="M5H 2N2",
        state_description="ONTARIO, CANADA",
    )


def test_flags_are_read_in_both_spellings_and_told_apart_from_missing_ones():
    (owner,) = read(FORM_3.encode()).report.owners
    assert owner.relationship == Relationship(director=True, officer=False)


def test_a_footnote_keeps_its_own_line_breaks_and_loses_the_white_space_around_it():
    notes = read(FORM_3.encode()).report.footnotes
    assert notes[1] == Footnote("F2", "Vests in\n            four equal parts & lapses after nine years.")


def test_a_row_that_states_a_value_instead_of_a_number_says_so():
    report = read(FORM_4_AMENDED.encode()).report
    (gift,) = report.non_derivative
    assert gift.owned_after == Quantity(Decimal("250000.5"), ("F2",), Measure.VALUE)
    (swap,) = report.derivative
    assert swap.amount == Quantity(Decimal(1500000), (), Measure.VALUE)
    assert swap.underlying.amount == Quantity(None, ("F1",), Measure.VALUE)


def test_footnotes_are_found_on_every_kind_of_cell():
    report = read(FORM_4_AMENDED.encode()).report
    (gift,) = report.non_derivative
    assert gift.date.footnotes == ("F1",)
    assert gift.amount.footnotes == ("F1",)
    assert gift.price == Cell(None, ("F2",))
    assert gift.acquired_disposed == Cell("D", ("F1",))
    assert gift.ownership == Cell("D", ("F1",))
    (swap,) = report.derivative
    assert swap.coding == Coding("4", "J", True, ("F1", "F2"))
    assert swap.underlying.title == Cell("Common Stock", ("F1",))


def test_an_empty_element_reads_as_one_that_is_not_there():
    report = read(FORM_4_AMENDED.encode()).report
    (gift,) = report.non_derivative
    assert gift.deemed_execution is None
    assert gift.nature == Cell()
    (swap,) = report.derivative
    assert swap.timeliness is None
    assert swap.deemed_execution == Cell(dt.date(2015, 6, 1))


def test_a_holding_that_was_forgotten_on_form_3_is_marked_on_form_5():
    late, other = read(FORM_5.encode()).report.non_derivative
    assert late.coding == Coding("3", footnotes=("F1",))
    assert other.coding is None


def test_a_form_5_keeps_its_two_late_boxes():
    report = read(FORM_5.encode()).report
    assert (report.form3_holdings_reported, report.form4_transactions_reported) == (True, False)


def test_an_address_abroad_and_a_symbol_abroad_are_read():
    report = read(FORM_4_FOREIGN.encode()).report
    assert report.issuer.foreign_trading_symbol == "HBW.L"
    assert report.aff10b5_one is True
    address = report.owners[0].address
    assert address is not None
    assert (address.non_us, address.country, address.state) == (True, "V7", "")


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_reading_places_everything_and_writing_gives_it_back(document):
    reading = read(document.encode())
    assert reading.unplaced == ()
    rewritten = write(reading.report, as_published=True)
    assert read(rewritten).report == reading.report
    assert write(read(rewritten).report, as_published=True) == rewritten
    assert leaves_of(rewritten) == leaves_of(document.encode())


def test_a_later_schema_is_read_and_its_new_elements_are_told():
    document = FORM_4_FOREIGN.replace("X0609", "X0911").replace(
        "<aff10b5One>", "<holdingPeriodExemption>no</holdingPeriodExemption><aff10b5One>"
    )
    reading = read(document.encode())
    assert reading.report.schema_version == "X0911"
    assert reading.report.aff10b5_one is True
    assert reading.unplaced == (Unplaced("/ownershipDocument/holdingPeriodExemption", "no"),)


@pytest.mark.parametrize(
    ("found", "instead", "path", "text"),
    [
        ("<value>750</value>", "<value>1,500</value>", "underlyingSecurityShares/value", "1,500"),
        ("2026-11-20<", "2026-02-30<", "periodOfReport", "2026-02-30"),
        ("<isOfficer>1", "<isOfficer>yes", "isOfficer", "yes"),
        ('<footnoteId id="F1"/>', '<footnoteId id="F1" lang="en"/>', "footnoteId/@lang", "en"),
        ("<issuer>", "<issuer>stray", "issuer", "stray"),
        ("</issuer>", "</issuer>stray", "/ownershipDocument/text()", "stray"),
        ("<issuerCik>", "<issuerCik>9</issuerCik><issuerCik>", "issuerCik[2]", "0001234567"),
    ],
)
def test_what_means_nothing_on_the_form_is_told_with_its_path(found, instead, path, text):
    assert found in FORM_4_FOREIGN
    (stranger,) = read(FORM_4_FOREIGN.replace(found, instead, 1).encode()).unplaced
    assert stranger.path.endswith(path)
    assert stranger.text == text


def test_a_comment_does_not_cut_a_value_in_two():
    document = FORM_4_FOREIGN.replace("<value>750</value>", "<value>7<!-- seven hundred -->50</value>")
    (units,) = read(document.encode()).report.derivative
    assert units.underlying.amount.value == 750


def test_a_ccc_never_comes_out_of_a_document():
    secret = "abcd#123"
    document = FORM_4_FOREIGN.replace("</rptOwnerCik>", f"</rptOwnerCik><rptOwnerCcc>{secret}</rptOwnerCcc>")
    reading = read(document.encode())
    assert secret not in repr(reading)
    (stranger,) = reading.unplaced
    assert stranger.path.endswith("/rptOwnerCcc")


def test_a_published_submission_gives_the_headers_facts_and_the_exhibits():
    reading = read(published())
    assert reading.report == read(FORM_4_FOREIGN.encode()).report
    assert reading.accession_number == "0001234567-26-000042"
    assert reading.filing_date == dt.date(2026, 11, 23)
    new_york = ZoneInfo("America/New_York")
    assert reading.accepted == dt.datetime(2026, 11, 23, 21, 45, tzinfo=new_york)
    assert "CONFORMED PERIOD OF REPORT:\t20261120" in reading.header
    (exhibit,) = reading.exhibits
    assert (exhibit.type, exhibit.description) == ("EX-24.1", "POA")
    lines = [line for line in exhibit.text.splitlines() if line]
    assert lines == [
        "POWER OF ATTORNEY", "The undersigned appoints", "Pat Doe & others.", "Dated:   2026",
    ]  # fmt: skip
    assert reading.unplaced == (Unplaced("/DOCUMENT[3]", "GRAPHIC logo.jpg"),)


@pytest.mark.parametrize(
    ("exhibit", "words"),
    [
        ('<?xml version="1.0" encoding="UTF-16"?><html><body>Caf\u00e9</body></html>', "Caf\u00e9"),
        ("<p>One</p><script>two()</script><div>Three<!-- four --></div>", "One\n\nThree"),
        ("<pre>  a\n  b</pre>", "a\nb"),
        ("<p>", ""),
        ("No markup:  1 < 2,\n  two lines.", "No markup:  1 < 2,\n  two lines."),
    ],
)
def test_an_exhibit_is_kept_as_the_words_a_reader_sees(exhibit, words):
    assert plain_text(exhibit) == words


def test_a_submission_on_its_way_to_edgar_is_read_wherever_the_form_stands_in_it():
    reading = read(outgoing())
    assert reading.report == read(FORM_4_FOREIGN.encode()).report
    (exhibit,) = reading.exhibits
    assert (exhibit.type, exhibit.description, exhibit.text) == (
        "EX-24", "Power of attorney", POWER_OF_ATTORNEY,
    )  # fmt: skip
    assert [stranger.path for stranger in reading.unplaced] == [
        "/edgarSubmission/submissionType",
        "/edgarSubmission/testOrLive",
    ]


def test_white_space_and_a_byte_order_mark_before_the_document_do_not_matter():
    bare = FORM_3.encode()
    assert read(b"\n  " + bare).report == read(b"\xef\xbb\xbf" + bare).report == read(bare).report
    assert (
        read(FORM_3.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")).report == read(bare).report
    )


_STRANGE_ATTRIBUTES = " ".join(f'a{number}=""' for number in range(501))
_BOMB = "<!DOCTYPE ownershipDocument [<!ENTITY a '" + "x" * 99 + "'>"
for _left, _right in ("ab", "bc", "cd", "de", "ef"):
    _BOMB += f"<!ENTITY {_right} '" + f"&{_left};" * 30 + "'>"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"\x89PNG\r\n", "a picture"),
        (FORM_3.encode()[:-40], "not well-formed"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04rest", "a ZIP"),
        (b"<html><body/></html>", "a web page"),
        (b"<!-- saved from url=(0014)about:internet -->\n<!DOCTYPE html>\n<html>", "a web page"),
        (b"<ownershipDocument xmlns='urn:x'/>", "begins with {urn:x}ownershipDocument"),
        (FORM_3.replace("<documentType>3<", "<documentType>144<").encode(), "documentType"),
        (FORM_3.replace("<documentType>3</documentType>", "").encode(), "documentType"),
        (FORM_3.replace("<owner", "<?xml-stylesheet href='a.xsl'?><owner", 1).encode(), "processing instruction"),
        (FORM_3.replace("<issuer>", "<issuer><?php x?>").encode(), "processing instruction"),
        (FORM_3.encode() + b"<?late x?>", "processing instruction"),
        (FORM_3.replace("<owner", "<!DOCTYPE ownershipDocument><owner", 1).encode(), "DOCTYPE"),
        (FORM_3.replace("<owner", _BOMB + "]><owner", 1).replace("HARBORWELL", "&f;").encode(), ""),
        (FORM_3.replace("<owner", _BOMB + "]><owner", 1).replace('id="F1"', 'id="&f;"').encode(), ""),
        (FORM_3.replace("HARBORWELL", "caf\u00e9").encode("latin-1"), "not well-formed"),
        (FORM_3.replace('"1.0"', '"1.0" encoding="no-such-code"').encode(), "not well-formed"),
        (FORM_3.replace("HARBORWELL", "&nbsp;").encode(), "not well-formed"),
        (FORM_3.replace("HARBORWELL", "\x01").encode(), "not well-formed"),
        (b"<ownershipDocument>" + b"<a>" * 300 + b"</a>" * 300 + b"</ownershipDocument>", "not well-formed"),
        (b"<ownershipDocument>" + b"<a/>" * 100_001 + b"</ownershipDocument>", "more elements"),
        (FORM_3.replace("<issuer>", "<a/>" * 501 + "<issuer>").encode(), "unknown"),
        (FORM_3.replace("<issuer>", f"<issuer {_STRANGE_ATTRIBUTES}>").encode(), "unknown"),
        (FORM_3.replace("HARBORWELL", "x" * 2**22).encode(), "larger than any"),
        (b"x" * (25 * 2**20 + 1), "larger than 25 MB"),
        (published().replace(b"<TYPE>4\n", b"<TYPE>8-K\n"), "no Form 3, 4 or 5"),
        (published(accepted="20261399999999"), "does not exist"),
        (published().replace(b"<TEXT>", b"", 1), "no text"),
        (outgoing().replace(b"<documentMimeBlock>", b"<documentMimeBlock>*"), "not in base64"),
        (outgoing().replace(b"<documentType>4<", b"<documentType>COVER<"), "no Form 3, 4 or 5"),
    ],
)  # fmt: skip
def test_what_is_no_ownership_filing_or_not_safe_is_refused_with_one_sentence(source, why):
    with pytest.raises(Refused) as refused:
        read(source)
    sentence = str(refused.value)
    assert why in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_an_entity_that_names_a_file_is_never_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("unseen")
    doctype = f'<!DOCTYPE ownershipDocument [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    document = FORM_3.replace("<owner", doctype + "<owner", 1).replace("HARBORWELL INC.<", "&x;<")
    with pytest.raises(Refused):
        read(document.encode())


def test_the_fullest_filing_that_edgar_takes_stays_within_the_limits():
    report = full_report()
    every_note = tuple(note.id for note in report.footnotes)
    assert len(every_note) == MAX_FOOTNOTES
    stuffed = msgspec.structs.replace(
        report,
        non_derivative=tuple(_with_every_note(row, every_note) for row in report.non_derivative),
        derivative=tuple(_with_every_note(row, every_note) for row in report.derivative),
    )
    assert read(write(stuffed, as_published=True)).report == stuffed


def _with_every_note(row: Row, notes: tuple[str, ...]) -> Row:
    cells = {name: getattr(row, name) for name in row.__struct_fields__}
    return msgspec.structs.replace(
        row,
        **{
            name: msgspec.structs.replace(cell, footnotes=notes)
            for name, cell in cells.items()
            if isinstance(cell, (Cell, Quantity, Coding))
        },
    )


_BYTES = st.sampled_from([FORM_3.encode(), FORM_4_AMENDED.encode(), published(), outgoing()])


@given(source=_BYTES, changes=st.data())
def test_damaged_bytes_are_read_or_refused_and_nothing_else(source, changes):
    damaged = bytearray(source)
    for _ in range(changes.draw(st.integers(1, 4))):
        start = changes.draw(st.integers(0, len(damaged)))
        end = start + changes.draw(st.integers(0, 40))
        damaged[start:end] = changes.draw(
            st.binary(max_size=8) | st.sampled_from([b"<", b"/>", b"&amp;", b"\x00", b"<value>", b"</TEXT>"])
        )
    try:
        assert isinstance(read(bytes(damaged)), Reading)
    except Refused as refused:
        assert str(refused)


@given(document=st.sampled_from(list(DOCUMENTS.values())), changes=st.data())
def test_whatever_is_moved_about_in_a_document_is_in_the_report_or_told(document, changes):
    root = etree.fromstring(document.encode())
    tags = sorted({node.tag for node in root.iter(etree.Element)})
    for _ in range(changes.draw(st.integers(1, 5))):
        nodes = list(root.iter(etree.Element))[1:]
        node = nodes[changes.draw(st.integers(0, len(nodes) - 1))]
        match changes.draw(st.sampled_from(["text", "rename", "double", "move", "drop"])):
            case "text" if not len(node):
                node.text = changes.draw(st.text("0123456789-.truefalsADI, ", max_size=12))
            case "rename":
                node.tag = changes.draw(st.sampled_from([*tags, "later"]))
            case "double":
                node.addnext(etree.fromstring(etree.tostring(node, with_tail=False)))
            case "move":
                nodes[changes.draw(st.integers(0, len(nodes) - 1))].addprevious(
                    etree.fromstring(etree.tostring(node, with_tail=False))
                )
            case "drop":
                node.getparent().remove(node)
    source = etree.tostring(root)
    try:
        reading = read(source)
        rewritten = write(reading.report, as_published=True)
    except (Refused, Unwritable):
        return
    told = Counter(one_spelling(stranger.text) for stranger in reading.unplaced if stranger.text)
    missing = Counter(text for _, text in leaves_of(source)) - Counter(
        text for _, text in leaves_of(rewritten)
    )
    assert not missing - told
    assert read(rewritten).report == reading.report
