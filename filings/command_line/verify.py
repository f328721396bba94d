"""``form4 verify``: whether packages agree with themselves."""

from argparse import ArgumentParser
from typing import Any

from filings.command_line.sources import sources
from filings.command_line.terminal import DONE, FOUND_ERRORS, SOME_REFUSED, Terminal
from filings.ownership.package import verify
from filings.ownership.package.unzip import MAX_ZIP
from filings.ownership.reader import Refused

HELP = "prove that the PDF, the XML, the submission and the manifest in a package agree"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="ZIP", help="a package, a folder of them, or -")


def run(options: dict[str, Any], terminal: Terminal) -> int:
    """Verify each package; 1 when one does not agree, else 2 when one could not be read, else 0."""
    given = sources(options["paths"], endings=(".zip",))
    disagree = refused = 0
    for done, source in enumerate(given, start=1):
        try:
            outcome = verify(source.content(MAX_ZIP))
        except Refused as reason:
            terminal.note(f"{source.name}: refused. {reason}")
            refused += 1
        else:
            terminal.line(
                f"{source.name}: {'agrees' if outcome.agrees else 'DOES NOT AGREE'}. {outcome.message}"
            )
            disagree += not outcome.agrees
        terminal.progress(done, len(given))
    terminal.finish()
    return FOUND_ERRORS if disagree else SOME_REFUSED if refused else DONE
