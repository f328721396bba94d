"""The transaction code and its marks: does the line say what its code means?"""

import re
from collections.abc import Iterator

from filings.ownership.checks.form import Form, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import ACQUIRED, DISPOSED
from filings.ownership.deadlines import GIFT_RULE
from filings.ownership.findings import Family, Severity

_CODE_LIST = "Form 4, General Instruction 8"
_CODE_COLUMNS = ("Table I, column 3", "Table II, column 4")
_WAYS = {ACQUIRED: ("an acquisition", "(A)"), DISPOSED: ("a disposal", "(D)")}
_SWAP = re.compile(r"\b(equity|total return|return) swaps?\b", re.IGNORECASE)
_COVER = re.compile(
    r"\bsell[- ]to[- ]cover\b|\bsold\b[^.]{0,80}\b(to cover|to satisfy|to pay|open market)\b", re.IGNORECASE
)
_MARKS = {
    "V": "V is a mark beside a code: mark the line as reported early instead.",
    "K": "K is a mark beside a code: mark the line as an equity swap instead.",
}


@check(
    "F4-001",
    Family.EDGAR,
    Severity.ERROR,
    "Transaction code is not on the list",
    _CODE_LIST,
    *_CODE_COLUMNS,
    fix="Choose a code from the list; V and K are marks beside one.",
)
def code_on_the_list(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        if line.rule is None:
            column = line.column("code")
            said = f"{column} says “{line.code}”." if line.code else f"{column} is blank."
            advice = _MARKS.get(line.code, "Choose a transaction code from the list.")
            yield Problem(line.place("code"), f"{said} {advice}")


@check(
    "F4-002",
    Family.LAW,
    Severity.ERROR,
    "Acquisition reported as disposed of",
    _CODE_LIST,
    "Table I, columns 3 and 4",
    "Table II, columns 4 and 5",
    why="The code alone decides the direction, so one of the two is wrong.",
    fix="Change the direction, or choose another code.",
)
def acquisition_disposed(form: Form) -> Iterator[Problem]:
    yield from _against_direction(form, ACQUIRED)


@check(
    "F4-003",
    Family.LAW,
    Severity.ERROR,
    "Disposal reported as acquired",
    _CODE_LIST,
    "Table I, columns 3 and 4",
    "Table II, columns 4 and 5",
    why="The code alone decides the direction; the end of a short position (E) can go both ways and is a warning.",
    fix="Change the direction, or choose another code.",
)
def disposal_acquired(form: Form) -> Iterator[Problem]:
    yield from _against_direction(form, DISPOSED)
    for line in form.transactions:
        if line.code == "E" and line.direction == DISPOSED:
            yield Problem(
                line.place("acquired_disposed"),
                "Column 5 says (D); when a short position expires (code E) it is usually (A). Check it.",
                severity=Severity.WARNING,
            )


def _against_direction(form: Form, way: str) -> Iterator[Problem]:
    for line in form.transactions:
        if line.rule and line.rule.direction == way and line.direction in _WAYS and line.direction != way:
            what, mark = _WAYS[way]
            yield Problem(
                line.place("acquired_disposed"),
                f"Code {line.code} is {what}, and {line.column('acquired_disposed').lower()} says "
                f"({line.direction}). Change it to {mark}, or choose another code.",
            )


@check(
    "F4-004",
    Family.LAW,
    Severity.ERROR,
    "Expired option in Table I",
    f"{_CODE_LIST}; Form 4, General Instruction 4(c)",
    "Table I, column 3",
    verified=False,
    why="The code reports a derivative security, which Table I does not hold.",
    fix="Move the line to Table II, or choose another code.",
)
def expiry_in_table_one(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        if line.rule and line.table not in line.rule.tables:
            yield Problem(
                line.place("code"),
                f"Code {line.code} reports an expired derivative security, which belongs in Table II.",
            )


@check(
    "F4-009",
    Family.LAW,
    Severity.ERROR,
    "Code J without a description",
    _CODE_LIST,
    *_CODE_COLUMNS,
    why="The form's list of codes asks for a description of what J stands for.",
    fix="Say in a footnote on the line what the transaction was.",
)
def other_described(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        if line.code == "J" and not line.footnotes and not form.report.remarks.strip():
            yield Problem(line.place("code"), "Code J needs a footnote that says what the transaction was.")


@check(
    "F4-010",
    Family.LAW,
    Severity.ERROR,
    "Equity swap is not marked or not described",
    _CODE_LIST,
    *_CODE_COLUMNS,
    why="The form's list of codes asks for the mark and the terms; a footnote that only speaks of a swap is a "
    "warning.",
    fix="Set the mark K and give the terms in a footnote.",
)
def swap_described(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        swap = line.row.coding is not None and bool(line.row.coding.equity_swap)
        if swap and not line.footnotes and not form.report.remarks.strip():
            yield Problem(line.place("equity_swap"), "An equity swap needs a footnote that gives its terms.")
        elif not swap and line.row.coding is not None and _SWAP.search(line.notes(line.row.coding.footnotes)):
            yield Problem(
                line.place("equity_swap"),
                f"The footnote of {line.column('code').lower()} speaks of a swap and the swap mark is not set. "
                "Set it if this is one.",
                severity=Severity.WARNING,
            )


@check(
    "F4-035",
    Family.LAW,
    Severity.ERROR,
    "Sale to cover tax under code F",
    _CODE_LIST,
    *_CODE_COLUMNS,
    why="An error where it is on record that a broker sold; a footnote that only sounds like it is a warning.",
    fix="Use code S, or say in the footnote that the issuer withheld the shares.",
)
def sale_to_cover_as_withholding(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        if line.code != "F":
            continue
        known = line.reference in form.facts.sold_in_market
        if known or _COVER.search(line.notes(line.footnotes)):
            yield Problem(
                line.place("code"),
                f"Shares sold in the market to cover tax are code S, not F. Change "
                f"{line.column('code').lower()}{'' if known else ' unless the issuer withheld them'}.",
                severity=None if known else Severity.WARNING,
            )


@check(
    "F4-039",
    Family.LAW,
    Severity.ERROR,
    "Gift given is not one for Form 5",
    "Rule 16a-3(g)(1)",
    *_CODE_COLUMNS,
    why="Since 27 February 2023 the rule lets no gift that was given wait for Form 5.",
    fix="Report the gift on Form 4, or mark it as late on Form 5.",
)
def gift_given_is_due_on_form_4(form: Form) -> Iterator[Problem]:
    for line in form.transactions:
        if _is_gift_due_on_form_4(line) and line.early:
            yield Problem(
                line.place("form_type"),
                "A gift given is due on Form 4 in two business days. "
                + (
                    "Report it on Form 5 as late."
                    if form.report.document_type.form == "5"
                    else "Take the mark V away."
                ),
            )


@check(
    "F4-040",
    Family.LAW,
    Severity.WARNING,
    "Marked early, though due on Form 4",
    f"Rule 16a-3(f) and (g); {_CODE_LIST}",
    *_CODE_COLUMNS,
    why="Voluntary reports of grants and purchase plans carry the mark, and EDGAR takes it.",
    fix="Take the mark away, unless the transaction was not yet due.",
)
def early_mark_where_due(form: Form) -> Iterator[Problem]:
    if form.report.document_type.form != "4":
        return
    for line in form.transactions:
        if line.early and line.rule and not line.rule.form5_eligible:
            yield Problem(
                line.place("form_type"),
                f"{line.column('code')} marks code {line.code} as reported early (V); it is due on Form 4 in "
                "two business days. Take the mark away unless it was not yet due.",
            )


@check(
    "EDGAR-019",
    Family.EDGAR,
    Severity.ERROR,
    "Form type of a line",
    "EDGAR Ownership XML specification 5.5, section 3.6",
    *_CODE_COLUMNS,
    fix="Say of each transaction whether it is for Form 4 or for Form 5.",
)
def form_type_of_a_line(form: Form) -> Iterator[Problem]:
    number = form.report.document_type.form
    for line in form.lines:
        coding = line.row.coding
        if isinstance(line, TransactionLine):
            if coding is None or coding.form_type not in {"4", "5"}:
                yield Problem(
                    line.place("form_type"),
                    f"{line.column('form_type')} must say whether the transaction is for Form 4 or Form 5.",
                )
        elif number == "5" and coding is not None and coding.form_type not in {"3", ""}:
            yield Problem(
                line.place("form_type"),
                f"{line.column('form_type')} of a holding takes form type 3 only. Correct it.",
            )


@check(
    "EDGAR-020",
    Family.EDGAR,
    Severity.ERROR,
    "Early or late mark does not go with the form",
    "EDGAR Ownership XML specification 5.5, section 4.3.8",
    *_CODE_COLUMNS,
    fix="Clear the mark, or write the one that the form takes.",
)
def timeliness_of_a_line(form: Form) -> Iterator[Problem]:
    number = form.report.document_type.form
    for line in form.transactions:
        stated = line.row.timeliness.value if line.row.timeliness else None
        if not stated or line.row.coding is None:
            continue
        allowed = "L" if number == "5" else "E" if line.early else ""
        if stated != allowed:
            yield Problem(
                line.place("timeliness"),
                f"{line.column('timeliness')} carries the mark {stated}, which EDGAR does not take here. "
                f"Leave it blank{f' or write {allowed}' if allowed else ''}.",
            )


def _is_gift_due_on_form_4(line: TransactionLine) -> bool:
    return (
        line.code == "G" and line.direction == DISPOSED and line.date is not None and line.date >= GIFT_RULE
    )
