"""Looking for secrets everywhere they might have got to: what a test typed must be nowhere but encrypted.

``search`` is a fixture. A test gives it secrets, uses the desk through ``search.client``, and asks at the end where
they are: in the logs, in reports of errors (as mail, and on the page of a debugging desk), in pages, in events, in
what was published to workers, in the files, or in any column of the database.
"""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils.log import AdminEmailHandler

from compliance.celery import app
from compliance.hardening.redaction import NothingShown, RedactedReporter, Redacting
from tests.packed import holds


class WatchedClient(Client):
    """A browser that keeps every page that it was shown."""

    def __init__(self, shown: list[tuple[str, bytes]], **defaults: Any) -> None:
        super().__init__(raise_request_exception=False, **defaults)
        self._shown = shown

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        self._shown += [(request["PATH_INFO"], headers.encode()), (request["PATH_INFO"], content)]
        return response


class SecretsSearch:
    """Where everything goes that a desk writes while a test uses it."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.pages: list[tuple[str, bytes]] = []
        self.messages: list[str] = []
        self.reports: list[str] = []
        self._caplog = caplog

    def client(self, **defaults: Any) -> WatchedClient:
        """A browser whose pages are searched."""
        return WatchedClient(self.pages, **defaults)

    def places(self) -> Iterator[tuple[str, bytes]]:
        """Each place with what it holds."""
        for record in self._caplog.records:
            yield "log", f"{record.getMessage()}\n{record.exc_text or ''}".encode()
        yield from (
            ("mail", f"{one.subject}\n{one.body}\n{one.alternatives}".encode()) for one in mail.outbox
        )
        yield from (("report of an error", text.encode()) for text in self.reports)
        yield from ((f"page {address}", content) for address, content in self.pages)
        yield from (("message to a worker", text.encode()) for text in self.messages)
        yield from _database()
        yield from _files(Path(settings.MEDIA_ROOT))

    def found(self, secrets: Iterable[str]) -> list[str]:
        """Every place in which one of the secrets can be read, also packed, with the secret."""
        wanted = list(secrets)
        return [
            f"{place}: {one}" for place, content in self.places() for one in wanted if holds(content, one)
        ]


@pytest.fixture
def search(
    db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> SecretsSearch:
    """A search over one test; every log line is caught as the desk's own handlers would write it."""
    looking = SecretsSearch(caplog)
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.ADMINS = [("Ruth", "ruth@harborwell.example")]
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(Redacting())
    handler = AdminEmailHandler(include_html=True)
    handler.addFilter(Redacting())
    monkeypatch.setattr(logging.getLogger("django.request"), "handlers", [handler])
    monkeypatch.setattr(
        app, "send_task", lambda *sent, **options: looking.messages.append(f"{sent} {options}")
    )
    reported = RedactedReporter.get_traceback_text

    def report(self: RedactedReporter) -> Any:
        # The page of a debugging desk and the mail are made by the same reporter; both are kept here.
        assert isinstance(self.filter, NothingShown)
        looking.reports += [str(reported(self)), str(RedactedReporter.get_traceback_html(self))]
        return reported(self)

    monkeypatch.setattr(RedactedReporter, "get_traceback_text", report)
    yield looking
    caplog.handler.filters.clear()


def _database() -> Iterator[tuple[str, bytes]]:
    """Every value of every column."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, str | bytes | dict | list):
                        yield f"table {table}", value if isinstance(value, bytes) else str(value).encode()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield f"file {path.name}", path.read_bytes()
