"""``form4 check``: what EDGAR and the rules would say of files."""

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from compliance.calendar import EdgarCalendar, eastern_today
from filings.command_line.sources import Source, sources
from filings.command_line.terminal import DONE, FOUND_ERRORS, SOME_REFUSED, Terminal
from filings.ownership.examination import Examination, examine_source
from filings.ownership.findings import Family, Finding, Severity
from filings.ownership.paths import path_of
from filings.ownership.reader import Refused
from filings.ownership.wording import counted

HELP = "say what EDGAR and the rules have against ownership documents"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder, or - for the standard input"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="json: one line a file")
    parser.add_argument("--family", choices=list(Family), help="run the checks of one family alone")


def run(options: dict[str, Any], terminal: Terminal) -> int:
    """Examine each file; 1 when one has an error, else 2 when one was refused, else 0."""
    families = [Family(options["family"])] if options["family"] else None
    given = sources(options["paths"])
    tell = _tell_json if options["format"] == "json" else _tell_text
    outcomes: Counter[str] = Counter()
    today, calendar = eastern_today(), EdgarCalendar()
    for done, source in enumerate(given, start=1):
        examined: Examination | Refused
        try:
            examined = examine_source(source.content(), today=today, calendar=calendar, families=families)
        except Refused as refused:
            examined = refused
        tell(terminal, source, examined)
        outcomes[_outcome(examined)] += 1
        terminal.progress(done, len(given))
    terminal.finish()
    if len(given) > 1:
        terminal.note(
            f"{counted(len(given), 'file')}: {outcomes['error']:,} with errors, "
            f"{outcomes['refused']:,} refused, {outcomes['passed']:,} without either."
        )
    return FOUND_ERRORS if outcomes["error"] else SOME_REFUSED if outcomes["refused"] else DONE


def _outcome(examined: Examination | Refused) -> str:
    if isinstance(examined, Refused):
        return "refused"
    return "error" if any(one.severity is Severity.ERROR for one in examined.findings) else "passed"


def _tell_json(terminal: Terminal, source: Source, examined: Examination | Refused) -> None:
    told: dict[str, object] = {"file": source.name, "document_type": None, "findings": [], "refused": None}
    if isinstance(examined, Refused):
        told["refused"] = str(examined)
    else:
        told["document_type"] = examined.reading.report.document_type
        told["findings"] = [_as_json(one, examined) for one in examined.findings]
    terminal.line(json.dumps(told))


def _as_json(one: Finding, examined: Examination) -> dict[str, str]:
    return {
        "id": one.check,
        "severity": one.severity,
        "message": one.message,
        "citation": one.citation,
        "path": path_of(one.place, examined.reading.report),
    }


def _tell_text(terminal: Terminal, source: Source, examined: Examination | Refused) -> None:
    if isinstance(examined, Refused):
        terminal.note(f"{source.name}: refused. {examined}")
        return
    findings = examined.findings
    summary = counted(len(findings), "finding") if findings else "no findings"
    terminal.line(f"{source.name}: Form {examined.reading.report.document_type}, {summary}")
    for one in findings:
        terminal.line(f"  {one.severity:<8}{one.check:<10} {one.message} [{one.citation}]")
        terminal.line(f"  {'':<18} {path_of(one.place, examined.reading.report)}")
