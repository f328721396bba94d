"""A file from EDGAR or for EDGAR, read and examined: the report in it, the document around it, all at once."""

import datetime as dt
from collections.abc import Collection, Iterable

from msgspec import Struct, structs

from filings.ownership.checks import Facts, run
from filings.ownership.deadlines import BusinessCalendar
from filings.ownership.findings import Family, Finding, Place, Severity
from filings.ownership.package.envelope import read_envelope
from filings.ownership.package.objections import objections
from filings.ownership.reader import Reading, read
from filings.ownership.schema import Fault, SchemaError
from filings.ownership.schema.conformance import conform

# The checks of footnotes say this of the report, with the same words for a draft.
_SAID_OF_THE_REPORT = frozenset({Fault.FOOTNOTE})
# What could not be understood reads as a blank, and the grammar knows better what is wrong with it.
_NOT_UNDERSTOOD = frozenset({Fault.DAY, Fault.AMOUNT, Fault.FLAG})
_NUMBER_OUT_OF_RANGE = "F4-013"
_GRAMMAR = "EDGAR-1"


class Examination(Struct, frozen=True, kw_only=True):
    """What was read, and everything that is to be said of it, in the order of the form's boxes."""

    reading: Reading
    findings: tuple[Finding, ...]


def examine_source(
    source: bytes,
    *,
    today: dt.date,
    calendar: BusinessCalendar,
    families: Collection[Family] | None = None,
) -> Examination:
    """Read a file and run the checks over its report, its grammar and, in a submission, the files around it.

    A document that EDGAR has published is held to the rules under which it was taken; any other one, and every
    one in an outer document, to those of today. ``today`` is the date in New York.

    Raises ``Refused`` as the reader does.
    """
    reading = read(source)
    report = reading.report
    published = report.schema_version is not None and not reading.enclosed
    if not published:
        report = structs.replace(report, schema_version=None)
    faults = conform(reading.document, published=published, enclosed=reading.enclosed)
    facts = Facts(
        today=today,
        calendar=calendar,
        filed_on=reading.filing_date,
        faults=tuple(fault for fault in faults if fault.kind not in _SAID_OF_THE_REPORT),
        objections=tuple(objections(read_envelope(source))) if reading.enclosed else (),
    )
    return Examination(reading=reading, findings=_once(run(report, facts, families), faults))


def _once(findings: Iterable[Finding], faults: Iterable[SchemaError]) -> tuple[Finding, ...]:
    """One finding for one fault, where the grammar and the report both have something against a place."""
    findings = tuple(findings)
    understood = {one.place for one in findings if one.check == _NUMBER_OUT_OF_RANGE}
    misread = {fault.place for fault in faults if fault.kind in _NOT_UNDERSTOOD} - understood
    told = {
        one.place
        for one in findings
        if not one.check.startswith(_GRAMMAR) and one.severity is Severity.ERROR and one.place not in misread
    }
    return tuple(one for one in findings if _stays(one, misread, told))


def _stays(one: Finding, misread: Collection[Place], told: Collection[Place]) -> bool:
    if one.check.startswith(_GRAMMAR):
        return one.severity is not Severity.ERROR or one.place not in told or not one.place.field
    return one.place not in misread or not one.place.field
