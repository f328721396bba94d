"""Background work: the Celery application, and publishing tasks without depending on the broker."""

import logging
import os
from collections.abc import Iterable

from celery import Celery
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings.production")

app = Celery("form4desk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

log = logging.getLogger(__name__)

# The transport's own default is to try for seconds, whatever the one who publishes asks for.
_ONE_ATTEMPT = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 1}


def publish(messages: Iterable[tuple[str, tuple[int, ...]]], *, expires: float | None = None) -> bool:
    """Hand messages, each a task's name and its arguments, to the broker; ``False`` when it does not take them.

    Rows remember the work and a sweep publishes it again, so a broker that is down costs one attempt of a
    second at most, one line in the log, and no exception. ``expires`` is in seconds: a message that waited
    longer is dropped.
    """
    with app.connection(transport_options=_ONE_ATTEMPT) as connection:
        try:
            for task, arguments in messages:
                app.send_task(task, args=arguments, connection=connection, retry=False, expires=expires)
        except (OperationalError, *connection.connection_errors, *connection.channel_errors) as problem:
            log.warning("The broker cannot be reached (%s): a sweep will publish the work again.", problem)
            return False
    return True
