"""What workers do for this app."""

from typing import Any

from celery import bootsteps

from compliance.celery import app, publish
from people.services.powers.reminders import reminders_send

# An hour late is early enough for a message that counts days, and cheap to ask for.
REMIND_SECONDS = 3600


@app.task
def remind_of_endings() -> None:
    """Tell the administrators which powers of attorney are about to end; each is told once."""
    reminders_send()


class Reminding(bootsteps.StartStopStep):
    """Lets every worker look for reminders that are due when it starts and every hour from then on."""

    requires = {"celery.worker.consumer.tasks:Tasks"}
    _ticking: Any = None

    def start(self, consumer: Any) -> None:
        publish([(remind_of_endings.name, ())])
        self._ticking = consumer.timer.call_repeatedly(
            REMIND_SECONDS, publish, ([(remind_of_endings.name, ())],), {"expires": REMIND_SECONDS}
        )

    def stop(self, _consumer: Any) -> None:
        if self._ticking is not None:
            self._ticking.cancel()


app.steps["consumer"].add(Reminding)
