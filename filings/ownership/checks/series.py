"""Which class a line is about: one series under one title, one holder on one line."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from filings.ownership.checks.form import Form, Line
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import Table
from filings.ownership.findings import Family, Severity
from filings.ownership.report import DerivativeHolding, DerivativeTransaction

_TITLES = ("Table I, column 1", "Table II, column 1")
_PAR = re.compile(r",?\s*\(?\s*(?:\$?[\d.]+ par|no par|without par|par value|par \$).*$", re.IGNORECASE)
_WORDS = re.compile(r"[a-z0-9]+")
_SHORT = 4
# A children's trust is one holder, and so is a trust for two people.
_SEVERAL = re.compile(
    r"\b(?:trusts|children|grandchildren|daughters|sons|accounts|entities|funds|partnerships)\b(?!['’])"
    r"(?! (?:trust|account|fund|partnership|lp|llc|l\.p|inc|ltd|holding))|\band by\b",
    re.IGNORECASE,
)
_ONE_FOR_ONE = re.compile(r"\b(?:one|1)[- ](?:for|to)[- ](?:one|1)\b|\b1:1\b", re.IGNORECASE)
_CONVERTS = re.compile(r"\bunits?\b|\bconvertible\b|\bpreferred\b|\bphantom\b|\bRSUs?\b", re.IGNORECASE)


@check(
    "F4-081",
    Family.LAW,
    Severity.WARNING,
    "One series under two titles",
    "Exchange Act Section 16 C&DIs; Form 4, Table II, column 9",
    "Table II, columns 1 and 9",
    verified=False,
    why="Column 9 gives the total of a class, and incentive and other options of the same terms are one; they may "
    "still differ in what the form does not show.",
    fix="Give both lines the same title and let one total run over them.",
)
def series_under_two_titles(form: Form) -> Iterator[Problem]:
    seen: dict[object, Line] = {}
    for line in form.lines:
        row = line.row
        if not isinstance(row, (DerivativeTransaction, DerivativeHolding)):
            continue
        terms = (row.exercise_price.value, row.exercisable.value, row.expiration.value)
        if not row.exercise_price.value or row.expiration.value is None:
            continue
        underlying = _folded(row.underlying.title.value or "")
        held = row.ownership.value, row.nature.value, row.nature.footnotes
        first = seen.setdefault((*terms, underlying, *held), line)
        one, other = first.row.title.value or "", row.title.value or ""
        if one != other and _words(one) != _words(other):
            yield Problem(
                line.place("title"),
                f"Column 1 says “{other}”; line {first.index + 1} has the same terms as “{one}”. Options of the "
                "same terms are one class with one total: give both lines one title.",
                {"first title": one, "second title": other},
            )


@check(
    "F4-082",
    Family.LAW,
    Severity.WARNING,
    "Title almost that of a class on record",
    "Form 4, columns 1",
    *_TITLES,
    verified=False,
    why="EDGAR takes any title; one that is spelt in two ways makes two classes with two totals.",
    fix="Choose the title as it stands on the issuer's page, or add the class there.",
)
def title_of_a_class_on_record(form: Form) -> Iterator[Problem]:
    """Told once for each title, on its first line."""
    if not form.facts.prepared_here:
        return
    told: set[tuple[Table, str]] = set()
    for line in form.lines:
        title, known = line.row.title.value or "", form.facts.class_titles.get(line.table)
        if not title or not known or (line.table, title) in told:
            continue
        told.add((line.table, title))
        if meant := _almost(title, known):
            yield Problem(
                line.place("title"),
                f"Column 1 says “{title}”; the issuer's class is called “{meant}”. Write it so, or add the class "
                "on the issuer's page.",
                {"stated": title, "on record": meant},
            )


def _almost(title: str, known: frozenset[str]) -> str | None:
    """The known title that another one is most likely meant to be; ``None`` where it is one itself, or none."""
    if _folded(title) in map(_folded, known):
        return None
    return next((one for one in sorted(known) if _alike(_words(title), _words(one))), None)


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()


def _alike(one: list[str], other: list[str]) -> bool:
    """Whether two titles have the same words in any order, or all but one that has one slip of the pen."""
    if one and sorted(one) == sorted(other):
        return True
    if len(one) != len(other):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and _one_slip(*differing[0])


def _one_slip(one: str, other: str) -> bool:
    """One letter too many, too few or wrong, or two changed round, in a word long enough to tell."""
    if min(len(one), len(other)) <= _SHORT or not (one.isalpha() and other.isalpha()):
        return False
    edits = [
        edit for edit in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if edit[0] != "equal"
    ]
    if len(edits) == 1:
        _, a, b, c, d = edits[0]
        return max(b - a, d - c) == 1
    return len(one) == len(other) and len(edits) == 2 and sorted(one) == sorted(other)


def _words(title: str) -> list[str]:
    """The words of a title without its par value, singular and plural alike."""
    return [
        word.removesuffix("s") if len(word) > _SHORT else word
        for word in _WORDS.findall(_PAR.sub("", title).casefold())
    ]


@check(
    "F4-083",
    Family.LAW,
    Severity.WARNING,
    "Several holders on one line",
    "Form 4, General Instruction 4(b)",
    "Table I, column 7",
    "Table II, column 11",
    verified=False,
    why="Each kind of indirect ownership has its own line, and a footnote may still show that this is one.",
    fix="Make one line for each trust, account or person, each with its own total.",
)
def several_holders_on_one_line(form: Form) -> Iterator[Problem]:
    for line in form.lines:
        nature = line.row.nature
        if nature.value and not nature.footnotes and _SEVERAL.search(nature.value):
            yield Problem(
                line.place("nature"),
                f"{line.column('nature')} says “{nature.value}”. Make one line for each holder, or say in a "
                "footnote why this is one holding.",
                {"stated": nature.value},
            )


@check(
    "F4-084",
    Family.LAW,
    Severity.WARNING,
    "Ratio in the place of an exercise price",
    "SEC staff FAQ on electronic reporting, question 2",
    "Table II, column 2",
    why="A price of $1 would look the same; a footnote tells that a ratio is meant.",
    fix="Leave column 2 blank and give the ratio in a footnote on it.",
)
def ratio_for_a_price(form: Form) -> Iterator[Problem]:
    for line in form.lines:
        row = line.row
        if line.table is Table.I or not isinstance(row, (DerivativeTransaction, DerivativeHolding)):
            continue
        if row.exercise_price.value == 1 and (
            _CONVERTS.search(row.title.value or "") or _ONE_FOR_ONE.search(line.notes(line.footnotes))
        ):
            yield Problem(
                line.place("exercise_price"),
                "Column 2 says $1, and the security converts one for one. Leave column 2 blank and give the "
                "ratio in a footnote on it, unless the price is a dollar.",
                {"stated": "$1"},
            )
