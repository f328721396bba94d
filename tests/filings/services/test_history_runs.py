"""An import in the background: it goes on where it stopped, and nothing is done twice."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from compliance.celery import app
from filings.models import Filing, ImportFile, ImportRun
from filings.services.history import (
    import_sources,
    outcomes_counted,
    run_retry,
    run_start,
    run_work,
    runs,
    runs_publish_due,
)
from filings.services.leases import MAX_ATTEMPTS
from tests.filings.harborwell import Desk
from tests.filings.past import document, sale, sealed, zipped

State = ImportRun.State
MONDAY = dt.date(2020, 3, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def published(monkeypatch):
    """The messages that the broker was given."""
    messages: list[tuple[str, int]] = []
    monkeypatch.setattr(app, "send_task", lambda name, args, **_options: messages.append((name, *args)))
    return messages


@pytest.fixture
def start(desk: Desk, settings, tmp_path: Path, published):
    """Hands in a ZIP of so many different filings, and one file that is none."""
    settings.MEDIA_ROOT = tmp_path

    def started(filings: int) -> ImportRun:
        days = (MONDAY + dt.timedelta(days=number) for number in range(filings))
        package = zipped({f"{day}.xml": document(sale(day)) for day in days})
        (tmp_path / "imports").mkdir(exist_ok=True)
        sealed(tmp_path / "imports" / "a", package)
        sealed(tmp_path / "imports" / "b", b"no filing")
        return run_start(actor=desk.kemi, files=[("history.zip", "imports/a"), ("notes.txt", "imports/b")])

    return started


def in_batches_of(monkeypatch, size: int) -> None:
    monkeypatch.setattr(runs, "BATCH", size)


def test_what_is_handed_in_is_counted_and_published_when_it_is_kept(
    start, published, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run = start(3)
    assert (run.state, run.total) == ("queued", 4)
    assert published == [("filings.tasks.import_history", run.pk)]


def test_a_worker_keeps_the_filings_and_throws_the_files_away(start, tmp_path):
    run = start(3)
    assert run_work(run.pk)
    run.refresh_from_db()
    assert run.state == State.DONE
    assert outcomes_counted(run) == {"imported": 3, "known": 0, "refused": 1}
    assert [one.name for one in run.documents.all()] == [
        "history.zip/2020-03-02.xml", "history.zip/2020-03-03.xml", "history.zip/2020-03-04.xml", "notes.txt",
    ]  # fmt: skip
    assert {filing.created_by for filing in Filing.objects.all()} == {run.created_by}
    assert list((tmp_path / "imports").iterdir()) == []
    assert [one.name for one in ImportFile.objects.all()] == ["history.zip", "notes.txt"]


def test_a_message_that_comes_twice_imports_once(start):
    run = start(2)
    assert run_work(run.pk)
    assert not run_work(run.pk)
    assert run.documents.count() == 3


def test_a_worker_that_dies_loses_its_batch_and_the_next_goes_on_behind_it(start, monkeypatch):
    run = start(5)
    in_batches_of(monkeypatch, 2)
    keep = runs.filings_keep

    def dies_in_the_second_batch(**batch):
        if run.documents.exists():
            raise MemoryError
        return keep(**batch)

    with monkeypatch.context() as dying, pytest.raises(MemoryError):
        dying.setattr(runs, "filings_keep", dies_in_the_second_batch)
        run_work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.documents.count(), Filing.objects.count()) == (State.QUEUED, 2, 2)
    assert run_work(run.pk)
    assert [one.number for one in run.documents.all()] == [1, 2, 3, 4, 5, 6]
    assert Filing.objects.count() == 5


def test_a_worker_that_outlived_its_lease_keeps_nothing_more(start, monkeypatch):
    run = start(5)
    in_batches_of(monkeypatch, 2)
    read = runs.past_filing

    def slow(source):
        if source.name.endswith("05.xml"):  # the fourth: another worker has taken over by then
            ImportRun.objects.filter(pk=run.pk).update(lease="00000000-0000-4000-8000-000000000000")
        return read(source)

    monkeypatch.setattr(runs, "past_filing", slow)
    assert not run_work(run.pk)
    assert run.documents.count() == 2
    run.refresh_from_db()
    assert run.state == State.RUNNING


def test_a_long_import_lets_other_work_come_between(start, monkeypatch, settings, published):
    run = start(5)
    in_batches_of(monkeypatch, 2)
    settings.RENDER_LEASE = dt.timedelta(0)  # after each batch the time is up
    with transaction.atomic():
        assert not run_work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.documents.count()) == (State.QUEUED, 0, 2)
    assert not run_work(run.pk)
    assert not run_work(run.pk)
    assert run_work(run.pk)
    assert run.documents.count() == 6


def test_two_imports_that_bring_one_filing_in_the_same_moment_keep_it_once(start, monkeypatch):
    run = start(3)
    keep, asked = runs.filings_keep, []

    def meets_another(**batch):
        asked.append(len(batch["batch"]))
        if len(asked) == 1:
            raise IntegrityError
        return keep(**batch)

    monkeypatch.setattr(runs, "filings_keep", meets_another)
    assert run_work(run.pk)
    assert asked == [4, 1, 1, 1, 1]
    assert outcomes_counted(run)["imported"] == 3


def test_the_sweep_publishes_a_run_whose_worker_died(start, published, clock):
    run = start(1)
    past = timezone.now() - dt.timedelta(seconds=1)
    ImportRun.objects.filter(pk=run.pk).update(
        state=State.RUNNING, lease="00000000-0000-4000-8000-000000000000", lease_until=past, due_at=past
    )
    assert runs_publish_due() == 1
    assert published == [("filings.tasks.import_history", run.pk)]


def test_a_run_that_fails_for_good_says_so_and_can_go_on(start, monkeypatch):
    run = start(2)
    with monkeypatch.context() as broken:
        broken.setattr(runs, "filings_keep", lambda **_batch: 1 / 0)
        for _ in range(MAX_ATTEMPTS):
            with pytest.raises(ZeroDivisionError):
                run_work(run.pk)
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert run.failure.startswith("The import stopped before its end.")
    assert run_retry(run)
    assert run_work(run.pk)
    assert not run_retry(run)
    assert Filing.objects.count() == 2


def test_a_failure_after_progress_is_the_first_again(start, monkeypatch):
    run = start(5)
    in_batches_of(monkeypatch, 2)
    ImportRun.objects.filter(pk=run.pk).update(attempt=MAX_ATTEMPTS - 1)
    keep = runs.filings_keep
    monkeypatch.setattr(
        runs, "filings_keep", lambda **batch: 1 / 0 if run.documents.exists() else keep(**batch)
    )
    with pytest.raises(ZeroDivisionError):
        run_work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.documents.count()) == (State.QUEUED, 0, 2)


def test_files_that_were_left_behind_when_a_worker_died_at_the_end_are_swept_up(start, tmp_path, published):
    run = start(1)
    run.files.first().file.delete()
    ImportRun.objects.filter(pk=run.pk).update(state=State.DONE)
    runs_publish_due()
    assert list((tmp_path / "imports").iterdir()) == []


def test_an_import_on_the_command_line_that_is_interrupted_is_closed(desk, tmp_path, monkeypatch):
    in_batches_of(monkeypatch, 1)
    for number in range(3):
        (tmp_path / f"{number}.xml").write_bytes(document(sale(MONDAY + dt.timedelta(days=number))))
    working = import_sources([str(tmp_path)])
    next(working)
    working.close()
    run = ImportRun.objects.get()
    assert (run.state, run.failure) == (State.FAILED, "Interrupted. Import the same files again.")
    assert [one.outcome for one in import_sources([str(tmp_path)])] == ["known", "imported", "imported"]


def test_an_import_on_the_command_line_whose_process_was_killed_is_closed_by_the_sweep(
    desk, tmp_path, monkeypatch, published, clock
):
    (tmp_path / "a.xml").write_bytes(document(sale(MONDAY)))
    working = import_sources([str(tmp_path)])
    next(working)
    clock.set(clock.instant + dt.timedelta(minutes=5))
    assert runs_publish_due() == 0
    assert ImportRun.objects.get().state == State.FAILED
    assert list(working) == []


def test_a_name_that_is_no_text_and_one_that_is_long_fit_their_column(desk, tmp_path):
    folder = tmp_path / ("y" * 200) / ("z" * 200)
    folder.mkdir(parents=True)
    (folder / "a\udce9.xml").write_bytes(document(sale(MONDAY)))
    (one,) = import_sources([str(tmp_path)])
    one.refresh_from_db()
    assert len(one.name) == 255
    assert one.name.endswith("z/a?.xml")
