"""``manage.py audit``: is the event log whole, and the log as a file."""

import sys
from argparse import ArgumentParser, FileType
from collections.abc import Iterator
from typing import IO, Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from compliance.audit import chain, log
from compliance.audit.chain import Head, Link

WHOLE, BROKEN = 0, 1


class Command(BaseCommand):
    """Verify or export the event log; ``verify`` ends with 1 where the chain is broken."""

    help = "Prove that the event log is whole, or write it to a file that can be proven elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        chosen = parser.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")
        verify = chosen.add_parser("verify", help="Follow the chain and name the first link that is broken.")
        verify.add_argument(
            "--file", type=FileType("rb"), help="An exported log, instead of this desk's database."
        )
        verify.add_argument(
            "--head",
            metavar="NUMBER:DIGEST",
            help="An end of the log that was noted earlier: it must still be in the chain as it was.",
        )
        chosen.add_parser("export", help="Write every event, one JSON object a line, to standard output.")

    def handle(self, *_arguments: Any, subcommand: str, **options: Any) -> None:
        if subcommand == "export":
            _export(self.stdout)
            return
        noted = _noted(options["head"])
        if source := options["file"]:
            broken, end = _verify_file(source, noted)
        else:
            head = log.head_of_log()
            broken = log.first_break() or _altered(log.links(), noted)
            end = (head.number, head.digest) if head else (0, "")
        if broken:
            self.stderr.write(f"The event log is broken. {broken}")
            sys.exit(BROKEN)
        self.stdout.write(f"The event log is whole: {end[0]:,} events.")
        if end[1]:
            self.stdout.write(f"Its end, to be kept elsewhere and handed to --head: {end[0]}:{end[1]}")


def _export(out: Any) -> None:
    for link in log.links():
        out.write(log.as_line(link).decode(), ending="")


def _verify_file(source: IO[bytes], noted: tuple[int, str] | None) -> tuple[str | None, tuple[int, str]]:
    """The first break of an exported log and its end. A file alone cannot show that its end is cut off."""
    links = list(_read(source))
    end = (links[-1].number, links[-1].digest) if links else (0, "")
    unsealed = Head(number=end[0], digest=end[1], seal=chain.seal_of(*end, key=b""))
    return chain.first_break(links, unsealed, [b""]) or _altered(iter(links), noted), end


def _read(source: IO[bytes]) -> Iterator[Link]:
    for number, line in enumerate(source, start=1):
        try:
            yield msgspec.json.decode(line, type=Link)
        except msgspec.DecodeError as problem:
            raise CommandError(f"Line {number} of the file is no event of a log: {problem}") from problem


def _noted(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    number, _, digest = text.partition(":")
    if not number.isdigit() or not digest:
        raise CommandError("Write the noted end as verify printed it: the number, a colon, and the digest.")
    return int(number), digest


def _altered(links: Iterator[Link], noted: tuple[int, str] | None) -> str | None:
    """What is wrong with the chain as against an end that was noted earlier."""
    if noted is None or noted[0] == 0:
        return None
    there = next((link for link in links if link.number == noted[0]), None)
    if there is None:
        return f"The end of the log is cut off: event {noted[0]}, which was noted, is not in it."
    if there.digest != noted[1]:
        return f"Event {noted[0]} is not the one that was noted: the log was written anew."
    return None
