"""Files that the background makes, put on the disk in one step."""

import os
from pathlib import Path

from django.core.files.storage import Storage


def store(storage: Storage, name: str, content: bytes, *, work: str) -> None:
    """Put a file under its final name, whole or not at all.

    ``work`` names what it is made for, so that the attempt after a crash writes over what the crash left behind.
    """
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.parent / f".{work}"
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
