"""What workers do. Tasks hold ids only and call one service."""

from typing import Any

from celery import bootsteps
from django.conf import settings

from compliance.celery import app, publish
from filings.services import history, render
from filings.services.evidence import pdfs


@app.task
def render_pdf(job_id: int) -> None:
    """Make the PDF of a job."""
    render.render(job_id)


@app.task
def render_xml(job_id: int) -> None:
    """Make the EDGAR XML of a job."""
    render.render(job_id)


@app.task
def seal_authentication(pdf_id: int) -> None:
    """Make the sealed PDF of an authentication document."""
    pdfs.pdf_make(pdf_id)


@app.task
def import_history(run_id: int) -> None:
    """Work on an import for a while."""
    history.run_work(run_id)


@app.task
def sweep(at_start: bool = False) -> None:
    """Publish the work that is due again."""
    render.publish_due(at_start=at_start)
    pdfs.pdfs_publish_due(at_start=at_start)
    history.runs_publish_due(at_start=at_start)


class Sweeping(bootsteps.StartStopStep):
    """Lets every worker sweep when it starts and every ``settings.SWEEP_SECONDS`` from then on.

    The sweep itself is a task, so that it runs where tasks run, whatever the pool; one that is not run before
    the next is due is dropped.
    """

    requires = {"celery.worker.consumer.tasks:Tasks"}
    _ticking: Any = None

    def start(self, consumer: Any) -> None:
        publish([(sweep.name, (True,))])
        seconds = settings.SWEEP_SECONDS
        self._ticking = consumer.timer.call_repeatedly(
            seconds, publish, ([(sweep.name, ())],), {"expires": seconds}
        )

    def stop(self, _consumer: Any) -> None:
        if self._ticking is not None:
            self._ticking.cancel()


app.steps["consumer"].add(Sweeping)
