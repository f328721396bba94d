"""What the grammar of the document is against, where a report is examined together with the document it was
read from. Facts of the document: the report alone has no order of elements and no malformed date."""

from collections.abc import Callable, Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Severity
from filings.ownership.schema import Fault

_SPECIFICATION = "EDGAR Ownership XML specification 5.5"
_ANYWHERE = "The document"


def _told(*kinds: Fault) -> Callable[[Form], Iterator[Problem]]:
    """A check that tells the document's faults of some kinds."""

    def finder(form: Form) -> Iterator[Problem]:
        for fault in form.facts.faults:
            if fault.kind in kinds:
                yield Problem(fault.place, f"Line {fault.line}: {fault.message}", {"line": str(fault.line)})

    return finder


check(
    "EDGAR-101",
    Family.EDGAR,
    Severity.ERROR,
    "Element that is unknown, repeated or out of order",
    f"{_SPECIFICATION}, sections 3.3 and 5",
    _ANYWHERE,
    fix="Write the elements of the specification, once each and in its order.",
)(_told(Fault.MISPLACED))

check(
    "EDGAR-102",
    Family.EDGAR,
    Severity.ERROR,
    "Element is missing",
    f"{_SPECIFICATION}, sections 3.3 and 5",
    _ANYWHERE,
    fix="Add the element.",
)(_told(Fault.MISSING))

check(
    "EDGAR-103",
    Family.EDGAR,
    Severity.ERROR,
    "Not a date",
    f"{_SPECIFICATION}, sections 3.2 and 5",
    _ANYWHERE,
    fix="Write the day as 2026-11-24.",
)(_told(Fault.DAY))

check(
    "EDGAR-104",
    Family.EDGAR,
    Severity.ERROR,
    "Not a number that EDGAR takes",
    f"{_SPECIFICATION}, sections 3.2 and 5",
    _ANYWHERE,
    fix="Write the number with digits and a point, without a comma or a dollar sign.",
)(_told(Fault.AMOUNT))

check(
    "EDGAR-105",
    Family.EDGAR,
    Severity.ERROR,
    "Flag that is neither 1 nor 0",
    f"{_SPECIFICATION}, sections 3.2 and 5",
    _ANYWHERE,
    fix="Write 1 or 0.",
)(_told(Fault.FLAG))

check(
    "EDGAR-106",
    Family.EDGAR,
    Severity.ERROR,
    "Text of a wrong length",
    f"{_SPECIFICATION}, sections 3.2 and 3.3",
    _ANYWHERE,
    fix="Make the text as long as the specification says.",
)(_told(Fault.LENGTH))

check(
    "EDGAR-107",
    Family.EDGAR,
    Severity.ERROR,
    "Character or choice that EDGAR does not take there",
    f"{_SPECIFICATION}, sections 3.3 and 3.6",
    _ANYWHERE,
    fix="Take the character out, or write one of the choices.",
)(_told(Fault.TEXT))

check(
    "EDGAR-108",
    Family.EDGAR,
    Severity.ERROR,
    "Attribute or text between the elements",
    f"{_SPECIFICATION}, sections 3.2 and 5",
    _ANYWHERE,
    fix="Take it out of the document.",
)(_told(Fault.STRAY))

check(
    "EDGAR-109",
    Family.EDGAR,
    Severity.WARNING,
    "Element that EDGAR fills by itself",
    f"{_SPECIFICATION}, sections 3.3 and 5",
    _ANYWHERE,
    why="EDGAR fills the element by itself and drops what was sent.",
    fix="Leave the element out.",
)(_told(Fault.FILLED))

check(
    "EDGAR-110",
    Family.EDGAR,
    Severity.WARNING,
    "Day with a time zone",
    f"{_SPECIFICATION}, section 3.2",
    _ANYWHERE,
    why="EDGAR has taken days with a time zone.",
    fix="Write the day alone.",
)(_told(Fault.ZONE))

check(
    "EDGAR-111",
    Family.EDGAR,
    Severity.WARNING,
    "Part that no form has",
    f"{_SPECIFICATION}, section 3.3",
    _ANYWHERE,
    why="What a browser left behind, or a later schema brings, is not the filer's fault.",
    fix="Take the part out of a document that is still to be sent.",
)(_told(Fault.STRANGER))


check(
    "EDGAR-112",
    Family.EDGAR,
    Severity.ERROR,
    "CCC is missing",
    f"{_SPECIFICATION}, sections 3.3 and 5",
    "Box 1",
    fix="Take the copy for EDGAR, which has the CCC of each owner in it.",
)(_told(Fault.CCC))
