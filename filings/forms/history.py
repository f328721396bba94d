"""Taking in what a person hands over for import: many files, large ones too, straight to the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from compliance.sealed import Sealing
from filings.models import ImportFile


class HandIn(FileUploadHandler):
    """Seals each file of a request into the desk's storage as it comes in, and stops at what is too much.

    ``files`` are the names that the person's computer has for them, each with the storage's own; ``refusal``
    is a sentence for the person, empty while all is well.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.files: list[tuple[str, str]] = []
        self.refusal = ""
        self._storage = ImportFile._meta.get_field("file").storage
        self._whole = 0

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002, N803 -- Django's own name
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        if content_length > settings.MAX_IMPORT_BYTES:
            self.refusal = _too_large()

    def new_file(self, field_name: str, file_name: str, *rest: Any, **named: Any) -> None:
        super().new_file(field_name, file_name, *rest, **named)
        if len(self.files) >= settings.MAX_IMPORT_FILES:
            most = settings.MAX_IMPORT_FILES
            self.refusal = f"More than {most:,} files at once. Put them into a ZIP and hand in that."
        if self.refusal:
            raise StopUpload(connection_reset=False)
        self.files.append((file_name, f"imports/{uuid4().hex}"))
        path = Path(self._storage.path(self.files[-1][1]))
        path.parent.mkdir(parents=True, exist_ok=True)
        self._sealing = Sealing(path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self._whole += len(raw_data)
        if self._whole > settings.MAX_IMPORT_BYTES:
            self.refusal = _too_large()
            raise StopUpload(connection_reset=False)
        self._sealing.write(raw_data)

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        """The request itself gets no file: ``files`` has it."""
        self._sealing.close()

    def throw_away(self) -> None:
        """Delete whatever nobody has taken over."""
        for _, stored in self.files:
            self._storage.delete(stored)


@contextmanager
def handed_in(request: HttpRequest) -> Iterator[HandIn]:
    """Take in the files of a request; those that are still in ``files`` are gone afterwards, however it ends."""
    hand_in = HandIn(request)
    request.upload_handlers = [hand_in]
    try:
        yield hand_in
    finally:
        hand_in.throw_away()


def _too_large() -> str:
    largest = settings.MAX_IMPORT_BYTES // 2**20
    return f"More than {largest:,} MB at once. Hand it in in smaller parts, packed as ZIPs."
