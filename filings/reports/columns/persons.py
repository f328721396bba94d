"""The tables by person: the year end, small acquisitions, and what is due."""

from collections.abc import Sequence

from compliance.tables import Column, Kind, Table
from filings.reports.columns.cells import WIDE, WIDEST, filing_address, owner_address, symbol
from filings.reports.due import Due
from filings.reports.small import SmallAcquisitions
from filings.reports.year_end import YearEnd


def year_end_table(rows: Sequence[YearEnd]) -> Table[YearEnd]:
    """Each insider of a fiscal year: Form 5, or the statement that none is due."""
    return Table(
        slug="year-end",
        title="Year end",
        columns=(
            Column(
                title="Insider",
                value=lambda one: str(one.owner),
                width=WIDE,
                url=lambda one: owner_address(one.owner),
            ),
            Column(title="Position", value=lambda one: one.capacities, width=WIDE),
            Column(
                title="Left", value=lambda one: one.left_on, kind=Kind.DAY, width=12, under=True, lead="left"
            ),
            Column(title="Form 5", value=lambda one: one.verdict, width=20, tone=_verdict_tone),
            Column(
                title="Filed",
                value=lambda one: one.form_5.filed_on if one.form_5 else None,
                kind=Kind.DAY,
                width=12,
                url=lambda one: filing_address(one.form_5),
                under=True,
            ),
            Column(title="Why", value=lambda one: " ".join(one.left), width=WIDEST),
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
                width=WIDE,
                under=True,
            ),
        ),
        rows=rows,
        empty="Nobody is known to have held a position in this fiscal year. Positions are added on a person's page, "
        "or come with imported filings.",
        actions="filings/reports/_year_end_actions.html",
    )


def unsettled_table(rows: Sequence[YearEnd]) -> Table[YearEnd]:
    """Who has neither filed a Form 5 nor given the statement, once Form 5 is past due."""
    return Table(
        slug="no-form-5",
        title="No Form 5 and no statement",
        about="Each is a known failure to file unless the issuer otherwise knows that no Form 5 was due "
        "(Item 405(a)(2)). Record the statements on the page of the year end.",
        columns=(
            Column(
                title="Insider",
                value=lambda one: str(one.owner),
                width=WIDE,
                url=lambda one: owner_address(one.owner),
            ),
            Column(title="Position", value=lambda one: one.capacities, width=WIDE),
            Column(title="Form 5", value=lambda one: one.verdict, width=20),
            Column(title="Was due", value=lambda one: one.due_on, kind=Kind.DAY, width=12),
            Column(title="Statement", value=_statement, tone=_statement_tone),
        ),
        rows=rows,
        empty="Everybody has filed a Form 5 or given the statement, or Form 5 is not past its due date yet.",
    )


def small_table(rows: Sequence[SmallAcquisitions]) -> Table[SmallAcquisitions]:
    """Each person's small acquisitions of a class against the limit."""
    return Table(
        slug="small-acquisitions",
        title="Small acquisitions",
        columns=(
            Column(
                title="Reporting person",
                value=lambda one: str(one.owner),
                width=WIDE,
                url=lambda one: owner_address(one.owner),
            ),
            Column(title="Issuer", value=lambda one: symbol(one.issuer)),
            Column(title="Class", value=lambda one: one.title, width=WIDE),
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
                width=WIDE,
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
    """What each person owes, the most urgent first."""
    return Table(
        slug="due",
        title="Due",
        columns=(
            Column(
                title="Reporting person",
                value=lambda one: str(one.owner),
                width=WIDE,
                url=lambda one: owner_address(one.owner),
            ),
            Column(title="Issuer", value=lambda one: symbol(one.issuer)),
            Column(title="What", value=lambda one: one.what, width=WIDE, url=lambda one: one.url),
            Column(title="Due", value=lambda one: one.due_on, kind=Kind.DAY, width=12),
            Column(title="Clock", value=lambda one: one.when, width=24, tone=lambda one: one.tone),
            Column(title="Days left", value=lambda one: one.days_left, kind=Kind.NUMBER, width=9),
            Column(title="State", value=lambda one: one.state, width=WIDE),
        ),
        rows=rows,
        empty="Nothing is open. Drafts, a new insider's Form 3 and the Forms 5 of the season would stand here.",
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
