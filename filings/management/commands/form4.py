"""``manage.py form4``: ownership documents from files, without the web site."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from filings.command_line import check, import_history, pdf, rewrite, verify
from filings.command_line.terminal import FOUND_ERRORS, Terminal

SUBCOMMANDS = {"check": check, "rewrite": rewrite, "pdf": pdf, "verify": verify, "import": import_history}


class Command(BaseCommand):
    """One subcommand on the paths that it is given; ends with its exit code."""

    help = "Check, rewrite, draw, verify or import ownership documents (Forms 3, 4 and 5)."
    # Nothing but the import needs a database, or a desk that is set up.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        chosen = parser.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")
        for name, subcommand in SUBCOMMANDS.items():
            subcommand.add_arguments(
                chosen.add_parser(name, help=subcommand.HELP, description=subcommand.HELP)
            )

    def handle(self, *_arguments: Any, subcommand: str, **options: Any) -> None:
        terminal = Terminal()
        try:
            code = SUBCOMMANDS[subcommand].run(options, terminal)
            terminal.out.flush()
        except BrokenPipeError:
            # Whoever read this has read enough; what is still in the buffer must not fail on the way out.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FOUND_ERRORS
        except KeyboardInterrupt:
            terminal.finish()
            code = 130
        sys.exit(code)
