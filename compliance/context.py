"""What every page shows besides its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from compliance.access import roles_of


def desk(request: HttpRequest) -> dict[str, Any]:
    """The viewer's roles and whether this is the demo desk."""
    user = getattr(request, "user", None)
    return {"roles": roles_of(user) if user else frozenset(), "demo_desk": settings.DEMO_DESK}
