"""The words of the signature, and the reason that an amendment gives."""

import re
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Part, Place, Severity

_SIGNED = re.compile(r"/s/", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{2,}")
_CAPACITY = re.compile(
    r"\battorney|\bpower of attorney\b|\bpoa\b|\bby\b|\bfor\b|\bon behalf\b|\bas\b|\btrustee|\bexecutor"
    r"|\bpresident\b|\bofficer\b|\bmember\b|\bmanager\b|\bpartner\b|\bsecretary\b|\bdirector\b|\bcounsel\b"
    r"|\bsignatory\b|\bagent\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\bamend|\bcorrect|\berror|\binadvertent|\boriginal|\bpreviously\b|\bomit|\brestat|\berroneous|\bmis",
    re.IGNORECASE,
)


@check(
    "F4-053",
    Family.LAW,
    Severity.WARNING,
    "Signature without its capacity",
    "Form 4, General Instruction 7; Regulation S-T 302(a)",
    "Signature",
    verified=False,
)
def signature_with_capacity(form: Form) -> Iterator[Problem]:
    names = {word for owner in form.report.owners for word in _WORD.findall(owner.name.lower())}
    for index, mark in enumerate(form.report.signatures):
        place = Place(Part.SIGNATURES, index, "name")
        if not mark.name.strip():
            continue
        if not _SIGNED.search(mark.name):
            yield Problem(
                place,
                "The signature has no /s/. It is usually typed as /s/ and the signer's name.",
                severity=Severity.INFO,
            )
        own = names & set(_WORD.findall(mark.name.lower()))
        if names and not own and not _CAPACITY.search(mark.name):
            yield Problem(
                place,
                "The signer is not a reporting owner. Add the capacity and for whom: “/s/ Name, "
                "attorney-in-fact for Owner”.",
            )


@check(
    "F4-057",
    Family.LAW,
    Severity.WARNING,
    "Amendment without its reason",
    "Form 4, General Instruction 9",
    "Explanation of Responses",
    verified=False,
)
def amendment_explained(form: Form) -> Iterator[Problem]:
    if form.report.document_type.is_amendment and not _REASON.search(form.explanation):
        yield Problem(
            Place(Part.REMARKS, None, "remarks"),
            "Say in a footnote or in the remarks what is corrected and why.",
        )
