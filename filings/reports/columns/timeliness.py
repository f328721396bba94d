"""The tables about timeliness: what was late, what is not filed, whom Item 405 names."""

from collections.abc import Sequence

from compliance.tables import Column, Kind, Table
from filings.ownership.wording import listed
from filings.reports.columns.cells import WIDE, WIDEST, filing_address, owner_address
from filings.reports.item_405 import Delinquent
from filings.reports.late import LateReport
from filings.reports.to_judge import ToJudge
from filings.reports.unfiled import OverdueReport, UndatedReport

_LATE: tuple[Column[LateReport], ...] = (
    Column(title="Reporting person", value=lambda one: one.persons, width=WIDE),
    Column(
        title="Form",
        value=lambda one: one.filing.form_type,
        width=7,
        url=lambda one: one.filing.get_absolute_url(),
    ),
    Column(
        title="Accession number",
        value=lambda one: one.filing.accession_number,
        kind=Kind.CODE,
        width=22,
        under=True,
    ),
    Column(title="Trade or event", value=lambda one: one.first_trade, kind=Kind.DAY, width=12),
    Column(
        title="Last trade",
        value=lambda one: one.last_trade if one.last_trade != one.first_trade else None,
        kind=Kind.DAY,
        width=12,
        under=True,
        lead="to",
    ),
    Column(
        title="Due",
        value=lambda one: one.due_on,
        kind=Kind.DAY,
        width=12,
        template="filings/reports/_due_day.html",
    ),
    Column(title="Filed", value=lambda one: one.filed_on, kind=Kind.DAY, width=12),
    Column(
        title="Business days late",
        value=lambda one: one.days_late,
        kind=Kind.NUMBER,
        width=10,
        under=True,
        lead="business days late:",
    ),
    Column(title="Late reports", value=lambda one: one.reports, kind=Kind.NUMBER, width=9),
    Column(title="Late transactions", value=lambda one: one.transactions, kind=Kind.NUMBER, width=12),
    Column(title="Reason and notes", value=lambda one: one.reason, width=WIDEST),
    Column(title="Remark", value=lambda one: one.remark, width=WIDEST, under=True),
)


def late_table(rows: Sequence[LateReport]) -> Table[LateReport]:
    """What was filed late."""
    return Table(
        slug="late",
        title="Late reports",
        about="Filed after their due date, in the order of filing.",
        columns=_LATE,
        rows=rows,
        empty="No report of this fiscal year was filed late. One that was would stand here with its person, its "
        "days and the number of its late transactions.",
    )


def before_table(rows: Sequence[LateReport]) -> Table[LateReport]:
    """What was due before the fiscal year and filed late in it."""
    return Table(
        slug="before",
        title="Due before this year",
        about="Due in an earlier fiscal year and filed in this one: named now unless an earlier proxy statement did.",
        columns=_LATE,
        rows=rows,
        empty="Nothing that was due in an earlier year was filed in this one.",
    )


def overdue_table(rows: Sequence[OverdueReport]) -> Table[OverdueReport]:
    """What is past its due date and not filed."""
    return Table(
        slug="not-filed",
        title="Not filed",
        about="Past their due date. A Form 3 stands here only where the desk is certain that none is on record: the "
        "position is kept by hand, no report of the person is here, and the desk's record goes back that far.",
        columns=(
            Column(title="Reporting person", value=lambda one: one.persons, width=WIDE),
            Column(
                title="Form", value=lambda one: one.form, width=7, url=lambda one: filing_address(one.filing)
            ),
            Column(title="Trade or event", value=lambda one: one.event_on, kind=Kind.DAY, width=12),
            Column(title="Due", value=lambda one: one.due_on, kind=Kind.DAY, width=12),
            Column(title="Business days late", value=lambda one: one.days_late, kind=Kind.NUMBER, width=10),
            Column(title="State", value=lambda one: one.state, tone=lambda _: "late"),
        ),
        rows=rows,
        empty="Nothing that was due in this fiscal year is open.",
    )


def undated_table(rows: Sequence[UndatedReport]) -> Table[UndatedReport]:
    """What can be called neither late nor in time."""
    return Table(
        slug="not-known",
        title="Not known",
        about="Counted neither as late nor as in time. Import them again from EDGAR's full submissions: their "
        "headers tell the filing date.",
        columns=(
            Column(title="Reporting person", value=lambda one: one.persons, width=WIDE),
            Column(
                title="Form",
                value=lambda one: one.filing.form_type,
                width=7,
                url=lambda one: one.filing.get_absolute_url(),
            ),
            Column(title="Period", value=lambda one: one.filing.period_of_report, kind=Kind.DAY, width=12),
            Column(title="Due", value=lambda one: one.filing.due_on, kind=Kind.DAY, width=12),
            Column(title="Filed", value=lambda one: one.filing.filed_on, kind=Kind.DAY, width=12),
            Column(title="What is missing", value=lambda one: one.why, width=WIDE),
            Column(
                title="Accession number",
                value=lambda one: one.filing.accession_number,
                kind=Kind.CODE,
                width=22,
            ),
        ),
        rows=rows,
        empty="Of every report of this fiscal year the filing date is known.",
    )


def to_judge_table(rows: Sequence[ToJudge]) -> Table[ToJudge]:
    """What counsel has to judge."""
    return Table(
        slug="to-judge",
        title="To be judged",
        about="Not in the numbers. An omitted transaction that a later amendment reports was late; a corrected one "
        "was not.",
        columns=(
            Column(title="Reporting person", value=lambda one: one.persons, width=WIDE),
            Column(
                title="Form", value=lambda one: one.form, width=7, url=lambda one: filing_address(one.filing)
            ),
            Column(title="Original or due", value=lambda one: one.due_on, kind=Kind.DAY, width=12),
            Column(title="Filed", value=lambda one: one.filed_on, kind=Kind.DAY, width=12),
            Column(
                title="Transactions",
                value=lambda one: one.transactions,
                kind=Kind.NUMBER,
                width=12,
            ),
            Column(title="Why", value=lambda one: one.why, width=WIDEST),
        ),
        rows=rows,
        empty="No amendment of this fiscal year adds a transaction, and no small acquisition had to come earlier.",
    )


def delinquents_table(rows: Sequence[Delinquent]) -> Table[Delinquent]:
    """Whom Item 405 names, with the numbers that it asks for."""
    return Table(
        slug="persons",
        title="Persons to name",
        columns=(
            Column(
                title="Reporting person",
                value=lambda one: str(one.owner),
                width=WIDE,
                url=lambda one: owner_address(one.owner),
            ),
            Column(title="Late reports", value=lambda one: one.reports, kind=Kind.NUMBER, width=9),
            Column(title="Late transactions", value=lambda one: one.transactions, kind=Kind.NUMBER, width=12),
            Column(title="Forms", value=lambda one: listed(one.forms)),
            Column(title="Failures to file", value=lambda one: "; ".join(one.failures), width=WIDEST),
        ),
        rows=rows,
        empty="Nobody was late and nothing is known to be unfiled: the caption is left out.",
    )
