"""What the tests let a process of the desk do."""

from filings.models import RenderJob
from filings.services.render import render
from tests.reports import typical_submission
from tests.snapshots import queue_filings


def sign(filings: int) -> list[int]:
    """Sign so many different filings and queue their PDF and XML; the jobs' ids."""
    submissions = (typical_submission(variant) for variant in range(filings))
    return [job.pk for job in queue_filings(submissions, kinds=RenderJob.Kind)]


def make_all(jobs: list[int]) -> int:
    """Make every one of these jobs that is still free; how many this process made."""
    return sum(render(job) for job in jobs)
