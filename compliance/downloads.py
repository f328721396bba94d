"""Files that leave the desk: one that was made for whoever asks, and one that the archive keeps.

That nobody keeps them on the way, and that no browser guesses what they are, is said of every answer: by
``compliance.hardening.headers`` and Django's ``SecurityMiddleware``.
"""

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from compliance.hardening.errors import NothingHere


def made_file(content: bytes, name: str, content_type: str, *, as_attachment: bool = True) -> HttpResponse:
    """A file made at this moment for the person who asked for it."""
    disposition = content_disposition_header(as_attachment, name)
    return HttpResponse(content, content_type, headers={"Content-Disposition": disposition})


def kept_file(file: FieldFile, name: str, content_type: str, *, as_attachment: bool = True) -> FileResponse:
    """A file of the archive, for whoever may see its record. Raises ``NothingHere``."""
    return FileResponse(
        open_kept(file), as_attachment=as_attachment, filename=name, content_type=content_type
    )


def open_kept(file: FieldFile) -> "File[bytes]":
    """Open a file of the archive. Raises ``NothingHere`` where its record names none or it is not on the disk."""
    if not file:
        raise NothingHere("No file is kept here: there was none, or it was destroyed when its time was over.")
    try:
        return file.storage.open(str(file.name), "rb")
    except FileNotFoundError:
        raise NothingHere(
            "The file is missing from the archive. Ask the desk's administrator to restore it."
        ) from None
