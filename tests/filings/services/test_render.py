"""The files of a filing are made in the background: none lost, none done twice, and a failure says so."""

import datetime as dt
import io
from pathlib import Path

import msgspec
import pytest
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from pypdf import PdfReader

from compliance.audit.log import history
from compliance.celery import app
from filings.models import RenderJob, Snapshot
from filings.ownership.report import DocumentType, OwnershipReport, Submission
from filings.ownership.writer import write
from filings.services import render, storing
from filings.services.leases import MAX_ATTEMPTS
from filings.services.render import download_name, publish_due, queue_renderings, retry
from tests.reports import seed_report, typical_report, typical_submission
from tests.snapshots import keep_snapshot

Kind, State = RenderJob.Kind, RenderJob.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def published(monkeypatch):
    """The messages that the broker was given, as (task, job id)."""
    messages: list[tuple[str, int]] = []

    def take(name, args, **_options):
        messages.append((name.removeprefix("filings.tasks."), *args))

    monkeypatch.setattr(app, "send_task", take)
    return messages


@pytest.fixture
def files(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def queued(
    kind: Kind = Kind.XML, submission: Submission | None = None, of: Snapshot.Kind = Snapshot.Kind.SIGNED
) -> RenderJob:
    (job,) = queue_renderings(keep_snapshot(submission or typical_submission(), of), kinds=[kind])
    return job


def claimed_elsewhere(job: RenderJob, *, seconds_left: float, attempt: int = 1) -> None:
    """As another worker leaves the row that took the job and has not finished it."""
    lease_until = timezone.now() + dt.timedelta(seconds=seconds_left)
    RenderJob.objects.filter(pk=job.pk).update(
        state=State.RUNNING,
        attempt=attempt,
        lease="00000000-0000-4000-8000-000000000000",
        lease_until=lease_until,
        due_at=lease_until,
    )


def test_signing_queues_each_file_once_and_publishes_only_ids(published, django_capture_on_commit_callbacks):
    snapshot = keep_snapshot(typical_submission())
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        xml, pdf = sorted(queue_renderings(snapshot, kinds=Kind), key=lambda job: job.kind, reverse=True)
        again = queue_renderings(snapshot, kinds=[Kind.PDF, Kind.XML, Kind.PDF])
        assert published == [], "a broker must not hear of what may still be rolled back"
    assert {job.pk for job in again} == {pdf.pk, xml.pk}
    assert set(published) == {("render_pdf", pdf.pk), ("render_xml", xml.pk)}


def test_nothing_is_queued_when_the_signature_is_rolled_back(published, django_capture_on_commit_callbacks):
    with (
        pytest.raises(ZeroDivisionError),
        django_capture_on_commit_callbacks(execute=True),
        transaction.atomic(),
    ):
        queued()
        raise ZeroDivisionError
    assert not RenderJob.objects.exists()
    assert not published


def test_the_pdf_of_a_signed_filing_carries_its_edgar_xml(files):
    job = queued(Kind.PDF)
    assert render.render(job.pk)
    job.refresh_from_db()
    content = (files / job.file.name).read_bytes()
    assert job.state == State.DONE
    assert (job.size, job.lease, job.failure) == (len(content), None, "")
    pdf = PdfReader(io.BytesIO(content))
    assert pdf.attachments["form4.xml"] == [write(typical_report())]
    assert "DRAFT" not in pdf.pages[0].extract_text()


def test_a_preview_of_a_draft_is_marked_draft(files):
    job = queued(Kind.PDF, of=Snapshot.Kind.PREVIEW)
    assert render.render(job.pk)
    job.refresh_from_db()
    assert "DRAFT" in PdfReader(files / job.file.name).pages[0].extract_text().replace(" ", "")
    assert job.file_name == "form4-HBRW-2026-11-20-ramaswamy-anil-k-draft.pdf"


def test_the_stored_xml_holds_no_ccc_and_is_the_writer_s(files):
    job = queued(Kind.XML)
    render.render(job.pk)
    job.refresh_from_db()
    assert (files / job.file.name).read_bytes() == write(typical_report())
    assert b"Ccc>" not in (files / job.file.name).read_bytes()


def test_the_log_tells_that_the_desk_made_the_file(files):
    job = queued(Kind.XML)
    render.render(job.pk)
    job.refresh_from_db()
    (event,) = history(job.snapshot.filing)
    assert (event.actor, event.verb) == (None, "made the EDGAR XML")
    assert event.changes == {"SHA-256": ["", job.sha256]}


def test_a_message_that_comes_twice_makes_one_file(files, monkeypatch):
    job = queued()
    assert render.render(job.pk)
    monkeypatch.setattr(render, "_content", None)
    assert not render.render(job.pk)
    job.refresh_from_db()
    assert job.attempt == 1


def test_a_job_that_another_worker_holds_is_left_to_it(files):
    job = queued()
    claimed_elsewhere(job, seconds_left=30)
    assert not render.render(job.pk)
    assert not list(files.rglob("*.xml"))


def test_a_job_of_a_dead_worker_is_taken_over_when_its_lease_has_ended(files):
    job = queued()
    claimed_elsewhere(job, seconds_left=-1)
    assert render.render(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (State.DONE, 2)


def test_a_worker_that_outlived_its_lease_changes_nothing(files, monkeypatch):
    job = queued()
    made = render._content

    def slow(held: RenderJob) -> bytes:
        claimed_elsewhere(job, seconds_left=30, attempt=2)
        return made(held)

    monkeypatch.setattr(render, "_content", slow)
    assert not render.render(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, str(job.lease)[:8]) == (State.RUNNING, 2, "00000000")


def test_a_full_disk_is_tried_again_after_a_while_that_doubles(files, monkeypatch):
    job = queued()

    def full(*_args: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(render, "_store", full)
    waits = []
    for _ in range(2):
        with pytest.raises(OSError, match="No space left"):
            render.render(job.pk)
        job.refresh_from_db()
        assert (job.state, job.lease, job.failure) == (State.QUEUED, None, "")
        waits.append((job.due_at - timezone.now()).total_seconds())
    assert waits == pytest.approx([5, 10], abs=0.5)


def test_after_its_last_attempt_a_job_says_what_to_do(files, monkeypatch):
    job = queued(Kind.PDF)
    RenderJob.objects.filter(pk=job.pk).update(attempt=MAX_ATTEMPTS - 1)
    monkeypatch.setattr(render, "_content", lambda _job: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        render.render(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.failure.startswith("The PDF could not be made in 5 attempts. Try again;")


def test_a_failed_job_is_tried_again_when_somebody_asks(files, published, django_capture_on_commit_callbacks):
    job = queued()
    RenderJob.objects.filter(pk=job.pk).update(state=State.FAILED, attempt=MAX_ATTEMPTS, failure="Once.")
    job.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        assert retry(job)
    assert published == [("render_xml", job.pk)]
    assert render.render(job.pk)
    assert not retry(job), "a finished job has nothing to try again"


def test_a_character_that_edgar_does_not_take_fails_at_once_with_its_reason(files):
    report = msgspec.structs.replace(typical_report(), remarks="See “Exhibit 24”.")
    job = queued(submission=Submission(report=report), of=Snapshot.Kind.PREVIEW)
    assert not render.render(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (State.FAILED, 1)
    assert job.failure.startswith("EDGAR takes only plain keyboard characters")


def test_the_sweep_publishes_what_the_broker_lost_and_then_gives_it_time(published):
    lost, fresh = queued(), queued()
    RenderJob.objects.filter(pk=lost.pk).update(due_at=timezone.now())
    assert publish_due() == 1
    assert published == [("render_xml", lost.pk)]
    assert publish_due() == 0
    assert publish_due(at_start=True) == 2
    assert {job for _, job in published[1:]} == {lost.pk, fresh.pk}


def test_the_sweep_publishes_the_job_of_a_worker_that_died(published):
    job = queued()
    claimed_elsewhere(job, seconds_left=5)
    assert publish_due(at_start=True) == 0
    claimed_elsewhere(job, seconds_left=-1)
    assert publish_due() == 1


def test_a_job_that_kills_every_worker_ends_as_failed(published):
    job = queued()
    claimed_elsewhere(job, seconds_left=-1, attempt=MAX_ATTEMPTS)
    assert publish_due() == 0
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "5 attempts" in job.failure


def test_a_job_stays_due_while_the_broker_is_down(monkeypatch):
    job = queued()
    RenderJob.objects.filter(pk=job.pk).update(due_at=timezone.now())

    def refuse(*_args: object, **_options: object) -> None:
        raise OperationalError

    monkeypatch.setattr(app, "send_task", refuse)
    assert publish_due() == 0
    job.refresh_from_db()
    assert job.due_at <= timezone.now()


def test_the_same_job_leaves_the_same_file_and_nothing_beside_it(files):
    job = queued()
    content = render._content(job)
    name = render._store(job, content)
    assert render._store(job, content) == name
    assert [path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file()] == [name]


def test_a_write_that_breaks_off_leaves_no_file(files, monkeypatch):
    job = queued()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storing.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        render.render(job.pk)
    assert not [path for path in files.rglob("*") if path.is_file()]


def amended(report: OwnershipReport) -> OwnershipReport:
    return msgspec.structs.replace(report, document_type=DocumentType.FORM_4A)


@pytest.mark.parametrize(
    ("report", "name"),
    [
        (seed_report(), "form4-TGEN-2020-07-15-benjamin-locke-m.pdf"),
        (amended(typical_report()), "form4a-HBRW-2026-11-20-ramaswamy-anil-k.pdf"),
        (
            msgspec.structs.replace(typical_report(), period_of_report=None, owners=()),
            "form4-HBRW.pdf",
        ),
    ],
    ids=["form 4", "amendment", "hardly begun"],
)
def test_a_downloaded_file_is_named_as_people_look_for_it(report, name):
    assert download_name(report, kind="pdf") == name
