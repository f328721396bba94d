"""Loading the demo desk."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from filings.demo import LOGINS, PASSWORD, demo_load


class Command(BaseCommand):
    """``manage.py demo``: fills an empty desk once, and says who can sign in."""

    help = "Load the demo desk into an empty database and name its logins. Only with the local settings."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO_DESK:
            raise CommandError(
                "The demo desk has a known password: it is loaded with the local settings only."
            )
        if demo_load():
            self.stdout.write("The demo desk is loaded.")
        self.stdout.write(f"Demo logins, all with the password {PASSWORD}:")
        for name, first, last, _role, does in LOGINS:
            self.stdout.write(f"  {name:<14} {first} {last}, {does}")
