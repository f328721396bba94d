"""The package of a signed report, as a person is handed it."""

import io
import logging
import zipfile

import pytest

from compliance.audit.log import history
from compliance.audit.models import Event
from compliance.secrets import Secret
from filings.models import RenderJob, Snapshot
from filings.ownership.package import Contact, Unsendable, read_envelope, verify
from filings.services import render
from filings.services.archive import CccMissing
from filings.services.package import filing_package
from tests.filings.harborwell import draft, line, sale, signed, under_powers

CCCS = ("anil#12A", "mira$34B")


@pytest.fixture
def filing(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    filing = draft(desk, desk.anil, desk.mira)
    line(desk, filing, sale())
    return signed(desk, under_powers(desk, filing), desk.dana)


def envelope(package: bytes):
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return read_envelope(opened.read("submission.xml"))


def test_it_is_a_test_without_ccc_and_names_the_report_that_was_signed(desk, filing):
    package = filing_package(actor=desk.kemi, filing=filing)
    outcome = verify(package)
    assert (outcome.agrees, outcome.manifest.test_or_live, outcome.manifest.ccc) == (True, "TEST", False)
    assert outcome.manifest.report == filing.snapshots.get(kind=Snapshot.Kind.SIGNED).sha256
    assert not [ccc for ccc in CCCS if ccc.encode() in envelope(package).documents[0].content]


def test_with_ccc_it_holds_every_owners_and_the_log_says_that_it_was_taken_but_not_what(desk, filing, caplog):
    caplog.set_level(logging.DEBUG)
    package = filing_package(actor=desk.dana, filing=filing, live=True, with_ccc=True)
    assert verify(package).manifest.ccc
    assert all(ccc.encode() in envelope(package).documents[0].content for ccc in CCCS)
    event = history(filing)[0]
    assert (event.actor, event.verb) == (desk.dana, "took the live package, CCC included")
    kept = caplog.text + "".join(f"{one.verb}{one.changes}" for one in Event.objects.all())
    assert not [ccc for ccc in CCCS if ccc in kept]


def test_the_pdf_in_it_is_the_one_that_people_have(desk, filing):
    before = filing_package(actor=desk.kemi, filing=filing)
    for job in RenderJob.objects.all():
        assert render.render(job.pk)
    pdf = RenderJob.objects.get(kind=RenderJob.Kind.PDF)
    after = filing_package(actor=desk.kemi, filing=filing)
    with zipfile.ZipFile(io.BytesIO(after)) as opened, pdf.file.open("rb") as made:
        assert opened.read("form4.pdf") == made.read()
    assert before == after


def test_the_powers_that_somebody_signed_under_go_with_it(desk, filing):
    documents = envelope(filing_package(actor=desk.kemi, filing=filing)).documents
    assert [(one.name, one.type) for one in documents] == [
        ("form4.xml", "4"), ("ex24-1.txt", "EX-24.1"), ("ex24-2.txt", "EX-24.2"),
    ]  # fmt: skip


def test_without_a_ccc_on_file_none_is_packed_and_nothing_is_logged(desk, filing):
    desk.mira.ccc = Secret("")
    desk.mira.save()
    before = Event.objects.count()
    with pytest.raises(CccMissing, match="Ramaswamy Mira"):
        filing_package(actor=desk.dana, filing=filing, with_ccc=True)
    assert Event.objects.count() == before


def test_an_address_that_edgar_would_suspend_is_told_before_anything_is_sent(desk, filing):
    with pytest.raises(Unsendable, match="is not an e-mail address"):
        filing_package(actor=desk.dana, filing=filing, contact=Contact(email="dana"))


def test_an_unsigned_report_has_no_package(desk):
    with pytest.raises(Snapshot.DoesNotExist):
        filing_package(actor=desk.dana, filing=draft(desk))
