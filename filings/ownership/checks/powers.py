"""Powers of attorney: each owner is signed for by somebody who may, and the proof of it is on file.

The form is signed by the reporting person or on that person's behalf by somebody authorised in writing. The
confirmation says how long the authority lasts and goes with the form, unless one still in effect is on file.
"""

import re
from collections.abc import Iterator

from filings.ownership.checks.facts import Power, Signing
from filings.ownership.checks.form import Form
from filings.ownership.checks.registry import Problem, check
from filings.ownership.findings import Family, Part, Place, Severity
from filings.ownership.wording import day, listed

_AUTHORITY = "Form 4, General Instruction 7(a)"
_EXHIBITS = Place(Part.EXHIBITS)
_BOXES = ("Signature", "Exhibit 24")

_PROMISED = re.compile(
    r"\bpowers? of attorney\b[^.]{0,160}\bamend|\bamend[^.]{0,160}\bpowers? of attorney\b", re.IGNORECASE
)
_DURATION = re.compile(
    r"\buntil\b|\bduration\b|\bexpir|\bterminat|\brevo[kc]|\bfull force\b|\bno longer\b|\bperpetual|\bindefinite"
    r"|\bfor (?:a|the) (?:period|term)\b|\bso long as\b|\bas long as\b|\bvalid (?:for|through|to)\b|\bdurable\b",
    re.IGNORECASE,
)
_AMENDMENTS = re.compile(r"\bamend|\b[345]/A\b", re.IGNORECASE)


@check(
    "F4-049",
    Family.LAW,
    Severity.ERROR,
    "No authority for a signature",
    _AUTHORITY,
    *_BOXES,
    verified=False,
    why="A form that somebody signs without authority is not signed; who has yet to get a login is a warning.",
    fix="Choose a power under Exhibits that covers this form and this issuer, or let the owner sign in person.",
)
def authority_for_each_signature(form: Form) -> Iterator[Problem]:
    for name, signing in _signings(form):
        if signing.power is not None:
            if signing.power.out_of_scope:
                yield Problem(
                    _EXHIBITS,
                    f"{signing.power.out_of_scope} Choose under Exhibits how {name} is signed for.",
                    _numbers(signing.power),
                )
        elif not signing.possible:
            yield Problem(
                _EXHIBITS,
                f"Nobody can sign here for {name}, who has no login. Choose a power of attorney under Exhibits.",
                severity=Severity.WARNING,
            )


@check(
    "F4-050",
    Family.LAW,
    Severity.ERROR,
    "Power of attorney is not on file",
    _AUTHORITY,
    *_BOXES,
    verified=False,
    why="The confirmation of authority goes with the form unless it is on file; a promise to file it by amendment "
    "makes this a warning.",
    fix="Enter the power's text so that it goes along as Exhibit 24, or the accession number that carried it.",
)
def power_on_file(form: Form) -> Iterator[Problem]:
    for name, power in _powers(form):
        if not (power.filed_with or power.attached):
            yield Problem(
                _EXHIBITS,
                f"The power of attorney under which {name} is signed for was never filed and is not attached. "
                "Attach it as Exhibit 24.",
                _numbers(power),
                severity=Severity.WARNING if _PROMISED.search(form.explanation) else None,
            )


@check(
    "F4-051",
    Family.LAW,
    Severity.ERROR,
    "Authority has ended",
    _AUTHORITY,
    *_BOXES,
    verified=False,
    why="A power that was revoked, has ended or names nobody who may sign gives no authority on the day.",
    fix="Choose another power under Exhibits, have a new one signed, or let the owner sign in person.",
)
def authority_in_force(form: Form) -> Iterator[Problem]:
    for name, power in _powers(form):
        reasons = [reason for reason in power.attorneys.values() if reason]
        if power.lapsed:
            reason = power.lapsed
        elif len(reasons) == len(power.attorneys):
            reason = " ".join(reasons) or f"The power of attorney of {day(power.executed_on)} names nobody."
        else:
            continue
        yield Problem(_EXHIBITS, f"{reason} Choose under Exhibits how {name} is signed for.", _numbers(power))


@check(
    "F4-052",
    Family.LAW,
    Severity.WARNING,
    "Power of attorney without its duration or amendments",
    _AUTHORITY,
    "Exhibit 24",
    verified=False,
    why="Whether other words of the power say it is for a reader to judge.",
    fix="Have a power signed that says how long it lasts and that it covers amendments.",
)
def power_says_how_long(form: Form) -> Iterator[Problem]:
    for name, power in _powers(form):
        silent = []
        if not power.text.strip():
            continue
        if not _DURATION.search(power.text):
            silent.append("how long it lasts")
        if not (power.covers_amendments and _AMENDMENTS.search(power.text)):
            silent.append("amendments")
        if silent:
            yield Problem(
                _EXHIBITS,
                f"The power of attorney of {day(power.executed_on)} for {name} does not speak of "
                f"{listed(silent, 'or')}. Have one signed that does.",
                _numbers(power),
            )


def _signings(form: Form) -> Iterator[tuple[str, Signing]]:
    """Each owner of whom it is known how he or she is signed for."""
    for owner in form.report.owners:
        if (signing := form.facts.signings.get(owner.cik)) is not None:
            yield owner.name or f"CIK {owner.cik}", signing


def _powers(form: Form) -> Iterator[tuple[str, Power]]:
    for name, signing in _signings(form):
        if signing.power is not None:
            yield name, signing.power


def _numbers(power: Power) -> dict[str, str]:
    return {"executed": f"{power.executed_on}"}
