"""What EDGAR is against in the outer document and the files beside the report, where a report came in one."""

from collections.abc import Callable, Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Severity
from filings.ownership.package.objections import Kind

_SPECIFICATION = "EDGAR Ownership XML specification 5.5"
_OUTSIDE = "The submission"
_EXHIBITS = "Exhibits"


def _against(*kinds: Kind) -> Callable[[Form], Iterator[Problem]]:
    """A check that tells the objections of some kinds to the envelope."""

    def finder(form: Form) -> Iterator[Problem]:
        for one in form.facts.objections:
            if one.kind in kinds:
                yield Problem(one.place, one.message)

    return finder


check(
    "EDGAR-201",
    Family.EDGAR,
    Severity.ERROR,
    "Type of the submission, test or live",
    f"{_SPECIFICATION}, section 3.4",
    _OUTSIDE,
    fix="Name the form as the submission's type, and say TEST or LIVE.",
)(_against(Kind.STEERING))

check(
    "EDGAR-202",
    Family.EDGAR,
    Severity.ERROR,
    "Not one primary document of the submission's type",
    f"{_SPECIFICATION}, section 4.2",
    _OUTSIDE,
    fix="Send one ownership document, of the submission's type.",
)(_against(Kind.PRIMARY))

check(
    "EDGAR-203",
    Family.EDGAR,
    Severity.ERROR,
    "Name of a file",
    f"{_SPECIFICATION}, section 4.2",
    _EXHIBITS,
    fix="Give each file its own name, in small letters and digits, with an ending that EDGAR takes.",
)(_against(Kind.NAME))

check(
    "EDGAR-204",
    Family.EDGAR,
    Severity.ERROR,
    "Type of a document",
    f"{_SPECIFICATION}, section 4.2",
    _EXHIBITS,
    fix="Give the file a type that goes with an ownership form.",
)(_against(Kind.TYPE))

check(
    "EDGAR-205",
    Family.EDGAR,
    Severity.ERROR,
    "Malformed e-mail address",
    f"{_SPECIFICATION}, section 5",
    _OUTSIDE,
    fix="Correct the e-mail address.",
)(_against(Kind.EMAIL))

check(
    "EDGAR-206",
    Family.EDGAR,
    Severity.WARNING,
    "E-mail address named twice",
    f"{_SPECIFICATION}, section 5",
    _OUTSIDE,
    why="EDGAR writes to the address once and goes on.",
    fix="Name the address once.",
)(_against(Kind.EMAIL_TWICE))

check(
    "EDGAR-207",
    Family.EDGAR,
    Severity.ERROR,
    "Picture that no page shows",
    f"{_SPECIFICATION}, sections 4.2 and 5",
    _EXHIBITS,
    fix="Show the picture on a page of the exhibit, or leave it out.",
)(_against(Kind.GRAPHIC))

check(
    "EDGAR-208",
    Family.EDGAR,
    Severity.ERROR,
    "Content that EDGAR does not take",
    f"{_SPECIFICATION}, section 5; EDGAR Filer Manual, Volume II, chapter 5",
    _OUTSIDE,
    _EXHIBITS,
    verified=False,
    fix="Send plain text or simple HTML in plain characters.",
)(_against(Kind.CONTENT))

check(
    "EDGAR-209",
    Family.EDGAR,
    Severity.WARNING,
    "PDF among the documents",
    f"{_SPECIFICATION}, sections 4.2 and 5",
    _EXHIBITS,
    why="EDGAR drops the PDF and files the rest.",
    fix="Send the exhibit as text or as a page.",
)(_against(Kind.PDF))

check(
    "EDGAR-210",
    Family.EDGAR,
    Severity.ERROR,
    "Too long or too many",
    f"{_SPECIFICATION}, sections 3.4 and 4.2",
    _OUTSIDE,
    _EXHIBITS,
    fix="Shorten the text, or leave some out.",
)(_against(Kind.LIMIT))

check(
    "EDGAR-211",
    Family.EDGAR,
    Severity.ERROR,
    "Element of the submission that is unknown, repeated or out of order",
    f"{_SPECIFICATION}, sections 3.4 and 5",
    _OUTSIDE,
    fix="Write the elements of the specification, once each and in its order.",
)(_against(Kind.STRANGER))

check(
    "EDGAR-212",
    Family.EDGAR,
    Severity.WARNING,
    "Lines of an exhibit are too long",
    "EDGAR Filer Manual, Volume II, chapter 5",
    _EXHIBITS,
    verified=False,
    why="The manual sets the width, and EDGAR has taken wider lines.",
    fix="Break the lines of the text at 80 characters.",
)(_against(Kind.LINE))
