"""The signature: its words, its authentication document, and the attestation behind an electronic one."""

import re
from collections.abc import Iterator

from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.wording import day

_SIGNED = re.compile(r"/s/", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{2,}")
_CAPACITY = re.compile(
    r"\battorney|\bpower of attorney\b|\bpoa\b|\bby\b|\bfor\b|\bon behalf\b|\bas\b|\btrustee|\bexecutor"
    r"|\bpresident\b|\bofficer\b|\bmember\b|\bmanager\b|\bpartner\b|\bsecretary\b|\bdirector\b|\bcounsel\b"
    r"|\bsignatory\b|\bagent\b",
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
    why="Signatures are typed in many ways; whether the signer had authority is for the checks on powers.",
    fix="Type /s/, the signer's name, the capacity and for whom.",
)
def signature_with_capacity(form: Form) -> Iterator[Problem]:
    names = {word for owner in form.report.owners for word in _WORD.findall(owner.name.lower())}
    told = {""}
    for index, mark in enumerate(form.report.signatures):
        place = Place(Part.SIGNATURES, index, "name")
        # The same line for each of several owners is one matter.
        if mark.name.strip() in told:
            continue
        told.add(mark.name.strip())
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
    "F4-054",
    Family.LAW,
    Severity.ERROR,
    "Authentication document is missing",
    "Regulation S-T 302(b)(1)",
    "Signature",
    why="The rule wants it signed before or when the form is filed, which no later step can make good.",
    fix="Have the signer sign the authentication document first; it is kept for five years.",
)
def authentication_before_filing(form: Form) -> Iterator[Problem]:
    for signer, date in form.facts.authenticated_on.items():
        if date is None:
            message = f"{signer} has not signed the authentication document. Have it signed before the form is filed."
        elif date > form.filed_on:
            message = (
                f"{signer} signed the authentication document on {day(date)}, after the form's own date "
                f"{day(form.filed_on)}. It must be signed before or when the form is filed."
            )
        else:
            continue
        yield Problem(_signature_of(form, signer), message, {"signed": f"{date}"} if date else {})


@check(
    "F4-055",
    Family.LAW,
    Severity.ERROR,
    "No attestation for electronic signatures",
    "Regulation S-T 302(b)(2)",
    "Signature",
    why="The rule lets nobody sign electronically who has not signed the attestation by hand once.",
    fix="Have the signer sign the attestation by hand and put it on file.",
)
def attestation_on_file(form: Form) -> Iterator[Problem]:
    for signer, attested in form.facts.attested.items():
        if not attested:
            yield Problem(
                _signature_of(form, signer),
                f"{signer} has no hand-signed attestation on file, and without it nobody signs electronically. "
                "Put it on file first.",
            )


def _signature_of(form: Form, signer: str) -> Place:
    """The signature that names somebody, or all of them while there is none."""
    signatures = enumerate(form.report.signatures)
    index = next((at for at, mark in signatures if signer.casefold() in mark.name.casefold()), None)
    return Place(Part.SIGNATURES, index, "name" if index is not None else "")
