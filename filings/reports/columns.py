"""What stands in the columns of each table, for its page and its files alike."""

from collections.abc import Sequence

from django.urls import reverse

from filings.models import Filing
from filings.ownership.wording import listed
from filings.reports.due import Due
from filings.reports.item_405 import Delinquent
from filings.reports.late import LateReport
from filings.reports.small import SmallAcquisitions
from filings.reports.tables import Column, Kind, Table
from filings.reports.to_judge import ToJudge
from filings.reports.unfiled import OverdueReport, UndatedReport
from filings.reports.year_end import YearEnd
from people.models import Issuer, ReportingOwner

_WIDE, _WIDEST = 30, 50


def _address(filing: Filing | None) -> str:
    return filing.get_absolute_url() if filing is not None else ""


def _owner(owner: ReportingOwner) -> str:
    return reverse("owner", args=[owner.pk])


def _symbol(issuer: Issuer) -> str:
    """The issuer in a narrow column: its symbol, or its name where it has none."""
    symbol = issuer.trading_symbol.strip()
    return issuer.conformed_name if symbol.upper() in {"", "NONE", "N/A", "NA"} else symbol


_LATE: tuple[Column[LateReport], ...] = (
    Column(title="Reporting person", value=lambda one: one.persons, width=_WIDE),
    Column(
        title="Form",
        value=lambda one: one.filing.form_type,
        width=7,
        url=lambda one: one.filing.get_absolute_url(),
    ),
    Column(title="Accession number", value=lambda one: one.filing.accession_number, width=22, under=True),
    Column(title="First late trade or event", value=lambda one: one.first_trade, kind=Kind.DAY, width=12),
    Column(
        title="Last late trade",
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
    Column(title="Business days late", value=lambda one: one.days_late, kind=Kind.NUMBER, width=10),
    Column(title="Late reports", value=lambda one: one.reports, kind=Kind.NUMBER, width=9),
    Column(title="Late transactions", value=lambda one: one.transactions, kind=Kind.NUMBER, width=12),
    Column(title="Reason and notes", value=lambda one: one.reason, width=_WIDEST),
    Column(title="Ask first", value=lambda one: one.unless, width=_WIDEST, under=True),
)


def late_table(rows: Sequence[LateReport]) -> Table[LateReport]:
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
    return Table(
        slug="before",
        title="Due before this year",
        about="Due in an earlier fiscal year and filed in this one: named now unless an earlier proxy statement did.",
        columns=_LATE,
        rows=rows,
        empty="Nothing that was due in an earlier year was filed in this one.",
    )


def overdue_table(rows: Sequence[OverdueReport]) -> Table[OverdueReport]:
    return Table(
        slug="not-filed",
        title="Not filed",
        about="Past their due date. A Form 3 stands here only where the desk is certain that none is on record: the "
        "position is kept by hand, no report of the person is here, and the desk's record goes back that far.",
        columns=(
            Column(title="Reporting person", value=lambda one: one.persons, width=_WIDE),
            Column(title="Form", value=lambda one: one.form, width=7, url=lambda one: _address(one.filing)),
            Column(title="Trade or event", value=lambda one: one.event_on, kind=Kind.DAY, width=12),
            Column(title="Due", value=lambda one: one.due_on, kind=Kind.DAY, width=12),
            Column(title="Business days late", value=lambda one: one.days_late, kind=Kind.NUMBER, width=10),
            Column(title="State", value=lambda one: one.state, tone=lambda _: "late"),
        ),
        rows=rows,
        empty="Nothing that was due in this fiscal year is open.",
    )


def undated_table(rows: Sequence[UndatedReport]) -> Table[UndatedReport]:
    return Table(
        slug="not-known",
        title="Not known",
        about="Counted neither as late nor as in time. Import them again from EDGAR's full submissions: their "
        "headers tell the filing date.",
        columns=(
            Column(title="Reporting person", value=lambda one: one.persons, width=_WIDE),
            Column(
                title="Form",
                value=lambda one: one.filing.form_type,
                width=7,
                url=lambda one: one.filing.get_absolute_url(),
            ),
            Column(title="Period", value=lambda one: one.filing.period_of_report, kind=Kind.DAY, width=12),
            Column(title="Due", value=lambda one: one.filing.due_on, kind=Kind.DAY, width=12),
            Column(title="Filed", value=lambda one: one.filing.filed_on, kind=Kind.DAY, width=12),
            Column(title="What is missing", value=lambda one: one.why, width=_WIDE),
            Column(title="Accession number", value=lambda one: one.filing.accession_number, width=22),
        ),
        rows=rows,
        empty="Of every report of this fiscal year the filing date is known.",
    )


def to_judge_table(rows: Sequence[ToJudge]) -> Table[ToJudge]:
    return Table(
        slug="to-judge",
        title="To be judged",
        about="Not in the numbers. An omitted transaction that a later amendment reports was late; a corrected one "
        "was not.",
        columns=(
            Column(title="Reporting person", value=lambda one: one.persons, width=_WIDE),
            Column(title="Form", value=lambda one: one.form, width=7, url=lambda one: _address(one.filing)),
            Column(title="Original filed, or due", value=lambda one: one.due_on, kind=Kind.DAY, width=12),
            Column(title="Filed", value=lambda one: one.filed_on, kind=Kind.DAY, width=12),
            Column(
                title="Transactions in question",
                value=lambda one: one.transactions,
                kind=Kind.NUMBER,
                width=12,
            ),
            Column(title="Why", value=lambda one: one.why, width=_WIDEST),
        ),
        rows=rows,
        empty="No amendment of this fiscal year adds a transaction, and no small acquisition had to come earlier.",
    )


def delinquents_table(rows: Sequence[Delinquent]) -> Table[Delinquent]:
    return Table(
        slug="persons",
        title="Persons to name",
        columns=(
            Column(
                title="Reporting person",
                value=lambda one: str(one.owner),
                width=_WIDE,
                url=lambda one: _owner(one.owner),
            ),
            Column(title="Late reports", value=lambda one: one.reports, kind=Kind.NUMBER, width=9),
            Column(title="Late transactions", value=lambda one: one.transactions, kind=Kind.NUMBER, width=12),
            Column(title="Forms", value=lambda one: listed(one.forms)),
            Column(title="Known failures to file", value=lambda one: "; ".join(one.failures), width=_WIDEST),
        ),
        rows=rows,
        empty="Nobody was late and nothing is known to be unfiled: the caption is left out.",
    )


def unsettled_table(rows: Sequence[YearEnd]) -> Table[YearEnd]:
    return Table(
        slug="no-form-5",
        title="No Form 5 and no statement",
        about="Each is a known failure to file unless the issuer otherwise knows that no Form 5 was due "
        "(Item 405(a)(2)). Record the statements on the page of the year end.",
        columns=(
            Column(
                title="Insider",
                value=lambda one: str(one.owner),
                width=_WIDE,
                url=lambda one: _owner(one.owner),
            ),
            Column(title="Position", value=lambda one: one.capacities, width=_WIDE),
            Column(title="Form 5", value=lambda one: one.verdict, width=20),
            Column(title="Was due", value=lambda one: one.due_on, kind=Kind.DAY, width=12),
            Column(title="Statement", value=_statement, tone=_statement_tone),
        ),
        rows=rows,
        empty="Everybody has filed a Form 5 or given the statement, or Form 5 is not past its due date yet.",
    )


def year_end_table(rows: Sequence[YearEnd], *, may_mark: bool) -> Table[YearEnd]:
    return Table(
        slug="year-end",
        title="Year end",
        columns=(
            Column(
                title="Insider",
                value=lambda one: str(one.owner),
                width=_WIDE,
                url=lambda one: _owner(one.owner),
            ),
            Column(title="Position", value=lambda one: one.capacities, width=_WIDE),
            Column(
                title="Left", value=lambda one: one.left_on, kind=Kind.DAY, width=12, under=True, lead="left"
            ),
            Column(title="Form 5", value=lambda one: one.verdict, width=20, tone=_verdict_tone),
            Column(
                title="Filed",
                value=lambda one: one.form_5.filed_on if one.form_5 else None,
                kind=Kind.DAY,
                width=12,
                url=lambda one: _address(one.form_5),
                under=True,
            ),
            Column(title="Why", value=lambda one: " ".join(one.left), width=_WIDEST),
            Column(title="Statement", value=_statement, tone=_statement_tone),
            Column(
                title="Signed",
                value=lambda one: one.statement.signed_on if one.statement else None,
                kind=Kind.DAY,
                width=12,
                under=True,
                lead="signed",
            ),
            Column(
                title="Note",
                value=lambda one: one.statement.note if one.statement else "",
                width=_WIDE,
                under=True,
            ),
        ),
        rows=rows,
        empty="Nobody is known to have held a position in this fiscal year. Positions are added on a person's page, "
        "or come with imported filings.",
        actions="filings/reports/_year_end_actions.html" if may_mark else "",
    )


def _statement(one: YearEnd) -> str:
    if one.statement is not None:
        return str(one.statement.get_state_display())
    if one.form_5 is not None or not one.asks_statement:
        return "Not needed"
    return "Not asked for"


def _statement_tone(one: YearEnd) -> str:
    if one.statement is not None:
        return "ok" if one.statement.signed_on else "soon"
    return "soon" if _statement(one) == "Not asked for" and not one.left else "calm"


def _verdict_tone(one: YearEnd) -> str:
    if one.form_5 is not None:
        return "ok"
    return "soon" if one.left and one.owes_reports else "calm"


def small_table(rows: Sequence[SmallAcquisitions]) -> Table[SmallAcquisitions]:
    return Table(
        slug="small-acquisitions",
        title="Small acquisitions",
        columns=(
            Column(
                title="Reporting person",
                value=lambda one: str(one.owner),
                width=_WIDE,
                url=lambda one: _owner(one.owner),
            ),
            Column(title="Issuer", value=lambda one: _symbol(one.issuer)),
            Column(title="Class", value=lambda one: one.title, width=_WIDE),
            Column(
                title="In six months",
                value=lambda one: one.sum.total,
                kind=Kind.DOLLARS,
                template="filings/reports/_small_sum.html",
            ),
            Column(
                title="Value not known",
                value=lambda one: one.sum.unknown or None,
                kind=Kind.NUMBER,
                width=9,
                under=True,
                lead="without a price:",
            ),
            Column(title="Left of $10,000", value=lambda one: one.sum.left, kind=Kind.DOLLARS),
            Column(
                title="May wait for Form 5", value=lambda one: len(one.waiting), kind=Kind.NUMBER, width=10
            ),
            Column(
                title="To report on Form 4",
                value=lambda one: len(one.open_loss.open) if one.open_loss else 0,
                kind=Kind.NUMBER,
                width=10,
            ),
            Column(
                title="Why",
                value=lambda one: str(one.shown_loss.reason) if one.shown_loss else "",
                width=_WIDE,
            ),
            Column(
                title="Since",
                value=lambda one: one.shown_loss.day if one.shown_loss else None,
                kind=Kind.DAY,
                width=12,
                under=True,
            ),
            Column(
                title="Due",
                value=lambda one: (
                    one.shown_loss.deadline.due_on if one.shown_loss and one.shown_loss.deadline else None
                ),
                kind=Kind.DAY,
                width=12,
                template="filings/reports/_small_due.html",
            ),
            Column(title="State", value=lambda one: one.state, width=22, tone=lambda one: one.tone),
        ),
        rows=rows,
        empty="No small acquisition (code L) is known from the last six months or is still to be reported. One comes "
        "here from a draft, a signed report or an imported one.",
    )


def due_table(rows: Sequence[Due]) -> Table[Due]:
    return Table(
        slug="due",
        title="Due",
        columns=(
            Column(
                title="Reporting person",
                value=lambda one: str(one.owner),
                width=_WIDE,
                url=lambda one: _owner(one.owner),
            ),
            Column(title="Issuer", value=lambda one: _symbol(one.issuer)),
            Column(title="What", value=lambda one: one.what, width=_WIDE, url=lambda one: one.url),
            Column(title="Due", value=lambda one: one.due_on, kind=Kind.DAY, width=12),
            Column(title="Clock", value=lambda one: one.when, width=24, tone=lambda one: one.tone),
            Column(title="Days left", value=lambda one: one.days_left, kind=Kind.NUMBER, width=9),
            Column(title="State", value=lambda one: one.state, width=_WIDE),
        ),
        rows=rows,
        empty="Nothing is open. Drafts, a new insider's Form 3 and the Forms 5 of the season would stand here.",
    )
