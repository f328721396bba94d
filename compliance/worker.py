"""The worker beside the web: background work of a desk that has no server but itself."""

import threading

from celery.worker import WorkController, state

from compliance.celery import app, publish


@app.task
def wake() -> None:
    """Do nothing: the message alone ends the worker's wait for one."""


class EmbeddedWorker:
    """One worker in a thread of this process, on the broker in memory.

    A process holds one at a time: Celery keeps the wish to stop for the whole process. What the broker loses
    with the process is found again by the sweep that a worker makes when it starts.
    """

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)

    def start(self) -> None:
        """Start it, and return when it takes work.

        Raises ``TimeoutError`` when that has not come to pass in half a minute; the log says why.
        """
        self._thread.start()
        if not self._ready.wait(30):
            raise TimeoutError("The worker does not start: see the lines above.")

    def stop(self, seconds: float = 5) -> bool:
        """Let it finish the job in hand, at most so many seconds; whether it came to its end."""
        state.should_stop = 0
        # Its loop sees the wish between two messages, waits two seconds for each, and takes one more then.
        publish([(wake.name, ())] * 2)
        self._thread.join(seconds)
        if self._thread.is_alive():
            return False
        state.should_stop = None
        return True

    def _work(self) -> None:
        WorkController(
            app=app,
            pool="solo",
            concurrency=1,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
            ready_callback=lambda _consumer: self._ready.set(),
        ).start()
