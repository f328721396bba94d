"""What somebody typed into a search field."""

from django.http import HttpRequest


def search_text(request: HttpRequest) -> str:
    """The text of ``?q=``. PostgreSQL takes no NUL in a text, so one that was sent is not searched for."""
    return request.GET.get("q", "").replace("\x00", "").strip()
