"""The package of a signed report in one ZIP, the same bytes on every machine, and the proof that it is whole.

It holds the outer document, the parts of it, the PDF that people read, the report in its canonical form and a
manifest of SHA-256 sums. Files are stored without compression: what a compressor writes depends on its version.
"""

import re
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from filings.ownership import canonical
from filings.ownership.package.build import primary_name, written_exhibit
from filings.ownership.package.envelope import Envelope, read_envelope, write_envelope
from filings.ownership.package.pdf import attached_xml
from filings.ownership.package.plain import Replacement
from filings.ownership.package.sums import MANIFEST, FileSum, file_sum, sums_fault, zipped
from filings.ownership.package.unzip import NotSafe, unzipped
from filings.ownership.reader import Refused, read
from filings.ownership.report import OwnershipReport, Submission
from filings.ownership.writer import Unwritable, write

ENVELOPE = "submission.xml"
REPORT = "report.json"

_CCC_LINE = re.compile(rb"^[ \t]*<rptOwnerCcc>[^<]*</rptOwnerCcc>\r?\n", re.MULTILINE)


class Written(Struct, frozen=True, kw_only=True):
    """A character of an exhibit that was written in plain ones."""

    file: str
    character: str
    written: str
    times: int


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the package is. ``report`` is the SHA-256 of the canonical report, the one that was signed."""

    form: str
    report: str
    test_or_live: str
    ccc: bool
    files: tuple[FileSum, ...]
    replacements: tuple[Written, ...] = ()


class Outcome(Struct, frozen=True, kw_only=True):
    """Whether a package agrees with itself; if not, ``message`` names the first thing that does not."""

    agrees: bool
    message: str
    manifest: Manifest | None = None


def archive(submission: Submission, envelope: Envelope, pdf: bytes) -> bytes:
    """The ZIP of a signed report: manifest, outer document, its parts, PDF and canonical report, in this order.

    The primary document lies in it without any CCC; the outer document has what the envelope has.
    """
    report = submission.report
    content = canonical.encode(submission)
    xml = write(report)
    stem = primary_name(report).removesuffix(".xml")
    primary = envelope.primary()[0]
    files = [
        (ENVELOPE, "edgarSubmission", write_envelope(envelope)),
        (primary.name, primary.type, xml),
        *((one.name, one.type, one.content) for one in envelope.documents if one is not primary),
        (f"{stem}.pdf", "PDF", pdf),
        (REPORT, "report", content),
    ]
    manifest = Manifest(
        form=report.document_type,
        report=canonical.sha256(content),
        test_or_live=envelope.test_or_live,
        ccc=primary.content != xml,
        files=tuple(file_sum(name, is_a, held) for name, is_a, held in files),
        replacements=tuple(_replacements(submission, envelope)),
    )
    listed = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    return zipped([(MANIFEST, listed), *((name, held) for name, _, held in files)])


def _replacements(submission: Submission, envelope: Envelope) -> list[Written]:
    exhibits = envelope.documents[1 : 1 + len(submission.exhibits)]
    found: list[tuple[str, Sequence[Replacement]]] = [
        (document.name, written_exhibit(exhibit)[1])
        for document, exhibit in zip(exhibits, submission.exhibits, strict=True)
    ]
    return [
        Written(file=name, character=one.name, written=one.written, times=one.times)
        for name, replacements in found
        for one in replacements
    ]


class _Disagreement(Exception):
    """The first thing that does not agree, in one sentence."""


def verify(package: bytes) -> Outcome:
    """Whether PDF, XML, outer document, report and manifest of a package agree, on the package alone.

    What is proved is agreement: somebody who may change every file may change the manifest too. Whether it is
    the report that was signed follows from ``Manifest.report``, held against the desk's record. Never raises.
    """
    try:
        files = unzipped(package)
        manifest = _manifest(files)
        _sums_agree(manifest, files)
        submission = _submission(manifest, files)
        _xml_agrees(submission, files)
        _envelope_agrees(manifest, submission, files)
        _pdf_agrees(submission.report, files)
    except (NotSafe, _Disagreement) as fault:
        return Outcome(agrees=False, message=str(fault))
    return Outcome(
        agrees=True, message=f"All {len(files)} files agree; report {manifest.report}.", manifest=manifest
    )


def _manifest(files: Mapping[str, bytes]) -> Manifest:
    if MANIFEST not in files:
        raise _Disagreement(f"There is no {MANIFEST}: this is not a package of the desk.")
    try:
        return msgspec.json.decode(files[MANIFEST], type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _Disagreement(f"{MANIFEST} cannot be read.") from error


def _sums_agree(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    if fault := sums_fault(manifest.files, files):
        raise _Disagreement(fault)


def _submission(manifest: Manifest, files: Mapping[str, bytes]) -> Submission:
    if canonical.sha256(_file(files, REPORT)) != manifest.report:
        raise _Disagreement(f"{REPORT} is not the report that {MANIFEST} names.")
    try:
        submission = canonical.decode(files[REPORT])
    except (msgspec.DecodeError, RecursionError) as error:
        raise _Disagreement(f"{REPORT} holds no report.") from error
    if submission.report.document_type != manifest.form:
        raise _Disagreement(f"{REPORT} is not of Form {manifest.form}, which {MANIFEST} says.")
    return submission


def _xml_agrees(submission: Submission, files: Mapping[str, bytes]) -> None:
    name = primary_name(submission.report)
    try:
        stated, expected = write(read(_file(files, name)).report), write(submission.report)
    except (Refused, Unwritable) as error:
        raise _Disagreement(f"{name} cannot be read: {error}") from error
    if stated != expected:
        raise _Disagreement(f"{name} says something else than {REPORT}.")


def _envelope_agrees(manifest: Manifest, submission: Submission, files: Mapping[str, bytes]) -> None:
    try:
        envelope = read_envelope(_file(files, ENVELOPE))
    except Refused as error:
        raise _Disagreement(f"{ENVELOPE} cannot be read: {error}") from error
    if (envelope.submission_type, envelope.test_or_live) != (manifest.form, manifest.test_or_live):
        raise _Disagreement(f"{ENVELOPE} is not the {manifest.test_or_live} submission that {MANIFEST} says.")
    name = primary_name(submission.report)
    inside = {one.name: one.content for one in envelope.documents}
    if name not in inside:
        raise _Disagreement(f"{ENVELOPE} does not hold {name}.")
    if _CCC_LINE.sub(b"", inside[name]) != files[name]:
        raise _Disagreement(f"{name} inside {ENVELOPE} is not the {name} beside it.")
    if (inside[name] != files[name]) != manifest.ccc:
        raise _Disagreement(f"{MANIFEST} is wrong about the CCC in {ENVELOPE}.")
    beside = {one.name for one in manifest.files if one.is_a not in {"edgarSubmission", "PDF", "report"}}
    for other in sorted(beside | inside.keys()):
        if other != name and inside.get(other) != (files.get(other) if other in beside else None):
            raise _Disagreement(f"{other} inside {ENVELOPE} is not the {other} beside it.")
    exhibits = [one for one in envelope.documents if one.name != name][: len(submission.exhibits)]
    if len(exhibits) < len(submission.exhibits):
        raise _Disagreement(f"{ENVELOPE} lacks an exhibit of {REPORT}.")
    for document, exhibit in zip(exhibits, submission.exhibits, strict=True):
        # By its words: where the lines break is of no matter.
        if document.content.split() != written_exhibit(exhibit)[0].split() or document.type != exhibit.type:
            raise _Disagreement(f"{document.name} is not the exhibit that is in {REPORT}.")


def _pdf_agrees(report: OwnershipReport, files: Mapping[str, bytes]) -> None:
    name = primary_name(report)
    pdf = name.replace(".xml", ".pdf")
    if attached_xml(_file(files, pdf)) != files[name]:
        raise _Disagreement(f"{pdf} does not carry {name}.")


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise _Disagreement(f"{name} is missing.")
    return files[name]
