"""What a check is, and how one is added: write a function on a ``Form`` and register it with its check."""

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from filings.ownership.checks.facts import Facts
from filings.ownership.checks.form import COLUMNS, Form
from filings.ownership.codes import Table
from filings.ownership.findings import Family, Finding, Part, Place, Severity
from filings.ownership.report import OwnershipReport

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Check(Struct, frozen=True, kw_only=True):
    """One check as people read it in the catalogue.

    ``severity`` is the gravest that the check gives, and ``why`` says in a sentence why it is that grave.
    ``verified`` says that the cited text was read; otherwise the citation is from general knowledge and waits
    for counsel. ``boxes`` are the form's own. ``fix`` says in a sentence how what it finds is mended.
    """

    id: str
    family: Family
    severity: Severity
    title: str
    citation: str
    verified: bool
    boxes: tuple[str, ...]
    why: str
    fix: str


class Problem(Struct, frozen=True):
    """What a check function found; the check itself adds the title and the citation.

    ``severity`` is given only where it is milder than the check's own.
    """

    place: Place
    message: str
    numbers: Mapping[str, str] = _NOTHING
    severity: Severity | None = None


Finder = Callable[[Form], Iterator[Problem]]

_registered: dict[str, tuple[Check, Finder]] = {}

_WHY = {
    (Family.EDGAR, Severity.ERROR): "EDGAR suspends the submission, and a suspended submission is not filed."
}
_PARTS = {part: number for number, part in enumerate(Part)}
_FIELDS = {field: number for number, field in enumerate(COLUMNS[Table.II])}
_SEVERITIES = {severity: number for number, severity in enumerate(Severity)}


def check(
    id: str,  # noqa: A002 -- the catalogue's own word
    family: Family,
    severity: Severity,
    title: str,
    citation: str,
    *boxes: str,
    verified: bool = True,
    why: str = "",
    fix: str = "",
) -> Callable[[Finder], Finder]:
    """Put a function into the catalogue under an id, which must be free.

    ``why`` may be left out for what EDGAR suspends: that is the reason.
    """

    def register(finder: Finder) -> Finder:
        if id in _registered:
            raise ValueError(f"Two checks are called {id}.")
        entry = Check(
            id=id,
            family=family,
            severity=severity,
            title=title,
            citation=citation,
            verified=verified,
            boxes=boxes,
            why=why or _WHY.get((family, severity), ""),
            fix=fix,
        )
        _registered[id] = entry, finder
        return finder

    return register


def catalogue() -> tuple[Check, ...]:
    """Every check, in the order of the ids."""
    return tuple(entry for _, (entry, _finder) in sorted(_registered.items()))


def run(
    report: OwnershipReport, facts: Facts, families: Collection[Family] | None = None
) -> tuple[Finding, ...]:
    """What the checks say of a report, in the order of the form's boxes and the gravest first in each.

    ``families`` limits the checks to some; all of them run otherwise.
    """
    form = Form(report, facts)
    findings = [
        Finding(
            check=entry.id,
            severity=problem.severity or entry.severity,
            title=entry.title,
            message=problem.message,
            place=problem.place,
            citation=entry.citation,
            numbers=problem.numbers,
        )
        for entry, finder in _registered.values()
        if families is None or entry.family in families
        for problem in finder(form)
    ]
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, int, int, int, str]:
    place = finding.place
    return (
        _PARTS[place.part],
        -1 if place.index is None else place.index,
        _FIELDS.get(place.field, -1),
        _SEVERITIES[finding.severity],
        finding.check,
    )
