"""``manage.py ledger``: the ledger's entries held against the frozen reports, or derived from them anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from filings.ownership.wording import counted
from filings.services.ledger import ledger_rebuild, ledger_verify


class Command(BaseCommand):
    """``verify`` names each report whose entries differ from what it says; ``rebuild`` derives those anew."""

    help = "Hold the ledger's entries against the frozen reports (verify), or derive them anew (rebuild)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify", "rebuild"])

    def handle(self, *_arguments: Any, action: str, **_options: Any) -> None:
        if action == "rebuild":
            self.stdout.write(f"Read again: {counted(ledger_rebuild(), 'report')}.")
            return
        differing = 0
        for filing, difference in ledger_verify():
            differing += 1
            self.stdout.write(f"Filing {filing.pk} ({filing}): {difference}.")
        if differing:
            raise CommandError(
                f"Not as the frozen reports say: {counted(differing, 'report')}. Run: manage.py ledger rebuild"
            )
        self.stdout.write("Every entry says what its report says.")
