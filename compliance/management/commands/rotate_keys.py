"""``manage.py rotate_keys``: everything that is encrypted at rest, under the newest key."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from compliance.rotation import Outcome, Rotation, keys_check, keys_rotate

DONE, NOT_YET = 0, 1


class Command(BaseCommand):
    """Re-encrypt what needs an old key, while the desk is used; ``--check`` only counts.

    Ends with 1 while anything still needs an old key, or cannot be read with any.
    """

    help = "Re-encrypt CCCs, second factors and waiting files under the newest of FORM4DESK_FIELD_KEYS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say how many still need an old key")

    def handle(self, *_arguments: Any, check: bool, **_options: Any) -> None:
        found = keys_check() if check else keys_rotate()
        if not check:
            self.stdout.write(f"Re-encrypted under the newest key: {found[Outcome.RENEWED]:,}.")
        self._tell(found)
        if found[Outcome.OLD] or found.unreadable:
            sys.exit(NOT_YET)

    def _tell(self, found: Rotation) -> None:
        left = found[Outcome.OLD]
        if left:
            self.stdout.write(f"Still in need of an old key: {left:,}. Run rotate_keys again.")
        elif not found.unreadable:
            self.stdout.write(
                "Nothing needs an old key any more: it can be taken out of FORM4DESK_FIELD_KEYS."
            )
        for where in found.unreadable:
            self.stderr.write(f"No configured key fits: {where}.")
