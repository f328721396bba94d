"""``form4 pdf``: documents as people read them."""

from argparse import ArgumentParser
from typing import Any

from filings.command_line import written
from filings.command_line.terminal import Terminal
from filings.ownership.reader import Reading, Refused
from filings.ownership.report import Submission
from filings.ownership.writer import Unwritable, write

HELP = "draw ownership documents and their exhibits as PDF"


def add_arguments(parser: ArgumentParser) -> None:
    written.add_arguments(parser)


def run(options: dict[str, Any], terminal: Terminal) -> int:
    """Draw each document; 2 when one was refused, else 0."""
    return written.write_each(options["paths"], options["out"], ".pdf", _drawn, terminal)


def _drawn(reading: Reading) -> tuple[bytes, list[str]]:
    # The renderer takes a second to load, which the other subcommands need not wait for.
    from filings.rendering.pdf import render_pdf

    published = reading.report.schema_version is not None and not reading.enclosed
    try:
        xml = write(reading.report, as_published=published)
    except Unwritable as error:
        raise Refused(str(error)) from error
    return render_pdf(Submission(report=reading.report, exhibits=reading.exhibits), xml=xml), []
