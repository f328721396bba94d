"""What a code claims of Section 16(b): an exemption for officers and directors, or a small acquisition."""

from collections.abc import Iterator

from filings.ownership.checks.form import Form, TransactionLine
from filings.ownership.checks.registry import Problem, check
from filings.ownership.codes import CODES, CodeGroup, Table
from filings.ownership.findings import Family, Severity
from filings.ownership.small_acquisitions import (
    CODE,
    COUNTED_CODES,
    LIMIT,
    Acquisition,
    market_value,
    running_sum,
    security_of,
)
from filings.ownership.wording import counted, day, dollars, listed

_CODE_COLUMNS = ("Table I, column 3", "Table II, column 4")
# The exempt forms of Rule 16b-3 are open to officers and directors only.
_OFFICERS_CODES = frozenset(code for code, rule in CODES.items() if rule.group is CodeGroup.RULE_16B3)
# A discretionary transaction (I) is exempt by the six months to the opposite election, not by an approval.
_APPROVED_CODES = _OFFICERS_CODES - {"I"}


@check(
    "F4-036",
    Family.LAW,
    Severity.WARNING,
    "Rule 16b-3 code for a 10% owner",
    "Rule 16b-3(a)",
    "Box 5",
    *_CODE_COLUMNS,
    why="The person may have been a director or officer when the award was made.",
    fix="Tick the office in box 5, or choose the code of an ordinary purchase or sale.",
)
def officers_code_of_a_large_holder(form: Form) -> Iterator[Problem]:
    if not _is_large_holder_only(form):
        return
    for line in form.transactions:
        if line.code in _OFFICERS_CODES:
            yield Problem(
                line.place("code"),
                f"Code {line.code} rests on Rule 16b-3, which is for officers and directors; box 5 says 10% "
                "owner only. Check the code and box 5.",
            )


def _is_large_holder_only(form: Form) -> bool:
    relations = [owner.relationship for owner in form.report.owners]
    return bool(relations) and not any(
        relation.director or relation.officer or relation.other or not relation.ten_percent_owner
        for relation in relations
    )


@check(
    "F4-037",
    Family.LAW,
    Severity.WARNING,
    "Approval is not on record",
    "Rule 16b-3(d) and (e)",
    *_CODE_COLUMNS,
    verified=False,
    why="The form is complete without it; without an approval the transaction can be matched under Section 16(b).",
    fix="Say in the line's editor, under “Not on the form”, what makes it exempt.",
)
def approval_on_record(form: Form) -> Iterator[Problem]:
    """One finding for all lines of a draft; what the desk did not prepare has no such record."""
    if not form.facts.prepared_here or _is_large_holder_only(form):
        return
    open_lines = [
        line
        for line in form.transactions
        if line.code in _APPROVED_CODES and line.reference not in form.facts.approvals
    ]
    if open_lines:
        codes = sorted({line.code for line in open_lines})
        where = listed([_lines(open_lines, table) for table in Table if _lines(open_lines, table)])
        yield Problem(
            open_lines[0].place("approval_basis"),
            f"{where}: record what makes code{'s' if len(codes) > 1 else ''} {listed(codes)} exempt under Rule "
            "16b-3, the approval or the six months.",
            {"codes": ", ".join(codes), "lines": str(len(open_lines))},
        )


def _lines(lines: list[TransactionLine], table: Table) -> str:
    """``Table I, lines 1 and 3``; empty where none is in the table."""
    numbers = [str(line.index + 1) for line in lines if line.table is table]
    if not numbers:
        return ""
    return f"Table {table}, line{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


@check(
    "F4-038",
    Family.LAW,
    Severity.ERROR,
    "Not a small acquisition",
    "Rule 16a-6",
    "Table I, columns 3 and 4",
    "Table II, columns 4 and 8",
    why="The rule excludes what the issuer gave and what passes the limit, on facts that the desk has.",
    fix="Use the code of what it was (P, A), and report on Form 4 what was left for Form 5.",
)
def not_a_small_acquisition(form: Form) -> Iterator[Problem]:
    own = [_acquisition(form, line) for line in form.transactions if line.code in COUNTED_CODES]
    acquisitions = [*form.facts.earlier_small_acquisitions, *filter(None, own)]
    for line in form.transactions:
        if line.code != CODE:
            continue
        if line.reference in form.facts.from_issuer:
            yield Problem(
                line.place("code"),
                "Code L is not for what the issuer gave. Choose the code of a grant (A) or of a purchase (P).",
            )
        elif line.date is not None:
            total = running_sum(acquisitions, security_of(line.row), line.date)
            if total.over:
                yield Problem(
                    line.place("code"),
                    f"Code L: {counted(len(total.counted), 'acquisition')} of six months up to {day(line.date)} "
                    f"came to {dollars(total.total)}, over the limit of {dollars(LIMIT)}. Use code P; all of them "
                    "are due on Form 4.",
                    {"total": dollars(total.total), "limit": dollars(LIMIT)},
                )


def _acquisition(form: Form, line: TransactionLine) -> Acquisition | None:
    if line.date is None:
        return None
    return Acquisition(
        security=security_of(line.row),
        on=line.date,
        value=market_value(line.row),
        small=line.code == CODE,
        from_issuer=line.reference in form.facts.from_issuer,
    )
