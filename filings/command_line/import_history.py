"""``form4 import``: past filings into the desk."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.db import OperationalError, ProgrammingError

from filings.command_line.terminal import DONE, FOUND_ERRORS, SOME_REFUSED, Terminal
from filings.models import ImportedDocument, ImportRun
from filings.ownership.wording import counted
from filings.services.history import import_sources, sources_in

HELP = "import past filings: issuers, owners, positions and filings appear on the desk"

Outcome = ImportedDocument.Outcome


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, a ZIP, a folder of them, or - for the standard input",
    )


def run(options: dict[str, Any], terminal: Terminal) -> int:
    """Import each document; 2 when one was refused, 1 when there is no desk to import into, else 0."""
    try:
        ImportRun.objects.exists()
    except (OperationalError, ProgrammingError):
        terminal.note("The desk's database is not there, or not up to date. Run manage.py migrate first.")
        return FOUND_ERRORS
    paths = options["paths"]
    total = sum(1 for _ in sources_in(paths))
    outcomes: Counter[str] = Counter()
    for done, document in enumerate(import_sources(paths), start=1):
        if document.outcome == Outcome.REFUSED:
            terminal.note(f"{document.name}: refused. {document.reason}")
        outcomes[document.outcome] += 1
        terminal.progress(done, total)
    terminal.finish()
    terminal.line(
        f"{counted(total, 'document')}: {outcomes[Outcome.IMPORTED]:,} imported, "
        f"{outcomes[Outcome.KNOWN]:,} known already, {outcomes[Outcome.REFUSED]:,} refused."
    )
    return SOME_REFUSED if outcomes[Outcome.REFUSED] else DONE
