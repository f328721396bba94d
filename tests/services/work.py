"""What the tests let a process of the desk do."""

import datetime as dt
import random
from pathlib import Path

from django.conf import settings

from compliance.models import User
from filings.models import RenderJob
from filings.ownership.report import Relationship
from filings.services.history import run_start, run_work
from filings.services.render import render
from tests.filings.past import address, document, owner, sale, sealed, submission, zipped
from tests.filings.past_state import state_of_the_desk
from tests.reports import typical_submission
from tests.snapshots import queue_filings


def sign(filings: int) -> list[int]:
    """Sign so many different filings and queue their PDF and XML; the jobs' ids."""
    submissions = (typical_submission(variant) for variant in range(filings))
    return [job.pk for job in queue_filings(submissions, kinds=RenderJob.Kind)]


def make_all(jobs: list[int]) -> int:
    """Make every one of these jobs that is still free; how many this process made."""
    return sum(render(job) for job in jobs)


def hand_in(filings: int, seed: int) -> int:
    """Hand in a ZIP of so many past filings, every third of them twice, in an order of its own; the run's id."""
    user, _ = User.objects.get_or_create(username="kemi", email="kemi@harborwell.example")
    stored = Path(settings.MEDIA_ROOT) / "imports" / f"{seed}"
    stored.parent.mkdir(parents=True, exist_ok=True)
    documents = list(_past_documents(filings).items())
    random.Random(seed).shuffle(documents)
    sealed(stored, zipped(dict(documents)))
    return run_start(actor=user, files=[("history.zip", f"imports/{seed}")]).pk


def history_done(filings: int, seed: int) -> None:
    """The same, worked through by this process."""
    run = hand_in(filings, seed)
    while not run_work(run):
        pass


def history() -> str:
    """All that people can see of past filings, as text."""
    return repr(state_of_the_desk())


def _past_documents(filings: int) -> dict[str, bytes]:
    documents = {}
    for number in range(filings):
        day = dt.date(2018, 1, 1) + dt.timedelta(days=number)
        told = Relationship(officer=True, officer_title=f"Officer of the year {day.year}")
        name, home = f"OKAFOR NGOZI {number}", address(f"{number} MAIN STREET")
        report = sale(day, owner(f"{1_999_000 + number % 20:010}", name, told, address=home))
        documents[f"{number}.txt"] = submission(report, number, day)
        if number % 3 == 0:
            documents[f"{number}.xml"] = document(report)
    return documents
