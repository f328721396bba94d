"""``form4 verify``: whether packages agree with themselves."""

from argparse import ArgumentParser
from typing import Any

from filings.command_line.sources import sources
from filings.command_line.terminal import DONE, FOUND_ERRORS, SOME_REFUSED, Terminal
from filings.ownership import canonical
from filings.ownership.package import Outcome, verify
from filings.ownership.package.archive import REPORT
from filings.ownership.package.build import primary_name
from filings.ownership.package.unzip import unzipped
from filings.ownership.reader import Refused
from filings.services.evidence.bundle import MAX_EVIDENCE, is_evidence, verify_evidence

HELP = "prove that what is in a package, or in the evidence of a filing, agrees"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="ZIP", help="a package, a folder of them, or -")
    parser.add_argument(
        "--desk",
        default="",
        metavar="SHA-256",
        help="the fingerprint of the certificate that must stand for the desk in evidence",
    )
    parser.add_argument(
        "--redraw", action="store_true", help="draw the PDF again, too, and compare every byte"
    )


def run(options: dict[str, Any], terminal: Terminal) -> int:
    """Verify each package or evidence; 1 when one does not agree, else 2 when one could not be read, else 0."""
    given = sources(options["paths"], endings=(".zip",))
    disagree = refused = 0
    for done, source in enumerate(given, start=1):
        try:
            package = source.content(MAX_EVIDENCE)
            outcome = _outcome(package, options)
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


def _outcome(package: bytes, options: dict[str, Any]) -> Outcome:
    if is_evidence(package):
        return verify_evidence(package, desk=options["desk"].replace(":", "").lower())
    outcome = verify(package)
    return _redrawn(package, outcome) if outcome.agrees and options["redraw"] else outcome


def _redrawn(package: bytes, outcome: Outcome) -> Outcome:
    """The outcome, unless the PDF is not the one that this desk draws of the report in the package."""
    # The renderer takes a second to load.
    from filings.rendering.pdf import render_pdf

    files = unzipped(package)
    submission = canonical.decode(files[REPORT])
    xml = primary_name(submission.report)
    pdf = xml.replace(".xml", ".pdf")
    if files[pdf] == render_pdf(submission, xml=files[xml]):
        return outcome
    return Outcome(agrees=False, message=f"{pdf} is not what this desk draws of {REPORT}.")
