"""Importing in the browser, and past filings on their pages."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from filings.models import Filing, ImportFile, ImportRun, RenderJob
from filings.ownership.report import Exhibit
from filings.services.history import import_sources, run_work
from filings.services.render import render
from people.models import Issuer, ReportingOwner
from tests.filings.harborwell import Desk
from tests.filings.past import OKAFOR, accession_number, document, sale, sent, submission, zipped
from tests.filings.views.pages import as_person, page, words

IMPORTS = "/filings/import/"
MONDAY, THURSDAY = dt.date(2020, 3, 2), dt.date(2020, 3, 5)
POWER = Exhibit(type="EX-24", description="Power of Attorney", text="I appoint Pat Doe.")
pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def kemi(desk: Desk, files) -> Client:
    return as_person(desk.kemi)


def file(content: bytes, name: str = "form4.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def left_behind(files: Path) -> list[Path]:
    return [path for path in files.rglob("*") if path.is_file()]


def past_filing(tmp_path: Path, content: bytes) -> Filing:
    (tmp_path / "past.txt").write_bytes(content)
    (one,) = import_sources([str(tmp_path / "past.txt")])
    return Filing.objects.get(pk=one.filing_id)


def test_files_and_a_zip_are_handed_in_together_and_each_document_is_told(kemi):
    package = zipped({"2020/a.xml": document(sale(MONDAY)), "2020/b.xml": document(sale(THURSDAY))})
    sent = [file(package, "years.zip"), file(document(sale(MONDAY)), "again.xml"), file(b"x", "notes.txt")]
    answer = kemi.post(IMPORTS, {"files": sent})
    run = ImportRun.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/filings/import/{run.pk}/")
    waiting = kemi.get(answer.headers["Location"])
    assert "0 of 4 waiting" in words(waiting)
    assert page(waiting).get_element_by_id("progress").get("hx-get") == f"/filings/import/{run.pk}/progress/"

    run_work(run.pk)
    done = kemi.get(answer.headers["Location"])
    assert page(done).get_element_by_id("progress").get("hx-get") is None
    tabs = [chip.text_content() for chip in page(done).xpath("//a[contains(@class, 'chip')]")]
    assert tabs == ["Imported 2", "Known already 1", "Refused 1"]
    assert "years.zip/2020/a.xml Form 4, OKAFOR NGOZI A KESTREL BIO INC [KSTL] 03/02/2020" in words(done)
    assert "again.xml Form 4" in words(kemi.get(f"/filings/import/{run.pk}/?show=known"))
    refused = words(kemi.get(f"/filings/import/{run.pk}/?show=refused"))
    assert "notes.txt Line 1 is not well-formed XML" in refused
    assert "finished 2 1 1" in words(kemi.get(IMPORTS))


def test_the_progress_asks_the_page_to_load_anew_when_the_import_is_over(kemi):
    kemi.post(IMPORTS, {"files": file(document(sale(MONDAY)))})
    run = ImportRun.objects.get()
    assert "HX-Refresh" not in kemi.get(f"/filings/import/{run.pk}/progress/").headers
    run_work(run.pk)
    assert kemi.get(f"/filings/import/{run.pk}/progress/").headers["HX-Refresh"] == "true"


def test_no_file_is_told_at_the_input(kemi):
    answer = kemi.post(IMPORTS, {})
    assert (answer.status_code, ImportRun.objects.count()) == (422, 0)
    assert "Choose at least one file." in words(answer)


def test_too_many_bytes_are_refused_in_a_sentence_and_leave_nothing(kemi, files, settings):
    settings.MAX_IMPORT_BYTES = 3 * 2**20
    answer = kemi.post(IMPORTS, {"files": [file(bytes(2**20)), file(bytes(3 * 2**20))]})
    assert answer.status_code == 422
    assert "More than 3 MB at once. Hand it in in smaller parts, packed as ZIPs." in words(answer)
    assert left_behind(files) == []


def test_bytes_that_no_header_announced_are_counted_as_they_come(kemi, files, settings, monkeypatch):
    settings.MAX_IMPORT_BYTES = 2**20
    monkeypatch.setattr("filings.forms.history.HandIn.handle_raw_input", lambda *_arguments, **_named: None)
    answer = kemi.post(IMPORTS, {"files": file(bytes(2 * 2**20))})
    assert (answer.status_code, left_behind(files)) == (422, [])


def test_too_many_files_are_refused_in_a_sentence(kemi, files, settings):
    settings.MAX_IMPORT_FILES = 2
    answer = kemi.post(IMPORTS, {"files": [file(b"x")] * 3})
    assert answer.status_code == 422
    assert "More than 2 files at once. Put them into a ZIP and hand in that." in words(answer)
    assert left_behind(files) == []


def test_an_upload_from_another_site_is_refused_and_leaves_nothing(desk, files):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.kemi, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(IMPORTS, {"files": file(document(sale(MONDAY)))}).status_code == 403
    assert (left_behind(files), ImportRun.objects.count()) == ([], 0)


def test_files_that_no_run_takes_over_are_not_left_behind(kemi, files, monkeypatch):
    monkeypatch.setattr("filings.views.history.run_start", lambda **_files: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        kemi.post(IMPORTS, {"files": file(document(sale(MONDAY)))})
    assert left_behind(files) == []


def test_an_upload_with_the_page_s_own_token_is_taken(desk, files):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.kemi, backend="django.contrib.auth.backends.ModelBackend")
    token = page(client.get(IMPORTS)).xpath("//main//input[@name='csrfmiddlewaretoken']/@value")[0]
    answer = client.post(IMPORTS, {"csrfmiddlewaretoken": token, "files": file(document(sale(MONDAY)))})
    assert answer.status_code == 302


def test_an_attorney_does_not_import(desk, files):
    answer = as_person(desk.dana).post(IMPORTS, {"files": file(document(sale(MONDAY)))})
    assert (answer.status_code, left_behind(files)) == (403, [])


def test_what_waits_on_the_disk_is_sealed_and_its_owner_s_alone(kemi, files):
    kemi.post(IMPORTS, {"files": file(sent(sale(MONDAY), ccc="x7#secre"))})
    (kept,) = left_behind(files)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert b"edgarSubmission" not in kept.read_bytes()
    assert kept == Path(ImportFile.objects.get().file.path)


def test_an_import_that_stopped_can_go_on(kemi):
    kemi.post(IMPORTS, {"files": file(document(sale(MONDAY)))})
    run = ImportRun.objects.get()
    ImportRun.objects.update(state="failed", failure="The import stopped.")
    assert "The import stopped. Go on" in words(kemi.get(run.get_absolute_url()))
    kemi.post(f"/filings/import/{run.pk}/retry/")
    run.refresh_from_db()
    assert run.state == "queued"


def test_the_page_of_a_past_filing_shows_what_it_says_and_offers_nothing_to_edit(kemi, tmp_path):
    filing = past_filing(tmp_path, submission(sale(MONDAY), 1, THURSDAY, [POWER]))
    shown = kemi.get(filing.get_absolute_url())
    text = words(shown)
    assert "Filed 1 business day late" in text
    assert accession_number(1) in text
    assert "I appoint Pat Doe." in text
    assert "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP" in text
    assert "past.txt" in text
    assert "was filed on Thursday 5 March 2020" in text
    offered = [form.get("action") for form in page(shown).forms if form.get("method") == "post"]
    assert offered == ["/accounts/logout/", f"/filings/{filing.pk}/documents/make/"]


def test_the_pdf_of_a_past_filing_is_made_in_our_form_when_it_is_asked_for(kemi, tmp_path):
    filing = past_filing(tmp_path, document(sale(MONDAY)))
    kemi.post(f"/filings/{filing.pk}/documents/make/")
    for job in RenderJob.objects.all():
        assert render(job.pk)
    pdf, xml = RenderJob.objects.order_by("kind")
    assert pdf.file_name == "form4-KSTL-2020-03-02-okafor-ngozi-a.pdf"
    download = kemi.get(f"/filings/{filing.pk}/documents/{pdf.pk}/")
    assert b"".join(download.streaming_content).startswith(b"%PDF-")
    published = b"".join(kemi.get(f"/filings/{filing.pk}/documents/{xml.pk}/").streaming_content)
    assert published == document(sale(MONDAY))


@pytest.mark.parametrize(
    "step", ["who", "report", "table-1", "table-2", "notes", "exhibits", "review", "sign"]
)
def test_a_past_filing_has_no_steps(kemi, tmp_path, step):
    filing = past_filing(tmp_path, document(sale(MONDAY)))
    answer = kemi.get(f"/filings/{filing.pk}/{step}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, filing.get_absolute_url())


def test_past_filings_stand_among_the_others_the_newest_first(kemi, tmp_path):
    past_filing(tmp_path, submission(sale(MONDAY), 1, THURSDAY))
    past_filing(tmp_path, document(sale(dt.date(2021, 6, 1))))
    owner, issuer = ReportingOwner.objects.get(cik=OKAFOR.lstrip("0")), Issuer.objects.get(cik="1888001")
    for address in (
        "/filings/", f"/filings/?q={OKAFOR}", f"/people/{owner.pk}/", f"/issuers/{issuer.pk}/",
    ):  # fmt: skip
        listed = [
            row.text_content() for row in page(kemi.get(address)).xpath("//tr[td/a[starts-with(., 'Form')]]")
        ]
        assert ["06/01/2021" in listed[0], "03/02/2020" in listed[1]] == [True, True], address


def test_positions_from_filings_say_that_they_may_have_begun_before(kemi, tmp_path):
    past_filing(tmp_path, document(sale(MONDAY)))
    owner = ReportingOwner.objects.get(cik=OKAFOR.lstrip("0"))
    assert "03/02/2020or before: first seen then" in words(kemi.get(f"/people/{owner.pk}/"))


def test_a_company_s_filings_of_several_years_are_shown_with_their_pdf_in_our_form(kemi, shared):
    folder = shared / "corpus"
    real = [*(folder / "submissions").glob("0000320193-*.txt"), *(folder / "xml").glob("0000320193-*.xml")]
    assert {one.outcome for one in import_sources([str(path) for path in sorted(real)])} == {
        "imported",
        "known",
    }
    apple = Issuer.objects.get(cik="320193")
    years = {filing.period_of_report.year for filing in apple.filings.all() if filing.period_of_report}
    assert len(years) >= 3
    listed = words(kemi.get("/filings/?q=AAPL"))
    assert f"{apple.filings.count()} filings" in listed
    for filing in apple.filings.all():
        assert str(filing.filing_owners.first().owner) in words(kemi.get(filing.get_absolute_url()))
    one = apple.filings.exclude(filed_on=None).first()
    kemi.post(f"/filings/{one.pk}/documents/make/")
    for job in RenderJob.objects.all():
        assert render(job.pk)
    assert words(kemi.get(one.get_absolute_url())).count("ready") == 2
