"""What somebody hands in, taken apart: every document in its turn, and nothing that means harm."""

import os
import struct
import zipfile
from pathlib import Path

import pytest

from filings.services.history import sources
from filings.services.history.sources import NotTaken, sources_in
from tests.filings.past import zipped


def told(*paths: Path) -> dict[str, str]:
    """By each document's name below the test's folder what it holds, or why it is not taken."""
    found = {}
    for source in sources_in([str(path) for path in paths]):
        name = os.path.relpath(source.name, paths[0].parent)
        try:
            found[name] = source.read().decode()
        except NotTaken as refusal:
            found[name] = str(refusal)
    return found


@pytest.fixture
def package(tmp_path: Path):
    """Writes a ZIP of some files, and says what it is told as."""

    def write(files: dict[str, bytes]) -> Path:
        path = tmp_path / "history.zip"
        path.write_bytes(zipped(files))
        return path

    return write


def test_a_folder_is_walked_to_the_bottom_and_its_zips_are_opened(tmp_path: Path):
    folder = tmp_path / "years"
    (folder / "2019" / "march").mkdir(parents=True)
    (folder / "2019" / "march" / "a.xml").write_bytes(b"A")
    (folder / "2020.zip").write_bytes(zipped({"b.xml": b"B", "deep/er/c.xml": b"C"}))
    assert told(folder) == {
        "years/2019/march/a.xml": "A",
        "years/2020.zip/b.xml": "B",
        "years/2020.zip/deep/er/c.xml": "C",
    }


def test_what_a_computer_leaves_in_folders_is_no_document(tmp_path: Path, package):
    folder = tmp_path / "years"
    folder.mkdir()
    (folder / ".DS_Store").write_bytes(b"x")
    assert told(folder) == {}
    assert told(package({"a.xml": b"A", "__MACOSX/._a.xml": b"x"})) == {"history.zip/a.xml": "A"}


@pytest.mark.parametrize("name", ["../a.xml", "/etc/a.xml", "years/../../a.xml", "years\\a.xml", "C:a.xml"])
def test_a_zip_with_a_name_that_leads_out_of_it_is_not_opened(package, name):
    path = package({"good.xml": b"A", name: b"B"})
    (reason,) = told(path).values()
    assert reason == f"The ZIP has a name that leads out of it: {name}. It is not opened."


def test_a_bomb_that_says_how_large_it_is_is_not_unpacked(package):
    (reason,) = told(package({"bomb.xml": bytes(30 * 2**20)})).values()
    assert reason.startswith("The ZIP says that it unpacks to 30 MB")


def test_a_bomb_that_lies_about_its_size_is_damaged(package):
    path = package({"bomb.xml": bytes(30 * 2**20)})
    content = path.read_bytes()
    at = content.index(b"PK\x01\x02") + 24
    path.write_bytes(content[:at] + struct.pack("<L", 1000) + content[at + 4 :])
    (reason,) = told(path).values()
    assert reason == "The file is damaged in the ZIP. Pack it again."


def test_a_document_larger_than_any_filing_is_refused_by_itself(package):
    path = package({"large.xml": os.urandom(2**20) * 21, "a.xml": b"A"})
    assert told(path) == {
        "history.zip/large.xml": "The file is larger than 20 MB, more than any ownership filing.",
        "history.zip/a.xml": "A",
    }


def test_an_encrypted_zip_is_refused(package):
    path = package({"a.xml": b"A"})
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    assert list(told(path).values()) == ["The ZIP is encrypted. Pack it again without a password."]


def test_a_zip_in_a_zip_is_not_opened(package):
    (reason,) = told(package({"inner.zip": zipped({"a.xml": b"A"})})).values()
    assert reason == "A ZIP inside of a ZIP is not opened. Unpack it and hand it in by itself."


def test_a_link_in_a_zip_is_refused(tmp_path: Path):
    path = tmp_path / "history.zip"
    with zipfile.ZipFile(path, "w") as package:
        entry = zipfile.ZipInfo("passwd")
        entry.external_attr = 0o120777 << 16
        package.writestr(entry, "/etc/passwd")
    assert list(told(path).values()) == ["The ZIP holds a link: passwd. Pack the files themselves."]


def test_a_zip_that_names_a_file_twice_is_refused(tmp_path: Path):
    path = tmp_path / "history.zip"
    with zipfile.ZipFile(path, "w") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("a.xml", "A")
        package.writestr("a.xml", "B")
    assert list(told(path).values()) == ["The ZIP names a file twice: a.xml. Pack it again."]


def test_a_zip_of_another_packing_is_refused(tmp_path: Path):
    path = tmp_path / "history.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("a.xml", "A")
    (reason,) = told(path).values()
    assert "another way than Deflate" in reason


def test_a_list_without_end_is_not_read(package, monkeypatch):
    path = package({f"{number}.xml": b"" for number in range(30)})
    monkeypatch.setattr(sources, "_MAX_LIST_BYTES", 1000)
    assert list(told(path).values()) == ["The ZIP holds more than 50,000 files. Hand it in in parts."]


def test_a_zip_in_the_64_bit_format_has_more_files_than_a_history(package):
    """Its list would be read by the figures of the 64-bit record, whatever the old one says."""
    path = package({"a.xml": b"A"})
    content = path.read_bytes()
    at = content.index(b"PK\x05\x06")
    path.write_bytes(content[:at] + b"PK\x06\x07" + bytes(16) + content[at:])
    (reason,) = told(path).values()
    assert reason.startswith("The ZIP holds more than")


@pytest.mark.parametrize("kept", [20, 60, -30, -5])
def test_a_zip_that_broke_off_is_damaged(package, kept):
    path = package({"a.xml": b"A" * 100})
    path.write_bytes(path.read_bytes()[:kept])
    assert list(told(path).values()) == ["The ZIP is damaged. Pack it again."]


def test_an_empty_zip_says_so(package):
    assert list(told(package({})).values()) == ["The ZIP holds no file."]


def test_a_file_that_is_not_there_and_a_pipe_are_told_in_a_sentence(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert told(tmp_path / "none.xml") == {"none.xml": "The file cannot be read: No such file or directory."}
    assert told(tmp_path / "pipe") == {"pipe": "This is no file."}
