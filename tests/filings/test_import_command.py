"""``manage.py form4 import`` as somebody types it."""

import datetime as dt
import io
import sys

import pytest
from django.core.management import call_command
from django.db import OperationalError

from filings.models import Filing, ImportRun
from tests.filings.past import document, sale, submission, zipped

MONDAY, THURSDAY = dt.date(2020, 3, 2), dt.date(2020, 3, 5)


def form4_import(*paths: object) -> int:
    """The exit code of the command."""
    with pytest.raises(SystemExit) as ended:
        call_command("form4", "import", *map(str, paths))
    return ended.value.code


def test_a_folder_with_a_zip_is_imported_and_summed_up(db, tmp_path, capsys):
    (tmp_path / "a.xml").write_bytes(document(sale(MONDAY)))
    (tmp_path / "years.zip").write_bytes(zipped({"b.xml": document(sale(THURSDAY))}))
    assert form4_import(tmp_path) == 0
    assert capsys.readouterr() == ("2 documents: 2 imported, 0 known already, 0 refused.\n", "")
    assert {filing.created_by for filing in Filing.objects.all()} == {None}
    assert form4_import(tmp_path) == 0
    assert capsys.readouterr().out == "2 documents: 0 imported, 2 known already, 0 refused.\n"


def test_a_refused_file_is_told_in_one_line_and_does_not_stop_the_rest(db, tmp_path, capsys):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.xml").write_bytes(document(sale(MONDAY)))
    assert form4_import(tmp_path) == 2
    told = capsys.readouterr()
    assert told.out == "2 documents: 1 imported, 0 known already, 1 refused.\n"
    (line,) = told.err.splitlines()
    assert line.startswith(f"{tmp_path / 'a.pdf'}: refused. ")


def test_a_submission_comes_from_standard_input(db, monkeypatch, capsys):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(submission(sale(MONDAY), 1, THURSDAY)), "utf-8")
    )
    assert form4_import("-") == 0
    assert Filing.objects.get().filed_on == THURSDAY


def test_without_a_desk_it_says_what_to_do(db, tmp_path, monkeypatch, capsys):
    def gone():
        raise OperationalError("no such table")

    monkeypatch.setattr(ImportRun.objects, "exists", gone)
    assert form4_import(tmp_path) == 1
    assert "Run manage.py migrate first." in capsys.readouterr().err
