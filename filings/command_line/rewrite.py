"""``form4 rewrite``: documents again as a filer sends them today, or as EDGAR publishes them."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from filings.command_line import written
from filings.command_line.terminal import Terminal
from filings.ownership import schema
from filings.ownership.reader import Reading, Refused
from filings.ownership.wording import counted
from filings.ownership.writer import Unwritable, write

HELP = "write ownership documents anew, as a filer sends them or as EDGAR publishes them"


def add_arguments(parser: ArgumentParser) -> None:
    written.add_arguments(parser)
    parser.add_argument(
        "--as",
        dest="form",
        choices=["filing", "published"],
        default="filing",
        help="filing (the default): what is sent under specification 5.5; published: with EDGAR's own elements",
    )


def run(options: dict[str, Any], terminal: Terminal) -> int:
    """Write each document; 2 when one was refused, else 0."""
    make = partial(_rewritten, as_published=options["form"] == "published")
    return written.write_each(options["paths"], options["out"], ".xml", make, terminal)


def _rewritten(reading: Reading, *, as_published: bool) -> tuple[bytes, list[str]]:
    try:
        document = write(reading.report, as_published=as_published)
    except Unwritable as error:
        raise Refused(str(error)) from error
    notes = []
    if reading.unplaced:
        first = reading.unplaced[0].path
        notes.append(
            f"{counted(len(reading.unplaced), 'part')} left out that no form has, the first at {first}."
        )
    if not as_published and (faults := schema.validate(document)):
        notes.append(
            f"written, but EDGAR would not take it today. Line {faults[0].line}: {faults[0].message}"
        )
    return document, notes
