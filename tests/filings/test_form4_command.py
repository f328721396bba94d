"""``manage.py form4`` as people call it: a program with files, exit codes and pipes, and no database."""

import json
import os
import pty
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from filings.ownership.package import archive, envelope_for
from filings.ownership.reader import read
from filings.ownership.report import Submission
from filings.ownership.writer import write
from filings.rendering.pdf import render_pdf
from tests.filings.ownership.test_reader import published
from tests.reports import typical_report, typical_submission

ROOT = Path(__file__).resolve().parents[2]
GOOD = write(typical_report())
WRONG = GOOD.replace(b"<transactionCode>M<", b"<transactionCode>K<", 1)
STYLED = GOOD.replace(b"<ownershipDocument>", b"<?xml-stylesheet href='x'?><ownershipDocument>")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A desk that was never set up: its folder is empty, and there is no database to be had."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "compliance.settings.test",
        "FORM4DESK_VAR": str(tmp_path / "var"),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    }


@pytest.fixture
def form4(environment, tmp_path):
    def run(*arguments: str | Path, given: bytes | None = None) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", "form4", *map(str, arguments)],
            input=given, capture_output=True, cwd=tmp_path, env=environment, timeout=120, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two years of filings, one of them wrong, one no filing, and a hidden file that nobody means."""
    root = tmp_path / "filings"
    for name, content in {
        "2025/a.xml": GOOD, "2026/a.xml": WRONG, "2026/deep/er/b.xml": GOOD, "notes.md": b"# Notes", ".hidden": b"",
    }.items():  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def lines(result: subprocess.CompletedProcess) -> dict[str, dict]:
    return {Path(one["file"]).name: one for one in map(json.loads, result.stdout.splitlines())}


def test_a_sound_document_has_no_findings_and_ends_with_0(form4, tmp_path):
    (tmp_path / "a.xml").write_bytes(GOOD)
    result = form4("check", "a.xml")
    assert (result.returncode, result.stdout, result.stderr) == (0, b"a.xml: Form 4, no findings\n", b"")


def test_an_error_is_told_with_its_rule_and_its_path_and_ends_with_1(form4, folder):
    result = form4("check", "--format", "json", folder / "2026" / "a.xml")
    assert result.returncode == 1
    one = json.loads(result.stdout)
    assert (one["document_type"], one["refused"]) == ("4", None)
    (finding,) = (found for found in one["findings"] if found["id"] == "F4-001")
    assert finding["severity"] == "error"
    assert finding["citation"] == "Form 4, General Instruction 8"
    assert finding["path"].endswith("/nonDerivativeTransaction[1]/transactionCoding/transactionCode")
    assert set(finding) == {"id", "severity", "message", "citation", "path"}


def test_a_folder_is_walked_to_the_bottom_and_what_is_refused_stops_nothing(form4, folder):
    result = form4("check", "--format", "json", folder)
    assert result.returncode == 1
    assert [Path(json.loads(line)["file"]).relative_to(folder).as_posix() for line in result.stdout.splitlines()] == [
        "notes.md", "2025/a.xml", "2026/a.xml", "2026/deep/er/b.xml",
    ]  # fmt: skip
    assert lines(result)["notes.md"]["refused"].startswith("Line 1 is not well-formed")


def test_a_refusal_alone_ends_with_2_and_is_one_line_on_the_side(form4, tmp_path):
    (tmp_path / "a.xml").write_bytes(b"%PDF-1.7")
    result = form4("check", "a.xml", "missing.xml")
    assert (result.returncode, result.stdout) == (2, b"")
    first, second, summary = result.stderr.decode().splitlines()
    assert first == "a.xml: refused. The file is a PDF, not an ownership document as XML or as EDGAR's text."
    assert second == "missing.xml: refused. It cannot be read: No such file or directory."
    assert summary == "2 files: 0 with errors, 2 refused, 0 without either."


def test_one_family_may_be_asked_alone(form4, tmp_path):
    (tmp_path / "a.xml").write_bytes(GOOD.replace(b"<value>38.41</value>", b"<value>0</value>"))
    everything = form4("check", "--format", "json", "a.xml")
    edgar = form4("check", "--format", "json", "--family", "edgar", "a.xml")
    assert "F4-011" in {found["id"] for found in json.loads(everything.stdout)["findings"]}
    assert json.loads(edgar.stdout)["findings"] == []


def test_the_standard_input_is_a_file_too(form4, tmp_path):
    result = form4("check", "--format", "json", "-", given=GOOD)
    assert json.loads(result.stdout)["file"] == "-"
    form4("rewrite", "--out", "out", "-", given=GOOD)
    assert (tmp_path / "out" / "stdin.xml").read_bytes() == GOOD


def test_a_rewritten_folder_keeps_its_shape_and_nothing_is_written_for_what_is_refused(
    form4, folder, tmp_path
):
    result = form4("rewrite", "--out", "out", folder)
    assert result.returncode == 2
    written = sorted(
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")
    )
    assert written == ["2025/a.xml", "2026/a.xml", "2026/deep/er/b.xml"]
    assert (tmp_path / "out" / "2025" / "a.xml").read_bytes() == GOOD
    assert b"2026/a.xml: written, but EDGAR would not take it today." in result.stderr


def test_a_whole_submission_is_rewritten_as_its_document_either_way(form4, tmp_path):
    (tmp_path / "0001234567-26-000001.txt").write_bytes(published())
    report = read(published()).report
    assert form4("rewrite", "--out", "sent", "0001234567-26-000001.txt").returncode == 0
    assert form4("rewrite", "--as", "published", "--out", "edgar", "0001234567-26-000001.txt").returncode == 0
    assert (tmp_path / "sent" / "0001234567-26-000001.xml").read_bytes() == write(report)
    assert (tmp_path / "edgar" / "0001234567-26-000001.xml").read_bytes() == write(report, as_published=True)


def test_two_files_of_one_name_are_not_written_over_each_other_nor_over_their_source(form4, folder):
    result = form4("rewrite", "--out", "out", folder / "2025" / "a.xml", folder / "2026" / "a.xml")
    assert (result.returncode, b"is already written from" in result.stderr) == (2, True)
    result = form4("rewrite", "--out", folder, folder)
    assert b"It would be written over" in result.stderr
    assert (folder / "2026" / "a.xml").read_bytes() == WRONG


def test_a_pdf_is_drawn_under_the_name_of_its_source(form4, tmp_path):
    (tmp_path / "a.xml").write_bytes(GOOD)
    result = form4("pdf", "--out", "out", "a.xml")
    assert (result.returncode, result.stdout) == (0, b"out/a.pdf\n")
    assert (tmp_path / "out" / "a.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_package_is_verified_and_one_that_was_changed_is_named(form4, tmp_path):
    (tmp_path / "a.xml").write_bytes(GOOD)
    form4("pdf", "--out", ".", "a.xml")
    submission = typical_submission()
    package = archive(submission, envelope_for(submission), (tmp_path / "a.pdf").read_bytes())
    (tmp_path / "whole.zip").write_bytes(package)
    (tmp_path / "changed.zip").write_bytes(package.replace(b"HBRW", b"HBRX"))
    result = form4("verify", "whole.zip")
    assert (result.returncode, result.stdout[:27]) == (0, b"whole.zip: agrees. All 6 fi")
    result = form4("verify", tmp_path)
    assert result.returncode == 1
    assert b"changed.zip: DOES NOT AGREE. The file is no ZIP, or a damaged one.\n" in result.stdout


def test_a_pdf_of_other_pages_is_found_when_it_is_drawn_again(form4, tmp_path):
    submission = typical_submission()
    envelope, xml = envelope_for(submission), write(submission.report)
    (tmp_path / "own.zip").write_bytes(archive(submission, envelope, render_pdf(submission, xml=xml)))
    other = Submission(report=typical_report(7))
    (tmp_path / "other.zip").write_bytes(archive(submission, envelope, render_pdf(other, xml=xml)))
    assert form4("verify", tmp_path).returncode == 0
    result = form4("verify", "--redraw", tmp_path)
    assert result.returncode == 1
    assert (
        b"other.zip: DOES NOT AGREE. form4.pdf is not what this desk draws of report.json.\n" in result.stdout
    )
    assert b"own.zip: agrees." in result.stdout


def test_whoever_has_read_enough_may_close_the_pipe(environment, tmp_path):
    for number in range(300):
        (tmp_path / f"{number}.xml").write_bytes(WRONG)
    check = [sys.executable, ROOT / "manage.py", "form4", "check", "--format", "json", tmp_path]
    command = f"{shlex.join(map(str, check))} | head -1"
    result = subprocess.run(
        ["bash", "-c", command], capture_output=True, env=environment, timeout=60, check=False
    )
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == b""


def test_progress_shows_on_a_terminal_and_nowhere_else(environment, form4, folder):
    assert b"of 4 files" not in form4("check", folder).stderr
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "form4", "check", folder],
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ) as running:
        os.close(theirs)
        seen = _read_all(ours)
    assert running.returncode == 1
    assert b"3 of 4 files" in seen


def _read_all(terminal: int) -> bytes:
    seen = b""
    try:
        while piece := os.read(terminal, 4096):
            seen += piece
    except OSError:  # the other side is gone
        pass
    os.close(terminal)
    return seen


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("truncated.xml", GOOD[: len(GOOD) // 2], "not well-formed"),
        ("page.xml", b"<!DOCTYPE html><html><body>Form 4</body></html>", "a web page"),
        ("deep.xml", b"<a>" * 100_000, "not well-formed"),
        ("outside.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "DOCTYPE"),
        ("wrong.xml", GOOD.decode().replace("Common", "Commün").encode("latin-1"), "not well-formed"),
        ("package.xml", b"PK\x03\x04", "a ZIP"),
        ("stylesheet.xml", STYLED, "processing instruction"),
        ("empty.xml", b"", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_ownership_document_is_refused_in_one_line_and_leaves_nothing(
    form4, tmp_path, name, content, why
):
    (tmp_path / name).write_bytes(content)
    result = form4("rewrite", "--out", "out", name)
    assert result.returncode == 2
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith(f"{name}: refused.")
    assert why in line
    assert not (tmp_path / "out").exists()


def test_a_file_beyond_all_measure_and_a_pipe_that_says_nothing_hold_nobody_up(form4, tmp_path):
    with (tmp_path / "huge.xml").open("wb") as huge:
        huge.truncate(200 * 2**20)
    os.mkfifo(tmp_path / "pipe.xml")
    before = time.monotonic()
    result = form4("check", "huge.xml", "pipe.xml")
    assert result.returncode == 2
    assert b"huge.xml: refused. The file is larger than 25 MB" in result.stderr
    assert b"pipe.xml: refused. This is no file." in result.stderr
    assert time.monotonic() - before < 60
